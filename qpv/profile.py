"""``qpv profile``: everything known of one territory."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from qpv.data import open_data
from qpv.holder import describe_holder
from qpv.output import Row, emit, table, write_json
from qpv.places import find_territory

if TYPE_CHECKING:
    from dashboard.questions.neighbourhoods import Neighbourhoods
    from dashboard.questions.profile import KeyFigure, Profile
    from dashboard.questions.standing import Standing

CodeArgument = Annotated[
    str,
    typer.Argument(metavar="CODE", help="Code d'un territoire : QP093001, DEP-93, COM-93066…", show_default=False),
]


class ProfileFormat(StrEnum):
    """How to write a profile."""

    TABLE = "table"
    JSON = "json"


ProfileFormatOption = Annotated[
    ProfileFormat,
    typer.Option("--format", "-f", help="Présentation : table (à lire, par défaut) ou json.", show_default=False),
]


def open_questions() -> tuple[Neighbourhoods, Standing]:
    """What may be asked of the territories of the settings."""
    from dashboard.questions.neighbourhoods import Neighbourhoods
    from dashboard.questions.reading import Reading
    from dashboard.questions.standing import Standing

    near = Neighbourhoods(Reading(open_data()))
    return near, Standing(near)


def profile(code: CodeArgument, style: ProfileFormatOption = ProfileFormat.TABLE) -> None:
    """Décrit un territoire : qui y vit, ses écarts avec ce qui l'entoure, sa place, ce qu'il était avant 2024."""
    from dashboard.questions.profile import profile_as_dict, profile_of

    near, standing = open_questions()
    found = profile_of(find_territory(near.store.territories, code), near, standing)
    if style == ProfileFormat.JSON:
        write_json(profile_as_dict(found, near))
    else:
        quarter = found.record is not None and found.record.kind == "neighbourhood"
        emit(_describe(found, near) if quarter else describe_holder(found, near, standing))


def _own_figures(profile: Profile) -> bool:
    return bool(profile.figures) and profile.figures_from == profile.territory.id


def _describe(profile: Profile, near: Neighbourhoods) -> str:
    from dashboard import french
    from dashboard.questions.outlines import NOT_A_QUARTER, where_figures_are

    lines = [profile.territory.label]
    record = profile.record
    if record is not None:
        names = [near.store.territory_label(place) for place in near.lies_in(profile.territory.id)]
        lines.append(
            f"  {', '.join(dict.fromkeys(names))}"
            + (f" ; contours {record.perimeter[-4:]}" if record.perimeter else "")
        )
    told = where_figures_are(near.store, profile.territory.id)
    lines += [f"  {told}"] if told and not _own_figures(profile) else []
    if record is not None and record.status in NOT_A_QUARTER:
        lines.append(f"  {NOT_A_QUARTER[record.status]}")
    labels = {name: indicator.label for name, indicator in near.catalogue.indicators.items()}
    residents = [
        f"  {labels[o.indicator]} : {french.value(o, near.catalogue)} ({french.dated_period(o.period, o.note)})"
        for o in profile.residents
    ]
    lines += ["Qui y vit", *residents] if residents else []
    for figure in profile.figures:
        lines += _describe_figure(figure, near)
    if profile.others:
        rows: list[Row] = [
            {
                "indicateur": near.catalogue.indicators[o.indicator].label,
                "valeur": french.value_and_face(o, near.catalogue),
                "période": french.dated_period(o.period, o.note),
                "source": f"{near.catalogue.sources[o.source].publisher}, {o.locator}",
            }
            for o in profile.others
        ]
        lines += ["Autres chiffres", table(rows, list(rows[0])).rstrip()]
    lines += _describe_passport(profile, near)
    lines += [f"Cité éducative de sa commune : {row['label']} ({row['locator']})" for row in profile.cities]
    lines += [f"Contrat de ville : {row['label']}" for row in profile.contracts]
    if profile.posts:
        lines.append(f"Postes financés par l'État au titre du contrat : {len(profile.posts)}")
    lines += [f"  {text}" for text in profile.posts_unsaid]
    return "\n".join(lines) + "\n"


def _describe_passport(profile: Profile, near: Neighbourhoods) -> list[str]:
    """What a quarter became or was, in French: its status, then each quarter that it is related to."""
    from etl.geography.correspondence import Status
    from etl.geography.passport import LABELS, PREDECESSOR

    if not profile.passport:
        return []
    lines = [f"Passeport : {LABELS[Status(profile.passport[0]['status'])]}"]
    for row in profile.passport:
        if row["related"]:
            verb = "Vient de" if row["relation"] == PREDECESSOR else "Devenu"
            lines.append(f"  {verb} : {near.store.territory_label(row['related'])} ({row['related']})")
    lines += [f"  À savoir : {remark}" for remark in dict.fromkeys(row["remark"] for row in profile.passport) if remark]
    return lines


def _describe_figure(figure: KeyFigure, near: Neighbourhoods) -> list[str]:
    from dashboard import french

    o = figure.observation
    when = french.dated_period(o.period, o.note)
    lines = [f"{figure.indicator.label} : {french.value_and_face(o, near.catalogue)} ({when})"]
    lines += [f"  {near.reading.finding(gap)}" for _, gap in figure.gaps[:3]]
    lines += [f"  {near.store.territory_label(place.within)} : {place.text}" for place in figure.places]
    lines.append(f"  Source : {near.catalogue.sources[o.source].title} ({o.locator})")
    return lines

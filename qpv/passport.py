"""``qpv passport``: what became of a quarter between the perimeters of 2015 and 2024."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from etl.catalogue import UnknownIdError
from qpv.data import open_catalogue
from qpv.errors import USER_ERROR, CommandError
from qpv.output import emit, write_json
from qpv.places import find_territory
from qpv.settings import load_settings

if TYPE_CHECKING:
    import pandas as pd

    from dashboard.store.territories import PlaceRecord, Territories

MOST_LISTED = 40
"""Quarters named to who asked for the passport of what holds them."""


class PassportFormat(StrEnum):
    """How to write a passport."""

    TABLE = "table"
    JSON = "json"


def passport(
    code: Annotated[
        str,
        typer.Argument(
            metavar="CODE", help="Code d'un quartier : QP093001 (2015), QN09301M (2024).", show_default=False
        ),
    ],
    style: Annotated[
        PassportFormat,
        typer.Option("--format", "-f", help="Présentation : table (à lire, par défaut) ou json.", show_default=False),
    ] = PassportFormat.TABLE,
) -> None:
    """Dit ce qu'un quartier est devenu entre 2015 et 2024 : inchangé, modifié, nouveau, sorti, et avec lesquels.

    La part de surface en commun est donnée quand les deux contours sont connus.
    """
    from dashboard.store.territories import Territories

    territories, passports = _tables()
    quarters = territories[territories["perimeter"] != ""].set_index("code", drop=False)
    places = Territories(open_catalogue().territories, territories)
    try:
        wanted = find_territory(places, code)
    except UnknownIdError:
        raise UnknownIdError("territory", code, list(quarters.index)) from None
    if wanted not in quarters.index:
        raise _not_a_quarter(places, wanted)
    found = _as_dict(wanted, quarters, territories, passports[passports["code"] == wanted])
    if style == PassportFormat.JSON:
        write_json(found)
    else:
        emit(_told(found))


def _not_a_quarter(places: Territories, code: str) -> CommandError:
    """Only quarters have a passport: those of a place are listed, or where to read them when they are many."""
    inside = [record for record in places.of_kind("neighbourhood") if _lies_in(record, code)]
    listed = [f"{record.code} : {record.label} (contours {record.perimeter[-4:]})" for record in inside]
    text = f"{places[code].label} ({code}) n'est pas un quartier : seuls les quartiers ont un passeport."
    if len(inside) > MOST_LISTED:
        text += f" Ses quartiers : « qpv rank poverty_rate_60 --within {code} », ou la page /territoire/{code}."
        listed = []
    elif inside:
        text += " Ses quartiers :"
    else:
        text += " Aucun quartier connu ne s'y trouve."
    return CommandError("not_a_quarter", text, status=USER_ERROR, problems=listed)


def _lies_in(record: PlaceRecord, code: str) -> bool:
    return code in (record.department, record.region, *record.communes, *record.epci, *record.urban_units)


def _tables() -> tuple[pd.DataFrame, pd.DataFrame]:
    from etl.geography.stored import PASSPORTS, TERRITORIES, GeographyError, load_table

    folder = load_settings().indicators_dir
    try:
        return load_table(folder, TERRITORIES), load_table(folder, PASSPORTS)
    except GeographyError as error:
        raise CommandError("data", str(error)) from None


def _as_dict(code: str, quarters: pd.DataFrame, territories: pd.DataFrame, rows: pd.DataFrame) -> dict[str, Any]:
    from etl.geography.correspondence import Status
    from etl.geography.passport import LABELS

    quarter = {str(column): str(cell) for column, cell in quarters.loc[code].items()}
    names = dict(zip(territories["code"], territories["label"], strict=True))
    return {
        "code": code,
        "label": quarter["label"],
        "perimeter": quarter["perimeter"],
        "status": quarter["status"],
        "status_label": LABELS[Status(quarter["status"])],
        "department": quarter["parent_department"],
        "department_label": names.get(quarter["parent_department"]),
        "communes": [{"code": commune, "label": names.get(commune)} for commune in _codes(quarter["communes"])],
        "related": [
            {
                "code": row["related"],
                "label": names.get(row["related"]),
                "relation": row["relation"],
                "share_of_this": _share(row["share_of_this"]),
                "share_of_related": _share(row["share_of_related"]),
                "remark": row["remark"] or None,
            }
            for row in rows.to_dict("records")
            if row["related"]
        ],
        "remark": next(
            (row["remark"] for row in rows.to_dict("records") if not row["related"] and row["remark"]), None
        ),
    }


def _codes(joined: str) -> list[str]:
    return [code for code in joined.split(";") if code]


def _share(value: float) -> float | None:
    """Absent when it was not measured: NaN has no place in an output."""
    return None if value != value else round(float(value), 4)


def _told(found: dict[str, Any]) -> str:
    places = ", ".join(commune["label"] or commune["code"] for commune in found["communes"]) or "commune inconnue"
    where = f"{places}, {found['department_label'] or found['department']}"
    lines = [
        f"{found['label']} ({found['code']}), {where}",
        f"  Contours {found['perimeter'][-4:]} : {found['status_label']}",
    ]
    for related in found["related"]:
        verb = "Vient de" if related["relation"] == "predecessor" else "Devenu"
        lines.append(f"  {verb} : {related['label'] or 'quartier'} ({related['code']}){_common(related)}")
    remarks = dict.fromkeys([found["remark"], *(related["remark"] for related in found["related"])])
    lines += [f"  À savoir : {remark}" for remark in remarks if remark]
    return "\n".join(lines) + "\n"


def _common(related: dict[str, Any]) -> str:
    """The area in common, when it was measured."""
    if related["share_of_this"] is None:
        return ""
    own, other = (f"{100 * related[name]:.0f}\u00a0%" for name in ("share_of_this", "share_of_related"))
    return f" ; en commun : {own} de la surface de celui-ci, {other} de l'autre"

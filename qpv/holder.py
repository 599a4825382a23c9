"""The profile of a territory that is not a quarter, as text: its quarters and the whole of it, never mixed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from qpv.output import Row, table

if TYPE_CHECKING:
    from dashboard.questions.neighbourhoods import Neighbourhoods
    from dashboard.questions.profile import Profile
    from dashboard.questions.standing import Standing
    from etl.model import Observation


def describe_holder(profile: Profile, near: Neighbourhoods, standing: Standing) -> str:
    """The answer in a sentence, the gaps with the whole, the figures of the quarters, those of the whole, the lists."""
    from dashboard.questions.opening import opening, whole_sentence
    from dashboard.store.territories import KINDS

    kind = KINDS[profile.territory.kind]
    places = [near.store.territory_label(code) for code in near.lies_in(profile.territory.id)]
    lines = [profile.territory.label, f"  {', '.join([kind, *places])}"]
    lines += [f"  {told.text}" for told in (opening(profile, near, standing), whole_sentence(profile, near)) if told]
    own = [*profile.residents, *(figure.observation for figure in profile.figures), *profile.others]
    lines += _figures("Dans ses quartiers prioritaires", own, near)
    lines += _gaps(profile, near)
    lines += _figures("Dans l'ensemble du territoire, quartiers compris", profile.whole, near)
    lines += [f"Cité éducative : {row['label']} ({row['locator']})" for row in profile.cities]
    lines += [f"Contrat de ville : {row['label']} ({row['code']})" for row in profile.contracts]
    if profile.posts:
        under = "du contrat" if len(profile.contracts) == 1 else "de ces contrats"
        lines.append(f"Postes financés par l'État au titre {under} : {len(profile.posts)}")
    lines += [f"  {text}" for text in profile.posts_unsaid]
    if profile.schools:
        lines.append(f"Collèges et écoles de la commune : {len(profile.schools)} (en JSON, un par ligne)")
    return "\n".join(lines) + "\n"


def _gaps(profile: Profile, near: Neighbourhoods) -> list[str]:
    """Each gap with the whole as a sentence; the comparator contains the quarters, and the title says so."""
    from dashboard.gaps import Gap

    gaps = [reference.answer for reference in profile.beside_whole if isinstance(reference.answer, Gap)]
    title = "Écart avec l'ensemble du territoire, qui contient ces quartiers (hors quartiers, l'écart est plus grand)"
    return [title, *(f"  {near.reading.finding(gap)}" for gap in gaps)] if gaps else []


def _figures(title: str, observations: Sequence[Observation], near: Neighbourhoods) -> list[str]:
    from dashboard import french
    from dashboard.claims.inhabitants import whom

    rows: list[Row] = [
        {
            "indicateur": near.catalogue.indicators[o.indicator].label,
            "valeur": french.value_and_face(o, near.catalogue),
            "de qui": whom(o, near.catalogue),
            "période": french.dated_period(o.period, o.note),
            "source": f"{near.catalogue.sources[o.source].publisher}, {o.locator}",
        }
        for o in observations
    ]
    return [title, table(rows, list(rows[0])).rstrip()] if rows else []

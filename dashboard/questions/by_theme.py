"""The gaps of a territory, theme by theme: what a document says of it, with one comparator or the closest."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from dashboard.gaps import Gap, Refusal, default_stratum
from dashboard.gaps.caveats import unconfirmed
from dashboard.questions.headline import headline
from dashboard.questions.neighbourhoods import COUNTRIES, KEY_INDICATORS, Neighbourhoods
from dashboard.questions.profile import Profile
from dashboard.questions.reading import Ask, relative_size
from dashboard.questions.whole import INCLUDED
from etl.catalogue import Catalogue, Indicator, Theme, UnknownIdError
from etl.model import DISTRIBUTION, Observation, period_order


@dataclass(frozen=True, slots=True)
class ThemeGaps:
    """What may be compared in one theme: gaps with the name of their comparator, the one to open with first; and what
    may not, with why."""

    theme: Theme
    gaps: tuple[tuple[str, Gap], ...]
    refused: tuple[Refusal, ...]


def themes_asked(catalogue: Catalogue, names: Sequence[str]) -> list[Theme]:
    """The themes of those ids or addresses (« emploi »), in the order of the screens; all of them when none is named.

    Raises UnknownIdError with the closest.
    """
    by_name = {name: theme for theme in catalogue.themes.values() for name in (theme.id, theme.slug)}
    for name in names:
        if name not in by_name:
            raise UnknownIdError("theme", name, by_name)
    asked = {by_name[name].id for name in names}
    return [theme for theme in catalogue.themes.values() if not asked or theme.id in asked]


def gaps_by_theme(near: Neighbourhoods, profile: Profile, themes: Sequence[Theme], reference: str) -> list[ThemeGaps]:
    """The gaps of a territory in some themes; a theme without any indicator known there is left out.

    ``reference``: a zone (``uue``) or, for a quarter, a place (``COM-93066``, ``FR/qpv``); empty: the closest that can
    be measured. Raises UnknownIdError for a reference that means nothing there.
    """
    _check_reference(near, profile, reference)
    found = []
    for theme in themes:
        answers = [
            (label, answer)
            for indicator in near.catalogue.in_theme(theme.id)
            for label, answer in _answers(near, profile, indicator, reference)
        ]
        gaps = [(label, answer) for label, answer in answers if isinstance(answer, Gap)]
        refused = [answer for _, answer in answers if isinstance(answer, Refusal)]
        if gaps or refused:
            found.append(ThemeGaps(theme, tuple(_opening_first(near, profile, theme, gaps)), tuple(refused)))
    return found


def references_of(near: Neighbourhoods, profile: Profile) -> list[tuple[str, str]]:
    """What a document on a territory may put it beside: what ``gaps_by_theme`` takes, with its French name."""
    if profile.territory.kind == "neighbourhood":
        measured = {
            (reference.comparator.territory, reference.comparator.zone): reference.label
            for figure in profile.figures
            for reference in figure.references
            if isinstance(reference.answer, Gap)
        }
        return [(f"{place}/{zone}", label) for (place, zone), label in measured.items()]
    zones = dict.fromkeys(zone for indicator in near.catalogue.indicators.values() for zone in indicator.comparators)
    return [(zone, near.catalogue.zones[zone].label) for zone in zones]


def _check_reference(near: Neighbourhoods, profile: Profile, reference: str) -> None:
    if not reference:
        return
    if profile.territory.kind == "neighbourhood":
        known: Collection[str] = [f"{c.territory}/{c.zone}" for c in near.comparators(profile.figures_from)]
        known = [*known, *(key.removesuffix("/all") for key in known)]
    else:
        known = [zone for zone, _ in references_of(near, profile)]
    if reference not in known:
        raise UnknownIdError("comparator", reference, known)


def _answers(
    near: Neighbourhoods, profile: Profile, indicator: Indicator, reference: str
) -> Iterator[tuple[str, Gap | Refusal]]:
    """At most one gap of an indicator, or why there is none; nothing where it is not known, or never compared."""
    code = profile.figures_from
    if not indicator.uses.comparison:
        return
    ask = Ask(code, reference=reference or None)
    if profile.territory.kind == "neighbourhood":
        if any(o.zone == "qpv" and o.stratum == default_stratum(indicator) for o in _known(near, code, indicator)):
            answer = near.ask(indicator.id, ask) if reference else _of_quarter(near, code, indicator)
            yield _place_label(near, answer), answer
    elif code in COUNTRIES:
        known = near.store.of(indicator.id)
        if any(o.territory in COUNTRIES for o in known):
            for answer in _of_country(near, indicator, reference):
                if answer.territory in COUNTRIES:
                    yield _zone_label(near, answer), answer
    else:
        yield from _of_holder(near, profile, indicator, ask)


def _of_quarter(near: Neighbourhoods, code: str, indicator: Indicator) -> Gap | Refusal:
    """The gap of a quarter that its page would open with, among all that hold the whole of it; the refusal of the
    closest when there is none."""
    answers = [reference.answer for reference in near.references(code, indicator) if reference.holds_all]
    gap = headline([answer for answer in answers if isinstance(answer, Gap)], near.catalogue)
    return gap if gap is not None else answers[0]


def _of_country(near: Neighbourhoods, indicator: Indicator, reference: str) -> list[Gap | Refusal]:
    """The gap of France: of the headline of a theme, the one that the screens open with, then the latest when that is
    another. None that rests on a figure of the guide that its check did not confirm."""
    latest = near.reading.gap(indicator.id, Ask(reference=reference or None))
    answers = [latest]
    opening = near.reading.headlines.get(indicator.theme)
    if not reference and opening is not None and opening.indicator.id == indicator.id and opening != latest:
        answers = [opening, latest]
    return [
        answer
        for answer in answers
        if isinstance(answer, Refusal) or not unconfirmed((answer.priority, answer.reference), near.catalogue)
    ]


def _of_holder(
    near: Neighbourhoods, profile: Profile, indicator: Indicator, ask: Ask
) -> Iterator[tuple[str, Gap | Refusal]]:
    """Of a territory that holds quarters: its own published gap, else that of its quarters with the whole of it."""
    known = _known(near, profile.territory.id, indicator)
    beside = next((r.answer for r in profile.beside_whole if r.answer.indicator.id == indicator.id), None)
    if not any(o.zone == "qpv" and not o.breakdown.startswith(DISTRIBUTION) for o in known):
        if isinstance(beside, Refusal):
            yield INCLUDED, beside
        return
    answer = near.reading.gap(indicator.id, ask)
    if isinstance(answer, Refusal) and isinstance(beside, Gap) and ask.reference in (None, "all"):
        yield INCLUDED, beside
    else:
        yield _zone_label(near, answer), answer


def _known(near: Neighbourhoods, code: str, indicator: Indicator) -> Sequence[Observation]:
    return near.by_indicator(code).get(indicator.id, ())


def _place_label(near: Neighbourhoods, answer: Gap | Refusal) -> str:
    if answer.reference is None:
        return ""
    place, zone = answer.reference.territory, answer.reference.zone
    return next(
        (
            near.comparator_label(c)
            for c in near.comparators(answer.territory)
            if (c.territory, c.zone) == (place, zone)
        ),
        near.store.territory_label(place),
    )


def _zone_label(near: Neighbourhoods, answer: Gap | Refusal) -> str:
    return near.catalogue.zones[answer.reference.zone].label if answer.reference is not None else ""


def _opening_first(
    near: Neighbourhoods, profile: Profile, theme: Theme, gaps: Sequence[tuple[str, Gap]]
) -> list[tuple[str, Gap]]:
    """The gap to open with, then the widest first. It opens with the headline of the theme for France, elsewhere with
    one of the key indicators where it has one."""
    if not gaps:
        return []
    stated = {theme.headline} if profile.figures_from in COUNTRIES else {*KEY_INDICATORS}
    first = headline([gap for _, gap in gaps if gap.indicator.id in stated] or [gap for _, gap in gaps], near.catalogue)
    return sorted(
        gaps,
        key=lambda pair: (pair[1] is not first, -relative_size(pair[1]), _oldest_last(pair[1])),
    )


def _oldest_last(gap: Gap) -> float:
    return -period_order(gap.period)[0].toordinal()

"""What the page of a territory that is not a quarter answers first: one sentence, then the whole of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard import french
from dashboard.claims.claim import Claim, Measure, Quantity
from dashboard.gaps.quarters import Quarters
from dashboard.questions.neighbourhoods import Neighbourhoods
from dashboard.questions.profile import Profile
from dashboard.questions.standing import Standing
from dashboard.questions.whole import COUNTED, MEDIAN, QuartersInside, amount, quarters_inside, records_inside
from etl.model import Observation, period_order
from etl.words import agreed_with

LATEST = "QP2024"
MEDIAN_OF = "poverty_rate_60"
PERSONS_MEDIAN = "median_living_standard"


@dataclass(frozen=True, slots=True)
class _Told:
    """A piece of a sentence with the figures it tells."""

    text: str
    figures: tuple[tuple[Measure, Observation], ...] = ()


def opening(profile: Profile, near: Neighbourhoods, standing: Standing) -> Claim | None:
    """« 9 quartiers prioritaires (contours 2015), où vivent 71,2 % des habitants, soit 79 761 personnes sur 112 091
    (2018, date déduite) ; le taux de pauvreté y va de 30,2 % à 44,1 % selon le quartier (2019). »

    None for a quarter, and for a territory of which nothing says whether it holds one.
    """
    if profile.territory.kind == "neighbourhood":
        return None
    share = _share(profile)
    perimeter = share.perimeter if share is not None else LATEST
    count, counted_in = _count(profile, perimeter, near, standing)
    if not count:
        if near.store.official is None or profile.territory.kind in COUNTED:
            return None
        text = "Aucun quartier prioritaire n’y est connu, ni sur la carte de 2015 ni sur celle de 2024."
        return Claim(text, "territory.none", (), ())
    told = _Told(
        f"{french.number(count, 0)} {agreed_with(count, 'quartier prioritaire')} (contours {perimeter[-4:]})",
        tuple((Measure.COUNT, o) for o in counted_in),
    )
    pieces = [told]
    if share is not None:
        pieces.append(_inhabitants(profile, share, near))
    levels = _levels(profile, perimeter, near, standing)
    text = "".join(piece.text for piece in pieces) + "".join(f" ; {piece.text}" for piece in levels)
    return _claim(f"{text}.", "territory.opening", [*pieces, *levels], near)


def _claim(text: str, rule: str, pieces: Sequence[_Told], near: Neighbourhoods) -> Claim:
    figures = [figure for piece in pieces for figure in piece.figures]
    quantities = tuple(
        Quantity(measure, french.value(o, near.catalogue), o.value, o.unit)
        for measure, o in figures
        if o.value is not None
    )
    return Claim(text, rule, tuple(o for _, o in figures), quantities)


def _inhabitants(profile: Profile, share: Observation, near: Neighbourhoods) -> _Told:
    """« , où vivent 71,2 % des habitants, soit 79 761 personnes sur 112 091 (2018, date déduite) »."""
    persons = _persons(profile, share, near)
    when = french.dated_period(share.period, share.note)
    text = f", où vivent {french.value(share, near.catalogue)} des habitants{persons.text} ({when})"
    return _Told(text, ((Measure.LEVEL, share), *persons.figures))


def _share(profile: Profile) -> Observation | None:
    """The share of the inhabitants who live in its quarters, on the latest map; of a commune, on the map that has it:
    its quarters are counted on either."""
    found = next((o for o in profile.others if o.indicator == "qpv_population_share" and o.value is not None), None)
    if found is None or (found.perimeter != LATEST and profile.territory.kind != "commune"):
        return None
    return found


def _count(
    profile: Profile, perimeter: str, near: Neighbourhoods, standing: Standing
) -> tuple[int, tuple[Observation, ...]]:
    """How many quarters it holds, with the figure that says so when one is published."""
    code = profile.territory.id
    known = [
        o
        for o in near.by_indicator(code).get("qpv_count", ())
        if o.perimeter == perimeter and o.zone == "qpv" and o.value is not None
    ]
    if known:
        last = max(known, key=lambda o: period_order(o.period))
        return round(last.value or 0), (last,)
    return (0 if profile.territory.kind in COUNTED else len(records_inside(code, perimeter, near, standing))), ()


def _persons(profile: Profile, share: Observation, near: Neighbourhoods) -> _Told:
    """« , soit 79 761 personnes sur 112 091 », when both counts are of the date and the source of the share."""
    same = (share.period, share.source)
    inside = next((o for o in profile.residents if o.indicator == "population"), None)
    whole = next((o for o in profile.whole if o.indicator == "population"), None)
    if inside is None or whole is None or inside.perimeter != share.perimeter:
        return _Told("")
    if (inside.period, inside.source) != same or (whole.period, whole.source) != same or whole.value is None:
        return _Told("")
    text = f", soit {french.value(inside, near.catalogue)} sur {french.number(whole.value, 0)}"
    return _Told(text, ((Measure.COUNT, inside), (Measure.COUNT, whole)))


def _levels(profile: Profile, perimeter: str, near: Neighbourhoods, standing: Standing) -> list[_Told]:
    """The poverty of the quarter in the middle where the build knows it, else from which quarter to which."""
    indicator = near.catalogue.indicators[MEDIAN_OF]
    known = near.by_indicator(profile.territory.id).get(MEDIAN_OF, ())
    medians = [o for o in known if o.breakdown == MEDIAN and o.value is not None]
    if medians:
        last = max(medians, key=lambda o: period_order(o.period))
        where = f"dans le quartier médian de {last.perimeter[-4:]}"
        text = f"{where}, {indicator.phrase} est de {french.value(last, near.catalogue)} ({french.period(last.period)})"
        return [_Told(text, ((Measure.LEVEL, last),))]
    if profile.territory.kind in COUNTED:
        return []
    return _range(quarters_inside(profile.territory.id, "QP2015", near, standing), perimeter, near)


def _range(inside: QuartersInside, told_of: str, near: Neighbourhoods) -> list[_Told]:
    """From which quarter to which; the map is told when it is not the one that the sentence has told."""
    column = next((c for c in inside.columns if c.subject.indicator.id == MEDIAN_OF), None)
    if column is None:
        return []
    order = column.values.argsort()[: column.count]  # absent values come last
    ends = [int(order[0]), int(order[-1])]
    low, high = (amount(column, float(column.values[rank]), near) for rank in ends)
    told = f"{column.subject.indicator.phrase} y"
    told += f" est de {low}" if low == high else f" va de {low} à {high} selon le quartier"
    when = french.dated_period(column.subject.period, column.subject.note)
    map_told = "" if inside.perimeter == told_of else f", contours {inside.perimeter[-4:]}"
    figures = (_of_quarter(column, rank, near) for rank in dict.fromkeys(ends))
    return [_Told(f"{told} ({when}{map_told})", tuple((Measure.LEVEL, o) for o in figures))]


def _of_quarter(column: Quarters, rank: int, near: Neighbourhoods) -> Observation:
    """The figure of one quarter of a column."""
    subject = column.subject
    return next(
        o
        for o in near.by_indicator(column.codes[rank])[subject.indicator.id]
        if (o.period, o.perimeter, o.zone, o.stratum)
        == (subject.period, subject.perimeter, subject.zone, subject.stratum)
    )


def whole_sentence(profile: Profile, near: Neighbourhoods) -> Claim | None:
    """« À Saint-Denis, quartiers compris, le niveau de vie médian est de 15 720 € par an (2019). », or nothing."""
    median = next((o for o in profile.whole if o.indicator == PERSONS_MEDIAN and o.value is not None), None)
    if median is None or profile.territory.kind == "neighbourhood":
        return None
    indicator = near.catalogue.indicators[PERSONS_MEDIAN]
    known = profile.territory.kind in COUNTED or near.store.territories.holds_quarters(profile.territory.id)
    where = french.sentence(french.within(profile.territory)) + (", quartiers compris" if known else "")
    when = french.dated_period(median.period, median.note)
    text = f"{where}, {indicator.phrase} est de {french.value(median, near.catalogue)} ({when})."
    return _claim(text, "territory.whole", [_Told(text, ((Measure.LEVEL, median),))], near)

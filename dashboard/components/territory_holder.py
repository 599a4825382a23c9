"""The profile of a territory that is not a quarter: what is of its priority quarters and what is of the whole of it,
never mixed."""

from __future__ import annotations

from dash import html

from dashboard import french
from dashboard.claims.finding import finding
from dashboard.claims.inhabitants import residents_sentences
from dashboard.components.figure import chart_card
from dashboard.components.gap import verdict_badge
from dashboard.components.map_lists import map_link
from dashboard.components.places import kind_label, place_link, place_list
from dashboard.components.territory_facts import figures_table, means_section
from dashboard.components.territory_quarters import SMALL, distribution_section, of_median, quarters_section
from dashboard.components.territory_schools import cities_section, schools_section
from dashboard.components.text import bullets
from dashboard.gaps import Gap, Refusal
from dashboard.illustrations.territory import gaps_chart, income_chart, levels_chart
from dashboard.questions.neighbourhoods import Neighbourhoods
from dashboard.questions.opening import opening, whole_sentence
from dashboard.questions.profile import Profile
from dashboard.questions.standing import Standing
from dashboard.questions.whole import COUNTED, FIRST, INCLUDED
from dashboard.store.territories import KINDS
from dashboard.view import Part
from etl.catalogue import Indicator
from etl.model import Observation

NOT_FOLLOWED = ("qpv_count",)
"""One map has one count of its quarters, whatever the sources that give it."""
MEMBERS = ("epci", "urban_unit")
"""Kinds of territory whose communes are listed, folded, at the end."""
EUROS = "eur"


def holder_lead(near: Neighbourhoods, standing: Standing, profile: Profile) -> list[Part]:
    """Its kind, what it lies in, its name; then the answer in one sentence, and what is known of the whole."""
    record = profile.record
    kind = kind_label(record) if record else KINDS[profile.territory.kind]
    links = [piece for code in near.lies_in(profile.territory.id) for piece in (" · ", place_link(near.store, code))]
    answer, whole = opening(profile, near, standing), whole_sentence(profile, near)
    told = residents_sentences(profile.residents, near.catalogue) if profile.territory.kind != "commune" else []
    return [
        html.P([kind, *links], className="kicker"),
        html.H1(profile.territory.label, className="place-name"),
        html.P(answer.text, className="stands-out") if answer else None,
        *(html.P(sentence) for sentence in told),
        html.P(whole.text) if whole else None,
        map_link(near.reading, profile.territory.id),
    ]


def holder_results(near: Neighbourhoods, standing: Standing, profile: Profile, followed: str) -> list[Part]:
    """Its quarters first where they are few, then the gap with the whole, then each side on its own; lists last."""
    quarters = quarters_section(near, standing, profile)
    early = profile.territory.kind in SMALL
    return [
        quarters if early else None,
        *_beside(near, profile),
        distribution_section(near, profile),
        None if early else quarters,
        _whole(near, profile),
        _in_quarters(near, profile),
        _over_time(near, profile, followed),
        means_section(near, profile),
        cities_section(near, profile),
    ]


def holder_lists(near: Neighbourhoods, profile: Profile) -> list[Part]:
    """What is long, folded, after everything else: the schools, then the communes of a group of them."""
    return [schools_section(profile), _members(near, profile)]


def _beside(near: Neighbourhoods, profile: Profile) -> list[Part]:
    """The quarters of the territory and the whole of it, which contains them: said before the gaps."""
    answers = [reference.answer for reference in profile.beside_whole]
    gaps = [answer for answer in answers if isinstance(answer, Gap)]
    parts: list[Part] = []
    if gaps:
        caution = "Le point de comparaison contient les quartiers : l’écart avec le reste du territoire est plus grand."
        parts = [html.H2("L’écart entre ses quartiers prioritaires et l’ensemble du territoire"), html.P(caution)]
        named = [(INCLUDED, gap) for gap in gaps]
        shares = gaps_chart(near, named)
        parts += [chart_card(shares)] if shares else []
        euros = [gap for gap in gaps if gap.indicator.unit.startswith(EUROS)]
        parts += [chart_card(income_chart(near, gap, INCLUDED)) for gap in euros[:1]]
        lines = [html.Li([finding(gap, near.catalogue), " ", verdict_badge(gap)]) for gap in gaps]
        parts.append(html.Ul(lines, className="findings"))
    refused = [a for a in answers if isinstance(a, Refusal) and a.indicator.uses.comparison and not of_median(a)]
    if refused:
        summary = f"Écarts avec l’ensemble du territoire non mesurés, et pourquoi : {len(refused)}"
        told = [f"{refusal.indicator.label} : {refusal.text}" for refusal in refused]
        parts.append(html.Details([html.Summary(summary), bullets(told)]))
    return parts


def _whole(near: Neighbourhoods, profile: Profile) -> Part:
    """The figures of all its inhabitants; the main ones open, the rest folded, absent ones with their reason."""
    if not profile.whole:
        return None
    known = [o for o in profile.whole if o.value is not None]
    main = tuple(o for o in known if o.indicator in FIRST)
    rest = tuple(o for o in known if o.indicator not in FIRST)
    title = f"L’ensemble du territoire{', quartiers compris' if _holds(near, profile) else ''}"
    parts: list[Part] = [figures_table(near, title, main)] if main else []
    if rest:
        summary = f"Autres chiffres de l’ensemble du territoire : {len(rest)}" if main else title
        folded = figures_table(near, summary, rest)
        parts.append(html.Details([html.Summary(summary), folded], className="data"))
    absent = [o for o in profile.whole if o.value is None]
    if absent:
        summary = f"Chiffres de l’ensemble du territoire qui ne sont pas publiés, et pourquoi : {len(absent)}"
        parts.append(html.Details([html.Summary(summary), bullets([_absent(o, near) for o in absent])]))
    return html.Section([html.H2(title), *parts])


def _holds(near: Neighbourhoods, profile: Profile) -> bool:
    return profile.territory.kind in COUNTED or near.store.territories.holds_quarters(profile.territory.id)


def _absent(o: Observation, near: Neighbourhoods) -> str:
    label, when = near.catalogue.indicators[o.indicator].label, french.dated_period(o.period, o.note)
    return f"{label} ({when}) : {french.value(o, near.catalogue)}. {o.note}".strip()


def _in_quarters(near: Neighbourhoods, profile: Profile) -> Part:
    """The figures of the people of its quarters: each row says of which map."""
    known = (*profile.residents, *(figure.observation for figure in profile.figures))
    if not known:
        return None
    title = "Dans ses quartiers prioritaires"
    return html.Section([html.H2(title), figures_table(near, title, tuple(known), about=True)])


def levels_of(near: Neighbourhoods, code: str, indicator: Indicator) -> list[Observation]:
    """The figures of the quarters of a territory that may stand on one axis: the places and the map of the latest, one
    a period; none of another drawing of the quarters."""
    known = [o for o in near.trend(code, indicator) if o.value is not None]
    if not known:
        return []
    same = [o for o in known if (o.zone, o.perimeter) == (known[-1].zone, known[-1].perimeter)]
    return list({o.period: o for o in same}.values())


def followed(near: Neighbourhoods, profile: Profile) -> list[Indicator]:
    """What may be followed in time: the figures of the quarters that are known at two dates on one map."""
    known = [*profile.residents, *(figure.observation for figure in profile.figures), *profile.others]
    indicators = [near.catalogue.indicators[o.indicator] for o in known if o.indicator not in NOT_FOLLOWED]
    return [indicator for indicator in indicators if len(levels_of(near, profile.territory.id, indicator)) > 1]


def _over_time(near: Neighbourhoods, profile: Profile, name: str) -> Part:
    indicator = near.catalogue.indicators.get(name)
    if indicator is None:
        return None
    known = levels_of(near, profile.territory.id, indicator)
    if len(known) < 2:
        return None
    chart = levels_chart(near, profile.territory.id, indicator, known)
    return html.Section([html.H2("Dans le temps, dans ses quartiers prioritaires"), chart_card(chart, level=3)])


def _members(near: Neighbourhoods, profile: Profile) -> Part:
    record = profile.record
    if record is None or record.kind not in MEMBERS or not record.communes:
        return None
    towns = [found for code in record.communes if (found := near.record(code)) is not None]
    if not towns:
        return None
    summary = f"{french.number(len(towns), 0)} commune{'s' if len(towns) > 1 else ''}"
    return html.Section([html.H2("Ses communes"), html.Details([html.Summary(summary), place_list(near.store, towns)])])

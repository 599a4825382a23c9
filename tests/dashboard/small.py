"""A catalogue of a few entries and figures written by hand: what the dashboard's rules are tested on.

Nothing here comes from the project's data, so that an edit of the data breaks no test of a rule.
"""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pandas as pd

from dashboard.gaps import Gap, Refusal, find_gap
from dashboard.gaps.gap import build_gap
from dashboard.store import Store
from etl.catalogue import (
    Break,
    Breakdown,
    Catalogue,
    ClaimFigure,
    Contradiction,
    GuideClaim,
    Incompatibility,
    Indicator,
    Source,
    Territory,
    Theme,
    Unit,
    Zone,
)
from etl.model import COLUMNS, NUMERIC_COLUMNS, Observation

FULL_USES = {"level": True, "ranking": True, "comparison": True, "evolution": True}


def theme(name: str = "employment", **fields: Any) -> Theme:
    """A theme without a headline."""
    given = {"label": "Emploi", "slug": name.replace("_", "-"), "question": "Travaille-t-on autant ?"}
    absent = {"headline": None, "headline_absent": "Rien n’est lu."}
    return Theme(id=name, **{**given, **absent, **fields})


def zone(name: str, label: str, within: str, role: str, perimeters: tuple[str, ...], **fields: Any) -> Zone:
    """A zone that does not contain the quarters, unless told."""
    given = {"label": label, "within": within, "role": role, "perimeters": list(perimeters)}
    return Zone(id=name, definition=f"{label}.", **{"includes_priority": role == "priority", **given, **fields})


def unit(name: str, symbol: str, difference: str, *, additive: bool = False) -> Unit:
    """A unit of measure."""
    return Unit(id=name, label=name, symbol=symbol, difference=difference, additive=additive)


def indicator(name: str = "unemployment", **fields: Any) -> Indicator:
    """A rate measured by a survey, of which higher is worse, compared first with the surroundings."""
    given: dict[str, Any] = {
        "theme": "employment",
        "label": "Taux de chômage",
        "phrase": "le taux de chômage",
        "gender": "m",
        "definition": "Part des chômeurs parmi les actifs.",
        "universe": "actifs",
        "unit": "percent",
        "decimals": 1,
        "polarity": "higher_is_worse",
        "comparators": ["uue", "outside_qpv", "all"],
        "uses": FULL_USES,
        "aggregation": "never",
        "measurement": "survey",
        "design_effect": 1,
        "default_age": "Y15T64",
    }
    return Indicator(id=name, **{**given, **fields})


JOBSEEKERS = indicator(
    "jobseekers",
    label="Demandeurs d’emploi",
    phrase="le nombre de demandeurs d’emploi",
    universe="inscrits",
    unit="persons",
    decimals=0,
    polarity="neutral",
    comparators=["all"],
    aggregation="sum",
    measurement="administrative",
    default_age="_T",
)
INCOME = indicator(
    "income",
    label="Niveau de vie médian",
    phrase="le niveau de vie médian",
    universe="personnes",
    unit="eur",
    decimals=0,
    polarity="higher_is_better",
    measurement="register",
    default_age="_T",
)
CADRES = indicator(
    "cadres", label="Part des cadres", phrase="la part des cadres", gender="f", polarity="neutral", default_age="_T"
)
DENSITY = indicator(
    "density",
    label="Densité de soignants",
    phrase="la densité de soignants",
    gender="f",
    comparators=[],
    uses={"level": True, "comparison": False},
    caveats=["Seul un rapport est publié."],
    default_age="_T",
)


def source(name: str, **fields: Any) -> Source:
    """A publication read on its producer's page."""
    given = {"kind": "primary", "publisher": "Observatoire", "title": f"Rapport {name}", "date": "2020"}
    fixed = {"licence": "ouverte", "url": f"https://example.org/{name}", "fetched": "lu", "recognised": "titre"}
    return Source(id=name, **{**given, **fixed, **fields})


def _by_id(*entries: Any) -> dict[str, Any]:
    return {entry.id: entry for entry in entries}


def catalogue(*indicators: Indicator, **changed: Any) -> Catalogue:
    """The small catalogue, with other ``indicators`` or fields when given."""
    small = Catalogue(
        themes=_by_id(theme()),
        zones=_by_id(
            zone("qpv", "Quartiers prioritaires (QPV)", "dans les QPV", "priority", ("QP2015", "QP2024")),
            zone("zus", "Zones urbaines sensibles (ZUS)", "dans les ZUS", "priority", ("ZUS",)),
            zone("uue", "Autres quartiers", "dans les autres quartiers", "surroundings", ("QP2015", "QP2024")),
            zone("outside_qpv", "Hors QPV", "hors des QPV", "surroundings", ("QP2015", "QP2024")),
            zone("outside_zus", "Hors ZUS", "hors des ZUS", "surroundings", ("ZUS",)),
            zone("all", "Ensemble", "à l’échelle du pays", "whole", ("",), includes_priority=True),
        ),
        territories=_by_id(
            Territory(id="FR", label="France", kind="country", within="en France"),
            Territory(id="FRM", label="France métropolitaine", kind="country", within="en métropole", parent="FR"),
            Territory(id="REG-11", label="Île-de-France", kind="region", within="en Île-de-France", parent="FRM"),
        ),
        units=_by_id(
            unit("percent", "%", "points"),
            unit("persons", "personnes", "personnes", additive=True),
            unit("eur", "€", "€"),
            unit("points", "points", "points"),
            unit("ratio", "fois", "écart de rapport"),
        ),
        indicators=_by_id(*(indicators or (indicator(), JOBSEEKERS, INCOME, CADRES, DENSITY))),
        sources=_by_id(
            source("survey_2016", date="2016"),
            source("survey_2020"),
            source("echo", kind="secondary", publisher="Institut", reported_by="Un journal"),
            source("guide_2019", kind="secondary", publisher="Avise", title="Guide", reported_by="Avise", date="2019"),
        ),
        breaks=(),
        incompatibilities=(),
        contradictions=(),
        guide_claims={},
        breakdowns=_by_id(Breakdown(id="diploma", label="Diplôme", levels={"cap": "CAP ou BEP", "bac": "Bac"})),
    )
    return replace(small, **changed)


PERIMETERS = {"qpv": "QP2015", "uue": "QP2015", "outside_qpv": "QP2015", "zus": "ZUS", "outside_zus": "ZUS", "all": ""}


def observed(value: float | None, zone: str = "qpv", **fields: Any) -> Observation:
    """One figure of the unemployment rate in 2022, normal and exact unless told."""
    given: dict[str, Any] = {
        "indicator": "unemployment",
        "territory": "FRM",
        "zone": zone,
        "perimeter": PERIMETERS[zone],
        "period": "2022",
        "sex": "_T",
        "age": "Y15T64",
        "breakdown": "_T",
        "unit": "percent",
        "lower": None,
        "upper": None,
        "n": None,
        "obs_status": "A",
        "conf_status": "F",
        "qualifier": "",
        "source": "survey_2020",
        "locator": "tableau 1",
        "note": "",
    }
    return Observation(value=value, **{**given, **fields})


def of(known: Indicator, value: float | None, zone: str = "qpv", **fields: Any) -> Observation:
    """One figure of another indicator, about its usual people."""
    usual = {"indicator": known.id, "unit": known.unit, "sex": known.default_sex, "age": known.default_age}
    return observed(value, zone, **{**usual, **fields})


def pair(here: float, there: float, **fields: Any) -> list[Observation]:
    """Both sides of one gap with the surroundings."""
    return [observed(here, "qpv", **fields), observed(there, "uue", **fields)]


def ask(observations: list[Observation], name: str = "unemployment", where: Catalogue | None = None, **question: Any):
    """What ``find_gap`` answers on the small catalogue."""
    return find_gap(where or catalogue(), observations, name, **question)


def gap_of(observations: list[Observation], name: str = "unemployment", where: Catalogue | None = None, **asked: Any):
    """The gap found, which must exist."""
    answer = ask(observations, name, where, **asked)
    assert isinstance(answer, Gap), answer
    return answer


def refusal_of(observations: list[Observation], name: str = "unemployment", where: Catalogue | None = None, **asked):
    """The refusal, which must be one."""
    answer = ask(observations, name, where, **asked)
    assert isinstance(answer, Refusal), answer
    return answer


def between(priority: Observation, reference: Observation, where: Catalogue | None = None) -> Gap:
    """The gap between two figures, nothing being asked of their comparability."""
    known = where or catalogue()
    return build_gap(priority, reference, known.indicators[priority.indicator], known)


def break_at(at: str, kind: str = "series", **fields: Any) -> Break:
    """A declared break of the unemployment rate."""
    given = {"indicators": ["unemployment"], "text": f"La mesure change en {at}."}
    return Break(id=f"break_{at[:4]}_{kind}", at=at, kind=kind, **{**given, **fields})


def apart(reason: str, *sources: str) -> Incompatibility:
    """A declared incompatibility between ``sources`` and all others."""
    text = "Ces deux publications ne se comparent pas."
    return Incompatibility(
        id=f"apart_{reason}", indicators=["unemployment"], sources=list(sources), reason=reason, text=text
    )


def disputed(preferred: float, other: float, **fields: Any) -> Contradiction:
    """Two published values of the QPV figure of 2022: that of survey_2020 is preferred to that of echo."""
    given: dict[str, Any] = {
        "indicator": "unemployment",
        "territory": "FRM",
        "zone": "qpv",
        "period": "2022",
        "age": "Y15T64",
        "preferred": "survey_2020",
        "preferred_value": preferred,
        "others": {"echo": other},
        "text": "Deux valeurs sont publiées.",
    }
    return Contradiction(id="disputed", **{**given, **fields})


def checked(verdict: str = "wrong_year") -> GuideClaim:
    """A claim of the guide about the QPV figure of 2022, and what its check found."""
    figure = {"indicator": "unemployment", "territory": "FRM", "zone": "qpv", "period": "2022", "age": "Y15T64"}
    return GuideClaim(
        id="claim",
        theme="employment",
        page=5,
        claim="Le chômage est plus élevé.",
        verdict=verdict,
        verdict_note="Le guide se trompe d’année.",
        primary_source="Rapport",
        then=[ClaimFigure(**figure, source="guide_2019")],
        quotable="Le chômage est plus élevé.",
    )


def store_of(observations: list[Observation], where: Catalogue | None = None, **tables: pd.DataFrame) -> Store:
    """A store of those figures, as if read from a folder."""
    frame = pd.DataFrame([asdict(o) for o in observations], columns=list(COLUMNS))
    for column in COLUMNS:
        frame[column] = frame[column].astype(float if column in NUMERIC_COLUMNS else str)
    return Store(Path("small"), where or catalogue(), frame, tables, "0123456789ab")

"""What must hold of the table of observations before it is published, and after it is read back.

Reasons are in French: people read them in the terminal.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from typing import Any

import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors

from etl.catalogue import Catalogue, ClaimFigure, Contradiction, Indicator
from etl.errors import Problem
from etl.model import (
    AGE_PATTERN,
    COLUMNS,
    KEY_COLUMNS,
    TOTAL,
    ConfStatus,
    Observation,
    ObsStatus,
    Perimeter,
    Qualifier,
    is_period,
)
from etl.words import counted

Key = tuple[str, ...]

ROUNDED_FROM = 1000
"""Publishers round counts from here on."""


def key_of(observation: Observation) -> Key:
    """What identifies a figure apart from who published it: the key columns of the model."""
    return tuple(str(getattr(observation, column)) for column in KEY_COLUMNS)


def observation_schema(catalogue: Catalogue) -> pa.DataFrameSchema:
    """The contract of the tidy table: columns, types, code lists and ids of the catalogue."""
    number = pa.Column(float, nullable=True, coerce=True)
    code = {
        "indicator": catalogue.indicators,
        "zone": catalogue.zones,
        "unit": catalogue.units,
        "source": catalogue.sources,
        "perimeter": [perimeter.value for perimeter in Perimeter],
        "sex": ["_T", "F", "M"],
        "obs_status": [status.value for status in ObsStatus],
        "conf_status": [status.value for status in ConfStatus],
        "qualifier": [qualifier.value for qualifier in Qualifier],
    }
    unknown = "code inconnu de la liste ou du catalogue"
    columns = {name: pa.Column(str, pa.Check.isin(list(known), error=unknown)) for name, known in code.items()}
    columns["territory"] = pa.Column(str, _matches(r"^[A-Z][A-Z0-9-]*$", "forme attendue : FRM, REG-11, QP093001…"))
    columns["period"] = pa.Column(str, pa.Check(is_period, element_wise=True, error="pas une période ISO 8601"))
    age = f"^({AGE_PATTERN})$"
    columns["age"] = pa.Column(str, _matches(age, "forme attendue : _T, Y15T64, Y_LT30, Y_GE65"))
    columns["breakdown"] = pa.Column(
        str,
        pa.Check(
            lambda codes: codes.isin([TOTAL, *catalogue.breakdown_labels()]),
            error="ventilation absente de breakdowns.yaml",
        ),
    )
    columns["locator"] = pa.Column(str, pa.Check.str_length(min_value=1, error="dire où se trouve le chiffre"))
    columns["note"] = pa.Column(str)
    columns |= dict.fromkeys(("value", "lower", "upper"), number)
    columns["n"] = pa.Column(float, pa.Check.gt(0, error="l'effectif doit être positif"), nullable=True, coerce=True)
    absent = pa.Check(
        lambda frame: (
            frame["value"].notna() | frame["obs_status"].isin(["L", "M", "O", "Q"]) | (frame["conf_status"] == "C")
        ),
        error="une valeur vide demande un statut qui dise pourquoi (obs_status L, M, O ou Q, ou conf_status C)",
    )
    secret = pa.Check(
        lambda frame: ~(((frame["conf_status"] == "C") | (frame["obs_status"] == "Q")) & frame["value"].notna()),
        error="un chiffre secret ne doit pas porter sa valeur",
    )
    around = pa.Check(
        lambda frame: ~((frame["lower"] > frame["value"]) | (frame["upper"] < frame["value"])),
        error="la valeur est hors de ses propres limites",
    )
    ordered = {name: columns[name] for name in COLUMNS}
    return pa.DataFrameSchema(ordered, checks=[absent, secret, around], strict=True, ordered=True)


def _matches(pattern: str, error: str) -> pa.Check:
    return pa.Check.str_matches(pattern, error=error)


_PANDERA = {
    "not_nullable": "case vide",
    "coerce_dtype": "un nombre est attendu",
    "dtype": "type inattendu",
    "column_in_dataframe": "la colonne manque",
    "column_in_schema": "colonne en trop",
    "column_ordered": "colonne qui n'est pas à sa place",
}
"""Checks that pandera makes by itself, which have no message of ours."""


def table_problems(frame: pd.DataFrame, catalogue: Catalogue, file: str) -> list[str]:
    """What is wrong with a table of observations, line by line of ``file`` (header is line 1)."""
    try:
        observation_schema(catalogue).validate(frame, lazy=True)
    except SchemaErrors as error:
        cases = error.failure_cases
        headers = cases[cases["check"].isin(["column_in_dataframe", "column_in_schema", "column_ordered"])]
        if not headers.empty:  # the other checks then complain of the same thing, less clearly
            return [
                str(Problem(file, 1, str(case["failure_case"]), "", _PANDERA[case["check"]]))
                for case in headers.to_dict("records")
            ]
        # pandera repeats a rule of the whole line for each of its columns
        cases = cases.assign(column=cases["column"].where(cases["schema_context"] == "Column", ""))
        cases = cases.drop_duplicates(["index", "column"]).sort_values("index", kind="stable")
        return [_spell_case(file, case, frame) for case in cases.to_dict("records")]
    return []


def _spell_case(file: str, case: Mapping[Hashable, Any], frame: pd.DataFrame) -> str:
    """A line of the table that breaks a rule: where, why, and which figure it is."""
    row = int(case["index"])
    column = str(case["column"])  # empty for a rule of the whole line
    value = str(case["failure_case"]) if column else ""
    reason = _PANDERA.get(str(case["check"]).split("(")[0], str(case["check"]))
    figure = " ".join(str(part) for part in frame.loc[row, [*KEY_COLUMNS, "source"]] if part not in ("", TOTAL))
    return f"{Problem(file, row + 2, column, value, reason)} [{figure}]"


def together_problems(observations: Iterable[Observation], catalogue: Catalogue) -> list[str]:
    """What is wrong with observations taken together: units, bounds, duplicates, undeclared or expired exceptions."""
    by_key: dict[Key, list[Observation]] = defaultdict(list)
    problems: list[str] = []
    for observation in observations:
        by_key[key_of(observation)].append(observation)
        problems += _alone(observation, catalogue.indicators[observation.indicator])
    declared = {_named_key(case): case for case in catalogue.contradictions}
    met: set[Key] = set()
    for group in by_key.values():
        sources = [observation.source for observation in group]
        twice = sorted({source for source in sources if sources.count(source) > 1})
        if twice:
            problems.append(f"{_spell(group[0])} : donné deux fois par la même source ({', '.join(twice)})")
        values = {observation.source: observation.value for observation in group if observation.value is not None}
        if _disagree(group[0], list(values.values()), catalogue):
            met.add(_short_key(group[0]))
            problems += _contradiction_problems(group[0], values, declared.get(_short_key(group[0])))
    problems += [
        f"contradictions : clé {case.id} : les données ne se contredisent plus ; à retirer"
        for short, case in declared.items()
        if short not in met
    ]
    return problems


def _disagree(first: Observation, values: list[float], catalogue: Catalogue) -> bool:
    """True when published values differ by more than the rounding of a count: 653 400 says the same as 653 409."""
    if len(set(values)) < 2:
        return False
    if not catalogue.units[first.unit].additive or min(values) < ROUNDED_FROM:
        return True
    return max(values) - min(values) > max(_grain(value) for value in values) / 2


def _grain(value: float) -> int:
    """What a count was rounded to: 100 for 653 400, 1 for 653 409."""
    whole, grain = int(value), 1
    while whole and whole % (grain * 10) == 0:
        grain *= 10
    return grain if value == whole else 1


def agreeing(
    computed: Iterable[Observation], published: Iterable[Observation], catalogue: Catalogue
) -> tuple[list[Observation], list[str]]:
    """The figures that we computed, those that a published one contradicts left out; what was left out, in French."""
    known: dict[Key, list[Observation]] = defaultdict(list)
    for observation in published:
        known[key_of(observation)].append(observation)
    kept, left_out = [], []
    for observation in computed:
        values = [o.value for o in known[key_of(observation)] if o.value is not None]
        if observation.value is not None and _disagree(observation, [observation.value, *values], catalogue):
            told = ", ".join(f"{value:g}" for value in values)
            left_out.append(
                f"{_spell(observation)} : {observation.value:g} calculé, {told} publié ; le calcul est écarté"
            )
        else:
            kept.append(observation)
    return kept, left_out


def _contradiction_problems(first: Observation, values: dict[str, float], case: Contradiction | None) -> list[str]:
    """Sources that disagree must be declared, with the values that the data hold."""
    told = ", ".join(f"{value:g} ({source})" for source, value in values.items())
    if case is None:
        return [f"{_spell(first)} : des sources se contredisent sans que ce soit déclaré : {told}"]
    named = {case.preferred: case.preferred_value, **case.others}
    wrong = [source for source, value in named.items() if values.get(source) != value]
    if wrong or set(values.values()) - set(named.values()):
        return [f"contradictions : clé {case.id} : les valeurs déclarées ne sont pas celles des données : {told}"]
    return []


def _alone(observation: Observation, indicator: Indicator) -> list[str]:
    problems = []
    if observation.unit != indicator.unit:
        problems.append(f"{_spell(observation)} : unité {observation.unit}, l'indicateur est en {indicator.unit}")
    value = observation.value
    if value is not None and not indicator.allows(value):
        problems.append(f"{_spell(observation)} : valeur {value:g} hors de {list(indicator.limits)}")
    return problems


def claim_problems(observations: Iterable[Observation], catalogue: Catalogue) -> list[str]:
    """Each figure that a checked claim of the guide names must be exactly one observation."""
    found: dict[Key, int] = defaultdict(int)
    for observation in observations:
        found[*_short_key(observation), observation.source] += 1
    problems = []
    for claim in catalogue.guide_claims.values():
        for figure in (*claim.then, *claim.checked, *claim.latest):
            count = found[*_named_key(figure), figure.source]
            if count != 1:
                asked = " ".join(part for part in (*_named_key(figure), figure.source) if part != TOTAL)
                problems.append(
                    f"guide_claims.yaml : clé {claim.id} : {counted(count, 'observation')} pour {asked}, il en faut une"
                )
    return problems


def _short_key(observation: Observation) -> Key:
    """The key without the perimeter, as contradictions and claims are written."""
    return tuple(str(getattr(observation, column)) for column in KEY_COLUMNS if column != "perimeter")


def _named_key(case: Contradiction | ClaimFigure) -> Key:
    return tuple(str(getattr(case, column)) for column in KEY_COLUMNS if column != "perimeter")


def _spell(observation: Observation) -> str:
    return " ".join(part for part in key_of(observation) if part and part != TOTAL) + f" [{observation.source}]"

"""What must hold of the table of observations before it is published, and after it is read back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors

from etl.catalogue import Catalogue, ClaimFigure, Contradiction, Indicator
from etl.model import (
    COLUMNS,
    KEY_COLUMNS,
    ConfStatus,
    Observation,
    ObsStatus,
    Perimeter,
    Qualifier,
    is_period,
)

Key = tuple[str, ...]


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
    columns = {name: pa.Column(str, pa.Check.isin(list(known))) for name, known in code.items()}
    columns["territory"] = pa.Column(str, pa.Check.str_matches(r"^[A-Z][A-Z0-9-]*$"))
    columns["period"] = pa.Column(str, pa.Check(is_period, element_wise=True, error="not an ISO 8601 period"))
    columns["age"] = pa.Column(str, pa.Check.str_matches(r"^(_T|Y[0-9]+(T[0-9]+)?|Y_(LT|GE)[0-9]+)$"))
    columns["breakdown"] = pa.Column(str, pa.Check.str_matches(r"^(_T|[a-z][a-z0-9_]*:[a-z0-9_]+)$"))
    columns["locator"] = pa.Column(str, pa.Check.str_length(min_value=1))
    columns["note"] = pa.Column(str)
    columns |= dict.fromkeys(("value", "lower", "upper"), number)
    columns["n"] = pa.Column(float, pa.Check.gt(0), nullable=True, coerce=True)
    absent = pa.Check(
        lambda frame: (
            frame["value"].notna() | frame["obs_status"].isin(["L", "M", "O", "Q"]) | (frame["conf_status"] == "C")
        ),
        error="an empty value needs a status that says why (obs_status L, M, O or Q, or conf_status C)",
    )
    secret = pa.Check(
        lambda frame: ~((frame["conf_status"] == "C") & frame["value"].notna()),
        error="a confidential figure must not carry its value",
    )
    around = pa.Check(
        lambda frame: ~((frame["lower"] > frame["value"]) | (frame["upper"] < frame["value"])),
        error="the value lies outside its own limits",
    )
    ordered = {name: columns[name] for name in COLUMNS}
    return pa.DataFrameSchema(ordered, checks=[absent, secret, around], strict=True, ordered=True)


def table_problems(frame: pd.DataFrame, catalogue: Catalogue, file: str) -> list[str]:
    """What is wrong with a table of observations, line by line of ``file`` (header is line 1)."""
    try:
        observation_schema(catalogue).validate(frame, lazy=True)
    except SchemaErrors as error:
        cases = error.failure_cases.drop_duplicates(["index", "column", "check"])
        return [
            f"{file}{'' if pd.isna(case['index']) else ', line ' + str(int(case['index']) + 2)}: "
            f"column {case['column']}: value {case['failure_case']!r}: {case['check']}"
            for case in cases.to_dict("records")
        ]
    return []


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
        if len(set(sources)) < len(sources):
            problems.append(f"{_spell(group[0])}: given twice by one source ({', '.join(sorted(set(sources)))})")
        short = _short_key(group[0])
        if len({observation.value for observation in group if observation.value is not None}) > 1:
            met.add(short)
            if short not in declared:
                values = ", ".join(f"{o.value:g} ({o.source})" for o in group if o.value is not None)
                problems.append(f"{_spell(group[0])}: sources disagree and no contradiction is declared: {values}")
    problems += [
        f"contradictions: key {case.id}: no longer a contradiction in the data; remove it"
        for short, case in declared.items()
        if short not in met
    ]
    return problems


def _alone(observation: Observation, indicator: Indicator) -> list[str]:
    problems = []
    if observation.unit != indicator.unit:
        problems.append(f"{_spell(observation)}: unit {observation.unit}, the indicator is in {indicator.unit}")
    low, high = indicator.limits
    value = observation.value
    if value is not None and ((low is not None and value < low) or (high is not None and value > high)):
        problems.append(f"{_spell(observation)}: value {value:g} is outside [{low}, {high}]")
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
                problems.append(f"guide_claims.yaml: key {claim.id}: {count} observations answer to {figure!r}")
    return problems


def _short_key(observation: Observation) -> Key:
    """The key without the perimeter, as contradictions and claims are written."""
    return tuple(str(getattr(observation, column)) for column in KEY_COLUMNS if column != "perimeter")


def _named_key(case: Contradiction | ClaimFigure) -> Key:
    return tuple(str(getattr(case, column)) for column in KEY_COLUMNS if column != "perimeter")


def _spell(observation: Observation) -> str:
    return " ".join(part for part in key_of(observation) if part and part != "_T") + f" [{observation.source}]"

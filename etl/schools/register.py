"""One line a school and an exam session, from the files that know its results, its pupils, its place."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from etl.catalogue.lookup import fold
from etl.errors import Problem, SourceError
from etl.geography.codes import commune_territory_of, department_of, department_of_commune
from etl.official.context import Context
from etl.official.observing import Reading
from etl.schools.cells import Cells, locators
from etl.schools.place import PLACE, place_schools, read_places

COLLEGE, PRIMARY, OTHER = "college", "primary_school", "other"
GENERAL, EVERY_SERIES = "general", "all"
TEXTS = (
    "name",
    "kind",
    "sector",
    "commune",
    "department",
    "ips_school_year",
    "priority_education",
    "priority_school_year",
)
COLUMNS = (
    *("uai", "name", "kind", "sector", "commune", "department"),
    *PLACE,
    *("session", "series", "candidates", "pass_rate", "value_added"),
    *("ips", "ips_school_year", "priority_education", "priority_school_year", "locator"),
)
RESULTS: Mapping[str, Mapping[str, str]] = {
    "depp_value_added": {
        "session": "SESSION",
        "sector": "SECTEUR",
        "candidates": "NB CANDIDATS G",
        "pass_rate": "TAUX DE RÉUSSITE G",
        "value_added": "VA DU TAUX DE RÉUSSITE G",
        "name": "NOM DE L'ÉTABLISSEMENT",
        "department": "CODE DÉPARTEMENT",
    },
    "depp_value_added_fields": {
        "session": "SESSION",
        "sector": "SECTEUR",
        "candidates": "NB_CANDIDATS_G",
        "pass_rate": "TAUX_DE_REUSSITE_G",
        "value_added": "VA_DU_TAUX_DE_REUSSITE_G",
        "name": "NOM_DE_L_ETABLISSEMENT",
        "department": "",
    },
}
"""Columns of the results of the general series, by layout."""
SOCIAL_POSITION = {"depp_social_position_colleges": COLLEGE, "depp_social_position_primary": PRIMARY}
IPS_BOUNDS = (30, 200)
NETWORKS = {"REP": "REP", "REP+": "REP+"}


def read_schools(context: Context) -> pd.DataFrame:
    """One line a school and a session (``session`` empty for a school without results), columns of COLUMNS.

    ``candidates`` sat the exam of ``series``; ``pass_rate`` in percent, ``value_added`` in points; ``distance_m`` is to
    the edge of the nearest quarter of 2024, negative inside; ``band``: inside, within_300m, beyond or unknown.
    Raises SourceError with every bad cell.
    """
    cells = Cells()
    exams = [_general(reading, names, cells) for layout, names in RESULTS.items() for reading in context.of(layout)]
    exams += [_every_series(reading, cells) for reading in context.of("depp_brevet_by_school")]
    positions = [_position(r, kind, cells) for layout, kind in SOCIAL_POSITION.items() for r in context.of(layout)]
    priority = [_priority(reading, cells) for reading in context.of("depp_priority_education")]
    places = read_places(context, cells)
    if cells.problems:
        raise SourceError(cells.problems)
    if not (exams or positions or priority):
        return pd.DataFrame(columns=list(COLUMNS))
    results = _results(exams)
    if positions:
        _told_once(pd.concat(positions, ignore_index=True), ["uai", "ips_school_year"], ["ips"])
    about = _about(
        [results, *_latest_first(positions, "ips_school_year"), *_latest_first(priority, "priority_school_year")]
    )
    about = place_schools(about.join(places, how="left"), context)
    sat = results[["uai", "session", "series", "candidates", "pass_rate", "value_added", "locator"]]
    schools = about.drop(columns="locator").reset_index().merge(sat, on="uai", how="left")
    schools["locator"] = schools["locator"].fillna(schools["uai"].map(about["locator"]))
    texts = [*TEXTS, "session", "series"]
    schools[texts] = schools[texts].astype(object).fillna("")
    return schools[list(COLUMNS)].sort_values(["uai", "session", "series"]).reset_index(drop=True)


def _results(exams: list[pd.DataFrame]) -> pd.DataFrame:
    """Every exam, the latest first; one given by two exports is kept once. Raises SourceError when they differ."""
    columns = ["uai", "name", "kind", "sector", "department", "session", "series", "candidates", "pass_rate",
               "value_added", "locator"]  # fmt: skip
    if not exams:
        return pd.DataFrame({name: pd.Series(dtype=object) for name in columns})
    whole = pd.concat(exams, ignore_index=True).reindex(columns=columns)
    once = _told_once(whole, ["uai", "session", "series"], ["candidates", "pass_rate"])
    return once.sort_values("session", ascending=False, kind="stable")


def _told_once(whole: pd.DataFrame, key: list[str], values: list[str]) -> pd.DataFrame:
    """The lines of ``whole`` that say something new; ``key`` is a school, then a time. Raises SourceError with each
    school of which two lines give different ``values`` of one time."""
    once = whole.drop_duplicates([*key, *values])
    twice = once[once.duplicated(key)]
    if twice.empty:
        return once
    reason = "deux lignes se contredisent pour {}. Retirer le fichier périmé ou abîmé"
    raise SourceError(
        [
            Problem(file, 0, "UAI", uai, reason.format(time))
            for file, uai, time in zip(twice["locator"], twice[key[0]], twice[key[1]], strict=True)
        ]
    )


def _about(known: list[pd.DataFrame]) -> pd.DataFrame:
    """What is known of each school, by identifier: of each thing, what the first file that knows it says."""
    columns = ["uai", *TEXTS, "ips", "locator"]
    said = pd.concat([frame.reindex(columns=columns) for frame in known if not frame.empty], ignore_index=True)
    return said.replace("", np.nan).groupby("uai", sort=True).first()


def _latest_first(frames: list[pd.DataFrame], year: str) -> list[pd.DataFrame]:
    return sorted(frames, key=lambda frame: str(frame[year].max()), reverse=True)


def _general(reading: Reading, names: Mapping[str, str], cells: Cells) -> pd.DataFrame:
    """Results of the general series: all are of collèges."""
    frame = reading.table.frame
    departments = frame[names["department"]] if names["department"] else pd.Series("", index=frame.index)
    return pd.DataFrame(
        {
            "uai": cells.uai(reading, "UAI"),
            "name": frame.get(names["name"], ""),
            "kind": COLLEGE,
            "sector": cells.sector(reading, names["sector"]),
            "department": [_department(code) for code in departments],
            "session": frame[names["session"]],
            "series": GENERAL,
            "candidates": cells.number(reading, names["candidates"], 0),
            "pass_rate": cells.number(reading, names["pass_rate"], 0, 100),
            "value_added": cells.number(reading, names["value_added"], -100, 100),
            "locator": locators(reading, names["pass_rate"]),
        }
    )


def _every_series(reading: Reading, cells: Cells) -> pd.DataFrame:
    """Results of every series together, as rates of those who sat the exam."""
    frame = reading.table.frame
    present = cells.number(reading, "PRESENTS", 0)
    admitted = cells.number(reading, "ADMIS", 0)
    cells.refuse(reading, "ADMIS", admitted > present, "plus d'admis que de présents")
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = np.where(present > 0, 100 * admitted / present, np.nan)
    return pd.DataFrame(
        {
            "uai": cells.uai(reading, "NUMERO_D_ETABLISSEMENT"),
            "name": frame.get("PATRONYME", ""),
            "kind": [_kind(text) or COLLEGE for text in frame.get("DENOMINATION_PRINCIPALE", frame["SESSION"])],
            "sector": cells.sector(reading, "SECTEUR_D_ENSEIGNEMENT"),
            "department": [_department(code) for code in frame.get("CODE_DEPARTEMENT", [""] * len(frame))],
            "session": frame["SESSION"].str.slice(0, 4),
            "series": EVERY_SERIES,
            "candidates": present,
            "pass_rate": rate,
            "locator": locators(reading, "ADMIS"),
        }
    )


def _position(reading: Reading, kind: str, cells: Cells) -> pd.DataFrame:
    """The index of social position of each school, for the school year of the file."""
    frame = reading.table.frame
    name = next((column for column in frame.columns if column.startswith("NOM DE L'ÉTABLIS")), "")
    index = cells.number(reading, "IPS", *IPS_BOUNDS)
    return pd.DataFrame(
        {
            "uai": cells.uai(reading, "UAI"),
            "name": frame[name] if name else "",
            "kind": kind,
            "sector": cells.sector(reading, "SECTEUR"),
            **_commune(frame["CODE INSEE DE LA COMMUNE"]),
            "ips": index,
            "ips_school_year": np.where(np.isnan(index), "", frame["RENTRÉE SCOLAIRE"]),
            "locator": locators(reading, "IPS"),
        }
    )


def _priority(reading: Reading, cells: Cells) -> pd.DataFrame:
    """The network of each school, for the school year that its column names; whole lines are repeated in the file."""
    frame = reading.table.frame
    column = reading.column("EP_{yyyy}_{yyyy}") or ""
    words = frame[column].str.upper().str.strip()
    known = words.isin(list(NETWORKS)) | words.str.startswith("HORS") | (words == "")
    cells.refuse(reading, column, ~known, "réseau inconnu (REP, REP+ ou hors réseau)")
    return pd.DataFrame(
        {
            "uai": cells.uai(reading, "UAI"),
            "name": frame["NOM_ETABLISSEMENT"],
            "kind": [_kind(text) or OTHER for text in frame["TYPE_ETABLISSEMENT"]],
            "sector": cells.sector(reading, "STATUT_PUBLIC_PRIVE"),
            **_commune(frame["CODE_COMMUNE"]),
            "priority_education": words.map(NETWORKS).fillna("none"),
            "priority_school_year": column.removeprefix("EP_").replace("_", "-"),
            "locator": locators(reading, column),
        }
    )


def _kind(words: str) -> str:
    folded = fold(words)
    return COLLEGE if "college" in folded else PRIMARY if "ecole" in folded else ""


def _department(code: str) -> str:
    """``DEP-93`` from 93 or 093; empty when unknown."""
    return department_of(code.removeprefix("0") if len(code) == 3 else code) or ""


def _commune(codes: pd.Series) -> dict[str, list[str]]:
    """Territories of the communes, and of their départements; empty when a code is none."""
    known = [code if commune_territory_of(code) else "" for code in codes]
    return {
        "commune": [commune_territory_of(code) or "" for code in known],
        "department": [department_of(department_of_commune(code)) or "" if code else "" for code in known],
    }

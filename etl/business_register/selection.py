"""Which establishments are counted: one expression over the three files, the same for every engine.

A line of the selection is an establishment: those of the field (active, employer, of an active legal unit), and those
of the social economy that are not in it any more or have no employee, for creations and closures.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from types import MappingProxyType

import ibis
from ibis.expr.types import BooleanValue, FloatingValue, StringValue, Table

from etl.business_register.definitions import (
    APPROXIMATE,
    COMPANIES,
    DOUBTFUL,
    FAMILIES,
    NO_FAMILY,
    excluded,
    family,
    sector,
    size,
)
from etl.business_register.systems import in_bounds, is_known

FIRST_DAY = "1900-01-01"
"""Dates before it, or after the month of the register, are mistakes of typing (years 0004 and 2218 were met)."""

OUTSIDE = "outside"
"""In the place of a quarter's code: the register says that the establishment is in none."""


class Fate(StrEnum):
    """What became of a row of the stock of establishments."""

    KEPT = "kept"
    CLOSED = "closed"
    NOT_EMPLOYER = "not_employer"
    ABROAD = "abroad"
    NO_LEGAL_UNIT = "no_legal_unit"
    CEASED = "ceased"


class Location(StrEnum):
    """How far the place of an establishment is known."""

    CERTAIN = "certain"
    APPROXIMATE = "approximate"
    DOUBTFUL = "doubtful"
    ABSENT = "absent"
    UNKNOWN_SYSTEM = "unknown_system"
    MISPLACED = "misplaced"


LOCATIONS = MappingProxyType(
    {
        Location.CERTAIN: "à l’adresse",
        Location.APPROXIMATE: "au hasard dans la rue",
        Location.DOUBTFUL: "au hasard dans la commune",
        Location.ABSENT: "sans coordonnées",
        Location.UNKNOWN_SYSTEM: "système de coordonnées inconnu",
        Location.MISPLACED: "coordonnées hors du territoire que leur système couvre",
    }
)
"""Each kind of place in French."""
FATES = MappingProxyType(
    {
        Fate.KEPT: "gardés : actifs, employeurs, d’une unité légale active",
        Fate.CLOSED: "fermés",
        Fate.NOT_EMPLOYER: "actifs sans salarié",
        Fate.ABROAD: "à l’étranger, ou sans commune",
        Fate.NO_LEGAL_UNIT: "unité légale absente de l’autre fichier",
        Fate.CEASED: "unité légale cessée",
    }
)
"""Each fate in French."""


def fates(establishments: Table, today: str) -> Table:
    """Number of rows of the stock by fate, as far as that file alone tells, and the day of its last treatment, none
    after ``today``: columns ``fate``, ``rows`` and ``last``."""
    day = _day(establishments.datederniertraitementetablissement, today)
    stock = establishments.mutate(fate=_first_fate(establishments), treated=day)
    return stock.group_by("fate").agg(rows=stock.count(), last=stock.treated.max())


def _first_fate(t: Table) -> StringValue:
    return ibis.cases(
        (t.etatadministratifetablissement.fill_null("") != "A", Fate.CLOSED),
        (t.caractereemployeuretablissement.fill_null("") != "O", Fate.NOT_EMPLOYER),
        (t.codecommuneetablissement.fill_null("") == "", Fate.ABROAD),
        else_=Fate.KEPT,
    )


Keep = Callable[[Table, str], Table]
"""Computes a table once, under a name, and gives it back."""


def selection(
    establishments: Table,
    legal_units: Table,
    geolocation: Table,
    last_day: str,
    ess_list: Table | None = None,
    keep: Keep = lambda table, _: table,
) -> Table:
    """One line an establishment: identity, ``fate``, ``family``, ``sector``, ``size``, membership of each reading of
    the social economy, days of creation and closure (empty when unknown), commune, place. ``last_day``, as 2026-09-30,
    is that of the register; without ``ess_list`` nobody is on the list.

    ``keep`` sets the steps down on the way: an engine that knows how small they are joins from their side. With 38
    million rows it is 16 seconds and 1.6 GB for DuckDB, where one query takes 100 seconds and spills.
    """
    stock = establishments.mutate(fate=_first_fate(establishments))
    units = _listed(legal_units.rename(unit="siren"), ess_list)
    field = keep(stock.filter(stock.fate == Fate.KEPT), "field")
    known = keep(_described(field.left_join(units, field.siren == units.unit)), "known")
    members = _described(units.filter(_may_belong(units)))
    members = keep(members.filter(members.by_flag | members.by_law | members.by_list), "members")
    others = stock.filter(stock.fate != Fate.KEPT)
    rest = keep(others.inner_join(members, others.siren == members.unit).select(*known.columns), "rest")
    placed = ibis.union(known, rest).left_join(_places(geolocation), "siret").drop("siret_right")
    x, y = placed.x.try_cast("float64"), placed.y.try_cast("float64")
    epsg = placed.epsg.fill_null("").replace(".0", "")
    return placed.select(
        "siret",
        "siren",
        fate=_last_fate(placed),
        family=placed.family.fill_null(NO_FAMILY),
        by_flag=placed.by_flag.fill_null(False),
        by_law=placed.by_law.fill_null(False),
        by_study=placed.by_study.fill_null(False),
        by_list=placed.by_list.fill_null(False),
        sector=sector(placed.activiteprincipaleetablissement.fill_null("")),
        size=size(placed.trancheeffectifsetablissement.fill_null("")),
        commune=placed.codecommuneetablissement.fill_null(""),
        created=_day(placed.datecreationetablissement, last_day),
        closed=ibis.ifelse(placed.fate == Fate.CLOSED, _day(placed.datedebut, last_day), ""),
        qp2015=_quarter(placed.plg_qp15),
        qp2024=_quarter(placed.plg_qp24),
        location=_location(x, y, epsg, placed.qualite_xy.fill_null("")),
        epsg=epsg,
        x=x,
        y=y,
    )


def _last_fate(t: Table) -> StringValue:
    return ibis.cases(
        (t.fate != Fate.KEPT, t.fate),
        (t.unit_active.isnull(), Fate.NO_LEGAL_UNIT),
        (~t.unit_active, Fate.CEASED),
        else_=Fate.KEPT,
    )


def _location(x: FloatingValue, y: FloatingValue, epsg: StringValue, quality: StringValue) -> StringValue:
    """NaN, which CSV and Parquet files hold for want of a number, is no place."""
    return ibis.cases(
        (x.isnull() | y.isnull() | x.isnan() | y.isnan(), Location.ABSENT),
        (~is_known(epsg), Location.UNKNOWN_SYSTEM),
        (~in_bounds(x, y, epsg), Location.MISPLACED),
        (quality.isin(DOUBTFUL), Location.DOUBTFUL),
        (quality.isin(APPROXIMATE), Location.APPROXIMATE),
        else_=Location.CERTAIN,
    )


def _may_belong(units: Table) -> BooleanValue:
    """Whether a legal unit may be of the social economy in some reading: told at once, and true of few."""
    forms = tuple(form for family_forms in FAMILIES.values() for form in family_forms)
    flagged = units.economiesocialesolidaireunitelegale.fill_null("") == "O"
    return flagged | units.categoriejuridiqueunitelegale.fill_null("").isin(forms) | units.listed.notnull()


def _described(t: Table) -> Table:
    """Columns of legal units made into family, membership of each reading, and whether active: null without a unit."""
    flagged = t.economiesocialesolidaireunitelegale.fill_null("") == "O"
    kind = family(t.categoriejuridiqueunitelegale.fill_null(""), flagged)
    by_study = ~kind.isin((NO_FAMILY, COMPANIES)) & ~excluded(t.activiteprincipaleunitelegale.fill_null(""))
    active = t.etatadministratifunitelegale.fill_null("") == "A"
    described = t.mutate(
        unit_active=ibis.ifelse(t.unit.notnull(), active, ibis.null("boolean")),
        family=kind,
        by_flag=flagged,
        by_study=by_study,
        by_law=by_study | (kind == COMPANIES),
        by_list=t.listed.notnull(),
    )
    return described.drop(
        "listed",
        "etatadministratifunitelegale",
        "categoriejuridiqueunitelegale",
        "activiteprincipaleunitelegale",
        "economiesocialesolidaireunitelegale",
    )


def _listed(units: Table, ess_list: Table | None) -> Table:
    """Legal units with ``listed``, null for those the list does not name. One that the list repeats is there once."""
    if ess_list is None:
        return units.mutate(listed=ibis.null("string"))
    names = ess_list.filter(ess_list.siren.notnull()).select(listed="siren").distinct()
    return units.left_join(names, units.unit == names.listed)


def _places(t: Table) -> Table:
    return t.select("siret", "x", "y", "qualite_xy", "epsg", "plg_qp15", "plg_qp24")


def _quarter(code: StringValue) -> StringValue:
    """The code of a quarter, OUTSIDE, or nothing: HZ is outside every zone, CSZ a commune without any."""
    known = code.fill_null("")
    return ibis.cases((known.startswith("Q"), known), (known.isin(("HZ", "CSZ")), OUTSIDE), else_="")


def _day(date: StringValue, last_day: str) -> StringValue:
    """A day as 2020-03-31, empty when it is none or out of bounds: texts of that form are in the order of time."""
    day = date.fill_null("").left(10)
    return ibis.ifelse(day.between(FIRST_DAY, last_day), day, "")

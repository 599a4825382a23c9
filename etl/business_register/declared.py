"""What the business register gives, known before it is read: the catalogue must hold it."""

from __future__ import annotations

from etl.business_register.definitions import DEFINITIONS, NO_FAMILY
from etl.business_register.events import SURVIVAL_YEARS
from etl.business_register.observations import SHARES
from etl.business_register.results import LEVELS
from etl.business_register.selection import Location
from etl.model import TOTAL

INDICATORS = (
    "ess_employer_establishments",
    "employer_establishments",
    "ess_share_of_employer_establishments",
    "ess_share_located_in_qpv",
    "non_ess_share_located_in_qpv",
    "ess_location_quotient",
    "ess_establishments_per_10000",
    *SHARES.values(),
    "ess_creations",
    "ess_closures",
    "ess_survival_share",
)
BREAKDOWNS = (
    TOTAL,
    *(f"{dimension}:{level}" for dimension, levels in LEVELS.items() for level in levels),
    f"legal_form:{NO_FAMILY}",
    *(f"location:{place}" for place in (Location.ABSENT, Location.UNKNOWN_SYSTEM, Location.MISPLACED)),
    *(f"ess_definition:{definition}" for definition in DEFINITIONS),
    *(f"survival:{years}" for years in SURVIVAL_YEARS),
    "reference:other_economy",
    "reference:inhabitants",
)

"""What the tests of the formats that hold data share: figures of every face, and a document of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dashboard.briefs.document import Asked, Document, Illustration, Reference, Section, Sentences, Statement
from dashboard.charts import Chart, Mark
from dashboard.claims.claim import Claim
from etl.catalogue import Catalogue
from etl.model import Face, Observation

PLAIN = Observation(
    indicator="unemployment_rate", territory="FRM", zone="qpv", perimeter="QP2015", period="2022", sex="_T",
    age="Y15T64", breakdown="_T", value=18.3, unit="percent", lower=17.1, upper=19.5, n=1234.0, obs_status="A",
    conf_status="F", qualifier="", source="guide_2019", locator="p. 12", note="",
)  # fmt: skip
FACES: dict[Face, Observation] = {
    Face.PUBLISHED: PLAIN,
    Face.ZERO: replace(PLAIN, territory="COM-01001", value=0.0, lower=None, upper=None),
    Face.SECRET: replace(PLAIN, territory="QP093001", value=None, obs_status="Q", conf_status="C", n=None),
    Face.MISSING: replace(PLAIN, territory="QP093002", value=None, obs_status="O"),
    Face.NOT_APPLICABLE: replace(PLAIN, territory="QP093003", value=None, obs_status="M"),
    Face.UNRELIABLE: replace(PLAIN, territory="QP093004", value=-2.25, obs_status="U"),
}


def mark(observation: Observation, row: str) -> Mark:
    return Mark(row, "priority", observation.value, "18,3 %", "18,3 %", "2022", "QPV", "Guide", observation=observation)


def document(catalogue: Catalogue | None, observations: tuple[Observation, ...], **changed: Any) -> Document:
    """A document with a sentence, a chart with a computed mark, and these figures."""
    claim = Claim("En 2022, le taux est de 18,3\u00a0% dans les QPV.", "gap.times", observations[:1], ())
    statement = Statement(claim, (), "À lire avec prudence.")
    marks = (*(mark(o, o.territory) for o in observations[:3]), Mark("Milieu", "priority", 3.5, "la moitié sous 3,5 %",
             "3,5", "2022", "QPV", "calcul"))  # fmt: skip
    chart = Chart("bars", "barres", "Le taux", "Actifs", "%", 1, marks, ("Guide",), caveats=("Une réserve.",))
    made = Document(
        name="essai",
        kicker="",
        title="Essai",
        subtitle="Sous-titre",
        sections=(Section("une", "Une", (Sentences((statement,)), Illustration(chart, 1, (1,), (statement,)))),),
        references=(Reference(1, "guide_2019", "Avise, guide (2019)", "https://www.avise.org", ("p. 12", "p. 13")),),
        asked=Asked(views=("/theme/emploi#barres",)),
        version="0123456789ab",
        made="2026-11-24",
        permalink="/theme/emploi",
        observations=observations,
        catalogue=catalogue,
    )
    return replace(made, **changed)

"""What the data of today say of the figures of an earlier document, and of the gaps that were made of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from dashboard import french
from dashboard.briefs.asking import build
from dashboard.briefs.document import Document
from dashboard.briefs.proven import Proof, ProvenClaim, ProvenObservation
from dashboard.claims.claim import KEYS, Claim
from dashboard.claims.of_gap import claims_of_gap
from dashboard.gaps import Gap, Refusal
from dashboard.questions.neighbourhoods import Neighbourhoods
from dashboard.questions.reading import Ask
from dashboard.questions.standing import Standing
from dashboard.questions.whole import WHOLE, beside_whole
from etl.catalogue import UnknownIdError
from etl.model import InvalidValueError, Observation, computed

COMPUTED = computed("")
"""How the locator of a figure that no file holds begins."""


@dataclass(frozen=True)
class Current:
    """Today's data, asked what an earlier document asked."""

    near: Neighbourhoods
    standing: Standing
    proof: Proof

    @property
    def is_same_data(self) -> bool:
        """Whether the document was made of these very data."""
        return self.proof.data_version == self.near.store.version

    @cached_property
    def _again(self) -> tuple[Document | None, str]:
        asked = self.proof.asked.asked()
        if not asked.territory:
            return None, (
                "C’est un dossier de vues : ses phrases sont comparées aux données actuelles ; ses figures, au fichier "
                "seulement."
            )
        try:
            return build(self.near, self.standing, asked, self.proof.made), ""
        except UnknownIdError as error:
            if error.kind == "territory":
                return None, f"Le territoire « {asked.territory} » n’est pas dans les données actuelles."
            return None, f"La note ne peut pas être refaite : {french.inside(error.text)}."

    @property
    def document(self) -> Document | None:
        """The same document on today's data; None when it cannot be made again."""
        return self._again[0]

    @property
    def remark(self) -> str:
        """Why the document is not made again, in French; empty when it is."""
        return self._again[1]

    @cached_property
    def claims(self) -> list[Claim]:
        """The sentences of the document as it would be made today."""
        return [] if self.document is None else [statement.claim for statement in self.document.statements]

    @cached_property
    def _figures(self) -> dict[tuple[str, ...], Observation]:
        told = {o.territory for claim in self.proof.claims for o in claim.observations}
        # What the document computes today stands for what no file holds
        made = [] if self.document is None else [*self.document.observations]
        made += [o for claim in self.claims for o in claim.observations]
        stored = self.near.observations(sorted(told))
        return {tuple(str(getattr(o, name)) for name in KEYS): o for o in (*made, *stored)}

    @cached_property
    def _by_any_source(self) -> dict[tuple[str, ...], Observation]:
        return {key[:-1]: observation for key, observation in self._figures.items()}

    def figure(self, told: ProvenObservation) -> Observation | None:
        """A figure of the document as it is today, from its source or from another that gives it; None when it is no
        longer there."""
        return self._figures.get(told.key) or self._by_any_source.get(told.key[:-1])

    def knows_place(self, code: str) -> bool:
        """Whether a territory is still one, by name or by figures."""
        return code in self.near.store.territories or bool(self.near.by_indicator(code))

    def is_computed(self, told: ProvenObservation) -> bool:
        """Whether a figure was computed by us, so that no file holds it."""
        return told.locator.startswith(COMPUTED)

    def gaps_of(self, claim: ProvenClaim) -> Iterator[Gap | Refusal]:
        """What the gap that a sentence tells is today: at the latest date, then at its own; nothing for a sentence
        that is not of a gap."""
        sides = self._sides(claim.observations)
        if sides is None or not claim.rule.startswith(("gap.", "caution.")):
            return
        if not all(self.knows_place(side.territory) for side in sides):
            return
        here, there = sides
        for period in (None, here.period):
            yield from self._gap(here, there, period)

    def _sides(self, told: Sequence[ProvenObservation]) -> tuple[ProvenObservation, ProvenObservation] | None:
        zones = self.near.catalogue.zones
        if len(told) != 2 or any(o.zone not in zones for o in told):
            return None
        one, other = told
        quarters = [o for o in told if zones[o.zone].role == "priority"]
        return (other, one) if quarters == [other] else (one, other)

    def _gap(self, here: ProvenObservation, there: ProvenObservation, period: str | None) -> Iterator[Gap | Refusal]:
        record = self.near.record(here.territory)
        quarter = record is not None and record.kind == "neighbourhood"
        reference = f"{there.territory}/{there.zone}" if quarter else there.zone
        ask = Ask(here.territory, period, reference, here.sex, here.age, here.breakdown)
        try:
            answer = self.near.ask(here.indicator, ask)
        except (UnknownIdError, InvalidValueError):
            return
        if isinstance(answer, Refusal) and not quarter and there.zone == WHOLE:
            beside = (found.answer for found in beside_whole(here.territory, self.near))
            answer = next((found for found in beside if found.indicator.id == here.indicator), answer)
        yield answer

    def sentences_of(self, gap: Gap) -> list[Claim]:
        """What a gap says, with its place told as the document tells it."""
        record = self.near.record(gap.territory)
        here = "dans le quartier" if record is not None and record.kind == "neighbourhood" else ""
        return claims_of_gap(gap, self.near.catalogue, here)

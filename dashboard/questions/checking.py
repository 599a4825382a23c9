"""Is this sentence true? What it says, put beside every figure that answers it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from dashboard import french
from dashboard.claims.checking import (
    Evidence,
    Finding,
    Lexicon,
    Statement,
    Verdict,
    judge,
    read_statements,
    reasons,
    worst_of,
)
from dashboard.claims.checking.quoting import as_typed, quoted
from dashboard.claims.checking.statement import Obstacle
from dashboard.claims.checking.words import MONTHS
from dashboard.claims.finding import finding
from dashboard.questions.evidence import NATIONAL, Witness
from dashboard.questions.reading import Reading
from etl.model import Observation

LONGEST = 2_000
"""Characters of the longest text that is judged: a paragraph, not a report."""
MOST_PARTS = 12
"""Parts of a text that are judged."""
READINGS = (
    Verdict.SUPPORTED,
    Verdict.OUTDATED,
    Verdict.WRONG_YEAR,
    Verdict.WRONG_COMPARATOR,
    Verdict.OVER_CLAIMED,
    Verdict.UNSUPPORTED,
    Verdict.NOT_CHECKABLE,
)
"""Among indicators of one name (a living standard by month or by year), the reading that makes the best sense."""
CONFIRMING = (Verdict.SUPPORTED, Verdict.OUTDATED)
"""Verdicts that say a sentence is, or was, true."""
COUNTED = {"qpv_count": "{value} prioritaires", "population": "{value}{zone}"}
"""What is counted, told as people do: « on compte 1 584 quartiers prioritaires »."""
APPROACHES = ("plus de", "moins de", "près de", "environ", "au moins", "au plus")

VERDICTS = {
    Verdict.SUPPORTED: "Confirmée par les chiffres",
    Verdict.UNSUPPORTED: "Contredite par les chiffres",
    Verdict.OVER_CLAIMED: "Va plus loin que les chiffres",
    Verdict.WRONG_YEAR: "Vraie à une autre date",
    Verdict.WRONG_COMPARATOR: "Vraie avec un autre point de comparaison",
    Verdict.OUTDATED: "N’est plus à jour",
    Verdict.NOT_CHECKABLE: "Ne peut pas être vérifiée ici",
}
"""Each verdict in a few words."""


@dataclass(frozen=True, slots=True)
class CheckedFigure:
    """One figure that decides: what it measures, its value as its source words it, when, about whom, read where."""

    label: str
    text: str
    period: str
    zone: str
    territory: str
    source: str
    locator: str
    observation: Observation

    def as_dict(self) -> dict[str, Any]:
        """The figure for programs."""
        o = self.observation
        return {
            "indicator": o.indicator,
            "label": self.label,
            "text": self.text,
            "value": o.value,
            "unit": o.unit,
            "period": o.period,
            "zone": o.zone,
            "zone_label": self.zone,
            "territory": o.territory,
            "territory_label": self.territory,
            "source": o.source,
            "source_label": self.source,
            "locator": o.locator,
        }


@dataclass(frozen=True, slots=True)
class ClaimCheck:
    """The answer about ``sentence``. ``suggestion`` may be written instead; empty when nothing may."""

    sentence: str
    verdict: Verdict
    reason: str
    figures: tuple[CheckedFigure, ...] = ()
    suggestion: str = ""

    def as_dict(self) -> dict[str, Any]:
        """The keys of the command line: the same for every verdict."""
        return {
            "sentence": self.sentence,
            "verdict": self.verdict.value,
            "reason": self.reason,
            "figures": [figure.as_dict() for figure in self.figures],
            "suggestion": self.suggestion,
        }


def check_claim(text: str, reading: Reading) -> ClaimCheck:
    """Judge ``text``, a French sentence or a few. The worst part decides, and is named when there are several.

    Raises ValueError when it is empty or longer than LONGEST characters.
    """
    said = " ".join(text.split())
    if not said:
        raise ValueError("la phrase est vide : en écrire une, par exemple « Le chômage est plus élevé dans les QPV. »")
    if len(said) > LONGEST:
        raise ValueError(f"la phrase compte {len(said)} caractères : {LONGEST} au plus, une phrase à la fois")
    return _checker_of(reading).check(said)


@lru_cache(maxsize=4)
def _checker_of(reading: Reading) -> _Checker:
    return _Checker(reading)


class _Checker:
    """One reading, with the words that name what it holds."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.catalogue = reading.catalogue
        self.witness = Witness(reading)
        self.lexicon = Lexicon(reading.catalogue)

    def check(self, sentence: str) -> ClaimCheck:
        """The whole answer."""
        places = self.witness.places(sentence)
        statements = read_statements(sentence, self.lexicon, self.catalogue, places)[:MOST_PARTS]
        statements = [s for s in statements if s.claims or s.obstacle] or statements[:1]
        if not statements:
            return ClaimCheck(sentence, Verdict.NOT_CHECKABLE, "Aucun mot n’a été reconnu dans la phrase.")
        judged = [(statement, *self._answer(statement)) for statement in statements]
        worst = worst_of([found for _, found, _ in judged])
        statement, found, evidence = judged[worst]
        several = len(judged) > 1 and found.verdict != Verdict.SUPPORTED
        part = quoted(sentence, statement.text) if several else ""
        told = as_typed(found.reason, sentence)
        if statement.obstacle == Obstacle.PLACE:
            told += self.witness.could_be(statement.obstacle_words)
        reason = f"À propos de « {part} » : {told}" if part else told
        seen = [o for _, f, _ in (judged if found.verdict == Verdict.SUPPORTED else [judged[worst]]) for o in _used(f)]
        figures = tuple(self._figure(o) for o in dict.fromkeys(seen))
        return ClaimCheck(
            sentence, found.verdict, french.typography(reason), figures, self._suggestion(found, evidence)
        )

    def _answer(self, statement: Statement) -> tuple[Finding, Evidence]:
        """The year of the part before is meant only where it has figures. Nothing is confirmed while a word of it is
        not understood."""
        found, evidence = self._judged(statement)
        if statement.inherited and found.verdict == Verdict.NOT_CHECKABLE:
            found, evidence = self._judged(replace(statement, years=()))
        if found.verdict in CONFIRMING and statement.unread:
            text = f"« {statement.unread} » n’est pas compris, et peut changer le sens : écrire la phrase sans lui."
            return replace(found, verdict=Verdict.NOT_CHECKABLE, reason=text), evidence
        if found.verdict in CONFIRMING and not _dated_by(statement.months, found):
            return replace(found, verdict=Verdict.NOT_CHECKABLE, reason=reasons.NOT_THIS_MONTH), evidence
        return found, evidence

    def _judged(self, statement: Statement) -> tuple[Finding, Evidence]:
        """Of the indicators that the words may mean, the one that bears them best."""
        meant = [self.catalogue.indicators[name] for name in statement.indicators]
        evidences = [self.witness.evidence(statement, indicator) for indicator in meant] or [Evidence(None)]
        answers = [(judge(statement, evidence, self.catalogue), evidence) for evidence in evidences]
        return min(answers, key=lambda answer: READINGS.index(answer[0].verdict))

    def _figure(self, o: Observation) -> CheckedFigure:
        indicator = self.catalogue.indicators[o.indicator]
        told = self.reading.stratum_label(indicator, o.stratum)
        source = self.catalogue.sources[o.source]
        return CheckedFigure(
            label=indicator.label if told == "ensemble" else f"{indicator.label} ({told})",
            text=french.typography(french.value(o, self.catalogue)),
            period=french.dated_period(o.period, o.note),
            zone=self.catalogue.zones[o.zone].label,
            territory=self.reading.store.territory_label(o.territory),
            source=f"{source.publisher}, {source.title}",
            locator=o.locator,
            observation=o,
        )

    def _suggestion(self, found: Finding, evidence: Evidence) -> str:
        """A true sentence on the same thing: of the gap that decides, of the latest one, of the figure otherwise."""
        if found.fact is None and (found.verdict == Verdict.NOT_CHECKABLE or not evidence.gaps):
            return ""
        gap = found.fact.gap if found.fact else None
        if found.fact is None and evidence.gaps:
            gap = evidence.gaps[-1]
        elif gap is None and found.fact and found.verdict != Verdict.SUPPORTED:
            told = found.fact.observations
            gap = next((g for g in evidence.gaps if g.priority in told or g.reference in told), None)
        if gap is not None:
            return french.typography(finding(gap, self.catalogue))
        return self._level_sentence(found.fact.observations[0]) if found.fact else ""

    def _level_sentence(self, o: Observation) -> str:
        indicator = self.catalogue.indicators[o.indicator]
        told = self.reading.stratum_label(indicator, o.stratum)
        who = "" if told == "ensemble" else f" ({told})"
        territory = self.catalogue.territories.get(o.territory)
        place = "" if o.territory in NATIONAL or territory is None else f", {french.within(territory)}"
        named = reasons.says_zone(indicator, o)
        if named and territory is not None:  # « la part de la population qui vit dans un QPV … dans les QPV »
            place = f", {french.within(territory)}"
        zone = (
            ""
            if named or (territory and territory.kind == "neighbourhood")
            else f" {self.catalogue.zones[o.zone].within}"
        )
        value = french.value(o, self.catalogue)
        if self.catalogue.units[o.unit].additive and indicator.id in COUNTED:
            counted = COUNTED[indicator.id].format(value=value, zone=zone).replace("  ", " ")
            return french.typography(f"{french.when(o)}{place}, on compte {counted}.")
        verb = "est d’" if value[:1] in "ae" else "est de "
        verb = verb if value[:1].isdigit() or value.startswith(("−", *APPROACHES)) else "est : "
        text = f"{french.when(o)}{place}, {indicator.phrase}{who} {verb}{value}{zone}."
        return french.typography(text)


def _dated_by(told: Sequence[str], found: Finding) -> bool:
    """Whether the months told are those of the figures that decide: « au 31 décembre 2018 »."""
    dated = {MONTHS[int(o.period[5:7]) - 1] for o in _used(found) if re.match("[0-9]{4}-[0-9]{2}", o.period)}
    return dated.issuperset(told)


def _used(found: Finding) -> list[Observation]:
    return [o for fact in (found.before, found.fact) if fact is not None for o in fact.observations]

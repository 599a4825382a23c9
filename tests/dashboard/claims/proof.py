"""A sentence put beside its proof: every number it writes is one of its quantities, every quantity follows from its
observations."""

from __future__ import annotations

import re
from itertools import pairwise

from dashboard import french
from dashboard.claims.claim import Claim, Measure, Quantity
from dashboard.claims.rules import RULES
from dashboard.gaps import default_stratum
from etl.catalogue import Catalogue
from etl.model import Observation

NUMBER = re.compile(r"−?[0-9]+(?:\u202f[0-9]{3})*(?:,([0-9]+))?")
WORDS = ("une", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix")
IN_WORDS = re.compile(
    rf"(près d[e’] ?|plus d[e’] ?|environ )?({'|'.join(WORDS)})(?: [^0-9].*)? sur ({'|'.join(WORDS[2:])})"
)
SCALES = {"million": 1_000_000, "milliard": 1_000_000_000}
FORBIDDEN = (
    "à cause de", "en raison de", "grâce à", "entraîne", "provoque", "parce que", "puisque", "explique", "conséquence",
    "dû à", "due à", "dus à", "responsab", "discrimin", "ségrég", "ghetto", "communautar", "défavoris", "appauvri",
    "enrichi", "pire", "mieux", "hélas", "malheureus", "seulement", "à peine", "s’améliore", "se dégrade",
    "les habitants se sont", "assist",
)  # fmt: skip
FORBIDDEN_ALLOWED = ("milieu défavorisé",)
"""The name of an indicator of the ministry of education, not a judgement of ours."""


def check(claim: Claim, catalogue: Catalogue, *named: str) -> None:
    """Everything that holds for every sentence, whatever it tells. ``named``: words of its subject that hold numbers,
    besides those of its observations."""
    check_form(claim.text)
    check_words(claim.text)
    assert claim.rule in RULES, claim.rule
    for quantity in claim.quantities:
        assert quantity.text in claim.text, (quantity, claim.text)
        check_written(quantity)
    check_recomputed(claim)
    left = without_context(without_quantities(claim), claim, catalogue, *named)
    assert not re.search("[0-9]", left), (left, claim.text)


def check_form(text: str) -> None:
    """French typesetting, one sentence."""
    assert text == french.typography(text), text
    assert text[0].isupper() or text[0].isdigit(), text
    assert text.endswith("."), text
    assert not text.endswith(".."), text
    assert "\n" not in text
    for wrong in ("  ", " ,", " .", "None", "_", "( ", " )", " :", " %", " €", ": :", "..", " de le ", " de les ",
                  " à le ", " à les ", "que à ", "que en ", "que aux ", "que au ", "de environ", " nan "):  # fmt: skip
        assert wrong not in text, (wrong, text)


def check_words(text: str) -> None:
    """No cause, no judgement, no word on people."""
    told = text.casefold()
    for allowed in FORBIDDEN_ALLOWED:
        told = told.replace(allowed, "")
    for word in FORBIDDEN:
        assert word not in told, (word, text)


def check_written(quantity: Quantity) -> None:
    """The number in the text is the value, rounded as the text writes it; a fraction is on the right side of it."""
    if match := IN_WORDS.fullmatch(quantity.text):
        before, top, bottom = match[1] or "", WORDS.index(match[2]), WORDS.index(match[3])
        target = 100 * max(top, 1) / bottom
        assert quantity.unit == "percent"
        assert target - 2 <= quantity.value <= target + 4, quantity
        assert (quantity.value < target) if before.startswith("près") else True, quantity
        assert (quantity.value > target) if before.startswith("plus") else True, quantity
        assert abs(quantity.value - target) <= 0.5 if not before else True, quantity
        return
    number = NUMBER.search(quantity.text)
    assert number is not None, quantity
    written = float(number[0].replace("\u202f", "").replace(",", ".").replace("−", "-"))
    scale = next((size for word, size in SCALES.items() if word in quantity.text), 1)
    step = scale * 10.0 ** -len(number[1] or "")
    assert abs(written * scale - quantity.value) <= step / 2 + 1e-9, quantity


def check_recomputed(claim: Claim) -> None:
    """Values are those of the observations; differences and ratios are of two that follow each other."""
    known = [o for o in claim.observations if o.value is not None]
    pairs = [(a.value, b.value) for a, b in pairwise(known)]
    for quantity in claim.quantities:
        match quantity.measure, quantity.unit:
            case Measure.LEVEL, _:
                assert any((quantity.value, quantity.unit) == (o.value, o.unit) for o in known), quantity
            case Measure.DIFFERENCE, _:
                assert any(abs(abs(a - b) - quantity.value) < 1e-6 for a, b in pairs), quantity
            case Measure.RATIO, "times":
                assert any(b and abs(a / b - quantity.value) < 1e-9 for a, b in pairs), quantity
            case Measure.RATIO, "percent":
                assert any(b and abs(100 * abs(a / b - 1) - quantity.value) < 1e-9 for a, b in pairs), quantity
            case _:
                assert quantity.measure in (Measure.LIMIT, Measure.RANK, Measure.COUNT)


def without_quantities(claim: Claim) -> str:
    """The sentence with each of its quantities taken out, the longest first."""
    text = claim.text
    for quantity in sorted(claim.quantities, key=lambda q: -len(q.text)):
        text = re.sub(rf"(?<![0-9,\u202f]){re.escape(quantity.text)}(?![0-9\u202f])", "", text)
    return text


def without_context(text: str, claim: Claim, catalogue: Catalogue, *named: str) -> str:
    """The same without what names the subject: dates, people, places, publications."""
    words = [*named, "à 95\u00a0%", "carte de 2015", "d’avant 2015"]
    for o in claim.observations:
        words += _context(o, catalogue)
    for caveat in claim.caveats:
        words += re.findall("[0-9]{4}", caveat)
    for word in sorted(filter(None, words), key=len, reverse=True):
        text = text.replace(french.typography(word), "")
    return text


def _context(o: Observation, catalogue: Catalogue) -> list[str]:
    indicator, source = catalogue.indicators[o.indicator], catalogue.sources[o.source]
    place = catalogue.territories.get(o.territory)
    counted = indicator.counted
    dates = [french.period(part) for part in (o.period, *o.period.split("/"))]
    return [
        *dates,
        indicator.phrase,
        catalogue.units[o.unit].symbol,
        catalogue.units[o.unit].difference,
        *((counted.one, counted.many, counted.singular, counted.plural) if counted else ()),
        french.people(o.stratum, default_stratum(indicator), catalogue),
        catalogue.zones[o.zone].within,
        *((french.within(place), place.label) if place else ()),
        source.reported_by.replace(" (", ", ").replace(")", ""),
    ]

"""A proof read back from a file: checked part by part, bounded, since anybody may have written it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, FiniteFloat, StringConstraints, ValidationError

from dashboard.briefs.document import Asked
from dashboard.briefs.proof import FORMAT, VERSION
from dashboard.claims.claim import KEYS
from etl.errors import french_reason
from etl.model import is_period

MOST_TOLD = 5
"""Problems told of one proof."""
SENTENCE, MOST_CLAIMS = 1_500, 400
"""Characters of a sentence, and sentences: the longest of ours has some 270, and the note of France some 80 of them."""
SHORT, LONG = 500, 5_000
"""Characters of a code and of a text."""
LETTERS = 200_000
"""Of all the sentences of a document: the note of France has some 20 000."""
LARGEST = 1e12
"""No figure of a document comes near, whatever its unit."""
FIRST_YEAR, LAST_YEAR = 2020, 2100
"""Between which a document may have been made."""
MOST, MANY = 1_000, 10_000
"""Sentences, charts or tables of a document, and items of one of them. No document of ours comes near."""

Code = Annotated[str, StringConstraints(max_length=SHORT)]
Text = Annotated[str, StringConstraints(max_length=LONG)]


def _day(text: str) -> str:
    try:
        year = date.fromisoformat(text).year
    except ValueError:
        raise ValueError("n'est pas un jour, écrit comme 2026-11-24") from None
    if not FIRST_YEAR <= year < LAST_YEAR:
        raise ValueError(f"aucune note n'a été faite en {year}")
    return text


def _period(text: str) -> str:
    if not is_period(text):
        raise ValueError(f"« {text[:40]} » n'est pas une période, écrite comme 2022 ou 2022-12-31")
    return text


def _plausible(value: float) -> float:
    if abs(value) > LARGEST:
        raise ValueError(f"{value:.3g} n'est pas une valeur plausible")
    return value


class ProofError(ValueError):
    """A proof that cannot be read; the text, in French, says why and what to do."""


class _Part(BaseModel):
    """A part of a proof: exact types, keys that it does not know left aside."""

    model_config = ConfigDict(strict=True, frozen=True, extra="ignore")


Number = Annotated[FiniteFloat, AfterValidator(_plausible)]
Period = Annotated[Code, AfterValidator(_period)]


class ProvenObservation(_Part):
    """A figure as the document read it."""

    indicator: Code
    territory: Code
    zone: Code
    perimeter: Code
    period: Period
    sex: Code
    age: Code
    breakdown: Code
    source: Code
    value: Number | None
    unit: Code
    obs_status: Code
    conf_status: Code
    locator: Text

    @property
    def key(self) -> tuple[str, ...]:
        """What tells it from all others: ``claim.observation_key``."""
        return tuple(str(getattr(self, name)) for name in KEYS)

    @property
    def subject(self) -> tuple[str, ...]:
        """The same without its date and its source: what is measured, where, of whom."""
        return (self.indicator, self.territory, self.zone, self.perimeter, self.sex, self.age, self.breakdown)


class ProvenQuantity(_Part):
    """One number of a sentence."""

    measure: Code
    text: Text
    value: Number
    unit: Code


class ProvenClaim(_Part):
    """One sentence of the document."""

    text: Annotated[str, StringConstraints(max_length=SENTENCE)]
    rule: Code
    quantities: tuple[ProvenQuantity, ...] = Field(max_length=MANY)
    observations: tuple[ProvenObservation, ...] = Field(max_length=MANY)
    caveats: tuple[Text, ...] = Field(max_length=MANY)


class ProvenMark(_Part):
    """One figure on a chart."""

    row: Text
    side: Code
    period: Code
    value: Number | None
    text: Text


class ProvenGroup(_Part):
    """Quarters counted together on a chart."""

    row: Text
    count: Number


class ProvenChart(_Part):
    """A chart of the document."""

    name: Code
    title: Text
    marks: tuple[ProvenMark, ...] = Field(max_length=MANY)
    labels: dict[Code, Text] = Field(default={}, max_length=10)
    groups: tuple[ProvenGroup, ...] = Field(default=(), max_length=MANY)


class ProvenTable(_Part):
    """A table of the document; the first cell of a row names it."""

    caption: Text
    header: tuple[Text, ...] = Field(max_length=MANY)
    rows: tuple[tuple[Text, ...], ...] = Field(max_length=MANY)


class ProvenAsked(_Part):
    """What the document was asked of."""

    territory: Code
    themes: tuple[Code, ...] = Field(max_length=SHORT)
    reference: Code
    length: Literal["page", "full"]
    views: tuple[Text, ...] = Field(max_length=SHORT)
    kind: Literal["note", "programme"] = "note"

    def asked(self) -> Asked:
        """The same, to make the document again."""
        return Asked(self.territory, self.themes, self.reference, self.length, self.views, self.kind)


class Proof(_Part):
    """What a document said when it was made."""

    name: Code
    data_version: Code
    made: Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), AfterValidator(_day)]
    permalink: Text
    asked: ProvenAsked
    claims: tuple[ProvenClaim, ...] = Field(max_length=MOST_CLAIMS)
    charts: tuple[ProvenChart, ...] = Field(max_length=MOST)
    tables: tuple[ProvenTable, ...] = Field(max_length=MOST)


def read_proof(content: Mapping[str, Any]) -> Proof:
    """The proof of a file, as ``proof.proof_of`` wrote it. Raises ProofError."""
    if not content:
        raise ProofError("Ce fichier ne porte pas de preuve : il n’y a rien à vérifier.")
    if content.get("format") != FORMAT:
        raise ProofError("La preuve que porte ce fichier n’est pas une preuve Lisière.")
    version = content.get("format_version")
    if type(version) is not int or version < 1:
        raise ProofError(f"La preuve que porte ce fichier n’a pas de version lisible : {str(version)[:40]!r}.")
    if version > VERSION:
        raise ProofError(
            f"La preuve que porte ce fichier est d’une version plus récente ({version}) que celle que cette "
            f"installation sait lire ({VERSION}) : mettez Lisière à jour, puis recommencez."
        )
    try:
        # Through JSON: a list is then a list of the model, and no object of Python comes in
        proof = Proof.model_validate_json(json.dumps(content, allow_nan=False))
    except (ValueError, TypeError, RecursionError) as error:
        raise ProofError(f"La preuve que porte ce fichier est abîmée ({_reasons(error)}).") from None
    if not (proof.claims or proof.charts or proof.tables):
        raise ProofError(
            "La preuve que porte ce fichier est vide (ni phrase, ni figure, ni tableau) : il n’y a rien à vérifier. "
            "Refaites la note."
        )
    if sum(len(claim.text) for claim in proof.claims) > LETTERS:
        raise ProofError(
            f"La preuve que porte ce fichier est trop longue pour être vérifiée (ses phrases ont plus de {LETTERS} "
            "lettres) : aucune note de Lisière n’en a autant."
        )
    return proof


def _reasons(error: Exception) -> str:
    if not isinstance(error, ValidationError):
        return "elle ne peut pas être lue"
    told = [f"{'.'.join(str(part) for part in detail['loc'])} : {french_reason(detail)}" for detail in error.errors()]
    more = f" ; et {len(told) - MOST_TOLD} autres" if len(told) > MOST_TOLD else ""
    return f"{' ; '.join(told[:MOST_TOLD])}{more}"

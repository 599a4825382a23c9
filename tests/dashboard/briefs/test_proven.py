"""A proof that anybody may have written: read whole, or refused with a reason in French, never a traceback."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.briefs.document import Document
from dashboard.briefs.proof import proof_of
from dashboard.briefs.proven import MOST, Proof, ProofError, read_proof
from dashboard.questions.reading import Reading
from tests.dashboard.briefs.making import brief

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)


@pytest.fixture(scope="module")
def document(reading: Reading) -> Document:
    """A short brief."""
    return brief(reading, "FR", length="page")


@pytest.fixture
def content(document: Document) -> dict[str, Any]:
    """Its proof, to be spoiled at will."""
    return copy.deepcopy(proof_of(document))


def test_a_proof_reads_back_as_it_was_written(document: Document) -> None:
    proof = read_proof(proof_of(document))
    assert [claim.text for claim in proof.claims] == [s.claim.text for s in document.statements]
    assert proof.asked.asked() == document.asked
    values = [[mark.value for mark in chart.marks] for chart in proof.charts]
    assert values == [[mark.value for mark in block.chart.marks] for block in document.illustrations]
    observations = [(o.key, o.value) for claim in proof.claims for o in claim.observations]
    assert len(observations) == sum(len(s.claim.observations) for s in document.statements)


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda proof: proof.clear(), "ne porte pas de preuve"),
        (lambda proof: proof.update(format="autre"), "n’est pas une preuve Lisière"),
        (lambda proof: proof.update(format_version=99), "mettez Lisière à jour"),
        (lambda proof: proof.update(format_version="1"), "n’a pas de version lisible"),
        (lambda proof: proof.update(format_version=True), "n’a pas de version lisible"),
        (lambda proof: proof.pop("claims"), "claims : obligatoire, absent"),
        (lambda proof: proof.update(claims={}), "claims"),
        (lambda proof: proof["claims"][0].pop("observations"), "claims.0.observations"),
        (lambda proof: proof["claims"][0]["quantities"].append(3), "claims.0.quantities"),
        (lambda proof: proof["charts"][0]["marks"][0].update(value="18,3"), "charts.0.marks.0.value"),
        (lambda proof: proof["charts"][0]["marks"][0].update(value=float("nan")), "ne peut pas être lue"),
        (lambda proof: proof.update(made="hier"), "made"),
        (lambda proof: proof.update(made="2026-02-31"), "n'est pas un jour"),
        (lambda proof: proof["asked"].update(length="longue"), "asked.length"),
        (lambda proof: proof.update(claims=proof["claims"] * MOST), "claims : trop d'éléments"),
        (lambda proof: proof.update(name="x" * 10_000), "name : texte trop long"),
    ],
)
def test_a_spoiled_proof_is_refused_in_french(content: dict[str, Any], spoil: Any, told: str) -> None:
    spoil(content)
    with pytest.raises(ProofError) as error:
        read_proof(content)
    assert told in str(error.value)


def test_what_a_later_version_adds_is_left_aside(content: dict[str, Any]) -> None:
    content["claims"][0]["mood"] = "gai"
    content["author"] = "quelqu’un"
    assert isinstance(read_proof(content), Proof)


@given(st.dictionaries(st.text(max_size=10), JSON, max_size=6), JSON, JSON)
def test_no_json_breaks_the_reader(extra: dict[str, Any], claims: Any, asked: Any) -> None:
    content = {"format": "lisiere-proof", "format_version": 1, "claims": claims, "asked": asked, **extra}
    with pytest.raises(ProofError):
        read_proof(content)

"""The words people use: each group means one thing that exists, and mistakes are named with their file and key."""

from __future__ import annotations

import pytest

from etl.catalogue import Catalogue, CatalogueError, fold, load_catalogue
from tests.mini import Mini


def test_no_words_are_given_twice_for_one_kind(catalogue: Catalogue) -> None:
    seen: dict[tuple[str, str], str] = {}
    for entry in catalogue.synonyms.values():
        kind = (
            "indicator" if entry.indicators else "zone" if entry.zones else "place" if entry.territories else "people"
        )
        for words in {fold(text) for text in entry.words}:
            first = seen.setdefault((f"{kind}{entry.weak}{entry.after_number}", words), entry.id)
            assert first == entry.id, f"« {words} » : {first} et {entry.id}"


def test_each_theme_of_the_guide_can_be_spoken_of(catalogue: Catalogue) -> None:
    meant = {name for entry in catalogue.synonyms.values() for name in entry.indicators}
    assert {catalogue.indicators[name].theme for name in meant} >= {
        theme.id for theme in catalogue.themes.values() if theme.headline
    }


@pytest.mark.parametrize(
    ("written", "complaint"),
    [
        ("w: {words: [chômage], indicators: [unemployment]}", "clé w.indicators : 'unemployment' absent du catalogue"),
        ("w: {words: [quartiers], zones: [quarters]}", "clé w.zones : 'quarters' absent du catalogue"),
        ("w: {words: [pays], territories: [XX]}", "clé w.territories : 'XX' absent du catalogue"),
        ("w: {words: [jeunes], ages: [young]}", "clé w.ages : 'young' n'est pas un âge"),
        ("w: {words: [diplômés], breakdowns: ['diploma:none']}", "clé w.breakdowns : 'diploma:none' absent"),
        ("w: {words: [chômage]}", "clé w.words : dire une seule chose"),
        ("w: {words: [elles], sex: F, zones: [qpv]}", "clé w.words : dire une seule chose"),
        ("w: {words: [], sex: F}", "clé w.words : "),
        ("w: {words: [elles], sex: X}", "clé w.sex : "),
        ("w: {mots: [elles], sex: F}", "clé w.mots : "),
    ],
)
def test_mistakes_are_named(mini: Mini, written: str, complaint: str) -> None:
    (mini.catalogue / "synonyms.yaml").write_text(f"{written}\n", encoding="utf-8")
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(mini.catalogue)
    assert any(f"synonyms.yaml : {complaint}" in problem for problem in caught.value.problems), caught.value.problems

"""The catalogue: every kind of mistake is told with its file, its key and its reason, all at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.catalogue import Catalogue, CatalogueError, UnknownIdError, load_catalogue
from tests.mini import Mini

INDICATORS = "catalogue/indicators/employment.yaml"
SOURCES = "catalogue/sources/all.yaml"
BREAK = """
new_survey: {indicators: [unemployment_rate], at: "2021", kind: series, text: Nouvelle enquête.}
"""
CONTRADICTION = """
both: {indicator: unemployment_rate, territory: FRM, zone: qpv, period: "2014", preferred: onpv_2015, preferred_value: 26.7, others: {guide_2019: 25}, text: Deux valeurs.}
"""
CLAIM = """
more: {theme: employment, page: 5, claim: Plus de chômage., verdict: confirmed, verdict_note: Lu., primary_source: ONPV, then: [{indicator: unemployment_rate, territory: FRM, zone: qpv, period: "2014", age: Y15T64, source: guide_2019}], quotable: "26,7 %."}
"""


def problems(mini: Mini) -> list[str]:
    """What loading the catalogue complains of."""
    with pytest.raises(CatalogueError) as caught:
        mini.load()
    return caught.value.problems


def add(mini: Mini, path: str, text: str) -> None:
    """Append to a file under ``data``."""
    with (mini.root / "data" / path).open("a", encoding="utf-8") as stream:
        stream.write(text)


def test_the_small_catalogue_is_good(mini: Mini) -> None:
    for path, text in (("breaks", BREAK), ("contradictions", CONTRADICTION)):
        add(mini, f"catalogue/{path}/employment.yaml", text)
    add(mini, "catalogue/guide_claims.yaml", CLAIM)
    catalogue = mini.load()
    assert list(catalogue.indicators) == ["unemployment_rate", "jobseekers"]
    assert [entry.id for entry in catalogue.in_theme("employment")] == ["unemployment_rate", "jobseekers"]
    assert catalogue.indicator("unemployment_rate").limits == (0, 100)
    assert catalogue.indicator("jobseekers").limits == (0, None)


MISTAKES = {
    "field missing": (INDICATORS, "  polarity: neutral\n", "", "jobseekers.polarity : obligatoire"),
    "field unknown": (INDICATORS, "  decimals: 0\n", "  decimals: 0\n  colour: red\n", "jobseekers.colour : champ inconnu"),
    "word outside its list": (INDICATORS, "polarity: neutral", "polarity: bad", "jobseekers.polarity : valeurs possibles"),
    "number outside its range": (INDICATORS, "decimals: 0", "decimals: 9", "jobseekers.decimals : doit être inférieur"),
    "text where a number goes": (INDICATORS, "decimals: 0", "decimals: peu", "jobseekers.decimals : un nombre entier"),
    "empty text": (INDICATORS, "definition: Inscrits en catégorie A.", "definition: ''", "jobseekers.definition : texte trop court"),
    "id in capitals": (INDICATORS, "jobseekers:", "JobSeekers:", "JobSeekers.id : forme attendue"),
    "weight without mean": (INDICATORS, "aggregation: sum", "aggregation: sum\n  weight: persons", "jobseekers.weight : à donner avec"),
    "mean without weight": (INDICATORS, "aggregation: sum", "aggregation: weighted_mean", "jobseekers.weight : à donner avec"),
    "unknown theme": (INDICATORS, "theme: employment\n  label: Dem", "theme: emploiment\n  label: Dem", "jobseekers.theme : 'emploiment' absent du catalogue ; vouliez-vous employment"),
    "unknown unit": (INDICATORS, "unit: persons", "unit: person", "vouliez-vous persons"),
    "unknown comparator": (INDICATORS, "comparators: [uue]", "comparators: [uuue]", "vouliez-vous uue"),
    "fields instead of a list": (INDICATORS, "comparators: [uue]", "comparators: uue", "unemployment_rate.comparators : une liste est attendue"),
    "key twice in an entry": (INDICATORS, "  decimals: 0\n", "  decimals: 0\n  decimals: 1\n", "ligne 25, colonne 3 : clé 'decimals' donnée deux fois"),
    "entry twice in a file": (INDICATORS, "jobseekers:", "unemployment_rate:", "clé 'unemployment_rate' donnée deux fois"),
    "entry without fields": (SOURCES, "onpv_2015:", "vide:\nonpv_2015:", "clé vide : des champs sont attendus"),
    "date read as a date": (SOURCES, 'date: "2016"', "date: 2016-01-02", "onpv_2015.date : un texte est attendu"),
    "address that is none": (SOURCES, "https://example.org/o", "example.org/o", "onpv_2015.url : forme attendue"),
    "unknown headline": ("catalogue/themes.yaml", "headline: unemployment_rate", "headline: unemployment", "employment.headline : 'unemployment' absent du catalogue ; vouliez-vous unemployment_rate"),
    "headline absent without a word": ("catalogue/themes.yaml", ', headline_absent: "Rien n\'est lu."', "", "health.headline_absent : dire pourquoi"),
    "unknown parent": ("catalogue/territories.yaml", "parent: FR", "parent: FRX", "FRM.parent : 'FRX' absent du catalogue ; vouliez-vous FR"),
    "level read as yes": ("catalogue/breakdowns.yaml", "cap: CAP", "yes: CAP", "breakdowns.yaml : clé diploma.levels"),
    "no level": ("catalogue/breakdowns.yaml", "{cap: CAP ou BEP, bac2_or_more: Bac +2 et plus}", "{}", "diploma.levels : trop peu d'éléments"),
    "a list for a file": ("catalogue/guide_claims.yaml", "", "- a\n- b\n", "guide_claims.yaml : des entrées « id: … » sont attendues"),
    "a key that is a list": ("catalogue/guide_claims.yaml", "", "[a, b]: {}\n", "une clé doit être un mot"),
    "yaml cut": (SOURCES, "onpv_2015: {", "onpv_2015: {{", "sources/all.yaml, ligne"),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_told_with_its_file_and_key(mini: Mini, mistake: str) -> None:
    path, old, new, told = MISTAKES[mistake]
    if old:
        mini.replace(path, old, new)
    else:
        add(mini, path, new)
    found = problems(mini)
    assert any(told in problem for problem in found), found
    assert all(problem.startswith(path.removeprefix("catalogue/")) for problem in found), found
    assert not any("Input should" in problem or "Field required" in problem for problem in found)


@pytest.mark.parametrize(
    ("path", "text", "old", "new", "told"),
    [
        ("breaks", BREAK, 'at: "2021"', "at: demain", "new_survey.at : 'demain' n'est pas une période"),
        ("breaks", BREAK, "[unemployment_rate]", "[unemployment]", "new_survey.indicators : 'unemployment' absent"),
        ("contradictions", CONTRADICTION, "guide_2019: 25", "guide_2091: 25", "both.sources : 'guide_2091' absent"),
        ("contradictions", CONTRADICTION, "zone: qpv", "zone: qvp", "both.zone : 'qvp' absent"),
        ("contradictions", CONTRADICTION, "territory: FRM", "territory: FRN", "both.territory : 'FRN' absent"),
    ],
)
def test_a_wrong_reference_is_told(mini: Mini, path: str, text: str, old: str, new: str, told: str) -> None:
    assert old in text
    add(mini, f"catalogue/{path}/employment.yaml", text.replace(old, new))
    (problem,) = problems(mini)
    assert problem.startswith(f"{path}/employment.yaml : clé {told}")


@pytest.mark.parametrize("old", ["theme: employment", "indicator: unemployment_rate", "zone: qpv", "territory: FRM", "source: guide_2019"])  # fmt: skip
def test_a_claim_of_the_guide_names_what_exists(mini: Mini, old: str) -> None:
    add(mini, "catalogue/guide_claims.yaml", CLAIM.replace(old, f"{old}x"))
    assert all(problem.startswith("guide_claims.yaml : clé more.") for problem in problems(mini))


def test_an_id_is_defined_in_one_file(mini: Mini) -> None:
    text = (mini.catalogue / "indicators/employment.yaml").read_text(encoding="utf-8")
    (mini.catalogue / "indicators/zz.yaml").write_text(text, encoding="utf-8")
    assert problems(mini)[0] == (
        "indicators/zz.yaml : clé unemployment_rate : déjà définie dans indicators/employment.yaml"
    )


def test_every_mistake_is_told_at_once(mini: Mini) -> None:
    mini.replace(INDICATORS, "decimals: 0", "decimals: 9")
    mini.replace(SOURCES, "kind: primary", "kind: first")
    (mini.catalogue / "zones.yaml").unlink()
    (mini.catalogue / "units.yaml").write_bytes(b"percent: {label: \xe9}")
    assert [problem.split(" :")[0] for problem in problems(mini)] == [
        "zones.yaml",
        "units.yaml",
        "indicators/employment.yaml",
        "sources/all.yaml",
    ]


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="n'existe pas"):
        load_catalogue(tmp_path / "none")


def test_labels_of_breakdowns(mini: Mini) -> None:
    catalogue = mini.load()
    assert catalogue.breakdown_label("diploma:bac2_or_more") == "Bac +2 et plus"
    assert catalogue.breakdown_label("_T") == "Ensemble"
    assert list(catalogue.breakdown_labels()) == ["diploma:cap", "diploma:bac2_or_more"]
    with pytest.raises(UnknownIdError) as caught:
        catalogue.breakdown_label("diploma:bac2")
    assert caught.value.closest[0] == "diploma:bac2_or_more"


@pytest.mark.parametrize("kind", ["indicator", "source", "zone", "theme"])
def test_an_unknown_id_comes_with_the_closest(mini: Mini, kind: str) -> None:
    catalogue = mini.load()
    known = {"indicator": "unemployment_rate", "source": "onpv_2015", "zone": "uue", "theme": "employment"}[kind]
    assert getattr(catalogue, kind)(known).id == known
    with pytest.raises(UnknownIdError) as caught:
        getattr(catalogue, kind)(known.upper() + "s")
    assert (caught.value.kind, caught.value.closest[0]) == (kind, known)


def test_a_collectivity_overseas_is_one_place(catalogue: Catalogue) -> None:
    """Saint-Martin and Polynésie française: not once as a département and once as a commune."""
    codes = [code for code in catalogue.territories if code.endswith(("-978", "-987"))]
    assert sorted(codes) == ["DEP-978", "DEP-987"]
    labels = [known.label for known in catalogue.territories.values() if known.parent == "FR-OM"]
    assert len(labels) == len(set(labels))


def test_a_percentage_of_people_is_called_a_share(catalogue: Catalogue) -> None:
    """« Habitants sans diplôme » in percent would be read as a count."""
    counts = ("Habitants", "Personnes", "Ménages", "Élèves", "Collégiens", "Jeunes", "Enseignants", "Logements")
    told = [i.label for i in catalogue.indicators.values() if i.unit == "percent" and i.label.startswith(counts)]
    assert told == []

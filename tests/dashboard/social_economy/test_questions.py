"""What is read of the social economy, and what is refused, on figures written by hand."""

from __future__ import annotations

from dashboard.gaps import NoPeers, Refusal
from dashboard.questions.neighbourhoods import Neighbourhoods
from dashboard.questions.reading import Reading
from dashboard.questions.social_economy import (
    COUNT,
    DENSITY,
    SECTORS,
    SHARE,
    gap_of,
    is_read,
    social_economy_of,
    told_apart,
)
from dashboard.questions.social_economy_guide import guide_beside
from dashboard.questions.social_economy_needs import Corner, NeedsBesideSupply, needs_beside_supply, needs_known
from dashboard.questions.social_economy_sectors import INITIATIVES, SectorsBeside, initiatives_of, sectors_beside
from dashboard.questions.social_economy_told import (
    corner_claim,
    guide_claims,
    kinds_claim,
    method_claims,
    sector_claims,
    supply_claims,
)
from dashboard.questions.standing import Standing
from dashboard.store import Store
from etl.catalogue import Catalogue
from tests.dashboard.claims.proof import check_form, check_recomputed, check_words, check_written
from tests.dashboard.social_economy.register import HERE, TOWN, WITHOUT_BAND


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_the_register_is_read_or_it_is_not(near: Neighbourhoods, reading: Reading):
    assert is_read(near)
    assert not is_read(Neighbourhoods(reading))
    assert social_economy_of(Neighbourhoods(reading), "DEP-93") is None


def test_a_quarter_without_an_outline_has_no_band(near: Neighbourhoods):
    with_band, without = (social_economy_of(near, code) for code in (HERE, WITHOUT_BAND))
    assert with_band is not None
    assert without is not None
    assert (with_band.has_band, with_band.widest) == (True, "qpv_and_300m")
    assert (without.has_band, without.widest) == (False, "qpv"), "its own establishments are not those of a band"


def test_secret_and_zero_are_told_apart(near: Neighbourhoods):
    known = social_economy_of(near, HERE)
    assert known is not None
    shown, hidden, zeros = told_apart(known.levels(COUNT, "qpv", SECTORS))
    assert [o.breakdown for o in shown] == ["ess_sector:social_action", "ess_sector:civic_life"]
    assert [o.breakdown for o in hidden] == ["ess_sector:food"]
    assert [o.value for o in zeros] == [0.0, 0.0, 0.0]


def test_what_a_quarter_has_and_lacks(standing: Standing):
    found = sectors_beside(standing, HERE)
    assert isinstance(found, SectorsBeside)
    assert found.zone == "qpv_and_300m"
    assert WITHOUT_BAND not in [peer.code for peer in found.peers]
    assert [s.level for s in found.present] == ["social_action", "food", "civic_life"], "a secret is not an absence"
    assert [(s.level, s.peers) for s in found.missing] == [("culture", 10), ("sport", 10)], "a secret elsewhere exists"
    assert [s.level for s in found.rare] == ["early_childhood"]


def test_a_quarter_without_a_band_is_compared_in_its_own_outline(standing: Standing):
    found = sectors_beside(standing, WITHOUT_BAND)
    assert isinstance(found, SectorsBeside)
    assert found.zone == "qpv"


def test_a_quarter_of_2024_without_figures_is_not_compared(standing: Standing):
    answer = sectors_beside(standing, "QN09301M")
    assert isinstance(answer, NoPeers)
    assert answer.text == "Le répertoire n’a pas été lu sur le contour de ce quartier."


def test_the_share_is_beside_that_of_the_rest_of_the_town(near: Neighbourhoods):
    known = social_economy_of(near, TOWN)
    assert known is not None
    gap = gap_of(near, known, SHARE)
    assert gap is not None
    assert (gap.priority.value, gap.reference.value, gap.reference.zone) == (9.0, 12.0, "outside_qpv")
    assert gap_of(near, known, DENSITY) is None


def test_needs_stand_beside_supply_at_the_medians_of_france(near: Neighbourhoods, standing: Standing):
    need = near.catalogue.indicators["poverty_rate_60"]
    assert need in needs_known(standing)
    found = needs_beside_supply(standing, need, "DEP-93")
    assert isinstance(found, NeedsBesideSupply)
    assert (found.compared, len(found.quarters)) == (12, 8)
    assert found.supply_middle == 15.5
    assert round(found.need_middle, 2) == 45.95
    corners = {quarter.code: quarter.corner for quarter in found.quarters}
    assert corners["QP093003"] == Corner.NEED_THIN, "47,8 % and 12 for 10 000"
    assert corners["QP093001"] == Corner.LESS_THIN
    assert corners["QP093008"] == Corner.LESS_PRESENT
    text = plain(corner_claim(near, found, "DEP-93").text)
    assert text.startswith("En Seine-Saint-Denis, 2 des 8 quartiers qui ont les deux chiffres ont en même temps")


def test_a_low_rate_of_employment_is_the_greater_need(near: Neighbourhoods, standing: Standing):
    found = needs_beside_supply(standing, near.catalogue.indicators["employment_rate"], "FR")
    assert isinstance(found, NeedsBesideSupply)
    assert found.lower_is_need
    lowest = min(found.quarters, key=lambda quarter: quarter.need)
    assert lowest.corner in (Corner.NEED_PRESENT, Corner.NEED_THIN)


def test_without_the_register_needs_are_not_put_beside_anything(neighbourhood_store: Store):
    standing = Standing(Neighbourhoods(Reading(neighbourhood_store)))
    assert needs_known(standing) == []
    answer = needs_beside_supply(standing, standing.near.catalogue.indicators["poverty_rate_60"], "FR")
    assert isinstance(answer, Refusal)


def test_the_figures_of_the_guide_stand_beside_those_of_the_register(near: Neighbourhoods):
    found = guide_beside(near)
    assert found is not None
    told = {(row.guide.indicator, row.guide.zone): row for row in found.rows}
    assert [row.guide.value for row in found.rows] == [9988, 4.7, 4.1, 29370, 13.7, 89]
    again = told[COUNT, "qpv"].register["QP2015"]
    assert again is not None
    assert again.value == 10091
    assert told[COUNT, "qpv_and_300m"].register["QP2015"] is None, "the band of France was not counted"
    assert [round(total) for _, _, total in found.implied()] == [212511, 214380]
    first, second = (plain(claim.text) for claim in guide_claims(near, found))
    assert "9 988 établissements pour 4,7 % en supposent 212 500 en tout" in first
    assert first.endswith("l’étude dont il les tient en annonce 221 000 établissements.")
    assert "par les 209 615 établissements" in second


def test_sentences_say_their_figures_and_their_doubts(near: Neighbourhoods, standing: Standing):
    known = social_economy_of(near, HERE)
    assert known is not None
    texts = [plain(claim.text) for claim in [*supply_claims(near, known), *method_claims(known)]]
    assert texts[0] == (
        "En septembre 2026, le répertoire compte 6 établissements employeurs de l’ESS dans le quartier, 14 "
        "établissements en ajoutant ce qui est à moins de 300 m et 120 établissements à Saint-Denis, quartier compris."
    )
    assert "La part tient à peu d’établissements : un de plus ou de moins la déplace d’environ 1,3 point." in texts
    assert any(text.startswith("Les habitants du calcul sont ceux de 2018") for text in texts)
    assert texts[-2] == (
        "L’ESS est lue ici selon la loi de 2014, ce qui donne 6 établissements ; on en compterait 4 établissements "
        "selon la marque du répertoire et un nombre couvert par le secret statistique selon l’étude de 2017."
    )
    assert "2 établissements au hasard dans leur rue et d’autres, dont le nombre est couvert par le secret" in texts[-1]


def test_every_sentence_has_its_proof(near: Neighbourhoods, standing: Standing):
    claims = []
    for code in (HERE, WITHOUT_BAND, TOWN, "DEP-93", "FR"):
        known = social_economy_of(near, code)
        assert known is not None
        claims += [*supply_claims(near, known), *method_claims(known)]
    found = sectors_beside(standing, HERE)
    assert isinstance(found, SectorsBeside)
    guide = guide_beside(near)
    assert guide is not None
    claims += [*sector_claims(found, near), *guide_claims(near, guide)]
    for claim in claims:
        check_form(claim.text)
        check_words(claim.text)
        check_recomputed(claim)
        for quantity in claim.quantities:
            assert quantity.text in claim.text
            check_written(quantity)


def test_families_that_are_all_secret_are_named_without_a_number(near: Neighbourhoods):
    known = social_economy_of(near, HERE)
    assert known is not None
    assert kinds_claim(known, SECTORS, "qpv") is None, "some have a number: a chart shows it"


def test_the_initiatives_named_are_those_of_the_guide(built_store: Store, catalogue: Catalogue):
    known = set(built_store.tables["guide_initiatives"]["id"])
    assert {name for names in INITIATIVES.values() for name in names} <= known
    assert set(INITIATIVES) <= set(catalogue.breakdowns["ess_sector"].levels)
    assert initiatives_of(["sport", "culture", "finance"])[:3] == ["pl4y", "la_coursive_boutaric", "demos"]

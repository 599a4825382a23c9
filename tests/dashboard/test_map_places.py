"""Where the quarters of a map are: by their outline, their heir, their commune, or nowhere, and it is said."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pyproj
import pytest
import shapely

from dashboard.illustrations.maps import map_chart
from dashboard.maps.cartography import Basis, Cartography, cartography_of
from dashboard.maps.figures import Mapped, Mapping, mapping_of
from dashboard.maps.scene import PARIS_FRAME, Scene
from dashboard.maps.sheet import lay_out
from dashboard.questions.reading import Reading
from dashboard.store import Store, StoreError
from dashboard.store.outlines import read_outlines
from tests.small_raw import QUARTERS, SUCCESSORS, square


@pytest.fixture(scope="module")
def quarters(neighbourhood_store: Store) -> Reading:
    """The twelve quarters of 2015 and the eleven of 2024 of the small raw folder."""
    return Reading(neighbourhood_store)


@pytest.fixture(scope="module")
def cartography(quarters: Reading) -> Cartography:
    return cartography_of(quarters)


@pytest.fixture(scope="module")
def mapping(quarters: Reading) -> Mapping:
    return mapping_of(quarters)


def scene(mapping: Mapping, perimeter: str, within: str = "FR", name: str = "poverty_rate_60") -> Scene:
    indicator = mapping.near.catalogue.indicators[name] if name else None
    mapped = mapping.of(indicator, perimeter)
    assert isinstance(mapped, Mapped)
    spots = mapping.cartography.spots(perimeter)
    return Scene(mapped, spots, mapping.cartography, mapping.inside(within, perimeter), within)


# Places --------------------------------------------------------------------------------------------------------------


def test_each_quarter_has_the_closest_place_that_is_known(cartography: Cartography):
    """Two of 2015 have an outline, two more are officially unchanged, the one that left has no commune point."""
    spots = cartography.spots("QP2015")
    basis = dict(zip([record.code for record in spots.records], spots.basis.tolist(), strict=True))
    assert list(basis) == sorted(QUARTERS)
    own = {code for code, kind in basis.items() if kind == Basis.OWN}
    assert own == {"QP093001", "QP093002", "QP093005", "QP974002"}
    assert [code for code, kind in basis.items() if kind == Basis.NONE] == ["QP093008"]
    assert all(kind == Basis.RELATED for code, kind in basis.items() if code not in own | {"QP093008"})
    assert spots.placed.sum() == 11
    assert np.isnan(spots.x[~spots.placed]).all()


def test_a_place_is_inside_its_outline_in_the_metres_of_its_land(cartography: Cartography):
    spots = cartography.spots("QP2024")
    assert [record.code for record in spots.records] == sorted(SUCCESSORS)
    for record, x, y in zip(spots.records, spots.x, spots.y, strict=True):
        corners = np.array(square(record.code)[0])
        system = 2154 if record.department == "DEP-93" else 2975
        to = pyproj.Transformer.from_crs(4326, system, always_xy=True)
        outline = shapely.Polygon(np.column_stack(to.transform(corners[:, 0], corners[:, 1])))
        assert outline.buffer(1).contains(shapely.Point(x, y)), record.code


def test_a_quarter_without_outline_is_where_the_one_it_became_is(cartography: Cartography):
    before, after = cartography.spots("QP2015"), cartography.spots("QP2024")
    there = {r.code: (x, y) for r, x, y in zip(after.records, after.x, after.y, strict=True)}
    here = {r.code: (x, y) for r, x, y in zip(before.records, before.x, before.y, strict=True)}
    assert here["QP093003"] == here["QP093004"] == there["QN09303M"], "two quarters became one"
    assert here["QP974001"] == there["QN97401M"]


def test_lands_overseas_stand_apart(cartography: Cartography):
    spots = cartography.spots("QP2024")
    lands = {r.code: land for r, land in zip(spots.records, spots.land.tolist(), strict=True)}
    assert lands["QN09301M"] == "FRM"
    assert lands["QN97402I"] == "DEP-974"


# Outlines ------------------------------------------------------------------------------------------------------------


def test_outlines_are_read_by_code(tmp_path: Path):
    path = tmp_path / "outlines.parquet"
    shape = shapely.box(650_000, 6_860_000, 650_400, 6_860_400)
    pq.write_table(pa.table({"code": ["QP093001"], "epsg": [2154], "geometry": [shapely.to_wkb(shape)]}), path)
    outlines = read_outlines(path)
    assert list(outlines) == ["QP093001"]
    assert outlines["QP093001"].equals(shape)


@pytest.mark.parametrize("content", [b"", b"<html>", b"PAR1PAR1"])
def test_a_damaged_file_is_named_with_what_to_do(tmp_path: Path, content: bytes):
    path = tmp_path / "outlines.parquet"
    path.write_bytes(content)
    with pytest.raises(StoreError, match=r"outlines\.parquet : contours illisibles.*qpv etl --raw"):
        read_outlines(path)


def test_an_outline_that_is_no_surface_is_refused(tmp_path: Path):
    path = tmp_path / "outlines.parquet"
    pq.write_table(pa.table({"code": ["QP093001"], "epsg": [2154], "geometry": [b"no outline"]}), path)
    with pytest.raises(StoreError, match="contours illisibles"):
        read_outlines(path)


def test_a_build_without_outlines_has_none(reading: Reading):
    assert cartography_of(reading).outlines == {}
    assert cartography_of(reading).borders(frozenset(["DEP-93"]), 100.0) == {}


# Scenes --------------------------------------------------------------------------------------------------------------


def test_all_of_france_has_a_frame_for_each_land_and_one_for_paris(mapping: Mapping):
    drawn = scene(mapping, "QP2015")
    assert list(drawn.sheet.frames) == ["FRM", "DEP-974", PARIS_FRAME]
    assert [len(seen.ranks) for seen in drawn.seen.values()] == [7, 4, 7], "those near Paris are drawn twice"
    assert drawn.outlined == {}, "dots at the scale of the country"


def test_a_land_of_the_other_map_only_has_a_frame_that_says_so(mapping: Mapping):
    """As Mayotte on the map of 2015, when no file names its quarters."""
    known = scene(mapping, "QP2015")
    elsewhere = known.inside & (known.spots.land != "DEP-974")
    drawn = Scene(known.mapped, known.spots, known.cartography, elsewhere, "FR")
    assert known.silent == {}
    assert drawn.silent == {"DEP-974": 0}
    atlas = lay_out(drawn)
    assert atlas is not None
    assert list(drawn.sheet.frames) == ["FRM", "DEP-974", PARIS_FRAME]
    assert "aucun quartier de 2015 lu" in [note.text.replace("\n", " ") for note in atlas.notes]
    chart = map_chart(drawn, mapping.near.catalogue)
    assert chart is not None
    assert any("La Réunion : aucun fichier lu ne nomme ses quartiers de 2015" in text for text in chart.caveats)
    part = Scene(known.mapped, known.spots, known.cartography, elsewhere, "REG-11")
    assert part.silent == {}, "only all of France shows every land"


def test_a_place_has_one_frame_and_its_outlines(mapping: Mapping):
    drawn = scene(mapping, "QP2024", "DEP-93", "")
    assert list(drawn.sheet.frames) == ["FRM"]
    codes = {drawn.mapped.records[rank].code for rank in drawn.outlined}
    assert codes == {code for code in SUCCESSORS if code.startswith("QN093")}


def test_dots_take_over_where_most_outlines_are_unknown(mapping: Mapping):
    drawn = scene(mapping, "QP2015", "DEP-93")
    assert drawn.outlined == {}, "three of seven"
    assert drawn.sized
    assert drawn.heaviest == 6100


def test_the_largest_population_of_what_is_shown_makes_the_largest_dot(mapping: Mapping):
    assert scene(mapping, "QP2015", "DEP-974").heaviest == 3900
    assert not scene(mapping, "QP2024", "FR", "").sized, "nobody knows the population of 2024 here"


# Figures -------------------------------------------------------------------------------------------------------------


def test_each_quarter_is_in_the_class_of_its_value(mapping: Mapping):
    mapped = scene(mapping, "QP2015").mapped
    poverty = {code: values[3] for code, values in QUARTERS.items()}
    assert mapped.classes is not None
    for record, value, kind in zip(mapped.records, mapped.values, mapped.kinds, strict=True):
        assert value == poverty[record.code]
        low, high = mapped.classes.edges[mapped.classes.count - 1 - kind]
        assert low is None or value >= low
        assert high is None or value < high
    assert sum(look.count for look in mapped.looks) == len(QUARTERS)


def test_a_fragile_value_says_so_and_a_withheld_one_is_no_zero(mapping: Mapping):
    poverty = scene(mapping, "QP2015").mapped
    texts = {record.code: text for record, text in zip(poverty.records, poverty.texts, strict=True)}
    assert texts["QP093006"] == "49,3\u00a0% (fragile)"
    withheld = scene(mapping, "QP2015", "FR", "caf_rsa_share").mapped
    at = [record.code for record in withheld.records].index("QP974004")
    assert np.isnan(withheld.values[at])
    assert withheld.texts[at] == "non publié"
    assert withheld.looks[withheld.kinds[at]].symbol == "diamond-open"


def test_counts_weigh_what_they_count_and_shares_the_inhabitants(mapping: Mapping):
    jobseekers, poverty = (
        scene(mapping, "QP2015", "FR", name).mapped for name in ("jobseekers_abc", "poverty_rate_60")
    )
    assert jobseekers.weighed == "personnes"
    assert jobseekers.weights is not None
    assert np.array_equal(jobseekers.weights, jobseekers.values)
    assert poverty.weights is not None
    assert poverty.weights.tolist() == [QUARTERS[record.code][2] for record in poverty.records]


def test_the_statuses_of_a_map_are_those_of_the_table(mapping: Mapping):
    statuses = scene(mapping, "QP2024", "FR", "").mapped
    counts = {look.text: look.count for look in statuses.looks}
    told = [status for _, _, status, _ in SUCCESSORS.values()]
    assert counts == {
        "nouveau": told.count("NOUVEAU"), "redessiné": told.count("MODIFIE"), "inchangé": told.count("INCHANGE"),
    }  # fmt: skip


def test_a_smaller_place_is_one_step_away(mapping: Mapping):
    assert mapping.closer("FR", "QP2015") == ["REG-11", "REG-04"]
    assert mapping.closer("REG-11", "QP2015") == ["DEP-93"]
    assert mapping.closer("DEP-93", "QP2015") == ["EPCI-200054781"]
    assert mapping.closer("EPCI-200054781", "QP2015") == []

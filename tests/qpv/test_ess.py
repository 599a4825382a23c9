"""``qpv ess``: what it writes, and what it says of files that will not do. Nothing is ever half written."""

from __future__ import annotations

import hashlib
import io
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from filelock import FileLock

from benchmarks.register import write_register
from etl.business_register import counting, definitions, running
from etl.business_register.declared import BREAKDOWNS, INDICATORS
from etl.business_register.engines import connect, memory_for
from etl.catalogue import Catalogue
from etl.checks import table_problems
from etl.errors import BuildError
from etl.model import COLUMNS, KEY_COLUMNS
from etl.pipeline import build
from qpv import ess as command
from qpv.cli import run
from tests.small_raw import sources_without_its_places, write_raw

ROWS = 20_000
STOCK, UNITS, PLACES = "StockEtablissement_utf8", "StockUniteLegale_utf8", "GeolocalisationEtablissement"
OPTIONS = {"--etablissements": STOCK, "--unites-legales": UNITS, "--geolocalisation": PLACES}
Change = Callable[[pa.Table], pa.Table]


def test_what_one_types_is_what_is_counted() -> None:
    """The command names its choices without loading the engine that they are for."""
    for typed, meant in ((command.Definition, definitions.Definition), (command.Inside, counting.Inside)):
        assert [str(one) for one in typed] == [str(one) for one in meant]


@pytest.fixture(scope="module")
def register(neighbourhood_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("register")
    write_register(folder, ROWS, perimeters=neighbourhood_folder)
    return folder


@pytest.fixture
def out(neighbourhood_folder: Path, tmp_path: Path) -> Path:
    """A folder that « qpv etl --raw » filled."""
    return Path(shutil.copytree(neighbourhood_folder, tmp_path / "indicators"))


@pytest.fixture
def files(register: Path, tmp_path: Path) -> dict[str, Path]:
    """The three files, to be spoiled at will."""
    return {option: Path(shutil.copy(find(register, name), tmp_path)) for option, name in OPTIONS.items()}


def find(folder: Path, name: str) -> Path:
    return next(path for path in folder.iterdir() if path.name.startswith(name))


def ess(files: dict[str, Path], out: Path, *more: str) -> int:
    given = [word for option, path in files.items() for word in (option, str(path))]
    return run(["ess", *given, "--out", str(out), *more])


def digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def change(path: Path, by: Change) -> None:
    pq.write_table(by(pq.read_table(path)), path)


def put(column: str, values: Callable[[pa.ChunkedArray], object]) -> Change:
    return lambda table: table.set_column(table.column_names.index(column), column, values(table[column]))


def as_csv(path: Path, separator: str = ",", *, spoil: Callable[[str], str] = str, members: int = 1) -> Path:
    """The Parquet file as CSV in a zip."""
    frame = pq.read_table(path).to_pandas()
    text = io.StringIO()
    frame.to_csv(text, sep=separator, index=False)
    target = path.with_suffix(".zip")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for number in range(members):
            packed.writestr(f"{path.stem}{number}.csv", spoil(text.getvalue()))
    return target


def numbers_of(out: Path) -> pd.DataFrame:
    return pq.read_table(out / "business_register.parquet").to_pandas()


def test_it_joins_the_other_files_and_stays(
    files: dict[str, Path], out: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = digests(out)
    assert ess(files, out) == 0
    told = capsys.readouterr().out
    for word in (
        "Sort de chaque ligne du répertoire au 2026-09-01",
        "sans salarié",
        "guide (2017)",
        "Étapes",
        "observations",
    ):
        assert word in told
    after = digests(out)
    new = {"business_register.parquet", "coverage_business_register.parquet"}
    assert set(after) - set(before) == new
    assert {name for name in before if before[name] != after[name]} == {"official.json"}
    table = numbers_of(out)
    assert len(table) > 2000
    assert (table["territory"] == "QP093001").any()
    assert ess(files, out) == 0
    assert "fichiers modifiés : aucun" in capsys.readouterr().out
    assert digests(out) == after
    monkeypatch.setenv("QPV_INDICATORS_DIR", str(out))
    assert run(["check"]) == 0, capsys.readouterr().err


def test_the_list_of_the_social_economy_is_one_more_reading(
    files: dict[str, Path], out: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    units = pq.read_table(files["--unites-legales"]).to_pandas()
    cooperatives = units.loc[units["categorieJuridiqueUniteLegale"].isin([5543, 5458, 6317, 9220]), "siren"]
    lines = [
        f"{int(siren)},Nom,Associations,75001,PARIS,75,Paris,Île-de-France"
        for siren in [*cooperatives, *cooperatives[:5]]
    ]
    header = "-> SIREN,Nom ou raison sociale de l'entreprise,Famille juridique de l’entreprise,Code postal,"
    header += "Libellé de la commune de l'établissement,Code du département de l'établissement,"
    header += "Département de l'établissement,Région de l'établissement"
    listed = tmp_path / "entreprisesess.csv"
    listed.write_text("\ufeff" + "\n".join([header, *lines]) + "\n", encoding="utf-8")
    assert ess(files, out, "--definition", "list") == 2
    assert "--liste-ess" in capsys.readouterr().err
    assert ess(files, out, "--liste-ess", str(listed), "--definition", "list") == 0
    assert "siren lu comme un nombre" in capsys.readouterr().out
    stock = pq.read_table(files["--etablissements"]).to_pandas().merge(units, on="siren")
    field = stock[
        (stock["etatAdministratifEtablissement"] == "A") & (stock["etatAdministratifUniteLegale"] == "A")
        & (stock["caractereEmployeurEtablissement"] == "O") & stock["siren"].isin(cooperatives)
    ]  # fmt: skip
    table = numbers_of(out)
    whole = table[(table["indicator"] == "ess_employer_establishments") & (table["zone"] == "all")]
    departments = whole[whole["territory"].str.startswith("DEP-") & (whole["breakdown"] == "ess_definition:list")]
    known = field["codeCommuneEtablissement"].str.extract("^(9[78].|..)", expand=False)
    for line in departments.itertuples():
        expected = (known == line.territory[4:]).sum()
        assert line.value == expected or (line.value != line.value and line.conf_status == "C")
    assert set(whole["breakdown"]) >= {"ess_definition:flag", "ess_definition:list"}


BAD = {
    "duplicate SIRET in the stock": (
        "--etablissements", lambda t: pa.concat_tables([t, kept(t).slice(0, 1)]), "figure plusieurs fois"),
    "duplicate SIREN in the units": ("--unites-legales", lambda t: pa.concat_tables([t, t]), "figure plusieurs fois"),
    "duplicate SIRET in the places": ("--geolocalisation", lambda t: pa.concat_tables([t, t]), "figure plusieurs fois"),
    "degrees": ("--geolocalisation", lambda t: with_place(t, t["x_longitude"], t["y_latitude"]), "degrés"),
    "x and y swapped": ("--geolocalisation", lambda t: with_place(t, t["y"], t["x"]), "hors du territoire"),
    "unknown EPSG": ("--geolocalisation", put("epsg", lambda c: pa.array(["27572"] * len(c))), "(epsg) inconnu"),
    "another header": (
        "--geolocalisation", lambda t: t.rename_columns([n.replace("epsg", "srid") for n in t.column_names]),
        "il manque epsg"),
    "no row": ("--etablissements", lambda t: t.slice(0, 0), "aucune ligne"),
    "nobody employs": ("--etablissements", put("caractereEmployeurEtablissement", lambda c: pa.array(["N"] * len(c))),
                       "aucun établissement actif et employeur"),
}  # fmt: skip


def kept(table: pa.Table) -> pa.Table:
    """The establishments of the field."""
    active = pc.equal(table["etatAdministratifEtablissement"], "A")
    return table.filter(pc.and_(active, pc.equal(table["caractereEmployeurEtablissement"], "O")))


def with_place(table: pa.Table, x: pa.ChunkedArray, y: pa.ChunkedArray) -> pa.Table:
    return put("y", lambda _: y)(put("x", lambda _: x)(table))


@pytest.mark.parametrize("what", BAD)
def test_what_would_make_counts_wrong_is_refused(
    what: str, files: dict[str, Path], out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    option, by, told = BAD[what]
    change(files[option], by)
    refused(files, out, capsys, files[option].name, told)


def refused(
    files: dict[str, Path], out: Path, capsys: pytest.CaptureFixture[str], *told: str, more: tuple[str, ...] = ()
) -> None:
    """Exit status 1, a message that says each of ``told``, and nothing changed."""
    before = digests(out)
    assert ess(files, out, *more) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("Erreur")
    assert "Traceback" not in printed.err
    for word in told:
        assert word in printed.err
    assert digests(out) == before


@pytest.mark.parametrize(("share", "where"), [(0.5, "end"), (0.999, "end"), (0.3, "hole")])
def test_a_file_that_was_cut(
    share: float, where: str, files: dict[str, Path], out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = files["--etablissements"]
    content = bytearray(path.read_bytes())
    at = int(len(content) * share)
    if where == "end":
        del content[at:]
    else:
        content[at : at + len(content) // 4] = bytes(len(content) // 4)
    path.write_bytes(content)
    refused(files, out, capsys, "télécharger de nouveau")


def test_a_zip_that_was_cut_or_holds_two_files(
    files: dict[str, Path], out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = as_csv(files["--unites-legales"], members=2)
    refused({**files, "--unites-legales": path}, out, capsys, path.name, "2 fichiers CSV dans l’archive")
    path.write_bytes(path.read_bytes()[:-2000])
    refused({**files, "--unites-legales": path}, out, capsys, path.name, "zip tronquée")


def test_files_given_in_the_wrong_order(files: dict[str, Path], out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second, third = files.values()
    turned = dict(zip(files, (second, third, first), strict=True))
    refused(turned, out, capsys, "ce fichier est « StockUniteLegale », pas « StockEtablissement »")
    missing = {**files, "--geolocalisation": out / "rien.parquet"}
    refused(missing, out, capsys, "rien.parquet")


def test_a_geolocation_of_another_month(
    files: dict[str, Path], out: Path, tmp_path: Path, neighbourhood_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for month in ("2005-01", "2026-06"):
        write_register(tmp_path / month, ROWS, perimeters=neighbourhood_folder, month=month)
    old = {**files, "--geolocalisation": find(tmp_path / "2005-01", PLACES)}
    refused(old, out, capsys, "d’un autre mois", "télécharger les deux le même jour")
    stale = {**files, "--geolocalisation": find(tmp_path / "2026-06", PLACES)}
    change(stale["--geolocalisation"], lambda t: t.filter(pc.invert(pc.is_in(t["siret"], young(files)))))
    assert ess(stale, out) == 0
    assert "mois plus ancien" in capsys.readouterr().out


def young(files: dict[str, Path]) -> pa.Array:
    """Make a dozen establishments of the field born in the last month; their SIRET."""
    path = files["--etablissements"]
    frame = pq.read_table(path).to_pandas()
    field = frame.index[
        (frame["etatAdministratifEtablissement"] == "A") & (frame["caractereEmployeurEtablissement"] == "O")
    ]
    frame.loc[field[:40], "dateCreationEtablissement"] = pd.Timestamp("2026-08-20").date()
    pq.write_table(pa.Table.from_pandas(frame, schema=pq.read_schema(path), preserve_index=False), path)
    return pa.array(frame.loc[field[:40], "siret"])


def test_codes_read_as_numbers_get_their_zeros_back(
    files: dict[str, Path], out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ess(files, out) == 0
    assert "lu comme un nombre" not in capsys.readouterr().out
    expected = numbers_of(out)
    for option, columns in {"--etablissements": ("siren", "siret"), "--unites-legales": ("siren",)}.items():
        for column in columns:
            change(files[option], put(column, lambda c: c.cast(pa.int64())))
    assert ess(files, out) == 0
    told = capsys.readouterr().out
    assert "StockEtablissement_utf8.parquet : siren, siret lu comme un nombre" in told
    pd.testing.assert_frame_equal(numbers_of(out), expected)
    as_text = {option: as_csv(path) for option, path in files.items()}
    assert ess(as_text, out) == 0
    assert "StockUniteLegale_utf8.zip : siren lu comme un nombre" in capsys.readouterr().out
    pd.testing.assert_frame_equal(numbers_of(out), expected)


def test_headers_in_capitals_any_separator_and_a_mark_at_the_start(files: dict[str, Path], out: Path) -> None:
    assert ess(files, out) == 0
    expected = numbers_of(out)

    def spoil(text: str) -> str:
        head, _, rest = text.partition("\n")
        return f"\ufeff{head.upper()}\n{rest}"

    changed = {option: as_csv(path, ";", spoil=spoil) for option, path in files.items()}
    assert ess(changed, out) == 0
    pd.testing.assert_frame_equal(numbers_of(out), expected)


def test_absurd_dates_are_no_dates(files: dict[str, Path], out: Path) -> None:
    for column in ("dateCreationEtablissement", "dateDebut"):
        days = ["0004-01-01", "2218-06-30"]
        change(
            files["--etablissements"], put(column, lambda c, d=days: pa.array((d * len(c))[: len(c)]).cast(pa.date32()))
        )
    stamps = put("dateDernierTraitementEtablissement", lambda c: pa.concat_arrays(
        [pa.array([pd.Timestamp("2218-06-30")], c.type), *c.slice(1).chunks]))  # fmt: skip
    change(files["--etablissements"], stamps)
    assert ess(files, out) == 0
    table = numbers_of(out)
    assert set(table.loc[table["zone"] == "all", "period"].str[:4]) <= {str(year) for year in range(2016, 2027)}
    born = table[table["indicator"] == "ess_creations"]
    assert not born["value"].fillna(0).any()


def test_too_little_memory_says_how_much(files: dict[str, Path], out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    refused(files, out, capsys, "mémoire insuffisante (2MB)", "--memory 250MB", more=("--memory", "2MB"))
    assert [memory_for(rows) for rows in (20_000, 1_000_000, 38_000_000)] == ["250MB", "250MB", "3GB"]
    assert ess(files, out, "--memory", memory_for(ROWS)) == 0


def test_a_disk_that_fills_while_spilling(tmp_path: Path) -> None:
    with connect("duckdb", "60MB", tmp_path / "spill") as engine:
        engine.backend.raw_sql("SET max_temp_directory_size = '1MB'")
        engine.backend.raw_sql("CREATE VIEW long AS SELECT md5(range::VARCHAR) AS word FROM range(3000000)")
        words = engine.backend.table("long").order_by("word")
        with pytest.raises(BuildError, match="disque plein"):
            engine.write(words, tmp_path / "sorted")
    assert [path.name for path in tmp_path.iterdir()] == ["spill"]


def test_territories_that_were_never_read(
    files: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    refused(files, empty, capsys, "territories.parquet manque", "qpv etl --raw")


def test_a_run_that_was_cut_starts_again_where_it_stopped(
    files: dict[str, Path], out: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = digests(out)

    def cut(*_: object) -> None:
        raise RuntimeError("killed")

    with monkeypatch.context() as patched:
        patched.setattr(running, "write_places", cut)
        with pytest.raises(RuntimeError, match="killed"):
            ess(files, out)
    assert digests(out) == before
    work = out.parent / f".register-{out.name}"
    assert (work / "selection").exists()
    assert not (work / "places.parquet").exists()
    capsys.readouterr()
    assert ess(files, out) == 0
    again = capsys.readouterr().out
    assert again.count("déjà faite") == 2
    change(files["--etablissements"], lambda t: t.slice(0, t.num_rows - 50))
    assert ess(files, out) == 0
    assert "déjà faite" not in capsys.readouterr().out


def test_two_runs_in_one_folder(files: dict[str, Path], out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    work = out.parent / f".register-{out.name}"
    work.mkdir()
    with FileLock(work / ".lock"):
        refused(files, out, capsys, "un autre « qpv ess »")
    assert ess(files, out) == 0


@pytest.mark.parametrize("words", [("--memory", "beaucoup"), ("--engine", "presto"), ("--definition", "insee")])
def test_words_that_are_none(
    words: tuple[str, str], files: dict[str, Path], out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ess(files, out, *words) == 2
    assert words[1] in capsys.readouterr().err


def test_it_stays_when_official_files_are_read_again(
    files: dict[str, Path],
    out: Path,
    tmp_path: Path,
    project_root: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert ess(files, out) == 0
    kept_ = {name: digest for name, digest in digests(out).items() if "business_register" in name}
    sources = sources_without_its_places(project_root / "data" / "sources", tmp_path / "sources")
    build(project_root / "data" / "catalogue", sources, out, raw=write_raw(tmp_path / "raw"))
    assert {name: digests(out).get(name) for name in kept_} == kept_
    monkeypatch.setenv("QPV_INDICATORS_DIR", str(out))
    assert run(["check"]) == 0, capsys.readouterr().err


def test_every_observation_passes_the_checks_of_the_tables(
    files: dict[str, Path], out: Path, catalogue: Catalogue
) -> None:
    assert ess(files, out, "--definition", "flag", "--inside", "coordinates") == 0
    assert ess(files, out) == 0
    table = pq.read_table(out / "business_register.parquet")
    frame = table.to_pandas()
    assert tuple(frame.columns) == COLUMNS
    assert not frame.duplicated(list(KEY_COLUMNS)).any()
    assert set(frame["breakdown"]) <= set(BREAKDOWNS)
    assert set(frame["indicator"]) == set(INDICATORS)
    assert table_problems(frame, catalogue, "business_register.parquet") == []
    shown = frame[frame["value"].notna()]
    percent = shown[shown["unit"] == "percent"]["value"]
    assert percent.between(0, 100).all()
    assert (shown["value"] >= 0).all()
    numbers = shown[shown["indicator"] == "ess_employer_establishments"]
    place = ["territory", "zone", "perimeter"]
    total = numbers[numbers["breakdown"] == "_T"].set_index(place)["value"]
    for dimension in ("legal_form", "ess_sector", "size"):
        levels = frame[
            (frame["indicator"] == "ess_employer_establishments") & frame["breakdown"].str.startswith(f"{dimension}:")
        ]
        complete = levels.groupby(place)["value"].agg(lambda values: values.sum(skipna=False)).dropna()
        both = complete.index.intersection(total.index)
        assert len(both) > 10
        assert (complete[both] == total[both]).all()

"""Zip files as they come, and as they should not: what is read is right, what is refused is told."""

from __future__ import annotations

import io
import stat
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl.archives import ArchiveLimits, Member, open_member, read_member, read_members, verify_archive
from etl.errors import SourceError
from etl.files import readable_size

TABLE = "CODGEO;LIBGEO\r\nQP093001;Les Étangs\r\n".encode()


def zipped(**members: bytes) -> bytes:
    """A zip of ``members``; « __ » in a name stands for a slash, « _ » for a point."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), data)
    return content.getvalue()


def written(folder: Path, content: bytes) -> Path:
    """An archive on disk."""
    path = folder / "raw" / "archive.zip"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    return path


def test_members_are_listed_by_suffix_and_read(tmp_path: Path) -> None:
    path = written(tmp_path, zipped(GEOJSON__q_GEOJSON=b"{}", table_csv=TABLE, inner_zip=b"PK", doc_pdf=b"%PDF"))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("folder.csv/", b"")
        archive.writestr("__MACOSX/._table.csv", b"\0\5\x16\7")
    assert read_members(path, (".csv", ".geojson")) == [Member("GEOJSON/q.GEOJSON", 2), Member("table.csv", len(TABLE))]
    assert read_members(path, (".zip",)) == []
    assert read_members(path, ()) == []
    assert [m.name for m in read_members(path, ("",))] == ["GEOJSON/q.GEOJSON", "table.csv", "doc.pdf"], "files alone"
    assert read_member(path, "table.csv") == TABLE
    with open_member(path, "table.csv") as stream:
        assert stream.read(6) == b"CODGEO"
    verify_archive(path)


@pytest.mark.parametrize(
    "name",
    [
        "../out.csv",
        "a/../../out.csv",
        "/etc/out.csv",
        "..\\out.csv",
        "C:\\out.csv",
        "C:out.csv",
        "\\\\host\\x\\out.csv",
    ],
)
def test_a_name_that_leaves_the_folder_condemns_the_archive(tmp_path: Path, name: str) -> None:
    content = io.BytesIO(zipped(good_csv=TABLE))
    with zipfile.ZipFile(content, "a") as archive:
        archive.writestr(name, b"x")
    path = written(tmp_path, content.getvalue())
    for read in (lambda: read_members(path, (".csv",)), lambda: read_member(path, "good.csv")):
        with pytest.raises(SourceError) as caught:
            read()
        (problem,) = caught.value.problems
        assert (problem.file.endswith("raw/archive.zip"), problem.value) == (True, name)
        assert "sort du dossier" in problem.reason
    assert sorted(entry.name for entry in tmp_path.rglob("*")) == ["archive.zip", "raw"], "nothing is ever unpacked"


def test_dots_inside_a_name_are_a_name(tmp_path: Path) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("v1..2/table..csv", TABLE)
    assert [m.name for m in read_members(written(tmp_path, content.getvalue()), ("csv",))] == ["v1..2/table..csv"]


def test_a_link_an_encrypted_file_and_a_name_given_twice_are_refused(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("link.csv")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(SourceError, match=r"'link\.csv' : lien symbolique"):
        read_members(written(tmp_path, content.getvalue()), (".csv",))

    plain = bytearray(zipped(table_csv=TABLE))
    plain[plain.index(b"PK\1\2") + 8] |= 1
    with pytest.raises(SourceError, match=r"'table\.csv' : fichier chiffré ; fournir"):
        read_members(written(tmp_path, bytes(plain)), (".csv",))

    twice = io.BytesIO(zipped(table_csv=TABLE))
    with zipfile.ZipFile(twice, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("table.csv", b"other")
    with pytest.raises(SourceError, match="deux fichiers de ce nom"):
        read_members(written(tmp_path, twice.getvalue()), (".csv",))


def test_a_compression_that_cannot_be_bounded_is_refused(tmp_path: Path) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("table.csv", TABLE)
    with pytest.raises(SourceError, match="compression de type 12 non lue"):
        read_members(written(tmp_path, content.getvalue()), (".csv",))


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = written(tmp_path, zipped(bomb_csv=bytes(20_000_000)))
    with pytest.raises(SourceError, match=r"[0-9]{3,4} fois plus grosse une fois décompressée, 200 fois"):
        read_members(path, (".csv",))
    verify_archive(written(tmp_path, zipped(padded_csv=bytes(1_000_000))))  # small enough to do no harm
    path = written(tmp_path, zipped(bomb_csv=bytes(20_000_000)))
    loose = ArchiveLimits(ratio=2000)
    assert read_members(path, (".csv",), loose) == [Member("bomb.csv", 20_000_000)]


@pytest.mark.parametrize(
    ("limits", "told"),
    [
        (ArchiveLimits(total=50), r"74 octets une fois décompressée, 50 octets au plus"),
        (ArchiveLimits(member=20), r"un fichier de 37 octets dans l'archive, 20 octets au plus"),
        (ArchiveLimits(count=1), r"2 fichiers dans l'archive, 1 au plus"),
    ],
)
def test_each_limit_is_told(tmp_path: Path, limits: ArchiveLimits, told: str) -> None:
    path = written(tmp_path, zipped(a_csv=TABLE, b_csv=TABLE))
    for read in (lambda: read_members(path, (".csv",), limits), lambda: verify_archive(path, limits)):
        with pytest.raises(SourceError, match=told):
            read()


def test_a_size_announced_too_small_gives_no_more_than_announced(tmp_path: Path) -> None:
    """A bomb that lies: the table of contents announces 10 bytes of a content of 20 MB."""
    content = bytearray(zipped(bomb_csv=bytes(20_000_000)))
    entry = content.index(b"PK\1\2")
    content[entry + 24 : entry + 28] = (10).to_bytes(4, "little")
    path = written(tmp_path, bytes(content))
    assert read_members(path, (".csv",)) == [Member("bomb.csv", 10)]
    with pytest.raises(SourceError, match=r"'bomb\.csv' : contenu abîmé"):
        read_member(path, "bomb.csv")


def test_a_damaged_member_is_told_while_the_others_are_read(tmp_path: Path) -> None:
    content = zipped(a_csv=TABLE * 50, b_csv=TABLE)
    at = content.index(b"a.csv") + 15
    path = written(tmp_path, content[:at] + b"\xff\x00\xff" + content[at + 3 :])
    assert read_member(path, "b.csv") == TABLE
    for read in (lambda: read_member(path, "a.csv"), lambda: verify_archive(path)):
        with pytest.raises(SourceError, match=r"'a\.csv' : contenu abîmé dans l'archive ; la télécharger de nouveau"):
            read()


@pytest.mark.parametrize("content", [b"", b"<html>404</html>", zipped(a_csv=TABLE)[:-30]], ids=["empty", "html", "cut"])
def test_what_is_no_whole_zip_is_told(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(SourceError, match=r"raw/archive\.zip : archive zip tronquée, abîmée ou d'une autre nature"):
        read_members(written(tmp_path, content), (".csv",))


def test_what_is_absent_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="lecture impossible"):
        read_members(tmp_path / "absent.zip", (".csv",))
    with pytest.raises(SourceError, match=r"'absent\.csv' : ce fichier n'est pas dans l'archive"):
        read_member(written(tmp_path, zipped(a_csv=TABLE)), "absent.csv")


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), min_size=1, max_size=4))
def test_damaged_bytes_never_give_a_wrong_content(tmp_path: Path, edits: list[tuple[float, int]]) -> None:
    """Whatever bytes change, a member read under its name is the one that was written, or nothing is."""
    true = {"a.csv": TABLE, "folder/b.csv": TABLE * 3}
    content = bytearray(zipped(a_csv=TABLE, folder__b_csv=TABLE * 3))
    for position, byte in edits:
        content[int(position * len(content))] = byte
    path = written(tmp_path, bytes(content))
    with suppress(SourceError):
        members = read_members(path, (".csv",))
        for name in {member.name for member in members} & set(true):
            assert read_member(path, name) == true[name]
        verify_archive(path)


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0 octets"),
        (999, "999 octets"),
        (1000, "1,0 ko"),
        (10_584_982, "10,6 Mo"),
        (999_700, "1,0 Mo"),
        (129_000_000, "129 Mo"),
        (5_000_000_000_000_000, "5000 To"),
    ],
)
def test_sizes_are_told_in_decimal_units(size: int, text: str) -> None:
    assert readable_size(size) == text

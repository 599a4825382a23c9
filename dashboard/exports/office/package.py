"""Packages of parts: the zip of an office file, written the same twice, and opened without trust."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from lxml import etree

from dashboard.exports import ExportError

EPOCH = (1980, 1, 1, 0, 0, 0)
LARGEST, MOST_PARTS = 300_000_000, 20_000
"""Bytes once unpacked, and parts: no document of ours comes near."""
RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
EMPTY: Mapping[str, bytes] = MappingProxyType({})
PACKED = (".xlsx", ".png", ".jpeg", ".jpg")


def made_on(day: str) -> datetime:
    """The moment that a document made on a day bears in its properties."""
    return datetime.fromisoformat(f"{day[:10]}T12:00:00")


def packed_again(content: bytes, parts: Mapping[str, bytes] = EMPTY) -> bytes:
    """The same zip without the moment it was written: parts in order, dates that never change. ``parts`` take the
    place of those of their name."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as read, zipfile.ZipFile(out, "w") as written:
        for item in read.infolist():
            told = zipfile.ZipInfo(item.filename, EPOCH)
            told.external_attr = 0o600 << 16
            told.create_system = 3
            told.compress_type = zipfile.ZIP_STORED if item.filename.lower().endswith(PACKED) else zipfile.ZIP_DEFLATED
            written.writestr(told, parts.get(item.filename) or read.read(item), compresslevel=4)
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class Relation:
    """From one part to another (``target`` from the root, without its slash), or to an address outside."""

    kind: str
    target: str
    outside: bool


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a file by name."""

    content: dict[str, bytes]

    def xml(self, name: str) -> etree._Element:
        """A part as XML. Raises ExportError when it is missing or is not XML."""
        if name not in self.content:
            raise ExportError(f"Il manque une partie du fichier : « {name} ». Il est incomplet ou a été abîmé.")
        return parse(self.content[name], name)

    def relations(self, name: str) -> dict[str, Relation]:
        """Where a part leads, by id; « » is the root."""
        folder, base = posixpath.split(name)
        told = posixpath.join(folder, "_rels", f"{base}.rels")
        if told not in self.content:
            return {}
        found = {}
        for item in self.xml(told).iter(RELATIONSHIPS):
            outside = item.get("TargetMode") == "External"
            target = item.get("Target", "")
            if not outside:
                target = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found[item.get("Id", "")] = Relation(item.get("Type", ""), target, outside)
        return found

    def start(self) -> str:
        """The main part. Raises ExportError when there is none."""
        for relation in self.relations("").values():
            if relation.kind == DOCUMENT:
                return relation.target
        raise ExportError("Ce fichier ne désigne pas son contenu : il est incomplet ou a été abîmé.")

    def led_to(self, name: str, kind: str) -> Iterator[tuple[str, str]]:
        """Ids and targets of the relations of a part whose kind ends so."""
        for key, relation in self.relations(name).items():
            if relation.kind.endswith(f"/{kind}") and not relation.outside:
                yield key, relation.target


def parse(blob: bytes, name: str) -> etree._Element:
    """XML of a part, without entities nor outside references. Raises ExportError."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(blob, parser)
    except etree.XMLSyntaxError as error:
        raise ExportError(f"La partie « {name} » du fichier est illisible : il a été abîmé.") from error


def open_parts(content: bytes, what: str, most: int = LARGEST) -> Parts:
    """The parts of a zip, ``most`` bytes once unpacked; ``what`` names the format. Raises ExportError when it is
    damaged, or too large to open."""
    most = min(most, LARGEST)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            items = [item for item in archive.infolist() if not item.is_dir()]
            if len(items) > MOST_PARTS or sum(item.file_size for item in items) > most:
                raise ExportError(
                    f"Ce fichier {what} est trop gros une fois décompressé ({most // 1_000_000} Mo au plus) : "
                    "il n’est pas ouvert."
                )
            if min((item.header_offset for item in items), default=0):
                # Cut short, a zip seems to be the last one that was put in it whole
                raise zipfile.BadZipFile("not from its beginning")
            if any(item.flag_bits & 1 for item in items):
                raise ExportError(f"Ce fichier {what} est protégé par un mot de passe : retirez-le, puis recommencez.")
            return Parts({item.filename.lstrip("/"): archive.read(item) for item in items})
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as error:
        raise ExportError(
            f"Ce fichier {what} est abîmé ou incomplet, ou d’un autre format : il ne s’ouvre pas. Demandez-le à "
            "nouveau à son auteur."
        ) from error

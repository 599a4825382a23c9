"""Digests of all that a file is made of, part by part under the name that a reader knows, but its proof."""

from __future__ import annotations

import hashlib
import io
import struct
import zipfile
from collections.abc import Callable, Iterable, Mapping

ENVELOPE = "enveloppe du fichier (zip)"
"""What holds the parts together: how they are packed, their order, what stands between and after them."""
_LOCAL, _CENTRAL = 30, 46
"""Bytes of what precedes a part, and of its line in the list at the end, without their names."""
_SUMS = slice(14, 26)
"""Where what precedes a part tells its sum and its sizes."""


def prints_of(pieces: Iterable[tuple[str, bytes]]) -> dict[str, str]:
    """The digest of each place, of all its pieces in order."""
    found: dict[str, hashlib._Hash] = {}
    for place, piece in pieces:
        digest = found.setdefault(place, hashlib.sha256())
        digest.update(len(piece).to_bytes(8, "big") + piece)
    return {place: digest.hexdigest() for place, digest in found.items()}


def zip_prints(content: bytes, place_of: Callable[[str], str], blank: Mapping[str, bytes]) -> dict[str, str]:
    """The digests of a zip: of its parts, by place, and of how they are packed and held together. ``blank``: the parts
    that hold the proof, without it. Raises zipfile.BadZipFile, as any reading of it."""
    pieces: list[tuple[str, bytes]] = []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        items = sorted(archive.infolist(), key=lambda item: item.header_offset)
        end = 0
        for item in items:
            start = item.header_offset
            head = bytearray(content[start : start + _LOCAL])
            if len(head) < _LOCAL:
                raise zipfile.BadZipFile(item.filename)
            names, extra = struct.unpack("<HH", head[26:30])
            told = start + _LOCAL + names + extra
            without = blank.get(item.filename)
            if without is not None:
                sums = struct.pack("<3L", item.CRC, item.compress_size, item.file_size)
                head[_SUMS] = bytes(12) if head[_SUMS] == sums else head[_SUMS]
            place, last = place_of(item.filename), told + item.compress_size
            pieces += [(ENVELOPE, content[end:start]), (ENVELOPE, bytes(head) + content[start + _LOCAL : told])]
            pieces += [(ENVELOPE, _listed(item, without is None))]
            pieces += [(place, item.filename.encode()), (place, archive.read(item) if without is None else without)]
            pieces += [(ENVELOPE, content[told:last])] if without is None else []
            end = last
        pieces.append((ENVELOPE, content[end : archive.start_dir]))
        pieces.append((ENVELOPE, _closing(content, archive, items)))
    return prints_of(pieces)


def _listed(item: zipfile.ZipInfo, with_sum: bool) -> bytes:
    """What the list at the end says of a part, but its place and, for the proof, its sum."""
    told = (
        item.orig_filename, item.date_time, item.compress_type, item.comment, item.extra, item.create_system,
        item.create_version, item.extract_version, item.reserved, item.flag_bits, item.volume, item.internal_attr,
        item.external_attr, item.CRC if with_sum else 0, item.file_size if with_sum else 0,
    )  # fmt: skip
    return repr(told).encode()


def _closing(content: bytes, archive: zipfile.ZipFile, items: list[zipfile.ZipInfo]) -> bytes:
    """The order of the list at the end, what follows it, and whether that is only its usual end."""
    size = sum(_CENTRAL + len(i.orig_filename.encode()) + len(i.extra) + len(i.comment) for i in items)
    count = len(items)
    usual = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, size, archive.start_dir, len(archive.comment))
    is_usual = content[archive.start_dir + size :] == usual + archive.comment
    order = [item.filename for item in archive.infolist()]
    return repr((order, archive.comment, is_usual or content[archive.start_dir + size :])).encode()

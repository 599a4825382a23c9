"""Whether a file is the very one that was written: all its bytes but the proof, whatever of them is read again.

The reading compares figures and words. What it does not look at (looks, axes, drawings, what is hidden) is compared
here as a whole: nothing of a file may change without a word. What a program would run, fetch or show by itself, and
that was not there, is an edit.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from dashboard import french
from dashboard.briefs.checked import Edit
from dashboard.briefs.seal import Line, Seal

INTACT = "Fichier intact."
MOST_NAMED = 8
LONGEST = 200
"""Letters of what is quoted from a file."""
ABSENT = "rien de tel"
PROOF = "preuve"
ENVELOPES = ("enveloppe", "suite des octets")
"""How the places begin that change with any other: named when they are alone."""
UNREAD = (
    "La mise en forme, les dessins, les axes, ce qui est caché et les contenus actifs n’y sont pas relus : en cas de "
    "doute, reprendre le fichier d’origine."
)
UNPRINTED = (
    f"Ce fichier ne porte pas d’empreinte de toutes ses parties : rien ne dit s’il a été modifié ou réenregistré. "
    f"{UNREAD}"
)


def printed(proof: Mapping[str, Any], seal: Mapping[str, Any], parts: Mapping[str, str]) -> dict[str, Any]:
    """The ``seal`` of a file with the digests of its ``parts``, and that of the proof itself."""
    return {**seal, "parts": {**parts, PROOF: proof_print(proof, seal)}}


def proof_print(proof: Mapping[str, Any], seal: Mapping[str, Any]) -> str:
    """The digest of a proof and of its seal but for the digests; characters that some formats cannot hold are left
    out."""
    told = [dict(proof), {name: value for name, value in seal.items() if name != "parts"}]
    text = json.dumps(told, ensure_ascii=False, sort_keys=True)
    kept = "".join(character for character in text if character.isprintable() and character != "\ufffd")
    return hashlib.sha256(kept.encode()).hexdigest()


def is_intact(seal: Seal | None, parts: Mapping[str, str]) -> bool:
    """Whether every part is the one that was written."""
    return seal is not None and seal.parts is not None and seal.parts == dict(parts)


def modified(seal: Seal | None, parts: Mapping[str, str]) -> str:
    """That a file was modified or saved again, and which of its parts are not those that were written; empty when
    it is intact, or when it has no seal at all (which is told elsewhere)."""
    if seal is None or is_intact(seal, parts):
        return ""
    if seal.parts is None:
        return UNPRINTED
    was = seal.parts
    names = [name for name in {**was, **parts} if was.get(name) != parts.get(name)]
    names = [name for name in names if not name.startswith(ENVELOPES)] or names
    if not any(parts.get(name) == told for name, told in was.items() if name != PROOF):
        named = "toutes ses parties ont changé"
    else:
        left = len(names) - MOST_NAMED
        told = [*names[:MOST_NAMED], *([french.counted(left, "autre partie", "autres parties")] if left > 0 else [])]
        named = f"ce qui a changé : {french.listed(told)}"
    return french.typography(f"Fichier modifié ou réenregistré depuis que la note a été faite ({named}). {UNREAD}")


def activated(seal: Seal | None, active: Sequence[Line]) -> list[Edit]:
    """What a program would run, fetch or show by itself and that was not there when the file was written, and what
    was there and is gone."""
    was = Counter(seal.active if seal is not None else ())
    now = Counter(active)
    added = [Edit(place, ABSENT, _short(what)) for place, what in (now - was).elements()]
    return added + [Edit(place, _short(what), "") for place, what in (was - now).elements()]


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"

"""What a check of a document found: of each sentence, chart and table, what was edited and what is out of date."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Literal

from dashboard import french


class Status(StrEnum):
    """What became of one part of a document."""

    SOUND = "sound"
    EDITED = "edited"
    """The file no longer says what the document said when it was made."""
    OUTDATED = "outdated"
    """What it said when it was made is no longer what the data say."""
    EDITED_AND_OUTDATED = "edited_and_outdated"
    UNREAD = "unread"
    """The file does not let it be read again: nothing is said of it."""


class Reason(StrEnum):
    """Why a part is out of date."""

    VALUE = "value"
    STATUS = "status"
    VANISHED = "vanished"
    NEWER = "newer"
    REFUSED = "refused"
    TERRITORY = "territory"
    UNSAID = "unsaid"


Kind = Literal["claim", "chart", "table", "data", "rest"]
_FEMININE = {
    Status.SOUND: ("juste", "justes"),
    Status.EDITED: ("modifiée à la main", "modifiées à la main"),
    Status.OUTDATED: ("dépassée", "dépassées"),
    Status.EDITED_AND_OUTDATED: ("modifiée à la main et dépassée", "modifiées à la main et dépassées"),
    Status.UNREAD: ("non relue", "non relues"),
}
_MASCULINE = {
    Status.SOUND: ("juste", "justes"),
    Status.EDITED: ("modifié à la main", "modifiés à la main"),
    Status.OUTDATED: ("dépassé", "dépassés"),
    Status.EDITED_AND_OUTDATED: ("modifié à la main et dépassé", "modifiés à la main et dépassés"),
    Status.UNREAD: ("non relu", "non relus"),
}
STATUS_WORDS: dict[Kind, dict[Status, tuple[str, str]]] = {
    "claim": _FEMININE,
    "chart": _FEMININE,
    "table": _MASCULINE,
    "data": _FEMININE,
    "rest": _MASCULINE,
}
"""What became of one part, and of several."""
KIND_WORDS: dict[Kind, str] = {
    "claim": "phrase",
    "chart": "figure",
    "table": "tableau",
    "data": "feuille de données",
    "rest": "reste du texte",
}
PLURALS: dict[Kind, str] = {
    "claim": "phrases",
    "chart": "figures",
    "table": "tableaux",
    "data": "feuilles de données",
    "rest": "restes du texte",
}
ALONE: tuple[Kind, ...] = ("data", "rest")
"""Kinds that a document has one of."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One thing that the file says otherwise: ``where`` in the part (empty: all of it), ``told`` when it was made,
    ``found`` now (empty: it is not there any more)."""

    where: str
    told: str
    found: str

    @property
    def text(self) -> str:
        """« Femmes : « 18,3 » à l’origine, « 12 » dans le fichier. »"""
        place = f"{self.where} : " if self.where else ""
        found = f"« {self.found} » dans le fichier" if self.found else "n’est plus dans le fichier"
        return french.typography(f"{place}« {self.told} » à l’origine, {found}.")


@dataclass(frozen=True, slots=True)
class Outdated:
    """One thing that the data say otherwise: a French sentence and, for programs, why."""

    reason: Reason
    text: str


@dataclass(frozen=True, slots=True)
class Checked:
    """One sentence, chart or table; the rows of data, or all the rest of the text. ``told`` is the sentence, or the
    title; ``now`` what to write in its place, empty where nothing can be (or where nothing need be); ``unread`` when
    the file does not let it be read again."""

    kind: Kind
    name: str
    told: str
    edits: tuple[Edit, ...] = ()
    outdated: tuple[Outdated, ...] = ()
    now: str = ""
    unread: bool = False

    @property
    def status(self) -> Status:
        """Both things may have happened to one part."""
        if self.edits and self.outdated:
            return Status.EDITED_AND_OUTDATED
        if self.edits or self.outdated:
            return Status.EDITED if self.edits else Status.OUTDATED
        return Status.UNREAD if self.unread else Status.SOUND

    def as_dict(self) -> dict[str, Any]:
        """The same for programs."""
        told = asdict(self)
        for entry, found in zip(self.outdated, told["outdated"], strict=True):
            found["reason"] = entry.reason.value
        return {"kind": told.pop("kind"), "status": self.status.value, **told}


@dataclass(frozen=True, slots=True)
class CheckReport:
    """A document put beside itself, as its file has it, and beside the data of today. ``made`` is ISO; ``remarks`` is
    what could not be checked, in French; ``intact`` when the file is the very one that was written, byte for byte."""

    name: str
    made: str
    data_version: str
    current_version: str
    parts: tuple[Checked, ...]
    remarks: tuple[str, ...] = ()
    intact: bool = False

    @property
    def is_sound(self) -> bool:
        """Whether nothing was edited and nothing is out of date."""
        return not self.unsound

    @property
    def unsound(self) -> tuple[Checked, ...]:
        """The parts that are not as they should be, in the order of the document; those that could not be read
        again are not among them."""
        return tuple(part for part in self.parts if part.status not in (Status.SOUND, Status.UNREAD))

    def of(self, kind: Kind) -> tuple[Checked, ...]:
        """The parts of one kind, in order."""
        return tuple(part for part in self.parts if part.kind == kind)

    @property
    def summary(self) -> str:
        """« 14 phrases : 12 justes, 1 modifiée à la main, 1 dépassée ; 3 figures : 3 justes »."""
        told = [_counts(kind, self.of(kind)) for kind in KIND_WORDS if self.of(kind)]
        return french.typography(" ; ".join(told)) if told else "Rien à vérifier : ni phrase, ni figure, ni tableau."

    def as_dict(self) -> dict[str, Any]:
        """The same for programs: how many of each kind in each status, then every part."""
        counts = {
            kind: {status.value: sum(part.status == status for part in self.of(kind)) for status in Status}
            for kind in KIND_WORDS
        }
        return {
            "sound": self.is_sound,
            "intact": self.intact,
            "summary": self.summary,
            "name": self.name,
            "made": self.made,
            "data_version": self.data_version,
            "current_version": self.current_version,
            "counts": counts,
            "parts": [part.as_dict() for part in self.parts],
            "remarks": list(self.remarks),
        }


def _counts(kind: Kind, parts: tuple[Checked, ...]) -> str:
    found = Counter(part.status for part in parts)
    if kind in ALONE:
        return f"{KIND_WORDS[kind]} : {STATUS_WORDS[kind][parts[0].status][0]}"
    told = [
        f"{french.number(found[status], 0)} {STATUS_WORDS[kind][status][found[status] > 1]}"
        for status in Status
        if found[status]
    ]
    return f"{french.counted(len(parts), KIND_WORDS[kind], PLURALS[kind])} : {', '.join(told)}"

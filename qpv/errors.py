"""What a command says when it cannot do what was asked: in words for people, as one JSON object for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from etl.catalogue import CatalogueError, UnknownIdError
from etl.errors import BuildError, SourceError
from etl.model import InvalidValueError

USER_ERROR = 2
"""Exit status when the request itself is wrong: unknown id, option, setting, period."""
BROKEN = 1
"""Exit status when the request is right and the catalogue, the data or the machine are not."""

_LISTED = {"indicator": "indicators", "territory": "territories", "source": "sources", "theme": "themes"}
"""The list that holds the ids of each kind."""


class CommandError(Exception):
    """A request that ends here. ``code`` is for programs and does not change; ``text`` is French."""

    def __init__(
        self,
        code: str,
        text: str,
        *,
        status: int = BROKEN,
        closest: Sequence[str] = (),
        problems: Sequence[str] = (),
    ) -> None:
        self.code, self.text, self.status = code, text, status
        self.closest, self.problems = list(closest), list(problems)
        super().__init__(text)

    def as_json(self) -> str:
        """One line: ``{"error": {"code", "text", "closest", "problems"}}``."""
        error: dict[str, Any] = {
            "code": self.code,
            "text": self.text,
            "closest": self.closest,
            "problems": self.problems,
        }
        return json.dumps({"error": error}, ensure_ascii=False)

    def as_text(self) -> str:
        """The same for people, on as many lines as there are problems."""
        lines = [f"Erreur : {self.text}"]
        if self.closest:
            lines.append(f"Noms les plus proches : {', '.join(self.closest)}")
        return "\n".join([*lines, *(f"  - {problem}" for problem in self.problems)])


def one_of(value: str, allowed: Sequence[str], what: str) -> str:
    """``value`` when it is one of those allowed. Raises CommandError that names them; ``what`` is in French."""
    if value not in allowed:
        text = f"{what} : « {value[:40]} » n'est pas parmi {', '.join(allowed)}."
        raise CommandError("usage", text, status=USER_ERROR)
    return value


def unknown(error: UnknownIdError) -> CommandError:
    """An id that nothing holds, with the nearest that exist."""
    text = error.text
    if not error.closest and error.kind in _LISTED:
        text += f" (voir « qpv list {_LISTED[error.kind]} »)"
    return CommandError(error.code, text, status=USER_ERROR, closest=error.closest)


def command_error_of(error: Exception) -> CommandError | None:
    """What an error of the ETL or of the catalogue amounts to for the caller; None for an error that is a bug."""
    if isinstance(error, CommandError):
        return error
    from dashboard.exports import ExportError  # pandas, plotly: only on the way out
    from dashboard.store import StoreError

    match error:
        case ExportError():
            return CommandError("export", str(error))
        case StoreError():
            return CommandError("data", str(error))
        case UnknownIdError():
            return unknown(error)
        case InvalidValueError():
            return CommandError(error.code, str(error), status=USER_ERROR)
        case CatalogueError():
            return CommandError("catalogue", "Le catalogue n'est pas valable.", problems=error.problems)
        case SourceError():
            return CommandError("source", "Une source est illisible.", problems=[str(p) for p in error.problems])
        case BuildError():
            return CommandError("build", "La construction a échoué.", problems=error.problems)
    return None

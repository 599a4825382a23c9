"""Errors for people, in French: what happened, where (file, line, column, value), what to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in one cell of one file. ``line`` counts from 1, header included; 0 or "" when not known."""

    file: str
    line: int
    column: str
    value: str
    reason: str

    def __str__(self) -> str:
        where = ", ".join(
            part
            for part in (
                self.file,
                f"ligne {self.line}" if self.line else "",
                f"colonne {self.column}" if self.column else "",
                # repr: a no-break space or a tab must be seen
                f"valeur {self.value!r}" if self.value else "",
            )
            if part
        )
        return f"{where} : {self.reason}"


class SourceError(Exception):
    """A source cannot be read as it stands; ``problems`` lists every cell to mend."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


class BuildError(Exception):
    """The observations do not hold together; ``problems`` says which and why."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


def short_path(path: Path) -> str:
    """The last three parts of a path: enough to find the file, nothing of the machine."""
    return Path(*path.parts[-3:]).as_posix()


_CSV_REASONS = {
    "unexpected end of data": "un guillemet ouvert n'est jamais refermé",
    "',' expected after '\"'": "un guillemet au milieu d'une case",
    "';' expected after '\"'": "un guillemet au milieu d'une case",
}


def french_csv_reason(error: Exception) -> str:
    """What the csv module complains of, in French; its own English text otherwise."""
    return _CSV_REASONS.get(str(error), str(error))


def suggestion(closest: list[str]) -> str:
    """« ; vouliez-vous … ? », empty when no name is near."""
    return f" ; vouliez-vous {' ou '.join(closest)} ?" if closest else ""


_REASONS = {
    "missing": "obligatoire, absent",
    "extra_forbidden": "champ inconnu",
    "string_type": "un texte est attendu (entre guillemets si besoin)",
    "string_too_short": "texte trop court ({min_length} caractère au moins)",
    "string_too_long": "texte trop long ({max_length} caractères au plus)",
    "string_pattern_mismatch": "forme attendue : {pattern}",
    "int_type": "un nombre entier est attendu",
    "int_parsing": "un nombre entier est attendu",
    "int_from_float": "un nombre entier est attendu",
    "float_type": "un nombre est attendu",
    "float_parsing": "un nombre est attendu, écrit comme 1234.5",
    "finite_number": "un nombre fini est attendu",
    "bool_type": "true ou false est attendu",
    "bool_parsing": "true ou false est attendu",
    "enum": "valeurs possibles : {expected}",
    "literal_error": "valeurs possibles : {expected}",
    "greater_than": "doit être supérieur à {gt}",
    "greater_than_equal": "doit être supérieur ou égal à {ge}",
    "less_than": "doit être inférieur à {lt}",
    "less_than_equal": "doit être inférieur ou égal à {le}",
    "list_type": "une liste est attendue",
    "tuple_type": "une liste est attendue",
    "dict_type": "des champs « clé: valeur » sont attendus",
    "model_type": "des champs « clé: valeur » sont attendus",
    "too_short": "trop peu d'éléments ({min_length} au moins)",
    "too_long": "trop d'éléments ({max_length} au plus)",
    "value_error": "{error}",
}
"""What pydantic's error types mean, in French; names between braces come from the error's context."""


def french_reason(detail: Mapping[str, Any]) -> str:
    """One error of pydantic's ``errors()`` in French; its own text for a type that the table does not hold."""
    template = _REASONS.get(detail["type"])
    if template is None:
        return str(detail["msg"])
    context = {name: _french(value) for name, value in detail.get("ctx", {}).items()}
    return template.format_map(context)


def _french(value: object) -> str:
    """Pydantic lists what it expects as « 'a', 'b' or 'c' »."""
    return str(value).replace(" or ", " ou ")

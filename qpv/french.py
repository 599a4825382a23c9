"""Typer in French: its help pages and what it says of a request it cannot read."""

from __future__ import annotations

import re
from typing import Any

import typer
from pydantic import ValidationError
from typer import core

from etl.catalogue import UnknownIdError
from etl.errors import french_reason
from qpv.errors import USER_ERROR, CommandError, unknown

HELP = "Affiche cette aide."


class _InFrench(core.TyperCommand):
    """A command whose help page is in French."""

    def get_help_option(self, ctx: Any) -> Any:
        """The ``--help`` option; Typer writes its description in English."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = HELP
        return option

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """The help page; the few words that Typer adds of itself are constants of its rich module."""
        from typer import rich_utils

        rich_utils.REQUIRED_LONG_STRING = "[obligatoire]"
        super().format_help(ctx, formatter)


class FrenchCommand(_InFrench):
    """For ``cls=`` of every command."""


class FrenchGroup(core.TyperGroup):
    """For ``cls=`` of every group of commands."""

    def get_help_option(self, ctx: Any) -> Any:
        """As for a command."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = HELP
        return option

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that ``args`` start with. Raises CommandError with the closest names."""
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            raise unknown(UnknownIdError("command", args[0], self.list_commands(ctx)))
        return super().resolve_command(ctx, args)


_MESSAGES = (
    (r"Option '?(\S+?)'? requires an argument\.?", "l'option {} demande une valeur"),
    (r"Option '?(\S+?)'? does not take a value\.?", "l'option {} ne prend pas de valeur"),
    (r"Got unexpected extra argument(?:s|\(s\))? \((.+)\)", "de trop : {}"),
    (r"(.+) is not one of (.+)\.", "{} n'est pas possible ; au choix : {}"),
    (r"Missing command\.?", "il manque une commande"),
)
"""What Typer says by itself, and the same in French."""


def usage_error(error: typer.TyperException) -> CommandError:
    """What Typer refused, in French, with the closest options when it knows some."""
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "qpv"
    closest = list(getattr(error, "possibilities", None) or [])
    return CommandError("usage", f"{_told(error)} (aide : {path} --help)", status=USER_ERROR, closest=closest)


def _told(error: typer.TyperException) -> str:
    parameter = getattr(error, "param", None)
    if parameter is not None:
        name = parameter.opts[0] if parameter.opts[0].startswith("-") else parameter.display_name_raw
        if type(error).__name__ == "MissingParameter":
            return f"il manque {name}"
        cause = error.__cause__
        known = french_reason(cause.errors()[0]) if isinstance(cause, ValidationError) else error.message
        return f"{name} : {_translated(known)}"
    if type(error).__name__ == "NoSuchOption":
        return f"option inconnue : {getattr(error, 'option_name', '')}"
    return _translated(error.message)


def _translated(message: str) -> str:
    for pattern, french in _MESSAGES:
        if match := re.fullmatch(pattern, message):
            return french.format(*match.groups())
    return message

"""Entry point of ``qpv``: gathers the commands, and turns every expected error into a message and an exit status."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import NoReturn

import typer

from qpv.brief import brief
from qpv.build import check, etl
from qpv.claim import claim
from qpv.diff import diff
from qpv.download import download
from qpv.errors import CommandError, command_error_of
from qpv.ess import ess
from qpv.export import export
from qpv.french import FrenchCommand, FrenchGroup, usage_error
from qpv.gap import gap
from qpv.lists import list_entries, settings
from qpv.locate import locate
from qpv.observations import observations
from qpv.output import tell
from qpv.passport import passport
from qpv.profile import profile
from qpv.server import serve
from qpv.standing import peers, rank

app = typer.Typer(
    cls=FrenchGroup,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    subcommand_metavar="COMMANDE …",
    help="Lisière : l'écart entre les quartiers prioritaires (QPV) et ce qui les entoure.",
    epilog="Codes de sortie : 0 réussi, 1 données, catalogue ou machine en défaut, 2 demande mal formée.",
)
for function, name in (
    (etl, "etl"),
    (serve, "serve"),
    (check, "check"),
    (download, "download"),
    (list_entries, "list"),
    (observations, "observations"),
    (gap, "gap"),
    (claim, "claim"),
    (profile, "profile"),
    (rank, "rank"),
    (peers, "peers"),
    (passport, "passport"),
    (brief, "brief"),
    (export, "export"),
    (ess, "ess"),
    (diff, "diff"),
    (settings, "settings"),
):
    app.command(name, cls=FrenchCommand, rich_help_panel="Commandes")(function)
# A longitude of the Antilles starts with a minus, as an option does
app.command(
    "locate", cls=FrenchCommand, rich_help_panel="Commandes", context_settings={"ignore_unknown_options": True}
)(locate)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run one command with ``arguments`` (those of the process by default), and leave with its exit status."""
    sys.exit(run(list(sys.argv[1:] if arguments is None else arguments)))


def run(arguments: list[str]) -> int:
    """Run one command; its exit status. An error that is nobody's mistake is let through, with its traceback."""
    for stream in (sys.stdout, sys.stderr):
        # French text and data must not depend on the terminal's locale
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    try:
        return app(arguments, prog_name="qpv", standalone_mode=False) or 0
    except typer.TyperException as error:
        if type(error).__name__ == "NoArgsIsHelpError":  # the help page is already printed
            return 2
        return _report(usage_error(error), arguments)
    except Exception as error:
        known = command_error_of(error)
        if known is None:
            raise
        return _report(known, arguments)


def _report(error: CommandError, arguments: Sequence[str]) -> int:
    """One line of JSON or a few lines of French on the standard error; nothing of it on the standard output."""
    tell(error.as_json() if _asks_json(arguments) else error.as_text())
    return error.status


def _asks_json(arguments: Sequence[str]) -> bool:
    """Whether the caller is a program, told from the words themselves: they may be what could not be read."""
    pairs = zip(arguments, [*arguments[1:], ""], strict=True)
    return any(
        word in ("--format=json", "-fjson") or (word in ("--format", "-f") and value == "json") for word, value in pairs
    )

"""What must hold of the repository as a whole: nothing of a machine, clean texts, small parts, light imports."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BINARY = {".png", ".jpg", ".ico", ".woff2", ".parquet", ".pdf", ".xlsx"}
# Written in pieces, not to be found here.
MACHINE = re.compile("|".join(["/wo" + "rk/", r"\.\./sha" + "red", "/ro" + "ot/", "/ho" + "me/", r"/tm" + r"p/[a-z]"]))
REGISTRY = re.compile("|".join([r"pypi\." + "org", r"files\.python" + "hosted", r"registry\.npm" + "js"]))
LONG_FILE = 350
LONG_FUNCTION = 60


def committed() -> list[Path]:
    """Every file that git follows or would follow."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("not a git repository: what is committed cannot be told from the rest")
    paths = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    return [path for path in paths if path.is_file()]


SPECIMENS = "tests/etl/official/specimens/"
"""Written in the formats of their publishers: marks, line ends and code pages are what they are there to show."""


@pytest.fixture(scope="module")
def texts() -> dict[str, bytes]:
    """The bytes of every committed text, by path; specimens of official files apart."""
    paths = {path.relative_to(ROOT).as_posix(): path for path in committed() if path.suffix not in BINARY}
    return {name: path.read_bytes() for name, path in paths.items() if not name.startswith(SPECIMENS)}


def test_texts_are_utf8_with_lf(texts: dict[str, bytes]) -> None:
    for name, content in texts.items():
        text = content.decode("utf-8")
        assert "\r" not in text, f"{name}: line ends"
        assert not text.startswith("\ufeff"), f"{name}: byte order mark"
        assert not text or text.endswith("\n"), f"{name}: last line"


def test_nothing_names_a_machine_or_a_registry(texts: dict[str, bytes]) -> None:
    for name, content in texts.items():
        for rule in (MACHINE, REGISTRY):
            found = rule.search(content.decode("utf-8"))
            assert found is None, f"{name}: {found.group() if found else ''}"


def test_files_and_functions_are_small(texts: dict[str, bytes]) -> None:
    """A file or a function that grows is asking for a new word: said as a warning, refused when it is far too long."""
    for name, content in texts.items():
        if not name.endswith(".py"):
            continue
        lines = content.count(b"\n")
        assert lines <= 2 * LONG_FILE, f"{name}: {lines} lines"
        if lines > LONG_FILE:
            warn(f"{name}: {lines} lines")
        for node in ast.walk(ast.parse(content)):
            if isinstance(node, ast.FunctionDef) and not name.startswith("tests/"):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                assert length <= 2 * LONG_FUNCTION, f"{name}: {node.name}: {length} lines"
                if length > LONG_FUNCTION:
                    warn(f"{name}: {node.name}: {length} lines")


def warn(text: str) -> None:
    """A warning that does not fail the suite, unlike all others."""
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn(text, stacklevel=2)


def test_public_code_says_what_it_does(texts: dict[str, bytes]) -> None:
    missing = []
    for name, content in texts.items():
        if not name.startswith(("etl/", "qpv/", "dashboard/")) or not name.endswith(".py") or not content:
            continue
        tree = ast.parse(content)
        if ast.get_docstring(tree) is None:
            missing.append(name)
        for node in tree.body:
            public = isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
            if public and ast.get_docstring(node) is None:
                missing.append(f"{name}: {node.name}")
    assert missing == []


def loaded_by(code: str) -> set[str]:
    """The top-level modules that a piece of code brings into a new process."""
    result = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    return {name.split(".")[0] for name in result.stdout.split()}


LIST = "from qpv.cli import run; run(['list', 'themes', '--format', 'csv'])"


@pytest.mark.parametrize("code", ["import qpv.cli", LIST], ids=["import", "list"])
def test_the_command_line_starts_light(code: str) -> None:
    heavy = {"dash", "plotly", "pandas", "pandera", "numpy", "flask", "gunicorn", "babel", "dash_mantine_components"}
    assert loaded_by(code) & heavy == set()


def test_questions_do_not_load_the_dashboard() -> None:
    code = "from qpv.cli import run; run(['gap', 'unemployment_rate', '--format', 'json'])"
    assert loaded_by(code) & {"dash", "plotly", "flask", "gunicorn", "pandera"} == set()


@pytest.mark.parametrize("package", ["etl", "dashboard", "qpv"])
def test_nothing_works_at_import(package: str) -> None:
    """Importing every module reads no file of ``data``, and starts nothing."""
    code = (
        "import builtins, io, pathlib, pkgutil, importlib, sys, threading\n"
        "real = io.open\n"
        "def watched(file, *a, **k):\n"
        "    if '/data/' in str(file): raise SystemExit(f'read at import: {file}')\n"
        "    return real(file, *a, **k)\n"
        "builtins.open = io.open = watched\n"
        f"package = importlib.import_module('{package}')\n"
        f"for m in pkgutil.walk_packages(package.__path__, '{package}.'): importlib.import_module(m.name)\n"
        "assert threading.active_count() == 1\n"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT)
    assert result.returncode == 0, result.stderr


def test_ci_and_make_offer_what_the_readme_promises() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in ("run", "test", "check", "bench"):
        assert re.search(rf"^{target}:.* ## ", makefile, re.MULTILINE), target
    ci = ROOT / ".ci" / "run"
    assert ci.stat().st_mode & 0o100, ".ci/run is executable"
    for word in ("set -euo pipefail", "QPV_REQUIRE_BROWSER=1", "make check", "make test"):
        assert word in ci.read_text(encoding="utf-8")


def test_the_browser_is_not_optional_in_ci(project_root: Path) -> None:
    """Where QPV_REQUIRE_BROWSER=1, a test that finds no browser fails instead of being skipped."""
    code = "import pytest, sys; sys.exit(pytest.main(['-p', 'no:cacheprovider', '-n', '0', '-q', sys.argv[1]]))"
    probe = project_root / "tests" / "test_repository.py"
    for required, outcome in (("1", 1), ("0", 0)):
        result = subprocess.run(
            [sys.executable, "-c", code, f"{probe}::test_probe_of_the_browser"],
            capture_output=True,
            text=True,
            check=False,
            cwd=project_root,
            env={"PATH": "", "QPV_REQUIRE_BROWSER": required, "QPV_PROBE": "1"},
        )
        assert result.returncode == outcome, result.stdout


@pytest.mark.browser
def test_probe_of_the_browser(chromium: Path) -> None:
    assert chromium.is_file()

"""What may be imported without the rest, and that nothing works while it is imported."""

from __future__ import annotations

import os
import pkgutil
import subprocess
import sys

import pytest

import dashboard
from tests.conftest import ROOT

PURE = ["dashboard.gaps", "dashboard.charts", "dashboard.claims", "dashboard.french", "dashboard.store"]
MODULES = sorted(module.name for module in pkgutil.walk_packages(dashboard.__path__, "dashboard."))


def run(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize("name", PURE)
def test_measures_charts_and_sentences_know_nothing_of_dash(name: str):
    code = (
        "import importlib, pkgutil, sys\n"
        "package = importlib.import_module(sys.argv[1])\n"
        "for module in pkgutil.iter_modules(getattr(package, '__path__', []), sys.argv[1] + '.'):\n"
        "    importlib.import_module(module.name)\n"
        "print([name for name in sys.modules if name.split('.')[0] in ('dash', 'flask', 'dash_mantine_components')])"
    )
    result = run(code, name)
    assert result.returncode == 0, result.stderr
    assert result.stdout.strip() == "[]"


def test_measures_need_no_picture_and_no_table():
    code = (
        "import sys, dashboard.gaps\n"
        "print([name for name in ('plotly', 'scipy', 'statsmodels', 'pandera') if name in sys.modules])"
    )
    assert run(code).stdout.strip() == "[]"


def test_nothing_works_while_it_is_imported():
    """No file of the project read, no thread started, nothing written, no name looked up."""
    code = (
        "import sys, threading, importlib\n"
        "touched = []\n"
        "def look(event, arguments):\n"
        "    if event == 'open' and str(arguments[0]).startswith(sys.argv[1]):\n"
        "        touched.append(arguments[0])\n"
        "    if event.startswith('socket.') and event != 'socket.__new__':\n"
        "        touched.append(event)\n"
        "sys.addaudithook(look)\n"
        "for name in sys.argv[2:]:\n"
        "    importlib.import_module(name)\n"
        "print(touched, threading.active_count())"
    )
    result = run(code, str(ROOT / "data"), *MODULES)
    assert result.returncode == 0, result.stderr
    assert result.stdout.splitlines() == ["[] 1"]


def test_pages_import_in_any_order():
    for order in (MODULES, MODULES[::-1]):
        code = "import importlib, sys\nfor name in sys.argv[1:]: importlib.import_module(name)"
        result = run(code, *order)
        assert result.returncode == 0, result.stderr

# Everything by one command. « make help » lists them.
#   make run PORT=8060        another port
#   make test ARGS="-k gap"   part of the tests
#   make run PYTHON=python3.12
.DEFAULT_GOAL := help
.PHONY: help run test check bench format clean

PYTHON ?=
PORT ?=
ARGS ?=
BIN := .venv/bin
CODE := etl dashboard qpv tests benchmarks

help: ## Liste les commandes
	@sed -n 's/^\([a-z]*\):.*## /\1	/p' $(MAKEFILE_LIST) | while IFS='	' read -r name what; do printf '  make %-8s %s\n' "$$name" "$$what"; done

run: .venv/.run ## Installe, construit les données et sert le tableau de bord (PORT=8050)
	@$(BIN)/qpv etl
	@$(BIN)/qpv serve $(if $(PORT),--port $(PORT))

test: .venv/.dev ## Lance tous les tests (ARGS="-k gap" pour une partie)
	$(BIN)/pytest $(ARGS)

check: .venv/.dev ## Vérifie la mise en forme, le code, les types, les règles d'import et les données
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/ruff check $(CODE)
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/qpv check

bench: .venv/.dev ## Mesure les temps et les tailles, et dit si les limites sont tenues
	$(BIN)/python benchmarks/bench.py

format: .venv/.dev ## Met le code en forme
	$(BIN)/ruff check --fix $(CODE)
	$(BIN)/ruff format $(CODE)

clean: ## Supprime l'environnement, les caches et ce qu'une construction coupée aurait laissé
	rm -rf .venv build ./*.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache .coverage
	rm -rf data/.staging-* data/.*.lock
	find $(CODE) -name __pycache__ -type d -prune -exec rm -rf {} +

# Remade when the dependencies change; « run » does without the tools of the tests.
.venv/.run: pyproject.toml constraints.txt
	@$(call install,.)
.venv/.dev: pyproject.toml constraints.txt
	@$(call install,.[dev])

# A virtual environment that is missing, broken or too old is made anew with the first Python that will do.
define install
works() { "$$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }; \
if ! works $(BIN)/python; then \
  found=; \
  for name in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11 python; do \
    if works "$$name"; then found=$$name; break; fi; \
  done; \
  if [ -z "$$found" ]; then \
    echo "Python 3.11 ou plus récent est nécessaire (make run PYTHON=/chemin/vers/python)." >&2; exit 1; \
  fi; \
  "$$found" -m venv --clear .venv || { \
    echo "Environnement virtuel impossible à créer (Debian : apt-get install python3-venv)." >&2; exit 1; }; \
fi; \
echo "Installation des dépendances…" >&2; \
$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '$(1)' && touch $@
endef

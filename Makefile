# Everything a fresh machine needs: Python 3.11+ and make. `make demo` and `make test` set up what they use.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.ready

.PHONY: setup demo test check lint types contracts docs clean

setup: $(STAMP)

$(STAMP): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Onlooker needs Python 3.11 or newer; set PYTHON=/path/to/python3.11")'
	@test -x $(BIN)/pip || $(PYTHON) -m venv .venv || { echo 'no venv module: on Debian `apt-get install python3-venv`, tried now'; \
	  apt-get update -qq && apt-get install -y -qq python3-venv && $(PYTHON) -m venv --clear .venv; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@

demo: setup
	$(BIN)/onlooker watch samples --out onlooker-report

test: setup
	$(BIN)/python -m pytest

check: lint types contracts docs

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup
	$(BIN)/mypy

contracts: setup
	$(BIN)/lint-imports

docs: setup
	$(BIN)/python -m pytest tests/docs

clean:
	rm -rf .venv onlooker-report

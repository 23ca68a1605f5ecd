# Everything a fresh machine needs: Python 3.11+ and make. `make demo` and `make test` set up what they use.
BIN := .venv/bin
READY := .venv/.ready

.PHONY: setup demo test check lint types contracts docs clean

setup: $(READY)

$(READY): pyproject.toml constraints.txt scripts/setup.sh
	@PYTHON="$(PYTHON)" sh scripts/setup.sh
	@touch $@

demo: setup
	$(BIN)/onlooker watch samples --out onlooker-report

test: setup
	$(BIN)/python -m pytest -n auto --dist loadfile

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

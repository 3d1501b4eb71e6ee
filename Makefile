# The whole contributor guide: make demo, make test, make lint, make docs, make bench.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SERVE ?= yes
DATA ?=
SECONDS ?= 600
SEED ?=

.PHONY: help demo test test-machine fuzz lint format docs bench lock samples clean

help:
	@echo "make demo            install, build the sample project, show it (SERVE=no: build only)"
	@echo "make test            install what tests need and run them all"
	@echo "make test-machine    install torch and spaCy (1.5 GB) and test models of others"
	@echo "make fuzz            ten minutes of broken files (SECONDS=600 SEED=...)"
	@echo "make lint            style, types and import contracts"
	@echo "make docs            write the reference pages from the code"
	@echo "make bench DATA=DIR  measure on real files and write docs/benchmarks.md"
	@echo "make lock            pin the newest allowed versions"

# Installed from the lock file with hashes, so that next year's clone behaves as today's.
$(VENV)/.installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Hustings needs Python 3.11 or newer: make PYTHON=/path/to/python3.11"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || \
		{ echo "Python's venv module is missing: on Debian, apt-get install python3-venv"; exit 1; }
	@echo "Installing what Hustings needs (a minute or two the first time) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes --no-deps -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.lock
	@echo "Installing what the tests need ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes --no-deps -r requirements-dev.lock
	@touch $@

demo: $(VENV)/.installed
	@$(BIN)/hustings demo demo $(if $(filter no,$(SERVE)),--no-serve)

lint: $(VENV)/.installed-dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports --no-logo & contracts=$$!; \
		$(BIN)/mypy; types=$$?; wait $$contracts && exit $$types

test: lint
	@scripts/need-tools
	@echo "Models of others that need torch or spaCy are tested by: make test-machine"
	@$(BIN)/pytest -n 2 --dist loadgroup

# Not in the lock: the build of torch for processors has another hash on each platform.
$(VENV)/.installed-machine: $(VENV)/.installed-dev requirements-machine.txt
	@echo "Installing torch, transformers and spaCy (1.5 GB) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-machine.txt
	@touch $@

test-machine: $(VENV)/.installed-machine
	@$(BIN)/pytest -m machine tests/test_machine_transformers.py tests/test_machine_embeddings.py \
		tests/test_machine_parsers.py

fuzz: $(VENV)/.installed-dev
	@scripts/need-tools
	@$(BIN)/python scripts/fuzz.py --seconds $(SECONDS) $(if $(SEED),--seed $(SEED))

format: $(VENV)/.installed-dev
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

docs: $(VENV)/.installed-dev
	@$(BIN)/python scripts/write_reference.py
	@$(BIN)/python scripts/run_examples.py

bench: $(VENV)/.installed-dev
	@test -n "$(DATA)" || { echo "Name the folder with the data: make bench DATA=../shared/data"; exit 1; }
	@$(BIN)/python scripts/bench.py $(DATA)

samples: $(VENV)/.installed-dev
	@$(BIN)/python scripts/make_samples.py

lock: $(VENV)/.installed-dev
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header \
		--upgrade --group build pyproject.toml --output-file requirements.lock
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header \
		--upgrade --constraint requirements.lock --group dev pyproject.toml --output-file requirements-dev.lock

clean:
	@rm -rf $(VENV) demo build dist .mypy_cache .ruff_cache .pytest_cache

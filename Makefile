# make demo   the main job on SQLite, each step with the command it runs
# make test   the whole suite, with real PostgreSQL and MariaDB servers
# make lint   what CI checks besides the tests;  make format  puts it right
# make compare  Alembic through the same random pairs, side by side: docs/compare.md
# make real   models of published applications, there and back (installs them first)
# make bench  how long things take, beside Alembic: docs/benchmarks.md
# make clean  removes what the others made
#
# PYTHON=python3.12   the interpreter to make the environment with (3.11 or newer)
# SQLALCHEMY=2.0.31   run with that release, in an environment of its own (the oldest
#                     that every supported Python can import)
# TESTS=tests/core    run these tests only
# PYTEST="-n 0 -x"    options for pytest
# PAIRS=300 SEED=0    what make compare runs, for each database

PYTHON ?= python3
SQLALCHEMY ?=
VENV ?= .venv$(if $(SQLALCHEMY),-sqlalchemy-$(SQLALCHEMY))
TESTS ?= tests
PYTEST ?= -n auto
PAIRS ?= 300
SEED ?= 0

BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet
PIN := $(if $(SQLALCHEMY),"sqlalchemy==$(SQLALCHEMY)")

.PHONY: help demo test compare real bench lint lint-ruff lint-black lint-mypy format clean

help:
	@sed -n 's/^# \{0,1\}//p' Makefile

demo: $(VENV)/.installed
	@$(BIN)/python -m models_example.demo

test: $(VENV)/.installed-test
	$(BIN)/python -m pytest $(PYTEST) $(TESTS)

compare: $(VENV)/.installed-test
	$(BIN)/python -m tests.alembic_pairs --pairs $(PAIRS) --seed $(SEED) --write docs/compare.md

real: $(VENV)/.installed-test
	$(BIN)/python -m tests.real

bench: $(VENV)/.installed-test
	$(BIN)/python -m tests.benchmarks

lint: lint-ruff lint-black lint-mypy

lint-ruff: $(VENV)/.installed-test
	$(BIN)/ruff check .

lint-black: $(VENV)/.installed-test
	$(BIN)/black --check .

lint-mypy: $(VENV)/.installed-test
	$(BIN)/mypy --strict

format: $(VENV)/.installed-test
	$(BIN)/ruff check --fix .
	$(BIN)/black .

clean:
	rm -rf .venv* .cache build dist demo .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.installed: pyproject.toml | $(BIN)/python
	$(PIP) --editable . $(PIN)
	@touch $@

$(VENV)/.installed-test: pyproject.toml | $(BIN)/python
	$(PIP) --editable ".[test]" $(PIN)
	@touch $@ $(VENV)/.installed

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo 'autodiff needs Python 3.11 or newer. Name one: make PYTHON=python3.12 …' >&2; \
	  exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo 'This Python cannot make environments. On Debian: apt-get install python3-venv' >&2; \
	  exit 1; }
	$(PYTHON) -m venv $(VENV)

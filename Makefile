# Everything a contributor runs. Only python3 (3.11 or newer), make and bash are assumed; nothing is written outside
# this folder.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test check fix lint types contracts pytest source crash fuzz bench docs clean bench-claims
SHELL := /bin/bash
.SHELLFLAGS := -o pipefail -c
MAKEFLAGS += --no-print-directory

PYTHON ?= $(shell for each in python3 python3.14 python3.13 python3.12 python3.11; do \
	if $$each -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then echo $$each; break; fi; done)
BIN := .venv/bin
READY := .venv/.ready
SPARK := .venv/.spark
WORKERS ?= 2

export PATH := $(CURDIR)/$(BIN):$(PATH)
export TMPDIR := $(CURDIR)/.tmp
export XDG_CACHE_HOME := $(CURDIR)/.cache
export PIP_CACHE_DIR := $(CURDIR)/.cache/pip
export PYTHONPYCACHEPREFIX := $(CURDIR)/.cache/pycache
export RUFF_CACHE_DIR := $(CURDIR)/.cache/ruff
export MYPY_CACHE_DIR := $(CURDIR)/.cache/mypy
export PIP_DISABLE_PIP_VERSION_CHECK := 1
unexport PYTHONPATH PYTHONHOME PYTHONDONTWRITEBYTECODE

help: ## List these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

$(READY): pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo "crosscount needs Python 3.11 or newer; say where: make PYTHON=/path/to/python3" >&2; exit 1; }
	@mkdir -p .cache .tmp
	@echo "setting up .venv with $$($(PYTHON) --version) (once)" >&2
	@$(PYTHON) -m venv .venv || { echo "the venv module is missing; on Debian: apt install python3-venv" >&2; exit 1; }
	@$(BIN)/python -m pip install -qq --constraint constraints.txt --editable '.[dev]'
	@env -u PYTHONPYCACHEPREFIX $(BIN)/python -m compileall -q src  # as pip does for what it copies: a second a start
	@touch $@

# Only tests and benchmarks want it: it is ten times as large as all the rest.
$(SPARK): $(READY)
	@mkdir -p .tmp
	@echo "adding pyspark to .venv for the tests of the Spark engine (once, 450 MB)" >&2
	@$(BIN)/python -m pip install -qq --constraint constraints.txt --editable '.[dev,spark]' && touch $@ \
		|| echo "pyspark could not be installed: the tests that need it are skipped" >&2

demo: $(READY) ## Build a synthetic spring of 2014, count it, publish a bulletin, verify it (2 to 4 minutes)
	@mkdir -p .tmp
	@$(BIN)/python -m examples.spring_2014 --out demo

test: lint types contracts pytest ## Everything a change must pass

check: lint types contracts ## Lint, types and import contracts; changes nothing

lint: $(READY)
	@mkdir -p .tmp
	@$(BIN)/ruff format --check --output-format concise --quiet . || { echo "not formatted; run: make fix" >&2; exit 1; }
	@$(BIN)/ruff check --quiet .

types: $(READY)
	@$(BIN)/mypy --no-error-summary

contracts: $(READY)
	@$(BIN)/lint-imports --no-logo --cache-dir .cache/import-linter | tail -n 7

pytest: $(READY) $(SPARK)
	@mkdir -p .tmp
	@$(BIN)/pytest -n $(WORKERS) --dist loadfile

fix: $(READY) ## Format and repair what can be repaired
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

source: $(READY) ## Begin a source that reads a new format: ID=our-feed FORMAT=csv (or json, lines)
	@$(BIN)/python -m tests.sources.new "$(ID)" $(or $(FORMAT),csv)
	@$(MAKE) $(READY)
	@$(BIN)/python -m tests.sources.refresh "$(ID)"

crash: $(READY) ## Kill ingest and settle 200 times at random points, and compare (long)
	@mkdir -p .tmp
	@CROSSCOUNT_KILLS=200 $(BIN)/pytest tests/crash

fuzz: $(READY) ## Mutate samples of every source for SECONDS (600), then read a line of 1 GB; failures are kept in .tmp/fuzz
	@mkdir -p .tmp
	@$(BIN)/python -m tests.hostile.fuzz --seconds $(or $(SECONDS),600) --seed $(or $(SEED),0)
	@CROSSCOUNT_HOSTILE_BYTES=1000000000 $(BIN)/pytest tests/hostile/test_bounds.py

bench: $(READY) ## Measure rows a second on this machine
	@mkdir -p .tmp
	@$(BIN)/python -m benchmarks

bench-claims: $(READY) ## Precision, recall and F1 of the claims found in annotated texts (TEXTS=FILE.jsonl)
	@$(BIN)/python -m benchmarks.claims $(TEXTS)

docs: $(READY) ## Write the generated pages of docs/reference
	@$(BIN)/python docs/generate.py

clean: ## Remove everything that the other targets made
	@rm -rf .venv .cache .tmp demo build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@rm -rf src/*.egg-info

# `make` lists the targets. Everything runs in .venv, which is made on first use.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq
RUN_READY := $(VENV)/.ready-run
DEV_READY := $(VENV)/.ready-dev
TRAIN_READY := $(VENV)/.ready-train
DATA ?= ../shared/data

.DEFAULT_GOAL := help
.PHONY: help graph test test-interop check lint format types verify bench bench-ner bench-conll04 bench-cooccurrence bench-speed bench-rdf train clean

help: ## list the targets
	@grep -E '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | awk -F'\t' '{printf "make %-18s %s\n", $$1, $$2}'

graph: $(RUN_READY) ## build data/graph from data/raw
	@$(BIN)/kgbuild build data/raw --out data/graph

verify: $(RUN_READY) ## check every quote and offset of data/graph against data/raw
	@$(BIN)/kgbuild verify data/graph

test: $(DEV_READY) ## run the tests
	@$(BIN)/python -m pytest

test-interop: $(DEV_READY) ## graphs and queries in software of others, which it installs (see interop/README.md)
	@sh interop/install.sh $(VENV)
	@$(BIN)/python -m pytest interop

check: lint types test ## ruff, mypy --strict and the tests

lint: $(DEV_READY) ## ruff: rules and format
	@$(BIN)/ruff check src tests bench interop training
	@$(BIN)/ruff format --check src tests bench interop training

format: $(DEV_READY) ## let ruff mend what it can
	@$(BIN)/ruff check --fix src tests bench interop training
	@$(BIN)/ruff format src tests bench interop training

types: $(DEV_READY) ## mypy --strict
	@$(BIN)/mypy

bench: $(DEV_READY) ## quality and speed on data that you have (see bench/README.md)
	@$(BIN)/python bench/quality.py

bench-ner: $(DEV_READY) ## mentions of the model against FILE, tokens with tags
	@$(BIN)/python bench/ner.py $(FILE)

bench-conll04: $(TRAIN_READY) ## the same network trained on TRAIN alone, measured on DEV and TEST
	@$(BIN)/python bench/conll04.py $(TRAIN) $(DEV) $(TEST)

bench-cooccurrence: $(DEV_READY) ## how often names that merely stand together are joined
	@$(BIN)/python bench/cooccurrence.py

bench-speed: $(DEV_READY) ## words a second, as a ratio to the bare encoder
	@$(BIN)/python bench/speed.py

bench-rdf: $(DEV_READY) ## loading, queries and the endpoint on a made-up graph of a million triples
	@$(BIN)/python bench/rdf.py

train: $(TRAIN_READY) ## train the model anew from DATA (see training/README.md)
	@$(BIN)/python -m training prepare --data $(DATA)
	@$(BIN)/python -m training train
	@$(BIN)/python -m training evaluate --data $(DATA)
	@$(BIN)/python -m training export

clean: ## remove the environment, caches and the built graph
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis src/*.egg-info
	find data/graph -mindepth 1 ! -name README.md -delete
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "kgbuild needs Python 3.11 or newer: make PYTHON=python3.12 ..."; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
	  { rm -rf $(VENV); echo "no virtual environment: Debian and Ubuntu need python3-venv"; exit 1; }

$(RUN_READY): pyproject.toml constraints.txt | $(BIN)/python
	@echo "setting up $(VENV) (once) ..."
	@$(PIP) install --constraint constraints.txt --editable .
	@touch $@

$(TRAIN_READY): pyproject.toml $(DEV_READY)
	@echo "adding what training needs (once, large) ..."
	@$(PIP) install --editable '.[train]'
	@touch $@

$(DEV_READY): pyproject.toml constraints.txt $(RUN_READY)
	@echo "adding what tests need (once) ..."
	@$(PIP) install --constraint constraints.txt --editable '.[test,lint]'
	@touch $@

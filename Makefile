# `make portal` and `make test` are all that most people need; `make help` lists the rest.
# They need Python 3.11 or later, git and make. Another Python: make portal PYTHON=python3.12

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
READY_TO_TEST := $(VENV)/.ready-to-test
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
# Neighbours go to one process, so that what the tests of a file share is made once.
SHARED := -n auto --dist worksteal
COMPILE = $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
	--custom-compile-command "make lock" --group build

.PHONY: help portal serve test test-all bench bench-years check fix lock clean
.DEFAULT_GOAL := help

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "%-18s %s\n", $$1, $$2 }'

portal: $(READY) ## the environment in .venv, then the sample portal in site/
	@$(BIN)/portal build
	@echo "The portal lies in site/. To look at it: make serve"

serve: $(READY) ## show the portal on this computer, and each change as it is saved
	@$(BIN)/portal serve

test: $(READY_TO_TEST) ## the tests, with those in a browser
	@$(BIN)/python -m tests.chromium
	$(BIN)/python -m pytest $(SHARED) -m "not nightly"

test-all: $(READY_TO_TEST) ## the nightly full run
	@$(BIN)/python -m tests.chromium
	$(BIN)/python -m pytest $(SHARED)

bench: $(READY_TO_TEST) ## what things cost, in CPU seconds and memory, a year of editions included
	$(BIN)/python -m tests.bench

bench-years: $(READY_TO_TEST) ## how it grows with 12, 60 and 120 months of editions; takes long
	$(BIN)/python -m tests.bench years

check: $(READY_TO_TEST) ## style, types and the sample's records; changes nothing
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy generator tests
	$(BIN)/portal check

fix: $(READY_TO_TEST) ## what can be put right without thinking
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

lock: $(READY_TO_TEST) ## the newest versions that pyproject.toml allows, with hashes
	$(COMPILE) --upgrade --output-file requirements.lock
	$(COMPILE) --upgrade --group dev --constraint requirements.lock --output-file requirements-dev.lock

clean: ## all that was made here, the environment included
	rm -rf $(VENV) .portal site .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find generator -name "*.py[co]" -delete

# Two locks: building takes only what the portal is made with, testing takes the rest as well.
$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "This needs Python 3.11 or later. Name one: make portal PYTHON=python3.12"; exit 1; }
	@echo "Making the environment in $(VENV); this takes a minute, once"
	@$(PYTHON) -m venv $(VENV) || { echo "Python's venv module is missing: on Debian, apt-get install python3-venv"; exit 1; }
	@$(INSTALL) --require-hashes --requirement requirements.lock
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(READY_TO_TEST): requirements-dev.lock $(READY)
	@echo "Adding what the tests need"
	@$(INSTALL) --require-hashes --requirement requirements-dev.lock
	@touch $@

# Needs Python 3.11 or newer, make, and a package registry; everything else it gets by itself.

.DEFAULT_GOAL := help
UV_VERSION := 0.13.9
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(VENV)/.uv-$(UV_VERSION)
RUN := $(VENV)/.ready-to-run
DEV := $(VENV)/.ready-to-test

# --inexact keeps uv itself, and what `test` added, in the environment that `demo` shares.
SYNC := UV_PROJECT_ENVIRONMENT=$(VENV) UV_PYTHON_DOWNLOADS=never $(BIN)/uv sync --quiet --frozen --inexact
# A test that hangs, or a process that dies, ends the run with a failure: another process would try the same again.
SPREAD := -n 3 --max-worker-restart 0 -o faulthandler_exit_on_timeout=true
FAST := --ignore=tests/e2e --ignore=tests/interop --ignore=tests/test_package.py
# The Python at hand fills the environment where it has pip: that saves seconds over giving the environment its own.
GET_UV := install -qq --disable-pip-version-check uv==$(UV_VERSION)
OLD_PYTHON := This needs Python 3.11 or newer. Name one: make PYTHON=/path/to/python3.11 ...
NO_VENV := Python has no venv module that works. On Debian: apt-get install python3-venv

# The tests start dozens of processes: each would compile all it imports anew, for seconds, if nobody kept it.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help demo test compiled thorough sure coverage faults bench screenshots format lint types content browser clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(RUN) ## Run the portal with demo data (PORT=8000 DATA=demo-data ARGS="--accounts 42 --reset")
	@exec $(BIN)/portal demo $(if $(PORT),--port $(PORT)) $(if $(DATA),--data "$(DATA)") $(ARGS)

test: $(DEV) browser ## Run every check: format, lint, types, content, tests on both databases and in a browser
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	@$(MAKE) --no-print-directory --jobs=2 types content $(if $(wildcard tests/domain/__pycache__),,compiled)
	$(BIN)/pytest $(SPREAD) -m "not thorough" --durations=12

compiled: # In a fresh clone each process of the tests would compile them all, and what they import, at the same time.
	@$(BIN)/pytest --collect-only -q >/dev/null || true

thorough: $(DEV) browser ## Run the tests that `make test` leaves out for time: every form of a page, every journey
	$(BIN)/pytest -n 3 -m "thorough or hypothesis" --hypothesis-profile=searching

sure: format lint types content ## Format, then run the checks that take seconds; for every change
	$(BIN)/pytest $(SPREAD) -m "not thorough" $(FAST)

coverage: $(DEV) ## Show how much of the domain and the content the tests without a database reach
	$(BIN)/coverage run -m pytest -q tests/domain tests/content -k "not sqlite and not postgresql"
	$(BIN)/coverage report

faults: $(DEV) ## Break everything that can break, under load, and print what was lost (takes half an hour)
	$(BIN)/pytest tests/faults --long-faults

bench: $(DEV) ## Measure against the limits of the machine, and print one table (ARGS="ladder ingest --rounds 5")
	$(BIN)/python -m tests.bench $(ARGS)

screenshots: $(DEV) browser ## Take the pictures in docs/screenshots again (ARGS="ladder team" takes only those)
	$(BIN)/python -m tests.screenshots $(ARGS)

format: $(DEV) ## Format the code
	$(BIN)/ruff format .

lint: $(DEV) ## Look for mistakes, and mend those that have one right mend
	$(BIN)/ruff check --fix .

types: $(DEV) ## Check the types
	$(BIN)/mypy

content: $(RUN) ## Check the playbook in role_ladders/
	$(BIN)/portal content lint

browser: $(DEV) # Find a Chromium for the tests, or get one.
	@$(BIN)/python -m tests.browser

clean: ## Remove the environment and what the tools left; demo data stays
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis dist build

$(UV):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$(OLD_PYTHON)" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv --without-pip $(VENV) || { echo "$(NO_VENV)" >&2; rm -rf $(VENV); exit 1; }
	@$(PYTHON) -m pip --python $(BIN)/python $(GET_UV) 2>/dev/null || { $(BIN)/python -m ensurepip >/dev/null && \
		$(BIN)/python -m pip $(GET_UV); } || { echo "$(NO_VENV)" >&2; rm -rf $(VENV); exit 1; }
	@touch $@

$(RUN): $(UV) pyproject.toml uv.lock
	@$(SYNC) --no-dev
	@touch $@

$(DEV): $(UV) pyproject.toml uv.lock
	@$(SYNC)
	@touch $(RUN) $@

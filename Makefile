# Everything a contributor runs, from a fresh clone: it needs make and Python 3.11 to 3.13, nothing else.
# Another Python: make test PYTHON=python3.12

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
PO := wogsim/language/locale/id/LC_MESSAGES/wogsim.po
# Tests on all cores: each begins with a part of its own, and takes over from the others when it is through. They start
# many processes, so what one of them has compiled is kept for the next, whatever the surroundings say.
PYTEST := PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest --quiet
AT_ONCE := --numprocesses logical --dist worksteal
# Every feature of this processor that numpy would use beyond the least it demands.
VECTOR_UNITS = $$($(BIN)/python -c 'from numpy._core import _multiarray_umath as n; \
	print(*(name for name in n.__cpu_dispatch__ if n.__cpu_features__[name]))')

.DEFAULT_GOAL := help
.PHONY: help demo test test-all interpreted golden lint format types check schema validation catalogues pictures notebooks clean

help: ## list what make can do
	@awk -F ': .*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

# Four doors, and one roof whose assessors moved in.
DOORS := --pattern hall --pattern letter-box --pattern signing-door --pattern partial-door --pattern one-door
demo: $(VENV)/installed ## compare the five patterns and the doors on the restaurant permit, draw the authority curve
	$(BIN)/wogsim compare restaurant-permit --out demo-output
	$(BIN)/wogsim compare restaurant-permit $(DOORS) --replications 5 --brief
	$(BIN)/wogsim breakeven restaurant-permit --pattern one-door --replications 5 --out demo-authority

test: $(VENV)/installed-dev ## run the fast tests
	$(PYTEST) $(AT_ONCE)

test-all: $(VENV)/installed-dev ## run all tests, slow ones too
	HYPOTHESIS_PROFILE=all $(PYTEST) $(AT_ONCE) -m ""

interpreted: $(VENV)/installed-dev ## run the compiled engine's tests with the compiler off
	NUMBA_DISABLE_JIT=1 $(PYTEST) tests/engine/test_compiled.py

golden: $(VENV)/installed-dev ## repeat the golden log with the processor's vector units switched off
	@units="$(VECTOR_UNITS)"; echo "switched off: $$units"; \
	NPY_DISABLE_CPU_FEATURES="$$units" $(PYTEST) tests/whole/test_golden.py

lint: $(VENV)/installed-dev ## check style, formatting and which room imports which
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

format: $(VENV)/installed-dev ## mend style and formatting
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: $(VENV)/installed-dev ## check types
	$(BIN)/mypy

check: lint types test golden ## all of the above checks

schema: $(VENV)/installed-dev ## write the JSON Schema, written-out scenarios, the page of parameters and the glossary anew
	$(BIN)/python -m wogsim.scenario.schema
	$(BIN)/python docs/arrangements.py
	$(BIN)/python docs/build.py

validation: $(VENV)/installed-dev ## compare the model with queueing theory and write the results into docs/validation.md
	$(BIN)/python docs/build.py validation

pictures: $(VENV)/installed-dev ## draw the pictures of the documents and write the shipped city's tables anew (some minutes)
	$(BIN)/python docs/pictures.py
	$(BIN)/python docs/lessons.py
	$(BIN)/python docs/city.py
	$(BIN)/python docs/library.py
	$(BIN)/python docs/span.py
	$(BIN)/python docs/explorer.py
	PYTHONPATH=. $(BIN)/python docs/screens.py

notebooks: $(VENV)/installed-dev ## run the lessons anew and keep what they show (some minutes)
	$(BIN)/python notebooks/execute.py

catalogues: $(VENV)/installed-dev ## collect the messages of the source, then compile the translations
	$(BIN)/python -m tests.catalogues

clean: ## remove what make has made
	rm -rf $(VENV) demo-output demo-authority dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# An empty file stands for "installed"; it is out of date when pyproject.toml is newer. With what developers need,
# all that users need is there too.
$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' || { \
		echo "wogsim needs Python 3.11, 3.12 or 3.13, and $(PYTHON) is none; try: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)

# The first run compiles the engine, which is kept for all that follow.
$(VENV)/installed: pyproject.toml | $(BIN)/python
	$(PIP) --editable '.[fast,report]'
	-@$(BIN)/wogsim compare restaurant-permit --pattern one-roof --replications 1 --jobs 1 --brief > /dev/null
	@touch $@

$(VENV)/installed-dev: pyproject.toml | $(BIN)/python
	$(PIP) --editable '.[dev,fast]'
	@touch $(VENV)/installed $@

# What one does every day; each target is one command that can as well be typed.
PYTHON ?= python3
BIN = .venv/bin

.PHONY: setup run quick test lint

setup:  ## a virtual environment with everything that developing needs, and the hooks
	$(PYTHON) -m venv .venv
	$(BIN)/pip install -q -e '.[test]'
	$(BIN)/pre-commit install

run:  ## the demonstration, on http://127.0.0.1:8000/
	$(BIN)/recite demo

quick:  ## in under a minute: everything that needs neither a browser, PostgreSQL nor a parse
	$(BIN)/pytest -q -n auto -m 'not slow' -k 'not postgresql' \
	  --ignore=tests/browser --ignore=tests/questions/language --ignore=tests/questions/proposing \
	  --ignore=tests/questions/llm --ignore=tests/questions/facts \
	  --ignore=tests/webapp/operations

test:  ## everything that must hold, as it is decided on
	.ci/run

lint:
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

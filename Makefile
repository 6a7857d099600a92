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

quick:  ## in under a minute: grading, formats, memory, widgets, reviews and the rules of the house
	$(BIN)/pytest -q -n auto -m 'not slow and not alone' -k 'not postgresql' \
	  tests/test_architecture.py tests/test_lexicon.py tests/questions/test_*.py \
	  tests/questions/typed_answers tests/questions/interchange \
	  tests/webapp/learning tests/webapp/widgets tests/webapp/reviewing

test:  ## everything that must hold, as it is decided on
	.ci/run

lint:
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

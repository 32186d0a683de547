# make handouts   install what is missing, then build every handout into handouts/
# make test       all tests, the linter and the type checker
# make bench      how fast handouts are made, beside other ways (about half an hour)

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: handouts test bench check format lock schema pictures golden clean help

handouts: $(VENV)/ready
	$(BIN)/python generate.py

test: $(VENV)/ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python generate.py check
	$(BIN)/pytest -n auto --dist worksteal

bench: $(VENV)/ready-dev
	$(BIN)/python bench/bench.py

check: $(VENV)/ready
	$(BIN)/python generate.py check

format: $(VENV)/ready-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

schema: $(VENV)/ready
	$(BIN)/python generate.py schema

golden: $(VENV)/ready-dev
	$(BIN)/pytest -q tests/test_golden.py --update-golden

pictures: $(VENV)/ready-dev handouts
	$(BIN)/python generate.py build ms --format booklet
	$(BIN)/python scripts/pictures.py

lock: $(VENV)/ready-dev
	UV=$(BIN)/uv scripts/lock

$(VENV)/ready: requirements.txt scripts/setup
	scripts/setup $(PYTHON) $(VENV) requirements.txt
	touch $@

$(VENV)/ready-dev: $(VENV)/ready requirements-dev.txt
	$(BIN)/pip install --quiet --require-hashes --requirement requirements-dev.txt
	touch $@

clean:
	rm -rf $(VENV) handouts .patient-handouts-*

help:
	@sed -n 's/^# \(make .*\)/\1/p' Makefile

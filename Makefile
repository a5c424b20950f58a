# The kit's commands. `make help` lists them.
.DEFAULT_GOAL := help
.PHONY: help brief lab test pictures fuzz bench dictionary lock clean

PYTHON ?= python3
SEEDS ?= seeds
OUT ?= reports
BIN := .venv/bin
READY := .venv/.ready

# Some containers set it; each of the many starts of Python would then compile all libraries anew.
unexport PYTHONDONTWRITEBYTECODE

help: ## list these commands
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

brief: $(READY) ## seeds to reports: HTML, PDF, notebooks and tables
	@echo "Making the briefs on $(SEEDS)"
	@$(BIN)/seedbrief build --seeds $(SEEDS) --out $(OUT)

# JupyterLab would ask the network for news, newer versions and extensions.
QUIET := --LabApp.news_url=None --LabApp.extension_manager=readonly \
	--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate

lab: $(READY) ## JupyterLab on the notebooks, with a tour
	@$(BIN)/jupyter lab $(QUIET) --notebook-dir=. notebooks/explore.ipynb

# A process a core, four at most, of some 1 GB each; each takes files of tests as they come.
SHARED := -n logical --maxprocesses 4 --dist loadfile --no-loadscope-reorder

test: $(READY) ## linters, types, import layers and all tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --config pyproject.toml
	$(BIN)/pytest $(SHARED)

pictures: $(READY) ## store the pictures of pages anew, in tests and README; look at them before a commit
	RENEW_PICTURES=1 $(BIN)/pytest -rs tests/brief/test_pictures.py tests/test_docs.py -k "look or picture"

fuzz: $(READY) ## broken files for the readers, many more than in the tests
	SEEDBRIEF_FUZZ=1 $(BIN)/pytest tests/hostile/test_fuzz.py
	$(BIN)/python tests/hostile/guided.py all -max_total_time=60

bench: $(READY) ## wall time and peak memory of a build, by stage
	@$(BIN)/python benchmarks/build.py

dictionary: $(READY) ## write docs/data-dictionary.md anew from the tables' schema
	@$(BIN)/python -m analysis.tables.dictionary > docs/data-dictionary.md

lock: $(READY) ## pin every dependency anew, with hashes
	$(BIN)/uv pip compile --quiet --upgrade --generate-hashes --universal --python-version 3.11 \
		--no-header --no-emit-index-url --no-annotate --extra dev pyproject.toml -o requirements.lock

clean: ## remove the virtual environment
	rm -rf .venv

# uv comes through pip, everything else through uv, hash-checked, from the lock.
$(READY): requirements.lock requirements-uv.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "$(PYTHON) must be Python 3.11 or newer: make PYTHON=python3.11 ..."; exit 1; }
	@echo "Creating .venv"
	@$(PYTHON) -m venv .venv || \
		{ echo "python3-venv is missing: apt install python3-venv"; rm -rf .venv; exit 1; }
	@echo "Installing what requirements.lock names (some 900 MB, once)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check \
		--require-hashes -r requirements-uv.lock
	@VIRTUAL_ENV=.venv $(BIN)/uv pip sync --quiet --require-hashes requirements.lock requirements-uv.lock
	@VIRTUAL_ENV=.venv $(BIN)/uv pip install --quiet --no-deps --no-build-isolation --editable .
	@mkdir -p .venv/share/jupyter/labextensions
	@ln -sfn ../../../../analysis/explorer/lab .venv/share/jupyter/labextensions/seedbrief
	@touch $@

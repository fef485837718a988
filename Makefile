# make report   the side-by-side report of the seed case
# make test     lint, types, tests and notebooks
# make thorough  the same with what takes longest of all, and the documentation
# make quick    less than a minute of it: lint, and the tests of the parts
# make lab      JupyterLab on the notebooks
# make html     the notebooks as pages that work offline
# make slides   the notebooks as slides for a class
# make classroom  a lesson on the seed case: for pupils, for the teacher, slides
# make notebooks  run the notebooks from the top and keep their outputs
# make docs     the documentation as a site, in build/docs, with its links checked
# make screenshots  the pictures of the README, which need Chromium
# make clean    remove what the other targets made
#
# PYTHON=/some/python3.12 make report   takes that interpreter instead of the first fitting one.

SHELL := /bin/sh
CASE ?= seeds/crocus-city-hall
VENV := .venv
BIN := $(VENV)/bin
PYTHON ?=
# Only what is imported is compiled, when it first is, and then kept: also where the environment
# says not to keep it, for the tests start some hundred processes.
unexport PYTHONDONTWRITEBYTECODE
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
PIP_INSTALL := $(PIP) install --no-compile --constraint constraints.txt
# uv installs in a quarter of the time. It does not read what pip was told: where that names another
# index, or none, and where uv cannot install, pip does.
INSTALL = sh -c '{ ! $(PIP:--quiet=) config list | grep -E "[.](no-)?index" >/dev/null && $(PIP_INSTALL) --only-binary uv uv && \
  $(BIN)/uv pip install --quiet --python $(BIN)/python --constraint constraints.txt "$$@"; } || \
  { echo "Going on with pip." && $(PIP_INSTALL) "$$@"; }' install

.PHONY: classroom docs screenshots report test tests beside thorough quick lint types lab html slides notebooks clean

report: $(VENV)/.installed
	$(BIN)/narratives report $(CASE)

thorough: THOROUGH := --thorough
thorough: docs test

# The W3C checker is fetched while the rest is installed.
test: | $(BIN)/python
	@$(MAKE) --no-print-directory -j 2 $(VENV)/.installed-test $(VENV)/vnu/.installed
	@$(MAKE) --no-print-directory lint
	@$(BIN)/python -m compileall -q -j 2 narratives
	@rm -rf build/compared
	@NARRATIVES_COMPARED="$(CURDIR)/build/compared" \
	  $(MAKE) --no-print-directory -j 2 THOROUGH=$(THOROUGH) beside tests

# Two at a time, beside types and notebooks. The plugin of the notebooks is left out here: loading
# it takes every process two seconds.
tests: $(VENV)/.installed-test $(VENV)/vnu/.installed
	$(BIN)/python -m pytest -p no:nbval -n 2 --dist loadscope --no-loadscope-reorder --durations 15 $(THOROUGH) tests narratives

# What it says is held back until its end, so that two reports do not mix. It gives way to the tests,
# which take longer, and fills the gaps in which they wait. Notebooks and tests share one comparison of
# a case (tests/once.py), made anew for each run.
KERNELS := $(CURDIR)/build/kernels
beside: $(VENV)/.installed-test
	@rm -rf build/kernels
	@mkdir -p build/kernels/profile_default/startup
	@cp tests/notebook_start.py build/kernels/profile_default/startup
	@{ nice -n 5 $(BIN)/mypy && IPYTHONDIR="$(KERNELS)" \
	  PYTHONPATH="$(CURDIR)/tests$${PYTHONPATH:+:$$PYTHONPATH}" \
	  NARRATIVES_COMPARED="$${NARRATIVES_COMPARED:-$(KERNELS)/compared}" \
	  nice -n 5 $(BIN)/python -m pytest -q --nbval --nbval-cell-timeout 120 $(wildcard notebooks); } \
	  >build/beside.log 2>&1; \
	  status=$$?; cat build/beside.log; exit $$status

# Without the doctests, the notebooks, and what takes seconds (SLOW in tests/conftest.py).
quick: $(VENV)/.installed-test lint
	$(BIN)/python -m pytest -p no:nbval -n 2 --dist loadscope --quick tests

lint: $(VENV)/.installed-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.installed-test
	$(BIN)/mypy

# Without the two options JupyterLab asks the network for news and for a newer version.
lab: $(VENV)/.installed-lab
	$(BIN)/jupyter lab --LabApp.news_url=None --LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate notebooks

html: $(VENV)/.installed-lab
	$(BIN)/narratives export-notebooks notebooks --to reports/notebooks

slides: $(VENV)/.installed-lab
	$(BIN)/narratives export-notebooks notebooks --to reports/slides --slides

classroom: $(VENV)/.installed
	$(BIN)/narratives classroom $(CASE)

# Times, paths and the version of Python are left out, so that only outputs make differences.
notebooks: $(VENV)/.installed-test
	$(BIN)/jupyter nbconvert --to notebook --execute --inplace --log-level WARN \
	  --ClearMetadataPreprocessor.enabled=True \
	  --ClearMetadataPreprocessor.preserve_nb_metadata_mask="{'kernelspec', ('language_info', 'name')}" \
	  notebooks/*.ipynb

# Nothing is fetched: the theme comes with Sphinx.
docs: $(VENV)/.installed-docs
	$(BIN)/python -m sphinx -q -W --keep-going -b html docs build/docs
	$(BIN)/narratives export-notebooks notebooks --to build/docs/notebooks
	$(BIN)/python docs/links.py build/docs
	@echo "The documentation: build/docs/index.html"

screenshots: $(VENV)/.installed-test
	$(BIN)/python docs/screenshots.py

clean:
	rm -rf $(VENV) reports build dist docs/api *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find . -name .ipynb_checkpoints -type d -prune -exec rm -rf {} +

# A stamp is newer than what it was made from, so that nothing is installed twice.
$(VENV)/.installed: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing into $(VENV), half a minute the first time."
	@$(INSTALL) --editable ".[documents]"
	@touch $@

$(VENV)/.installed-lab: $(VENV)/.installed
	@echo "Installing JupyterLab into $(VENV)."
	@$(INSTALL) --editable ".[documents,lab]"
	@touch $@

$(VENV)/.installed-docs: $(VENV)/.installed-lab
	@echo "Installing Sphinx into $(VENV)."
	@$(INSTALL) --editable ".[docs,lab]"
	@touch $@

# All at once, with what the others would install: one search for what fits together.
$(VENV)/.installed-test: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing what the tests and notebooks need into $(VENV), a minute the first time."
	@$(INSTALL) --editable ".[browser,documents,lab,test]"
	@touch $(VENV)/.installed $(VENV)/.installed-lab $@

# The W3C checker comes by npm alone. Where it cannot be had, its test is skipped.
$(VENV)/vnu/.installed: tests/browser/package.json tests/browser/package-lock.json | $(BIN)/python
	@mkdir -p $(@D)
	@cp tests/browser/package.json tests/browser/package-lock.json $(@D)
	@if npm ci --prefix $(@D) --ignore-scripts --no-audit --no-fund --loglevel error >$(@D)/log 2>&1; \
	then touch $@; \
	else echo "No W3C checker: npm could not install it, see $(@D)/log." >&2; fi

$(BIN)/python:
	@for python in $(if $(PYTHON),"$(PYTHON)",python3.11 python3 python3.12 python3.13 python3.14 python); do \
	  if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    "$$python" -m venv $(VENV) && exit 0; \
	    rm -rf $(VENV); \
	    echo "make: $$python cannot make a virtual environment. On Debian and Ubuntu: apt-get install python3-venv." >&2; \
	    exit 1; \
	  fi; \
	done; \
	echo "make: no Python 3.11 or newer among: $(if $(PYTHON),$(PYTHON),python3.11 python3 python3.12 python3.13 python3.14 python)." >&2; \
	echo "make: install one, or name it: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)" >&2; \
	exit 1

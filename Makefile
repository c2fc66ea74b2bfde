# Touchstone: `make` lists what can be done. Needs GNU make and Python 3.11 or newer, nothing else; `make test` also R and LibreOffice.

PORT ?= 8501
VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip install -qq --disable-pip-version-check
APP := $(VENV)/app.installed
DEV := $(VENV)/dev.installed

# A fixed browser address: without it Streamlit asks a host outside for this machine's address at every start.
SERVE := $(PY) -m streamlit run app.py --server.port $(PORT) --server.headless true \
	--browser.serverAddress localhost $(if $(ADDRESS),--server.address $(ADDRESS))

.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:
.PHONY: help run dev test quick lint format data-check browser r office bench load install clean

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' Makefile

run: $(APP) ## serve the dashboard on port 8501 (PORT=, ADDRESS= and TOUCHSTONE_DATA= change that)
	@$(SERVE) --server.fileWatcherType none

dev: $(APP) ## the same, with full error messages and a reload when a file changes
	@$(SERVE) --server.fileWatcherType auto --server.runOnSave true --client.showErrorDetails full

test: data-check lint browser r office ## run everything that CI runs: data check, lint, every test
	@$(PY) -m pytest

quick: $(DEV) r office ## run the tests that need no browser
	@$(PY) -m pytest -m "not browser"

lint: $(DEV) ## check style, formatting and types
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy

format: $(DEV) ## put the code into the house format
	@$(PY) -m ruff check --fix-only --quiet .
	@$(PY) -m ruff format .

data-check: $(APP) ## hold the tables in data/ against their description
	@$(PY) -m evidence.library data

browser: $(DEV) ## find a Chromium for the browser tests, install one if there is none
	@$(PY) tests/browser/chromium.py --install

r: $(DEV) ## find an R with metafor for the tests of the take-home recipe, install one if there is none
	@$(PY) -m tests.evidence.r_metafor --install

office: $(DEV) ## find a LibreOffice for the tests of the decks, install one if there is none
	@$(PY) -m tests.evidence.libreoffice --install

bench: browser ## measure every goal of bench/README.md in one run (20 minutes)
	@$(PY) -m bench

load: $(DEV) ## fifty and a hundred visitors at once, beside an empty app by turns
	@$(PY) -m bench.load

install: $(DEV) ## install everything, start nothing

clean: ## remove the installed packages and every cache
	@rm -rf $(VENV) .pytest_cache .hypothesis .mypy_cache .ruff_cache test-artifacts
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(APP): requirements.txt constraints.txt | $(PY)
	@echo "Installing what the app needs; the first time this takes about a minute."
	@$(PIP) -r requirements.txt
	@touch $@

$(DEV): $(APP) requirements-dev.txt
	@echo "Installing what the tests need."
	@$(PIP) -r requirements-dev.txt
	@touch $@

# Debian and Ubuntu ship Python without ensurepip; venv then fails half-way, so ask first.
$(PY):
	@python=; for name in $(or $(PYTHON),python3 python3.13 python3.12 python3.11); do \
	  if "$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then python=$$name; break; fi; \
	done; \
	if [ -z "$${python:-}" ]; then \
	  echo "Touchstone needs Python 3.11 or newer and found none$(if $(PYTHON), in $(PYTHON))." >&2; \
	  echo "Install one (Debian, Ubuntu: apt-get install python3 python3-venv) or name it: make run PYTHON=..." >&2; \
	  exit 1; \
	fi; \
	if ! "$$python" -c 'import ensurepip' 2>/dev/null; then \
	  package=$$("$$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'); \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "Installing $$package, which this Python needs to make a virtual environment."; \
	    apt-get update -qq && apt-get install -y -qq --no-install-recommends "$$package" >/dev/null || exit 1; \
	  else \
	    echo "This Python cannot make a virtual environment. On Debian or Ubuntu install the missing part with" >&2; \
	    echo "  sudo apt-get install $$package" >&2; \
	    echo "and run make again." >&2; \
	    exit 1; \
	  fi; \
	fi; \
	"$$python" -m venv --clear $(VENV)

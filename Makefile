# Two commands: `make edition` builds everything into build/, `make test` runs every check.
# Both first set up .venv from the locked, hash-checked dependencies; run again, they only do what is left to do.
# A set-up that was cut off is begun again from nothing: pip takes a package it half installed for installed.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check

SETTING_UP := $(VENV)/.setting-up
LEFT := $(shell [ -e $(SETTING_UP) ] || exit 0; \
  if kill -0 "`cat $(SETTING_UP)`" 2>/dev/null; then echo running; else rm -rf $(VENV) && echo cut off; fi)
ifeq ($(LEFT),running)
  $(error another make is setting up $(VENV): wait for it, or stop it and remove $(SETTING_UP))
else ifneq ($(LEFT),)
  $(info == an earlier set-up was cut off: beginning again)
endif

.PHONY: edition test lint verify lock clean

edition: $(VENV)/.edition
	@test -x $(BIN)/edition || { echo "$(VENV) is damaged: rm -rf $(VENV), then make again"; exit 1; }
	@$(BIN)/edition build

test: $(VENV)/.test lint
	@echo "== the texts"
	@$(BIN)/edition verify
	@$(BIN)/edition check
	@echo "== the tests"
	@$(BIN)/python -m pytest -n auto

lint: $(VENV)/.test
	@test -x $(BIN)/ruff || { echo "$(VENV) is damaged: rm -rf $(VENV), then make again"; exit 1; }
	@echo "== the code: ruff, mypy"
	@$(BIN)/ruff check scripts tests docs
	@$(BIN)/ruff format --check scripts tests docs
	@$(BIN)/mypy

verify: $(VENV)/.edition
	@$(BIN)/edition verify

$(VENV)/.python:
	@[ ! -e .git ] || command -v git >/dev/null || { echo "git is missing: install it (Debian: apt-get install git)"; exit 1; }
	@command -v $(PYTHON) >/dev/null || { echo "$(PYTHON) is missing: install Python 3.11 or later"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or later is needed, $(PYTHON) is `$(PYTHON) -V`: make PYTHON=python3.12 …"; exit 1; }
	@echo "== setting up $(VENV) with `$(PYTHON) -V`"
	@mkdir -p $(VENV) && echo $$PPID >$(SETTING_UP)
	@$(PYTHON) -m venv $(VENV) || \
	  { echo "$(PYTHON) cannot make a virtual environment (Debian: apt-get install python3-venv)"; exit 1; }
	@touch $@

$(VENV)/.edition: $(VENV)/.python requirements.lock pyproject.toml
	@echo "== installing what the edition is built with (once; about 450 MB)"
	@echo $$PPID >$(SETTING_UP)
	@$(PIP) install --quiet --progress-bar on --require-hashes -r requirements.lock
	@$(PIP) install --quiet --no-deps --no-build-isolation -e .
	@touch $@ && rm -f $(SETTING_UP)

$(VENV)/.test: $(VENV)/.edition requirements-test.lock
	@echo "== installing what the checks need (once)"
	@echo $$PPID >$(SETTING_UP)
	@$(PIP) install --quiet --progress-bar on --require-hashes -r requirements-test.lock
	@touch $@ && rm -f $(SETTING_UP)

# Renew the lock files: needs uv (pip install uv).
lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --extra setup \
	  pyproject.toml -o requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --extra setup --extra test \
	  -c requirements.lock pyproject.toml -o requirements-test.lock

clean:
	rm -rf build .cache

# `make run` and `make test` need git, make and some Python 3; they bring everything else.

# The first Python that works: a pyenv shim may name a version that is not installed.
PYTHON := $(shell for python in python3 python /usr/bin/python3; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 8))' >/dev/null 2>&1 \
	&& echo $$python && break; done)
PY := .venv/bin/python
STEP := $(PY) scripts/step.py

# The same as bot/launcher/environment.py.
export RASA_TELEMETRY_ENABLED := false
export SQLALCHEMY_SILENCE_UBER_WARNING := 1
export TF_CPP_MIN_LOG_LEVEL := 3
# Rasa reads 6,000 modules; without their compiled form each start costs 20 seconds more.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: bench-desk help setup run cluster doctor train migrate widget demo test lint format types nlu-report knowledge-report bench chaos bench-load bench-scale bench-nlu bench-rules bench-search audit

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*##/ /' \
	| while read -r target words; do printf '  %-16s %s\n' "$$target" "$$words"; done

setup:
	@test -n "$(PYTHON)" || { echo 'Python 3.8 or newer is needed to set this up.' >&2; exit 1; }
	@$(PYTHON) scripts/bootstrap.py

run: setup  ## start the assistant on PORT (8080); DEMO=0 loads no demonstration data
	@$(STEP) 'Bringing the database to the newest tables' $(PY) -m store migrate
	@[ "$(DEMO)" = 0 ] || $(STEP) 'Loading demonstration applications' $(PY) -m store demo
	@$(PY) -m bot train
	@exec $(PY) -m bot up

# One machine's own servers; set both to use others.
cluster: export DATABASE_URL ?= postgresql://sahayak_test:sahayak_test@127.0.0.1:5432/sahayak_cluster
cluster: export REDIS_URL ?= redis://127.0.0.1:6379/7
cluster: export DATA_DIR ?= var-cluster
cluster: setup  ## nginx, two of everything, PostgreSQL and Redis on this machine
	@$(PY) scripts/parts.py
	@$(STEP) 'Making the database' $(PY) scripts/make_database.py "$$DATABASE_URL"
	@$(STEP) 'Bringing the database to the newest tables' $(PY) -m store migrate
	@[ "$(DEMO)" = 0 ] || $(STEP) 'Loading demonstration applications' $(PY) -m store demo
	@$(PY) -m bot train
	@exec $(PY) -m bot cluster

doctor: setup  ## look this instance over, and say what to do
	@$(PY) -m bot doctor

audit: setup  ## known faults of our packages, held against docs/audit-decisions.yml; Error 3: could not ask
	@$(PY) scripts/audit.py

train: setup  ## train the model if the training data changed
	@$(PY) -m bot train

migrate: setup  ## bring the database to the newest tables
	@$(PY) -m store migrate

demo: setup  ## load invented applications and a demonstration helpdesk, print invitations
	@$(PY) -m store demo

# scripts/parts.py makes this role; it may create databases and nothing more.
export TEST_POSTGRES_URL ?= postgresql://sahayak_test:sahayak_test@127.0.0.1:5432/postgres
PYTEST := $(PY) -m pytest -p tests.plugins.no_skips

test: setup lint types  ## lint, types and all tests; as root on Debian installs what they need
	@$(PY) scripts/parts.py
	@$(PY) -m bot train
	@$(PYTEST) -m serial || [ $$? -eq 5 ]
	@$(PYTEST) -m 'not serial' -n 2

lint: setup  ## check code style, the answers and the calculators' figures
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check --quiet . || { echo 'make format puts this right' >&2; exit 1; }
	@$(PY) -m bot knowledge lint
	@$(PY) -m actions.rules lint

format: setup  ## put code style right
	@.venv/bin/ruff check --fix .
	@.venv/bin/ruff format .

types: setup  ## check types
	@.venv/bin/mypy actions bot store console scripts

nlu-report: setup  ## what the classifier confuses, as a page: var/nlu-report.html
	@$(PY) -m bot nlu-report

knowledge-report: setup  ## reviews due, and places of the sources that no answer cites
	@$(PY) -m bot knowledge report

widget:  ## build widget/dist from its sources; needs Node
	@[ -d node_modules/esbuild ] || npm ci --no-audit --no-fund
	@node widget/build.mjs

bench: bench-nlu bench-rules bench-search  ## every benchmark

bench-nlu: setup  ## measure understanding: accuracy and speed
	@$(PY) -m bench.nlu

bench-rules: setup  ## measure the calculators, and a whole state's pensions; QUICK=1 takes a sample
	@$(PY) -m bench.rules $(if $(QUICK),--quick)

bench-load: setup  ## measure messages a second beside a stock Rasa bot; QUICK=1 is a short look, SOAK=1 adds 5 minutes with 200 people
	@$(PY) -m bench.load $(if $(QUICK),--quick) $(if $(SOAK),--soak)

bench-scale: setup  ## measure a cluster of 1 and 2 Rasa, 2 million applications, 100,000 notices; QUICK=1 is a short look, SOAK=60 adds as many minutes
	@$(PY) scripts/parts.py
	@$(PY) -m bench.scale $(if $(QUICK),--quick) $(if $(SOAK),--soak-minutes $(SOAK))

bench-desk: setup  ## measure answers as an operator types, beside turns of the bot
	@$(PY) -m bench.desk

chaos: setup  ## break a cluster in every way it must survive, and count what is lost; QUICK=1 is the short form, FAULT=name one of them
	@$(PY) scripts/parts.py
	@$(PY) -m bench.chaos $(if $(QUICK),--quick) $(if $(FAULT),--fault $(FAULT))

bench-search: setup  ## measure search over 5,000 passages beside SQL's LIKE
	@$(PY) -m bench.search

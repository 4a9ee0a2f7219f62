# Two commands: `make demo` and `make test`. Both install what they need first, and say what they do.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.ONESHELL:

PYTHON ?= python3
export PATH := $(CURDIR)/.venv/bin:$(PATH)
export PYTHONDONTWRITEBYTECODE := 1
export KERAS_BACKEND ?= tensorflow
export TF_CPP_MIN_LOG_LEVEL ?= 2
# Without DigitalOcean's description the tests that it judges are left out, and the run says so.
export PYTEST_SELECTION := $(if $(DIGITALOCEAN_OPENAPI),,-m 'not api_description')

# Where `make model-small` works.
SMALL ?= $(CURDIR)/.cache/small

# An engine that is there already, Docker's own for example, is left as it is.
ENGINE_PACKAGE := $(if $(shell command -v dockerd),,docker.io)
PACKAGES := python3-venv openssh-client curl iproute2 iptables nftables debootstrap pebble chromium $(ENGINE_PACKAGE)
APERTIUM := apertium apertium-eng-spa
# The site in front of the translator, what fills in its settings, and a load for it.
SITE := nginx-light gettext-base wrk
# What watches it; the tests let them run on ports of their own.
WATCHERS := prometheus prometheus-blackbox-exporter prometheus-node-exporter
# What keeps the archives of playbooks/backup.yml.
ARCHIVER := restic
# What looks at a droplet from outside; ssh-audit is a Python package.
AUDITORS := lynis nmap testssl.sh
# The service with its default engine.
SERVICE_REQUIREMENTS := service/translator/requirements.txt service/translator/requirements-ctranslate2.txt

.PHONY: help hashes demo demo-stop test test-full check lint types unit molecule systemd resilience hardening certificates restore-drill standalone endurance chaos bench-deploy audit translate bench model model-small train evaluate clean

help: ## Say what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

demo: .venv/demo ## The whole way against a simulated DigitalOcean, ending with a Spanish sentence
	@simulator/demo

demo-stop: ## Take the demo down again; nothing is left
	@if [ -e .venv/demo ]; then python -m simulator stop; fi

test: check molecule resilience ## Checks, the whole way, and what can go wrong on it

test-full: test systemd hardening certificates restore-drill standalone endurance chaos .venv/demo ## The slow ones as well: sabotaged settings, a lost droplet, an hour of requests, the audit
	@echo "== audit"
	$(call apt,$(AUDITORS))
	trap 'python -m simulator stop' EXIT
	simulator/demo
	PYTHONPATH=service python -m tests.audit

check: lint types unit ## The fast half: lint, types, unit tests

lint: .venv/test ## yamllint, ansible-lint (profile production), ruff
	@echo "== lint"
	yamllint --strict .
	ruff check .
	ruff format --check .
	ansible-lint --offline

types: .venv/test ## mypy
	@echo "== types"
	mypy -p simulator
	mypy -p translator
	mypy -p benchmark
	mypy -p transformer
	mypy -p ansible_collections.traductor
	mypy roles/certificate/library roles/login/library roles/translator/library roles/translator/files roles/watchdog/files tests

unit: .venv/test ## Unit tests of modules, roles, simulator, service and model
	@$(call apt,$(ARCHIVER))
	echo "== unit tests"
	$(if $(DIGITALOCEAN_OPENAPI),,echo "DIGITALOCEAN_OPENAPI is not set: the tests that need the API's description are left out.")
	# A process a core; the tests of a file stay together, for they share what takes long to make.
	pytest --numprocesses auto --dist loadfile --no-loadscope-reorder $(PYTEST_SELECTION)

molecule: .venv/test ## site.yml on a simulated droplet: check, converge, idempotence, verify, destroy
	@echo "== molecule"
	simulator/with-simulator molecule test

resilience: .venv/test ## Killed runs, a failing API, wrong input: each ends well or with one message
	@echo "== resilience"
	pytest tests/resilience

systemd: .venv/test ## site.yml without Docker on a droplet of 512 MB; what dies there comes back, releases change under load
	@echo "== systemd"
	simulator/with-simulator molecule test --scenario-name systemd

hardening: .venv/test ## A droplet that is hardened alone, and five ways to lock its owner out
	@echo "== hardening"
	simulator/with-simulator molecule test --scenario-name hardening
	pytest tests/lockout

certificates: .venv/test ## An authority that refuses, a foreign name, another issuer: the site stays up
	@echo "== certificates"
	pytest tests/certificates

restore-drill: .venv/test ## Back up, destroy, and come back on another droplet with the same certificate
	@$(call apt,$(ARCHIVER))
	echo "== restore drill"
	pytest tests/restore

standalone: .venv/test ## One container with Nginx in it, and every command of docs/docker.md, on a droplet with Docker alone
	@echo "== standalone"
	simulator/with-simulator pytest tests/standalone
	simulator/with-simulator molecule test --scenario-name standalone

endurance: .venv/test ## An hour's worth of requests on a simulated droplet of 1 GB
	@echo "== endurance"
	simulator/with-simulator pytest tests/endurance

chaos: .venv/test ## Deploys, deaths and faults under load on a simulated droplet; non-zero if a bar is missed
	@echo "== chaos"
	PYTHONPATH=service simulator/with-simulator python -m tests.chaos

bench-deploy: .venv/test ## How long a deploy takes on a simulated droplet, and which step how long; non-zero if a bar is missed
	PYTHONPATH=service simulator/with-simulator python -m tests.deploy_time $(OPTIONS)

audit: .venv/test ## Auditors look at the running demo, or at OPTIONS="--host ADDRESS --name NAME"; non-zero if a bar is missed
	@$(call apt,$(AUDITORS))
	PYTHONPATH=service python -m tests.audit $(OPTIONS)

hashes: .venv/test ## Renew the hashes of the service's packages, after a change of service/translator/requirements*.in
	cd service/translator
	for source in requirements*.in; do
	    uv --quiet pip compile --no-config --universal --python-version 3.11 --no-deps --generate-hashes --no-annotate \
	        --custom-compile-command "make hashes" --output-file "$${source%.in}.txt" "$$source" > /dev/null
	done

translate: .venv/service ## Translate standard input to standard output, line by line
	@PYTHONPATH=service python -m translator

bench: .venv/service .venv/train ## Measure the engine, the whole site and its memory; non-zero if a bar is missed (OPTIONS="--quick")
	@$(call apt,$(APERTIUM) $(SITE))
	PYTHONPATH=service python -m benchmark $(OPTIONS)

model: .venv/train ## Make the model from the text: prepare, train, measure, export (OPTIONS="--minutes 90")
	PYTHONPATH=service python -m transformer $(OPTIONS)

model-small: .venv/train ## The same in a minute, with phrases from this repository and a tiny model
	TRADUCTOR_CACHE=$(SMALL) PYTHONPATH=service python -m transformer --to $(SMALL)/model \
	    --text tests/transformer/text --sets small --sources phrases phrases.capitals --vocabulary-pieces 1500 \
	    --size tiny --steps 1500 --warm-up-steps 150 --peak-rate 5e-3 --tokens-per-batch 1024 $(OPTIONS)

train: .venv/train ## Prepare and train, or go on training, without exporting (OPTIONS as above)
	PYTHONPATH=service python -m transformer --without-export $(OPTIONS)

evaluate: .venv/train ## Score the shipped models beside Apertium and the models before; non-zero if a bar is missed
	@$(call apt,$(APERTIUM))
	PYTHONPATH=service python -m transformer.evaluate $(OPTIONS)

clean: demo-stop ## Remove the virtual environment and all caches
	rm -rf .venv .cache

# Each stamp is a set of packages that is installed. Messages go to standard error: `make -s translate` is a filter.
.venv/bin/python:
	@if ! $(PYTHON) -c 'import ensurepip' 2>/dev/null; then $(call apt,python3-venv); fi
	$(PYTHON) -m venv .venv >&2

.venv/demo: requirements.txt simulator/requirements.txt | .venv/bin/python
	@$(call apt,$(PACKAGES))
	$(call pip,-r requirements.txt -r simulator/requirements.txt)

.venv/test: tests/requirements.txt requirements.txt simulator/requirements.txt $(SERVICE_REQUIREMENTS) service/transformer/requirements.txt | .venv/bin/python
	@$(call apt,$(PACKAGES) $(APERTIUM) $(SITE) $(WATCHERS))
	$(call pip,--no-deps $(SERVICE_REQUIREMENTS:%=-r %))
	$(call pip,-r tests/requirements.txt)

.venv/service: $(SERVICE_REQUIREMENTS) | .venv/bin/python
	@$(call pip,--no-deps $(SERVICE_REQUIREMENTS:%=-r %))

.venv/train: service/transformer/requirements.txt | .venv/bin/python
	@$(call pip,-r service/transformer/requirements.txt)

define pip
echo "Installing Python packages into .venv: $(1)" >&2
python -m pip install --quiet --disable-pip-version-check $(1) >&2
touch $@
endef

# Debian's packages that are missing; as root, for the engine and the droplets need it anyway.
define apt
missing=$$(for package in $(1); do dpkg-query --show --showformat='$${db:Status-Status}' $$package 2>/dev/null | grep -qx installed || echo $$package; done)
if [ -n "$$missing" ]; then
    if [ "$$(id -u)" != 0 ]; then echo "Some Debian packages are missing: $$missing. Remedy: run the same command with sudo." >&2; exit 1; fi
    echo "Installing Debian packages:" $$missing >&2
    apt-get update -qq >&2
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing >/dev/null
fi
endef

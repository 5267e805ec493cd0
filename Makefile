.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON3 ?= python3
export PATH := $(CURDIR)/.venv/bin:$(CURDIR)/node_modules/.bin:$(PATH)
export KINESIS_CONSTRUCTS_HOME := $(CURDIR)/.tools
export PYTHONDONTWRITEBYTECODE :=
PY := .venv/bin/python

.PHONY: help setup demo synth test lint format bench docs lock clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## Prepare .venv, Node, the CDK CLI and the local AWS (quick the second time)
	@$(PYTHON3) tools/setup.py

demo: setup ## Deploy the flights pipeline to a local AWS and send 20,000 flights through it
	@$(PY) -m apps.flights.demo

synth: setup ## Write the assembly of every app to build/assemblies/
	@$(PY) tools/synth.py

test: setup ## Run every test: unit, synth, integration, end to end
	@$(PY) -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile

lint: setup ## Check style, types and import contracts
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/lint-imports --no-logo
	@.venv/bin/mypy

format: setup ## Rewrite the sources in the house style
	@.venv/bin/ruff format .
	@.venv/bin/ruff check --fix .

bench: synth ## Run the benchmarks and print what they measured
	@$(PY) -m benchmarks

docs: setup ## Write the generated pages and schemas
	@$(PY) tools/docs.py --write

lock: ## Resolve the dependencies anew into requirements/
	.venv/bin/uv pip compile pyproject.toml --all-extras --group dev --universal --generate-hashes \
	  --no-emit-index-url --no-header --no-annotate --python-version 3.11 --quiet -o requirements/dev.txt
	.venv/bin/uv pip compile requirements/checkov.in --universal --generate-hashes \
	  --no-emit-index-url --no-header --no-annotate --python-version 3.11 --quiet -o requirements/checkov.txt
	.venv/bin/uv pip compile constructs_lib/local/requirements.in --universal --generate-hashes \
	  --no-emit-index-url --no-header --no-annotate --python-version 3.11 --quiet -o constructs_lib/local/requirements.txt

clean: ## Remove everything that make has made
	rm -rf .venv .tools node_modules build cdk.out .pytest_cache .mypy_cache .ruff_cache .import_linter_cache

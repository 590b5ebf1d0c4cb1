# Every target says what it does: `make help`.
SHELL := /bin/bash
.DEFAULT_GOAL := help
export PATH := $(CURDIR)/.venv/bin:$(PATH)
# Without Python's compiled modules in .venv every start takes five seconds longer.
unexport PYTHONDONTWRITEBYTECODE
ARGS ?=

.PHONY: help demo test test-fast check bench dev setup web api format clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: setup web ## the page over a demo company: starts everything, says what to open (ARGS="--accounts 1000")
	@rotunda demo $(ARGS)

test: setup web ## every check and every test
	@scripts/test-all

test-fast: setup ## checks and the tests that take seconds
	@scripts/check && pytest -q -m "not slow and not browser" -n 2

check: setup ## lint, types, import contracts, web lint
	@scripts/check

bench: setup web ## measure, and print ratios against the floor of the same run
	@python -m bench $(ARGS)

dev: setup ## the demo with a reloading front end on http://127.0.0.1:5173
	@scripts/dev $(ARGS)

setup: ## install Python packages into .venv
	@scripts/setup

web: ## build the front end when it has changed
	@scripts/build-web

api: setup web ## write the web client's types anew from the OpenAPI document
	@scripts/api-types

format: setup ## format everything
	@ruff format src tests bench && ruff check --fix src tests bench && cd web && npm run format

clean: ## remove what was built, installed and generated here (not the demo's data)
	rm -rf .venv .tools web/node_modules src/rotunda/entrypoints/web_files

# Guicheng (规程). `make run` and `make test` do all set-up themselves.
SHELL := /bin/bash
PYTHON ?= python3
PORT ?= 8000
PY := .venv/bin/python
export PYTHONDONTWRITEBYTECODE ?= 1

.PHONY: setup run test lint format lock clean setup-test bench-import mutate bench-inbox races bench-engine courses ux gallery bench-papers validate test-exhaustive

setup: .venv/.runtime

.venv/.runtime: requirements/runtime.txt tools/setup.py
	$(PYTHON) tools/setup.py runtime
	@touch $@

setup-test: .venv/.dev

.venv/.dev: .venv/.runtime requirements/dev.txt
	$(PYTHON) tools/setup.py dev
	@touch $@

run: setup
	@PORT=$(PORT) exec $(PY) -m config.run

lint: setup-test
	$(PY) tools/checks.py

test: setup-test
	$(PY) tools/checks.py
	$(PY) -m pytest

format: setup-test
	.venv/bin/ruff format . && .venv/bin/ruff check --fix . && .venv/bin/djade $$(git ls-files 'web/templates/*.html')

bench-import: setup
	$(PY) -m bench.import_bench --members 100000

# After a change of a course: what is kept beside the courses, made anew.
courses: setup
	$(PY) manage.py check_processes --write
	$(PY) manage.py process_pages --write
	$(PY) manage.py export_bpmn --svg --out docs/processes

# Every kind of paper to look at, measured, about two minutes; KINDS="D-DS-* D-BL-1a" makes some.
KINDS ?= *
gallery: setup
	$(PY) -m documents.gallery $(foreach kind,$(KINDS),'$(kind)') --out gallery

# Every vote of up to 60 entitled and every election of up to 12 electors, computed in two ways; some minutes.
test-exhaustive: setup-test
	$(PY) -m bench.votes

mutate: setup-test
	$(PY) -m bench.mutate

bench-inbox: setup
	$(PY) -m bench.inbox --open 1000 100000 1000000 --closed 5000000 --plans docs/plans

# Every gate of the pages (docs/ux.md), about half an hour; without node Lighthouse is left out.
ux: setup-test var/lighthouse/.installed
	$(PY) -m bench.ux

var/lighthouse/.installed: bench/ux/lighthouse/package-lock.json tools/setup.py
	@$(PYTHON) tools/setup.py lighthouse && touch $@ || true

races: setup-test
	$(PY) -W ignore -m bench.races

ROUNDS ?= 60
bench-engine: setup var/bench/.engines
	$(PY) -m bench.engine --rounds $(ROUNDS)

# A letter beside other typesetters, two minutes.
bench-papers: setup var/bench/.engines
	$(PY) -m bench.papers

# A kind of each format before PDFBox Preflight, pdf_oxide, qpdf and two readers, ALL=1 takes every kind; a bundle before bagit.
validate: setup var/bench/.engines var/validating/.preflight
	$(PY) -m documents.validating $(if $(ALL),--all)
	$(PY) -m bench.bundles

var/validating/.preflight: tools/setup.py
	$(PYTHON) tools/setup.py preflight
	@touch $@

var/bench/.engines: requirements/bench.txt tools/setup.py
	$(PYTHON) tools/setup.py bench
	@touch $@

lock: setup-test
	$(PY) tools/lock.py

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache

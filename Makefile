# `make demo` and `make test` do all their set-up themselves, in .venv, on a machine with Python 3.11 or newer and make.
#
#   PYTHON=python3.12                 use another Python
#   CONSTRAINTS=                      take the newest versions instead of those that grading was proven with
#   TORCH_INDEX_URL=…                 where torch comes from, if the default index would bring gigabytes of CUDA
#   CLASS='01_network 04_optimizers 06_feedforward'
#                                     show the example class in all three assignments: takes three times as long

PYTHON ?= python3
CONSTRAINTS ?= --constraint constraints.txt
BIN := .venv/bin
CLASS := 01_network

.PHONY: demo test format prove lock wheel docs clean

demo: .venv/ready
	for one in $(CLASS); do $(BIN)/autograder grade $$one examples/class/$$one --out demo/$$one || exit; done
	$(BIN)/autograder report $(addprefix demo/,$(CLASS)) --to demo/pages
	@echo "Every student's record, feedback and grades.csv are in demo/; the class on pages begins at demo/pages/index.html."

test: .venv/ready
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/autograder build --check
	$(BIN)/pytest -n 2 --dist loadfile

format: .venv/ready
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

prove: .venv/ready
	$(BIN)/autograder prove

# For a machine without this repository: pip install dist/autograder-….whl, or 'dist/autograder-….whl[torch]'.
wheel: .venv/ready
	$(BIN)/pip wheel --quiet --no-deps --wheel-dir dist .

lock: .venv/ready
	$(BIN)/pip install --quiet --constraint constraints.txt uv
	$(BIN)/python tools/lock.py

docs: .venv/ready
	$(BIN)/pip install --quiet --constraint constraints.txt '.[docs]'
	$(BIN)/sphinx-build -q -W docs build/out/site
	@echo "Open build/out/site/index.html"

clean:
	rm -rf .venv demo dist build/out

.venv/ready: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; this is $$($(PYTHON) --version). Try: make PYTHON=python3.12 …" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet $(CONSTRAINTS) $(if $(TORCH_INDEX_URL),--index-url $(TORCH_INDEX_URL)) torch
	$(BIN)/pip install --quiet $(CONSTRAINTS) --editable '.[dev]'
	@touch .venv/ready

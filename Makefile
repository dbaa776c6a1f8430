# Thin on purpose: the work is in dev/ (start with dev/cli.py). `make help` lists all.
PYTHON ?= python3
COMMANDS = demo stop test test-full test-odoo test-faults lint lint-odoo format bench \
	screenshots pot access-table dashboards shell wheel clean

.PHONY: help $(COMMANDS)
.DEFAULT_GOAL := help

# Variables given as `make demo FRESH=1` reach dev/ through the environment.
export

$(COMMANDS):
	@$(PYTHON) -B -m dev $@

help:
	@$(PYTHON) -B -m dev --help

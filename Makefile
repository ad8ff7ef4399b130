# `make run` and `make test` do all the set-up they need; see README.md.

python := .venv/bin/python
catalogs := $(wildcard i18n/*/LC_MESSAGES/earshot.po)
languages := zh_CN id
# For example: make test args="-k product"
args :=
# How many tests run at once, of which one only waits; see tests/conftest.py. With 0 they run in one
# process, as a debugger needs it.
workers := 3
# To compile the tests takes each of the workers longer than to collect them, so it is done once,
# wherever bytecode may not be written by other programs.
pytest = PYTHONDONTWRITEBYTECODE= $(python) -m pytest -n $(workers)

.PHONY: setup run test check audit bench soak translations pages lock installer clean
.PHONY: run-packages test-packages run-venv dev-venv release-venv
.NOTPARALLEL:

setup: run-packages run-venv $(catalogs:.po=.mo)

run: setup
	.venv/bin/earshot $(args)

test: test-packages dev-venv $(catalogs:.po=.mo)
	$(pytest) $(args)

soak: test-packages dev-venv $(catalogs:.po=.mo)
	$(pytest) -m soak --timeout 0 $(args)

# The auditor through every window, in every size of text, language and theme.
audit: test-packages dev-venv $(catalogs:.po=.mo)
	$(pytest) tests/app/test_audit.py -m soak --timeout 0 $(args)

bench: test-packages dev-venv $(catalogs:.po=.mo)
	$(python) -m tests.bench $(args)

check: dev-venv
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/pyright
	.venv/bin/lint-imports

# Brings the catalogues up to date with the texts in the sources.
translations: dev-venv
	.venv/bin/pybabel -q extract -k say -k say_n:1,2 -k _counted:1,2 -c Translators: -s \
		--add-location file --project "Earshot Studio" \
		--copyright-holder "the makers of Earshot Studio" -o i18n/earshot.pot studio
	for language in $(languages); do \
		if [ -e i18n/$$language/LC_MESSAGES/earshot.po ]; then action="update -N --ignore-obsolete"; else action=init; fi; \
		.venv/bin/pybabel -q $$action -D earshot -i i18n/earshot.pot -d i18n -l $$language || exit 1; \
	done
	$(MAKE) $(languages:%=i18n/%/LC_MESSAGES/earshot.mo)

%.mo: %.po
	.venv/bin/pybabel -q compile -i $< -o $@

# The pages that tell of every command, one for each language.
pages: dev-venv $(catalogs:.po=.mo)
	.venv/bin/earshot --language en commands --markdown >docs/commands.md
	for language in $(languages); do \
		.venv/bin/earshot --language $$language commands --markdown >docs/commands.$$language.md || exit 1; \
	done

# make lock args=--upgrade takes the newest versions.
lock: release-venv
	scripts/lock.sh $(args)

installer: run-packages release-venv $(catalogs:.po=.mo)
	.venv/bin/pyinstaller --noconfirm build_installer.spec

clean:
	rm -rf build dist .pytest_cache .ruff_cache .import_linter_cache
	rm -f $(catalogs:.po=.mo)
	find studio tests -name __pycache__ -prune -exec rm -rf {} +

run-packages:
	@scripts/system_packages.sh run

test-packages:
	@scripts/system_packages.sh test

run-venv:
	@scripts/setup.sh run

dev-venv:
	@scripts/setup.sh dev

release-venv:
	@scripts/setup.sh release

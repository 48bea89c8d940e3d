# Everything a developer or a newcomer types. Each target installs what it needs.
PYTHON ?= python3.11
VENV   := .venv
BIN    := $(VENV)/bin
export DJANGO_SETTINGS_MODULE := tuanke.config.settings

.PHONY: demo test engines check bench requirements messages screens clean

demo: build/.run
	$(BIN)/tuanke up --demo

test: build/.dev
	$(BIN)/python -m pytest -n 2 $(PYTEST)

engines: build/.spark
	$(BIN)/python -m pytest tests/engines

check: build/.dev
	$(BIN)/python tools/check.py

bench: build/.peers build/.run
	$(BIN)/python -m benchmarks $(if $(SIZE),--size $(SIZE))

requirements: build/.dev
	$(BIN)/python tools/requirements.py $(AREA)

messages: build/.dev
	$(BIN)/python tools/i18n.py update

screens: build/.dev build/.run
	$(BIN)/python tools/screens.py

# --- what the targets above stand on; a stamp is newer than what it was made from ---

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

build/.installed: $(BIN)/python requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --editable .
	@mkdir -p build && touch $@

build/.assets: build/.installed package-lock.json tools/assets.py tools/icons.py $(shell find tuanke -name '*.html')
	$(BIN)/python tools/assets.py
	@touch $@

build/.messages: build/.installed $(shell find tuanke/locale -name '*.po')
	$(BIN)/python tools/compile_messages.py
	@touch $@

build/.run: build/.assets build/.messages $(shell find tuanke -path '*/static/*' -type f -not -path '*/vendor/*')
	TUANKE_DATA=build/data $(BIN)/python manage.py collectstatic --noinput --clear --verbosity 0
	@touch $@

build/.dev: build/.assets build/.messages requirements-dev.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

build/.peers: build/.dev requirements-peers.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-peers.lock
	@touch $@

build/.spark: build/.dev requirements-spark.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-spark.lock
	@touch $@

clean:
	rm -rf build node_modules tuanke/ui/static/vendor

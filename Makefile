# The two commands most people need: `make run` and `make test`. Every step says what it does and
# how long it usually takes on two cores; a second time it takes seconds.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

TRUNK_VERSION := 0.21.14
WASM_BINDGEN_VERSION := $(shell sed -n 's/^wasm-bindgen = "=\([0-9.]*\)".*/\1/p' Cargo.toml)

# Tools that are not on the machine in the right version are put here.
TOOLS := $(CURDIR)/target/tools
export PATH := $(TOOLS)/bin:$(PATH)
# Tools are installed by the steps below, never fetched behind one's back. Trunk hands this on to cargo,
# so the crates of the browser half have to be there before it runs.
export TRUNK_OFFLINE := true

SOURCES := $(shell find app domain style public Trunk.toml Cargo.toml Cargo.lock -type f -not -path '*/node_modules/*')
SERVER_SOURCES := $(shell find server -type f) $(SOURCES)

.PHONY: help run test bench lint tools wasm-target build clean packages node-packages

help:
	@echo 'make run     build everything and start the demo organisation on http://localhost:8080'
	@echo 'make test    install what the tests need and run all of them'
	@echo 'make bench   measure, and print the table of docs/performance.md'
	@echo 'make lint    format, lints, licences, what the browser half links'
	@echo 'make build   build the server and the browser half in release mode'

run: build
	@target/release/proofup demo

build: dist/.built target/release/proofup

# A tool that runs for seconds need not be optimised for minutes: Trunk's own profile links everything as one.
QUICK := CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_PROFILE_RELEASE_OPT_LEVEL=1

tools: wasm-target
	@if [ "$$(trunk --version 2>/dev/null)" != 'trunk $(TRUNK_VERSION)' ]; then \
	  echo '==> Installing Trunk $(TRUNK_VERSION), which builds the browser half (about 3 minutes, once)'; \
	  $(QUICK) cargo install --quiet --locked --root $(TOOLS) trunk@$(TRUNK_VERSION); fi
	@if [ "$$(wasm-bindgen --version 2>/dev/null)" != 'wasm-bindgen $(WASM_BINDGEN_VERSION)' ]; then \
	  echo '==> Installing wasm-bindgen $(WASM_BINDGEN_VERSION) (about a minute, once)'; \
	  $(QUICK) cargo install --quiet --root $(TOOLS) wasm-bindgen-cli@$(WASM_BINDGEN_VERSION); fi

wasm-target:
	@if ! ls "$$(rustc --print sysroot)/lib/rustlib" | grep -qx wasm32-unknown-unknown; then \
	  echo '==> Installing the WebAssembly target (seconds, once)'; \
	  rustup target add wasm32-unknown-unknown; fi

target/release/proofup: $(SERVER_SOURCES)
	@echo '==> Building the server (about 6 minutes the first time)'
	@cargo build --quiet --release --locked --package server --bins
	@touch $@

# Trunk's part needs nothing of the server, so that it can be built beside it.
dist/.site: $(SOURCES) | tools
	@echo '==> Building the browser half (about 3 minutes the first time)'
	@cargo fetch --quiet --locked
	@trunk build --release --quiet
	@touch $@

dist/.built: dist/.site target/release/proofup
	@target/release/pack dist
	@touch $@

# What the tests use that is not Rust. Debian's packages, as root or through sudo.
packages:
	@.ci/packages

node-packages: packages end2end/node_modules/.installed

end2end/node_modules/.installed: end2end/package.json end2end/package-lock.json
	@echo '==> Installing the browser tests (seconds)'
	@cd end2end && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --no-audit --no-fund --loglevel=error
	@touch $@

test: packages wasm-target
	@.ci/test

lint: wasm-target
	@.ci/lint

bench: packages build node-packages
	@echo '==> Building the yardsticks (a minute)'
	@cargo build --quiet --release --locked --package server --examples
	@echo '==> Measuring (about a quarter of an hour; BENCH_PEOPLE=100000 makes it shorter)'
	@python3 -B end2end/bench/run.py

clean:
	rm -rf target dist data end2end/node_modules

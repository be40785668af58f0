# The front door; Meson and Ninja do the work.
BUILD ?= build
ifneq ($(wildcard ../shared/corpus),)
export WIRECOPY_CORPUS ?= $(abspath ../shared/corpus)
endif

help: ## this list
	@sed -nE 's/^([a-z-]+):.*## (.*)/  \1	\2/p' $(MAKEFILE_LIST) | expand -t 18

deps: ## install what building needs (Debian 12 and 13)
	sh tools/install-deps

$(BUILD)/meson-info/meson-info.json:
	meson setup $(BUILD)

build: $(BUILD)/meson-info/meson-info.json ## build/wirecopy, optimised
	ninja -C $(BUILD)

demo: build ## a heavy newspaper made into a lite edition, in build/demo; and a press of many, in build/world
	python3 demo/run --world
	python3 demo/run

score: build ## what reading makes of the demo's pages, against their truth
	python3 demo/score

demo-look: build ## a contact sheet of the demo, in build/look: phone and desk, light and dark, right to left
	python3 tests/browser/look --wirecopy $(BUILD)/wirecopy

week: build ## a week of the demo's press, played in a minute
	python3 demo/week

test: build ## all tests, then once more under sanitizers
	meson test -C $(BUILD) --print-errorlogs
	[ -e build-asan/meson-info/meson-info.json ] || meson setup build-asan --buildtype=debugoptimized \
		-Db_sanitize=address,undefined -Dlexbor=$(abspath $(BUILD))/deps
	meson test -C build-asan --print-errorlogs --timeout-multiplier 4

test-browser: build ## the demo's pages in Chromium: accessible, still, nothing wider than a phone
	python3 tests/browser/run --wirecopy $(BUILD)/wirecopy

test-books: build ## EPUBs of the demo and of hostile stories against two epubchecks, and opened in a reader
	python3 tests/books/run --wirecopy $(BUILD)/wirecopy

test-package: ## the Debian package built, installed into a bare Debian, used there, purged (root, debootstrap, lintian)
	sh tests/package/run

test-container: ## the container built and used, by buildah in a chroot (root; WIRECOPY_BASE: a Debian's tar as its base)
	sh tests/package/container

lighthouse: build ## Lighthouse on a page of each kind
	python3 tests/browser/lighthouse --wirecopy $(BUILD)/wirecopy

bench: build ## the figures of bench/RESULTS.md, measured now
	python3 bench/run

crossval: build ## how well reading does on sites its model has not seen (WIRECOPY_CORPUS; some minutes)
	python3 bench/model crossval

retrain: build ## src/extract/trees.c made anew from WIRECOPY_CORPUS (docs/extraction.md)
	python3 bench/model retrain

fuzz: ## every fuzz target for FUZZ_SECONDS (600), with clang's libFuzzer and sanitizers
	sh tools/fuzz

layers: ## who may include whom
	python3 tools/layers

lint: build layers ## clang-format, clang-tidy and layers
	WIRECOPY_LINT=1 sh tools/install-deps
	git ls-files '*.c' '*.h' | xargs clang-format --dry-run -Werror
	git ls-files 'src/*.c' 'cli/*.c' | xargs -P 2 -n 8 clang-tidy --quiet --extra-arg=-Wno-unknown-warning-option -p $(BUILD)

format: ## lay all C out by .clang-format
	git ls-files '*.c' '*.h' | xargs clang-format -i

install: build ## install the command, the library and the headers
	meson install -C $(BUILD)

clean: ## remove what was built (build/deps stays)
	rm -rf build-asan
	[ ! -d $(BUILD) ] || find $(BUILD) -mindepth 1 -maxdepth 1 ! -name deps -exec rm -rf {} +

.PHONY: help deps build demo demo-look score week test test-browser test-books test-package test-container lighthouse bench crossval retrain fuzz layers lint format install clean

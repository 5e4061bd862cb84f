# make demo       build, then pipe a file through a session with a listener on this machine
# make test       build and run every test, and a program that depends on the DTLS library
# make test-faults  every fault of the table, with twenty seeds each, and the table with its counts
# make fuzz       look for inputs that break what reads them, a minute for each of Tests/Fuzz
# make soak       two hours of clients that transfer, vanish and lie, and whether anything grows
# make sanitize   the tests under AddressSanitizer and ThreadSanitizer, a listener under valgrind
# make lint       check the format of the sources, and the man pages
# make format     put the sources into that format
# make build      build for debugging
# make release    build the program that is installed: .build/release/dtlscat
# make install    install it under $(DESTDIR)$(PREFIX), with man pages, completions and units
# make uninstall  remove just those files
# make deb        build a Debian package of it, in .build/packages
# make tarball    build an archive of it that runs wherever it is unpacked, in .build/packages
# make check-packages  both, installed in a fresh Debian, and built twice to be the same (as root)
# make completions  write the completions anew, from the program itself
# make docs       make the documentation of the DTLS library: .build/docs/DTLS.doccarchive
# make catalogue  write the catalogue of error texts anew, from the sources
# make bench      measure it beside openssl, gnutls-cli, socat, ncat and a C program (ten minutes)
# make compare    try the same things with it and those tools, for README's table (six minutes)
# make clean      remove what was built
#
# PREFIX is /usr/local where it is not set. On Debian and Ubuntu, missing packages are installed
# (Tests/setup); the one thing to have beforehand is a Swift toolchain.

PREFIX ?= /usr/local
DESTDIR ?=

SOURCES := Package.swift Sources Tests
PROGRAM := .build/release/dtlscat

bindir := $(DESTDIR)$(PREFIX)/bin
mandir := $(DESTDIR)$(PREFIX)/share/man
bashdir := $(DESTDIR)$(PREFIX)/share/bash-completion/completions
zshdir := $(DESTDIR)$(PREFIX)/share/zsh/site-functions
unitdir := $(DESTDIR)$(PREFIX)/lib/systemd/system
fishdir := $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d

# Nothing of the Swift library is to be found or loaded at run time, which takes a third off the
# time of `dtlscat --version`. What is never called, and the names of symbols, are left out, which
# halves the file; none is exported, for nothing loads plugins. The toolchain brings lld. Identical
# code is not folded (--icf): in Swift the addresses of descriptors are identities.
RELEASE := -c release --product dtlscat --static-swift-stdlib \
	-Xswiftc -use-ld=lld -Xlinker --gc-sections -Xlinker -s -Xlinker --no-export-dynamic \
	--disable-local-rpath
# The same sources make the same program in whichever folder: without the compiler's own notes on
# what it need not compile again, which hold a hash of the folder's name, and without what debuggers
# read, which is left out in the end (-s) and takes time.
RELEASE += -debug-info-format none -Xswiftc -Xfrontend -Xswiftc -disable-incremental-llvm-codegen
# A megabyte of relocations less, which C libraries older than 2.36 do not understand.
RELEASE += $(shell getconf GNU_LIBC_VERSION 2>/dev/null | awk '{ split($$2, v, "."); \
	if (v[1] > 2 || v[2] >= 36) print "-Xlinker -z -Xlinker pack-relative-relocs" }')
# The C++ library, which Swift's own calls, is put into the program where the compiler has it as an
# archive: what is left to be found at run time is the C library and GnuTLS. Swift asks for it by a
# plain -lstdc++, so the archive has to lie in a folder that is searched before the compiler's.
archive = $(realpath $(shell clang -print-file-name=$(1) 2>/dev/null || cc -print-file-name=$(1)))
CXX_ARCHIVE := $(call archive,libstdc++.a)
ifneq ($(and $(CXX_ARCHIVE),$(call archive,libgcc_eh.a)),)
RELEASE += -Xswiftc -L.build/archives -Xlinker -l:libgcc_eh.a
endif

.PHONY: catalogue completions docs help demo test fuzz soak sanitize test-faults lint format build \
	release install uninstall deb tarball check-packages bench compare clean

help:
	@sed -n '/^#/!q; s/^# \{0,1\}//p' Makefile

demo: release
	@Tests/demo $(PROGRAM)

# So many tests at a time: where all begin at once, each waits minutes for its turn of the processor,
# and the programs that it has started wait with it.
test: export SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH ?= 32
test:
	@Tests/setup test
	swift build
	swift test
	@Tests/docs
	@Tests/Example/run

# How many times each fault is tried: make test-faults SEEDS=100.
SEEDS := 20
test-faults:
	@Tests/setup test
	swift build
	DTLSCAT_FAULT_SEEDS=$(SEEDS) swift test --filter FaultTests.FaultTests

# How long each is looked for: make fuzz FUZZ_SECONDS=600.
FUZZ_SECONDS ?= 60

fuzz:
	@Tests/setup build
	@Tests/Fuzz/run --seconds $(FUZZ_SECONDS)

# For how long, or how many rounds of how many clients: make soak SOAK_ROUNDS=4 SOAK_CLIENTS=60.
SOAK_SECONDS ?= 7200
SOAK_CLIENTS ?= 300

soak: release
	@Tests/setup test
	@Tests/Soak/run --clients $(SOAK_CLIENTS) \
		$(if $(SOAK_ROUNDS),--rounds $(SOAK_ROUNDS),--seconds $(SOAK_SECONDS))

# One of them: make sanitize SANITIZERS=thread; of address, thread and valgrind.
sanitize:
	@Tests/setup sanitize
	@Tests/Sanitize/run $(SANITIZERS)

lint:
	@Tests/setup lint
	swift format lint --strict --recursive $(SOURCES)
	mandoc -T lint -W warning man/*.[17]

format:
	swift format --in-place --recursive $(SOURCES)

build:
	@Tests/setup build
	swift build

release:
	@Tests/setup build
	@mkdir -p .build/archives
	$(if $(CXX_ARCHIVE),@ln -sf $(CXX_ARCHIVE) .build/archives/)
	swift build $(RELEASE)

# Not built here: `sudo make install` would leave a build that only root can clean.
install:
	@test -x $(PROGRAM) || { echo 'install: first run: make release' >&2; exit 1; }
	install -d $(bindir) $(mandir)/man1 $(mandir)/man7 $(bashdir) $(zshdir) $(fishdir) $(unitdir)
	install -m 755 $(PROGRAM) $(bindir)/dtlscat
	install -m 644 man/*.1 $(mandir)/man1/
	install -m 644 man/*.7 $(mandir)/man7/
	install -m 644 completions/dtlscat.bash $(bashdir)/dtlscat
	install -m 644 completions/_dtlscat $(zshdir)/_dtlscat
	install -m 644 completions/dtlscat.fish $(fishdir)/dtlscat.fish
	install -m 644 Sources/dtlscat/Service/dtlscat@.socket $(unitdir)/
	sed 's|@bindir@|$(PREFIX)/bin|' Sources/dtlscat/Service/dtlscat@.service \
		> $(unitdir)/dtlscat@.service
	chmod 644 $(unitdir)/dtlscat@.service

uninstall:
	rm -f $(bindir)/dtlscat $(bashdir)/dtlscat $(zshdir)/_dtlscat $(fishdir)/dtlscat.fish
	rm -f $(unitdir)/dtlscat@.socket $(unitdir)/dtlscat@.service
	rm -f $(addprefix $(mandir)/man1/,$(notdir $(wildcard man/*.1)))
	rm -f $(addprefix $(mandir)/man7/,$(notdir $(wildcard man/*.7)))

docs:
	@Tests/setup docs
	@Tests/docs

deb: release
	@Tests/setup package
	@.package/deb $(PROGRAM)

tarball: release
	@Tests/setup package
	@.package/tarball $(PROGRAM)

check-packages:
	@Tests/setup check-packages
	@Tests/packages

bench: release
	@Tests/setup test
	@Tests/Benchmarks/run

compare: release
	@Tests/setup test
	@Tests/Comparison/run --markdown

clean:
	rm -rf .build

catalogue: build
	CATALOGUE=write swift test --filter ErrorCatalogueTests

completions: build
	.build/debug/dtlscat --generate-completion-script bash > completions/dtlscat.bash
	.build/debug/dtlscat --generate-completion-script zsh > completions/_dtlscat
	.build/debug/dtlscat --generate-completion-script fish > completions/dtlscat.fish

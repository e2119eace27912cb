#!/usr/bin/env python3
"""Compares Stubsmith with other generators of axum servers for OpenAPI 3.

    python3 competitors.py generate FOLDER [ROUNDS] [DOCUMENT...]   CPU seconds and memory of the generators
    python3 competitors.py count FOLDER [DOCUMENT...]               millions of instructions of the generators, by callgrind
    python3 competitors.py check FOLDER [ROUNDS] [DOCUMENT...]      CPU seconds of `cargo check` of the generated code
    python3 competitors.py crates FOLDER                            the crates that the generated code depends on
    python3 competitors.py probe FOLDER [VERSION...]                the responses of a server to the requests of tests/probes
    python3 competitors.py instructions FOLDER [VERSION]            the instructions per request of these servers, by callgrind

FOLDER is that of install.sh. TOOLS=stubsmith,oas3-gen compares only these. The commands with documents need
STUBSMITH_CORPUS.
The tools run in turn, and the least time of all rounds counts, because other programs only add to it. If a generator
takes less than 0.1 s, its time is the mean of 20 runs.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from documents import DOCUMENTS, PROBES, Document
from instructions import instructions, total
from probe import probe
from tools import TOOLS

SHORT, RUNS = 0.1, 20
FOLDER = Path(sys.argv[2]).resolve() if len(sys.argv) > 2 else None


def run(command, folder=None, target="target"):
    """CPU seconds, MiB, and the text of the program if it fails, or None."""
    environment = {**os.environ, "CARGO_INCREMENTAL": "0", "CARGO_TARGET_DIR": str(FOLDER / target)}
    log, memory = FOLDER / "log.txt", FOLDER / "memory.txt"
    # A fork of this program would count with its own memory, so GNU time starts the command.
    timed = ["/usr/bin/time", "-q", "-f", "%M", "-o", memory, *[str(part) for part in command]]
    with open(log, "w") as output, open(os.devnull) as nothing:
        process = subprocess.Popen(timed, cwd=folder, env=environment, stdin=nothing, stdout=output, stderr=output)
        _, status, usage = os.wait4(process.pid, 0)
    said = log.read_text(errors="replace")
    return usage.ru_utime + usage.ru_stime, int(memory.read_text()) // 1024, said if status else None


def package_of(tool, name):
    # oas3-gen names the package after its folder, and a name does not start with a digit.
    return FOLDER / "packages" / tool.name / (name if name in DOCUMENTS else f"probes{name.replace('.', '')}")


def generated(tool, document):
    """Runs the generator, and returns its package, its cost, and the text of its failure."""
    package = package_of(tool, document.name)
    shutil.rmtree(package, ignore_errors=True)
    package.mkdir(parents=True)
    seconds, mebibytes, failed = run(tool.command(document, package, FOLDER))
    return package, (seconds, mebibytes), failed


def table(names, rounds, tools, measured):
    """Prints a row for each document. `measured` returns the cost of a tool for it, or a text that stays."""
    print("document", *[tool.name for tool in tools], sep=" | ", flush=True)
    for name in names:
        document, cells = Document(name, FOLDER), {}
        for _ in range(rounds):
            for tool in tools:
                before = cells.get(tool.name)
                if isinstance(before, str):
                    continue
                now = measured(tool, document)
                if before and not isinstance(now, str):
                    now = min(before[0], now[0]), max(before[1], now[1])
                cells[tool.name] = now
        yield name, cells


def said(cell):
    return cell if isinstance(cell, str) else f"{cell[0]:.3f} s, {cell[1]} MiB"


def generate(names, rounds, tools):
    def measured(tool, document):
        if tool.is_macro:
            return "macro"
        _, (seconds, mebibytes), failed = generated(tool, document)
        if failed:
            return "rejected"
        # The clock of CPU time is too coarse for one short run.
        if seconds < SHORT:
            seconds = sum(generated(tool, document)[1][0] for _ in range(RUNS)) / RUNS
        return seconds, mebibytes

    for name, cells in table(names, rounds, tools, measured):
        print(name, *[said(cell) for cell in cells.values()], sep=" | ", flush=True)


def count(names, tools):
    """Prints the instructions of each generator that is a native program. They vary less than the times of short runs."""
    native = [tool for tool in tools if not tool.is_macro and not tool.is_java]
    print("document", *[tool.name for tool in native], sep=" | ", flush=True)
    for name in names:
        cells = []
        for tool in native:
            package, out = package_of(tool, name), FOLDER / "callgrind.out"
            shutil.rmtree(package, ignore_errors=True)
            package.mkdir(parents=True)
            valgrind = ["valgrind", "--quiet", "--tool=callgrind", f"--callgrind-out-file={out}"]
            _, _, failed = run([*valgrind, *tool.command(Document(name, FOLDER), package, FOLDER)])
            cells.append("rejected" if failed else f"{total(out) / 1e6:.0f} M")
        print(name, *cells, sep=" | ", flush=True)


def first_error(text):
    """The code of the first error of rustc, or its text if it has no code, as the errors of the syntax."""
    error = re.search(r"^error(?:\[(E\d+)\])?: (.*)", text, re.MULTILINE)
    if not error:
        return "no message"
    return error.group(1) or error.group(2)[:60]


def check(names, rounds, tools):
    ready = {}

    def prepared(tool, document):
        """The package, with its dependencies compiled, or the reason why there is none."""
        package, _, failed = generated(tool, document)
        if failed:
            return "rejected"
        tool.make_package(document, package, FOLDER)
        root = tool.root_of(package)
        code = root.read_text()
        root.write_text("")
        _, _, failed = run(["cargo", "check", "--quiet"], package)
        root.write_text(code)
        return "no package: " + first_error(failed) if failed else package

    def measured(tool, document):
        key = tool.name, document.name
        if key not in ready:
            ready[key] = prepared(tool, document)
        if isinstance(ready[key], str):
            return ready[key]
        # The time of a file does not suffice to make Cargo check it again, since the clock of a machine can be set.
        name = re.search('^name = "(.*)"', (ready[key] / "Cargo.toml").read_text(), re.MULTILINE).group(1)
        run(["cargo", "clean", "--quiet", "--package", name], ready[key])
        seconds, mebibytes, failed = run(["cargo", "check", "--quiet", "-j1"], ready[key])
        if not failed:
            return seconds, mebibytes
        (FOLDER / f"errors-{tool.name}-{document.name}.txt").write_text(failed)
        # A macro has no other way to reject a document.
        rejected = tool.is_macro and re.search("cannot parse OpenAPI spec|custom attribute panicked", failed)
        return "rejected" if rejected else "error " + first_error(failed)

    for name, cells in table(names, rounds, tools, measured):
        others = [cells[tool.name][0] for tool in tools[1:] if not isinstance(cells[tool.name], str)]
        ours = cells[tools[0].name]
        ratio = f"{ours[0] / min(others):.2f}" if others and not isinstance(ours, str) else ""
        print(name, *[said(cell) for cell in cells.values()], ratio, sep=" | ", flush=True)


def crates(tools):
    """The crates that the code for the probes depends on, with those of the build and without the package itself."""
    for tool in tools:
        # Every tool reads 3.0.
        document = Document("3.0", FOLDER)
        package, _, failed = generated(tool, document)
        if failed:
            print(tool.name, "rejected", sep=" | ")
            continue
        tool.make_package(document, package, FOLDER)
        tree = ["cargo", "tree", "--quiet", "--edges", "normal,build", "--prefix", "none", "--format", "{p}"]
        lines = subprocess.run(tree, cwd=package, check=True, capture_output=True, text=True).stdout
        names = {" ".join(line.split()[:2]) for line in lines.splitlines() if line.strip()}
        print(tool.name, len(names) - 1, sep=" | ", flush=True)


def main():
    chosen = os.environ.get("TOOLS")
    tools = [tool for tool in TOOLS if not chosen or tool.name in chosen.split(",")]
    match sys.argv[1:]:
        case ["generate" | "check" as command, _, *rest]:
            rounds = int(rest[0]) if rest else 2
            {"generate": generate, "check": check}[command](rest[1:] or list(DOCUMENTS), rounds, tools)
        case ["count", _, *names]:
            count(names or list(DOCUMENTS), tools)
        case ["crates", _]:
            crates(tools)
        case ["probe", _, *versions]:
            for version in versions or PROBES:
                for tool in tools:
                    probe(tool, Document(version, FOLDER), FOLDER, run)
        case ["instructions", _, *version]:
            for tool in tools:
                instructions(tool, Document(version[0] if version else "3.0", FOLDER), FOLDER, run)
        case _:
            sys.exit(__doc__)


main()

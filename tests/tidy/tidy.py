"""Checks what no compiler checks: rooms, sizes, headers, dead files, plain text. Usage: tidy.py ROOT BUILD

BUILD is a build folder with compile_commands.json. Prints one line per finding, `path:line: rule: message`, and exits 1
when there is any. The rules are those of CONTRIBUTING.md; tests/tidy/selftest.py proves that each of them fires.
"""
import json
import pathlib
import re
import subprocess
import sys
from typing import Iterable, Iterator, NamedTuple

import citations
import functions
import rooms

MAX_FILE_LINES = 400
MAX_FUNCTION_LINES = 70
MAX_COLUMNS = 120
SOURCE_FOLDERS = rooms.FLOORS + ["tests", "bench", "cmake", "scripts", ".ci", "docker"]
CODE_SUFFIXES = {".cpp", ".hpp", ".py", ".sh", ".cmake", ""}
TEXT_SUFFIXES = CODE_SUFFIXES | {".md", ".txt", ".json", ".yaml", ".lock", ".supp"}
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
# Written in pieces so that this file does not report itself.
PROMISE = re.compile(r"\b(TO" r"DO|FIX" r"ME|X" r"XX)\b")


class Finding(NamedTuple):
    path: str
    line: int
    rule: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.rule}: {self.message}"


class File(NamedTuple):
    path: str
    lines: list[str]

    @property
    def suffix(self) -> str:
        return pathlib.PurePath(self.path).suffix

    @property
    def floor(self) -> str:
        """The top-level folder: a floor, tests, docs, ..., or nothing."""
        return self.path.split("/", 1)[0] if "/" in self.path else ""

    def includes(self) -> Iterator[tuple[int, bool, str]]:
        """Line number, whether it is quoted, and the name of everything the file includes."""
        for number, line in enumerate(self.lines, 1):
            if match := INCLUDE.match(line):
                yield number, match[1] == '"', match[2]


def read_tree(root: pathlib.Path) -> list[File]:
    """Every text file of the source folders and of the top level, in path order."""
    paths = [path for path in root.iterdir() if path.is_file()]
    for folder in SOURCE_FOLDERS:
        paths += [path for path in (root / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    files = []
    for path in sorted(paths):
        if path.suffix in TEXT_SUFFIXES:
            text = path.read_text(encoding="utf-8", errors="replace")
            files.append(File(path.relative_to(root).as_posix(), text.splitlines()))
    return files


def check_text(file: File) -> Iterator[Finding]:
    """Trailing blanks anywhere; promises and long lines in code."""
    code = file.suffix in CODE_SUFFIXES and file.path != "LICENSE"
    for number, line in enumerate(file.lines, 1):
        if line != line.rstrip():
            yield Finding(file.path, number, "blanks", "trailing whitespace")
        if code and (match := PROMISE.search(line)):
            yield Finding(file.path, number, "promise", f"{match[0]}: do it, or name the issue it waits for")
        if code and len(line) > MAX_COLUMNS:
            yield Finding(file.path, number, "columns", f"{len(line)} columns, at most {MAX_COLUMNS}")


def check_length(file: File) -> Iterator[Finding]:
    if file.suffix in CODE_SUFFIXES - {""} and len(file.lines) > MAX_FILE_LINES:
        yield Finding(file.path, MAX_FILE_LINES, "file-length", f"{len(file.lines)} lines, at most {MAX_FILE_LINES}")


def check_header(file: File) -> Iterator[Finding]:
    if file.suffix == ".hpp":
        if "#pragma once" not in file.lines:
            yield Finding(file.path, 1, "pragma-once", "the header has no #pragma once")
        if not file.lines or not file.lines[0].startswith("//"):
            yield Finding(file.path, 1, "header-comment", "the header does not start with a comment on its purpose")


def check_rooms(root: pathlib.Path, files: list[File]) -> Iterator[Finding]:
    """Rooms include what their line names and their READMEs name their units; docs/ shows the table of rooms."""
    table = rooms.parse((root / rooms.TABLE).read_text(encoding="utf-8"))
    for finding in rooms.House(table, files).findings():
        yield Finding(*finding)
    shown = root / "docs/architecture.md"
    if shown.exists() and "\n".join(rooms.table(table)) not in shown.read_text(encoding="utf-8"):
        message = f"does not show {rooms.TABLE} (tests/tidy/rooms.py prints it)"
        yield Finding("docs/architecture.md", 1, "rooms", message)


def check_citations(root: pathlib.Path, files: list[File]) -> Iterator[Finding]:
    # docs/ is not a source folder: its pages are read for this only.
    pages = [File(path.relative_to(root).as_posix(), path.read_text(encoding="utf-8").splitlines())
             for path in sorted((root / "docs").rglob("*.md"))]
    for finding in citations.missing(root, files + pages):
        yield Finding(*finding)


def check_dead(build: pathlib.Path, files: list[File]) -> Iterator[Finding]:
    """A room's header is used by more than its own .cpp and its unit test; a room's .cpp is in the build."""
    sources = [file for file in files if file.floor in rooms.FLOORS]
    includers: dict[str, set[str]] = {}
    for file in files:
        if file.suffix not in (".cpp", ".hpp") or file.path.startswith("tests/unit/"):
            continue
        for _, quoted, name in file.includes():
            if quoted:
                includers.setdefault(name, set()).add(file.path)
    for file in sources:
        own = file.path.removesuffix(".hpp") + ".cpp"
        if file.suffix == ".hpp" and not includers.get(file.path, set()) - {own}:
            message = "nothing includes this header (its own .cpp and unit tests do not count)"
            yield Finding(file.path, 1, "dead", message)
    compiled = [entry["file"] for entry in json.loads((build / "compile_commands.json").read_text())]
    for file in sources:
        if file.suffix == ".cpp" and not any(path.endswith("/" + file.path) for path in compiled):
            yield Finding(file.path, 1, "dead", "not compiled")


def check_functions(file: File) -> Iterator[Finding]:
    text = "\n".join(file.lines)
    spans: Iterable[functions.Span] = ()
    if file.suffix in (".cpp", ".hpp"):
        spans = functions.cpp_functions(text)
    elif file.suffix == ".py":
        spans = functions.python_functions(text)
    for span in spans:
        if span.lines > MAX_FUNCTION_LINES:
            message = f"the function has {span.lines} lines, at most {MAX_FUNCTION_LINES}"
            yield Finding(file.path, span.first, "function-length", message)


def check_format(root: pathlib.Path, files: list[File]) -> Iterator[Finding]:
    paths = [file.path for file in files if file.suffix in (".cpp", ".hpp")]
    if not paths:
        return
    command = ["clang-format", "--dry-run", "-Werror", *paths]
    run = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    for path, line in sorted(set(re.findall(r"^(.+?):(\d+):\d+: error: ", run.stderr, re.MULTILINE))):
        yield Finding(path, int(line), "format", "not as clang-format would write it")


def check_tree(root: pathlib.Path, build: pathlib.Path) -> list[Finding]:
    files = read_tree(root)
    findings = []
    for file in files:
        for check in (check_text, check_length, check_functions, check_header):
            findings += check(file)
    findings += check_rooms(root, files)
    findings += check_citations(root, files)
    findings += check_dead(build, files)
    findings += check_format(root, files)
    return sorted(findings)


def main() -> int:
    root, build = (pathlib.Path(argument).resolve() for argument in sys.argv[1:])
    findings = check_tree(root, build)
    for finding in findings:
        print(finding)
    print(f"{len(findings)} findings")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())

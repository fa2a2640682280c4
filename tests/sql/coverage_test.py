#!/usr/bin/env python3
"""Every function and every statement that docs/sql.md lists stands in a case of tests/sql/<family>/*.test.

A new row of the lists without a case fails here. Needs no server.
"""
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
PAGE = HERE.parent.parent / "docs" / "sql.md"
ELSEWHERE = {
    "statement COPY": "tests/transfer", "statement COPY FROM": "tests/wire, tests/soak/copy_stream_test.py",
    "statement CLOSE CURSOR": "written CLOSE c",
    "statement COPY TO": "tests/wire, tests/soak/copy_stream_test.py", "statement UNLOAD": "tests/transfer",
}


def statements_of(path):
    """The statements of a file of cases: what stands above the answers."""
    for block in path.read_text(encoding="utf-8").strip("\n").split("\n\n"):
        lines = [line for line in block.split("\n") if not line.startswith(("#", "%"))]
        if "----" in lines:
            lines = lines[:lines.index("----")]
        yield from (text.strip() for text in "\n".join(lines).lower().split(";"))


def main():
    statements_list, rest = PAGE.read_text(encoding="utf-8").split("\n# Functions\n")
    functions_list = rest.split("\n# Types\n")[0]
    rows = re.finditer(r"^\| (\w+) \|.*\|$", functions_list, re.MULTILINE)
    functions = [row[1] for row in rows if row[1] != "function"]
    statements = [row[1].removesuffix(", ...") for row in re.finditer(r"^\| ([A-Z][A-Z ,.]*) \|.*\|$", statements_list,
                                                                     re.MULTILINE)]
    cases = [text for path in sorted(HERE.glob("*/*.test")) for text in statements_of(path)]
    words = set(re.findall(r"\w+", " ".join(cases)))
    missing = [f"function {name}" for name in functions if name not in words]
    for name in statements:
        pattern = re.compile(r"\s+".join(map(re.escape, name.lower().split())) + r"\b")
        # words may stand between those of the name: CREATE TEMP TABLE, DECLARE c CURSOR
        loose = re.compile(r"\b.*\b".join(map(re.escape, name.lower().split())) + r"\b", re.DOTALL)
        if not any(pattern.match(text) for text in cases) and not any(loose.match(text) for text in cases):
            missing.append(f"statement {name}")
    missing = [name for name in missing if name not in ELSEWHERE]
    print("\n".join(f"no case has {name}" for name in missing))
    print(f"{len(functions)} functions and {len(statements)} statements, {len(missing)} without a case")
    return 1 if missing or not functions or not statements else 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Holds the README's table of what is emulated against the server.

Every row of the table has one file in tests/sql/emulation: it quotes the row word for word, names the session tests
that prove what needs several sessions, and its statements run through psql, whose whole output must be the .out file
beside it. So a row cannot change without its proof being looked at, nor the behaviour without the row.

    emulation_test.py            compares
    emulation_test.py --accept   writes the quoted rows and the .out files anew: read the difference before a commit
"""
import contextlib
import os
import pathlib
import re
import subprocess
import sys
import tempfile

SOURCE = pathlib.Path(os.environ["REDSTART_SOURCE"])
sys.path.insert(0, str(SOURCE / "tests/support"))
from servers import Redstart  # noqa: E402

FOLDER = SOURCE / "tests/sql/emulation"
PASSWORD = "Adm1nistrator"
ROW, PROVED_BY, AREA = "-- row: ", "-- proved by: ", "-- area: "


def table_rows():
    """The table's rows by their first cell."""
    text = (SOURCE / "README.md").read_text()
    section = text.split("## What is emulated, and what is not", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in section.splitlines() if line.startswith("| ")]
    return {line.strip("| ").split(" | ")[0].strip(): line for line in lines[1:]}


def test_cases():
    """The names of all session tests."""
    text = "".join(file.read_text() for file in sorted((SOURCE / "tests/sessions").glob("*.cpp")))
    return set(re.findall(r'TEST_CASE\("((?:[^"\\]|\\.)*)"', text))


@contextlib.contextmanager
def serve():
    """A server with the sample data and a password; yields its port."""
    with tempfile.TemporaryDirectory(prefix="redstart-emulation.") as folder:
        password = pathlib.Path(folder, "password")
        password.write_text(PASSWORD + "\n")
        pathlib.Path(folder, "buckets", "mybucket").mkdir(parents=True)
        with Redstart(pathlib.Path(folder, "data"), "--password-file", str(password), "--sample", "tickit",
                      "--s3-local", str(pathlib.Path(folder, "buckets")), auth="password") as server:
            yield server.port


def run(port, script):
    """What psql prints for a script: the statements, their answers, every error with its SQLSTATE."""
    environment = {**os.environ, "PGPASSWORD": PASSWORD, "PGCONNECT_TIMEOUT": "10", "LC_ALL": "C.UTF-8"}
    command = ["psql", "-X", "-a", "-q", "-h", "127.0.0.1", "-p", str(port), "-U", "admin", "-v", "VERBOSITY=verbose",
               "dev"]
    done = subprocess.run(command, input=script, env=environment, text=True, timeout=120, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, check=False)
    return done.stdout


def parse(file):
    """A file's area, quoted row, named test cases and statements."""
    area, row, proofs, statements = None, None, [], []
    for line in file.read_text().splitlines():
        if line.startswith(AREA):
            area = line[len(AREA):]
        elif line.startswith(ROW):
            row = line[len(ROW):]
        elif line.startswith(PROVED_BY):
            proofs.append(line[len(PROVED_BY):])
        else:
            statements.append(line)
    return area, row, proofs, "\n".join(statements).strip() + "\n"


def write(file, area, row, proofs, statements):
    header = [AREA + area, ROW + row] + [PROVED_BY + proof for proof in proofs]
    file.write_text("\n".join(header) + "\n" + statements)


def check(file, rows, cases, port, accept):
    """The complaints about one file."""
    area, row, proofs, statements = parse(file)
    if area not in rows:
        return [f"{file.name}: the README has no row '{area}'"]
    complaints = [f"{file.name}: no session test is called '{proof}'" for proof in proofs if proof not in cases]
    if len(statements.strip()) == 0:
        complaints.append(f"{file.name}: has no statements")
    answer, expected = run(port, statements), file.with_suffix(".out")
    if accept:
        write(file, area, rows[area], proofs, statements)
        expected.write_text(answer)
        return complaints
    if row != rows[area]:
        complaints.append(f"{file.name}: the README's row is another now: does the file still prove it? (--accept)")
    if not expected.exists() or answer != expected.read_text():
        actual = pathlib.Path(tempfile.gettempdir()) / expected.name
        actual.write_text(answer)
        difference = subprocess.run(["diff", "-u", str(expected), str(actual)], capture_output=True, text=True,
                                    check=False)
        complaints.append(f"{file.name}: another answer\n{difference.stdout}{difference.stderr}")
        actual.unlink()
    return complaints


def main():
    accept = sys.argv[1:] == ["--accept"]
    rows, cases, files = table_rows(), test_cases(), sorted(FOLDER.glob("*.sql"))
    complaints = []
    with serve() as port:
        for file in files:
            complaints += check(file, rows, cases, port, accept)
    quoted = {parse(file)[0] for file in files}
    complaints += [f"README: no file in tests/sql/emulation proves the row '{area}'" for area in rows
                   if area not in quoted]
    for complaint in complaints:
        print("FAILED", complaint)
    print(f"{len(files)} files, {len(rows)} rows, {len(complaints)} complaints")
    sys.exit(1 if complaints or not rows else 0)


if __name__ == "__main__":
    main()

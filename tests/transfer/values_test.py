#!/usr/bin/env python3
"""COPY of one field, by type and option: the lines of values.table. With --accept what came is written into the table,
to be read before it is committed."""
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import storage  # noqa: E402

TABLE = pathlib.Path(__file__).resolve().parent / "values.table"
ERROR = """select err_code, trim(err_reason) from stl_load_errors
           where query = (select max(query) from stl_load_errors)"""
ESCAPE = re.compile(r"\\(\\|n|t|x[0-9a-f]{2})")
MEANINGS = {"\\": b"\\", "n": b"\n", "t": b"\t"}


def unescaped(text):
    """The bytes that are meant: \\\\, \\n, \\t and \\xNN; everything else is itself."""
    out = b""
    at = 0
    for found in ESCAPE.finditer(text):
        out += text[at:found.start()].encode()
        out += MEANINGS.get(found[1]) or bytes.fromhex(found[1][1:])
        at = found.end()
    return out + text[at:].encode()


def escaped(value):
    text = value.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t")
    trail = len(text) - len(text.rstrip(" "))
    text = text.rstrip(" ") + "\\x20" * trail
    lead = len(text) - len(text.lstrip(" "))
    return "\\x20" * lead + text.lstrip(" ")


def outcome(store, kind, options, field):
    store.run(f"drop table if exists t; create table t (a {kind})")
    store.put("x", unescaped(field) + b"\n")
    options = unescaped(options).decode() if "\\\\" not in options else options.replace("\\\\", "\\")
    got = store.run(f"copy t from 's3://b/x' {options}")
    if isinstance(got, tuple):
        if not got[1].startswith("Load into table"):
            return f"! {got[0]} {got[1]}"
        (code, reason), = store.run(ERROR)
        return f"! {code} {reason}"
    rows = store.run("select a from t")
    if len(rows) != 1:
        return f"{len(rows)} rows"
    return "null" if rows[0][0] is None else ("= " + escaped(rows[0][0])).rstrip()


def main():
    lines = TABLE.read_text().splitlines()
    wrong = []
    with storage.store() as store:
        for number, line in enumerate(lines):
            if line.startswith("#") or not line:
                continue
            kind, options, field, expected = line.split(";", 3)
            field = field[1:-1] # a blank on either side
            got = outcome(store, kind.strip(), options.strip(), field)
            if got != expected.strip():
                wrong.append(f"{number + 1}: {line}\n    {got}")
                lines[number] = f"{kind};{options}; {field} ; {got}"
    if "--accept" in sys.argv:
        TABLE.write_text("\n".join(lines) + "\n")
    elif wrong:
        raise AssertionError("\n".join([f"{len(wrong)} of {len(lines)} are others:", *wrong]))


main()

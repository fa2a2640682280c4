#!/usr/bin/env python3
"""Writes corpus/<target>/seed-*.bin: a valid input of every kind for each fuzz target, so that it need not be guessed.

Deterministic; run it again after a target has changed how it takes its input apart. The other files of a corpus are
what the fuzzers found (README.md of tests says how they are kept few).
"""
import bz2
import gzip
import pathlib
import re
import struct
import zlib

HERE = pathlib.Path(__file__).parent
TESTS = HERE.parent


def text(value):
    return value.encode() + b"\0"


def field(value):
    return struct.pack("!i", -1) if value is None else struct.pack("!i", len(value)) + value


def message(tag, body=b""):
    return tag + struct.pack("!i", len(body) + 4) + body


BIND = text("portal") + text("statement") + struct.pack("!hhhh", 2, 0, 1, 2) + field(b"1") + field(None) + struct.pack(
    "!hh", 1, 1)
PARSE = text("name") + text("select $1::int") + struct.pack("!hI", 1, 23)
PARAMETERS = ("user", "admin", "database", "dev", "_pq_.option", "on", "")
STARTUP = struct.pack("!HH", 3, 0) + b"".join(map(text, PARAMETERS))
SASL = text("SCRAM-SHA-256") + field(b"n,,n=,r=abc")
MESSAGES = {
    b"Q": text("select 1"), b"P": PARSE, b"B": BIND, b"D": b"S" + text("name"), b"E": text("") + struct.pack("!i", 10),
    b"C": b"P" + text("portal"), b"S": b"", b"H": b"", b"X": b"", b"d": b"1\ta\n", b"c": b"", b"f": text("no"),
    b"F": struct.pack("!Ihhh", 1, 0, 0, 0), b"p": text("md5" + "0" * 32)}
ROW = struct.pack("!h", 2) + text("a") + struct.pack("!IhIhih", 1, 1, 23, 4, -1, 0) + text("b") + struct.pack(
    "!IhIhih", 0, 0, 1043, -1, 9, 1)


def frame_reader():
    stream = b"".join(message(tag, body) for tag, body in MESSAGES.items())
    yield b"\0" + bytes(range(8)) + stream
    answer = message(b"T", ROW) + message(b"D", struct.pack("!h", 1) + field(b"x")) + message(b"Z", b"I")
    yield b"\1" + b"\2" * 8 + answer
    yield b"\2" + b"\0" * 8 + struct.pack("!i", len(STARTUP) + 4) + STARTUP + message(b"Q", text("select 1"))


def protocol_decode():
    for tag, body in MESSAGES.items():
        yield b"\0" + tag + body
        yield b"\3" + tag + body
    yield b"\3T" + ROW
    for packet in (STARTUP, struct.pack("!HHii", 1234, 5678, 1, 2), struct.pack("!HH", 1234, 5679),
                   struct.pack("!HH", 1234, 5680)):
        yield b"\1\0" + packet
        yield b"\3\0" + packet
    for body in (SASL, text("SCRAM-SHA-256-PLUS") + field(None), field(b"d" * 32) + field(b"1234567890")):
        yield b"\2p" + body


def scram():
    final = b"c=biws,r=abcfixed-nonce,p=" + b"A" * 43 + b"="
    for choice, first in ((0, b"n,,n=,r=abc"), (1, b"y,,n=,r=abc"), (8, b"p=tls-server-end-point,,n=,r=abc,x=y")):
        yield bytes([choice]) + first + b"\n" + final
        yield bytes([choice & 12 | 2]) + first
    yield b"\3SCRAM-SHA-256$4096:MDEyMzQ1Njc4OWFiY2RlZg==$" + b"A" * 43 + b"=:" + b"B" * 43 + b"="
    yield b"\3sha256|" + b"0a" * 32 + b"|" + b"ff" * 32
    yield b"\3md5" + b"0123456789abcdef" * 2


def value_binary():
    numeric = struct.pack("!hhHh", 2, 0, 0x4000, 4) + struct.pack("!hh", 12, 3400)
    fields = (b"\1", struct.pack("!h", -1), struct.pack("!i", 1), struct.pack("!q", -1), struct.pack("!f", 1.5),
              struct.pack("!d", float("inf")), struct.pack("!i", 8000), struct.pack("!q", 86400000000),
              struct.pack("!qi", 1, -3600), struct.pack("!q", 1 << 50), struct.pack("!q", (1 << 63) - 1),
              struct.pack("!qii", 1, -2, 14), b"bytes", numeric)
    for kind, value in enumerate(fields):
        yield bytes([kind]) + value
    yield bytes([13]) + struct.pack("!hhHh", 0, 0, 0xC000, 0)
    yield bytes([14]) + struct.pack("!iiIiiiii", 2, 1, 23, 1, 1, 2, 1, 4) + struct.pack("!ii", 7, -1)
    yield bytes([14]) + struct.pack("!iiI", 0, 0, 25)


def value_text():
    texts = {0: ["-32768", " 12 "], 1: ["2147483647"], 2: ["-9223372036854775808"],
             3: ["1.5e-300", "-Infinity", "NaN", "0.1"], 4: ["\x0212345.678", "\x26-.5e10"],
             5: ["2024-02-29 13:45:00.25+05:30", "0044-03-15 BC", "Jan 8, 1999 4:05 PM PST", "infinity",
                 "20240229T134500Z", "99-01-08", "1999.008", "04:05:06.789-8", "Wed 12 Mar 2003 America/New_York"],
             6: ["1 year 2 mons -3 days 04:05:06.7", "3 hours, 35 minutes", "@ 1 day ago", "1w 1h", "1-2", "1.5 days"]}
    for kind, values in texts.items():
        for value in values:
            yield bytes([kind]) + value.encode()
    yield b"\7" + struct.pack("<q", 1 << 40)
    for text in ("{}", '{1, 2 ,NULL}', '{"a b","q\\"",\\,x}', "{{1},{2}}"):
        yield b"\10" + text.encode()


def copy_reader():
    sizes = bytes(range(8))
    rows = {0: b"1\tone\n\\N\ttwo\\tabs\\n\\x41\\101\n\\.\n", 1: b'1,"a ""quoted"" one"\n,\r\n"two\nlines",x\n\\.\n',
            2: b"PGCOPY\n\xff\r\n\0" + bytes(8) + struct.pack("!h", 2) + field(b"1") + field(None) + b"\xff\xff"}
    for kind, data in rows.items():
        for other in (b"\0", b"\x40", b"\x80"):
            yield bytes([kind]) + other + sizes + data
            yield bytes([kind + 48]) + other + sizes + data
    yield bytes([1 + 192]) + b"|" + sizes + b"1|'a|b'\n"


def copy_round_trip():
    row = b"\1a\xff\0\5\t\n\\,\"" + b"\2\\.\2\\N\4NULL"
    for choice in range(0, 256, 7):
        yield bytes([choice, choice >> 4]) + b"\0\1\2\3" + row


def sql():
    statements = set()
    for script in sorted((TESTS / "wire").glob("*.pt")):
        statements.update(re.findall(r'^> (?:Query|Parse "[^"]*") "(.*?)"(?: types=.*)?$', script.read_text(), re.M))
    for statement in sorted(statements):
        yield b"\0" + statement.encode()
    for statement in EXTRA_SQL:
        yield b"\0" + statement.encode()
        yield b"\1" + statement.encode()


EXTRA_SQL = (
    "create table t (a int primary key encode zstd, b varchar(max) default 'x', c decimal) distkey(a)",
    "select nvl(a, 0), decode(a, 1, 'x', 'y'), nvl2(a, b, c), convert(int, a), textlen(b) from t",
    "select dateadd(month, 1, d), datediff(qtr, a, b), date_part(epoch, d), extract(dow from d) from t",
    "select listagg(distinct a, ',') within group (order by b) over (partition by c) from t",
    "select approximate count(distinct a), lag(a) ignore nulls over (order by b) from t",
    "select a similar to '%(b|d)%', b like 'a\\\\_%' escape '\\\\', 'x' + 'y', a ~ 'b' from #temp limit all",
    "with x as (select 1) select top 5 * from x qualify row_number() over (order by 1) = 1; commit; /* a /* b */ c */",
    "copy t (a, b) from stdin with (format csv, header, delimiter '|', null 'NULL', quote '''')",
    "alter table t alter column a type varchar(20); alter user u with password 'Secret1pass' valid until 'infinity'",
    "create user u password disable createdb session timeout 60 connection limit 5 in group g",
    "create database d owner u connection limit unlimited collate ci isolation level snapshot",
    "declare c scroll cursor with hold for select $1; fetch forward all from c; move backward 5 in c; close all",
    "prepare p(int, varchar(5)) as select $1, $2; execute p(1 + 2, f(3, 4)); deallocate all; explain verbose select 1",
    "vacuum sort only t to 75 percent boost; analyze verbose t (a, b) predicate columns; lock t, s.u; cancel 5 'x'",
    "set local search_path to '$user', public; set session characteristics as transaction read only; show all",
    "select $tag$a$tag$, $$b$$, E'\\\\x41', N'c', B'01', X'1F', 'a'\n'b', \"Q\"\"x\", 1.5e10, .5, $1.a, a::int[], :b")


def hba():
    yield (b"# TYPE DATABASE USER ADDRESS METHOD\nhost all admin 127.0.0.1/32 md5\n"
           b"hostssl dev,test all 10.0.0.0 255.0.0.0 scram-sha-256\n"
           b"hostssl sameuser \"odd name\" ::1/128 password\nhostnossl all all all reject\n")
    for method in (b"trust", b"reject", b"md5", b"scram-sha-256", b"digest", b"password", b"cert"):
        yield b"hostssl all all all " + method


def record_reader():
    for choice in range(0, 256, 23):
        for data in (b"1|a\\|b\n2|'x'\r\n\n\\N|\"y\"", b'1,"a,""b"""\n2,"x\ny" \n', b"1x22yy\n3z44\n",
                     b'{"a":1,"b":["x\\u00e4",{}]}\n{"A":null} {'):
            yield bytes([choice, choice * 3 % 256]) + b"\0\1\2\3\0\7\1\1" + data


def transfer_json():
    for file in (b'{"jsonpaths": ["$.a", "$[\'b\'][0]", "$.c.d"]}', b'{"jsonpaths": ["$[0]", "$[1]"]}',
                 b'{"other": 1}'):
        yield bytes([len(file)]) + file + b'{"a": 1, "b": [2], "c": {"d": null}} [1, "x"]'
    yield b'\0{"entries": [{"url": "s3://b/k", "mandatory": true, "meta": {"content_length": 9}}]}'


def decompressor():
    plain = b"1|x|y\n" * 20
    lzo = b"\x89LZO\0\r\n\x1a\n" + struct.pack(">HHHBBIIIIB", 0x1040, 0x20A0, 0x0940, 1, 5, 1, 0o100644, 0, 0, 0)
    lzo += struct.pack(">I", 0) + struct.pack(">III", len(plain), len(plain), zlib.adler32(plain)) + plain + b"\0" * 4
    for number, data in enumerate((gzip.compress(plain, mtime=0), bz2.compress(plain), lzo)):
        yield bytes([number]) + b"\0\1\2\3\0\7\1\1" + data


def s3_answers():
    for xml in ("<ListBucketResult><Contents><Key>a b</Key><Size>5</Size></Contents><IsTruncated>true</IsTruncated>"
                "<NextContinuationToken>t</NextContinuationToken></ListBucketResult>",
                "<Error><Code>NoSuchKey</Code><Message>m</Message><RequestId>1</RequestId></Error>",
                "<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>"):
        yield b"\4a/ +" + b'<?xml version="1.0" encoding="UTF-8"?>' + xml.encode()


TARGETS = (frame_reader, protocol_decode, scram, value_binary, value_text, copy_reader, copy_round_trip, sql, hba,
           record_reader, transfer_json, decompressor, s3_answers)


def main():
    for make in TARGETS:
        folder = HERE / "corpus" / make.__name__
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("seed-*.bin"):
            old.unlink()
        for number, data in enumerate(make()):
            (folder / f"seed-{number:03}.bin").write_bytes(data)


if __name__ == "__main__":
    main()

"""COPY from objects, option by option: columns, the object's bytes, options, and the rows that are there afterwards, or
the error that stl_load_errors has: line, column, code, reason."""
import base64
import bz2
import gzip
import struct
import zlib

TEXT = "a int, b varchar(10), c varchar(10)"

# `N|aaaaaaaaaa|bbbbbbbb` for N from 1 to 50, as lzop 1.04 wrote it.
LZOP = base64.b64decode(
    "iUxaTwANChoKEEAgoAlAAQUDAAAJAACBpGsNPFAAAAAABmwyLnR4dE9oBccAAAR1AAAA5UIdm2IDMXxhYWFhogB8YsMACjJ8pAJ0"
    "AChVADMzVQA0M1UANTNVADYzVQA3M1UAODNVADkzVgAxMDRYADR1AzE0eQMxNH0DMTSBAzE0hQMxNIkDMTSNAzE0kQMxNJUDMjSV"
    "AzI0lQMyNJUDMjSVAzI0lQMyNJUDMjSVAzI0lQMyNJUDMjSVAzM0lQMzNJUDMzSVAzM0lQMzNJUDMzSVAzM0lQMzNJUDMzSVAzM0"
    "lQM0NJUDNDSVAzQ0lQM0NJUDNDSVAzQ0lQM0NJUDNDSVAzQ0lQM0NJUDNSqUAwd8YmJiYmJiYmIKEQAAAAAAAA==")
LZOP_ROWS = [(i, "a" * 10, "b" * 8) for i in range(1, 51)]


def lzop(*blocks, flags=1):
    """A file of blocks that are not compressed, with the checksums that `flags` says (1: Adler-32, 0x100: CRC-32)."""
    head = struct.pack(">HHHBBIIIIB", 0x1040, 0x20A0, 0x0940, 1, 5, flags, 0o100644, 0, 0, 0)
    out = b"\x89LZO\0\r\n\x1a\n" + head + struct.pack(">I", zlib.adler32(head))
    for block in blocks:
        out += struct.pack(">II", len(block), len(block))
        if flags:
            out += struct.pack(">I", zlib.adler32(block) if flags & 1 else zlib.crc32(block))
        out += block
    return out + struct.pack(">I", 0)



def rows(name, columns, data, options, *expected):
    return name, columns, data, options, [tuple(row) for row in expected], None


def fails(name, columns, data, options, line, column, code, reason):
    return name, columns, data, options, None, (line, column, code, reason)


CASES = [
    rows("pipes", TEXT, "1|x|y\n2|z|w\n", "", (1, "x", "y"), (2, "z", "w")),
    rows("no last line feed", TEXT, "1|x|y\n2|z|w", "", (1, "x", "y"), (2, "z", "w")),
    rows("line ends of Windows", TEXT, "1|x|y\r\n2|z|w\r\n", "", (1, "x", "y"), (2, "z", "w")),
    rows("a delimiter at the end of the line", TEXT, "1|x|y|\n", "", (1, "x", "y")),
    rows("an empty object", TEXT, "", ""),
    rows("backslashes are data", TEXT, "1|a\\nb|\\\\\n", "", (1, "a\\nb", "\\\\")),
    rows("quotes are data", TEXT, "1|\"x\"|'y'\n", "", (1, '"x"', "'y'")),
    rows("\\N is NULL", TEXT, "1|\\N|y\n\\N|x|y\n", "", (1, None, "y"), (None, "x", "y")),
    rows("empty: NULL for numbers, empty for characters", TEXT, "||\n", "", (None, "", "")),
    rows("blank: NULL for numbers", TEXT, " | |  \n", "", (None, " ", "  ")),
    rows("blanks around numbers", TEXT, " 1 |x|y\n", "", (1, "x", "y")),
    rows("a byte order mark", TEXT, "\ufeff1|x|y\n", "", (1, "x", "y")),
    rows("delimiter", TEXT, "1;x|;y\n", "delimiter ';'", (1, "x|", "y")),
    rows("delimiter as", TEXT, "1\tx\ty\n", "delimiter as '\\t'", (1, "x", "y")),
    rows("delimiter in octal", TEXT, "1\x01x\x01y\n", "delimiter '\\001'", (1, "x", "y")),
    rows("null as", TEXT, "1|null|NULL\n", "null as 'null'", (1, None, "NULL")),
    rows("null as empty", TEXT, "1||y\n", "null as ''", (1, None, "y")),
    rows("null as nul", TEXT, "1|\0|y\n", "null as '\\0'", (1, None, "y")),
    rows("emptyasnull", TEXT, "1|| \n", "emptyasnull", (1, None, " ")),
    rows("blanksasnull", TEXT, "1||  \n", "blanksasnull", (1, "", None)),
    rows("trimblanks", TEXT, "1|x  |  y \n", "trimblanks", (1, "x", "  y")),
    rows("fillrecord", "a int, b int, c varchar(5), d char(5)", "1\n", "fillrecord", (1, None, "", None)),
    rows("fillrecord emptyasnull", "a int, c varchar(5)", "1\n", "fillrecord emptyasnull", (1, None)),
    rows("truncatecolumns", "b varchar(3), c char(2)", "abcdef|xyz\näöü|q\n", "truncatecolumns", ("abc", "xy"),
         ("ä", "q ")),
    rows("blanks beyond the length", "b varchar(3)", "abc  \n", "", ("abc",)),
    rows("ignoreheader", TEXT, "a|b|c\n-\n1|x|y\n", "ignoreheader as 2", (1, "x", "y")),
    rows("ignoreheader beyond the end", TEXT, "a|b|c\n", "ignoreheader 5"),
    rows("ignoreblanklines", TEXT, "\n1|x|y\n\n\r\n2|z|w\n", "ignoreblanklines", (1, "x", "y"), (2, "z", "w")),
    rows("escape", TEXT, "1|a\\|b|c\\\\d\n2|a\\\nb|\\x\n", "escape", (1, "a|b", "c\\d"), (2, "a\nb", "x")),
    rows("escape and \\N", TEXT, "1|\\N|\\\\N\n", "escape", (1, None, None)),
    rows("escape and carriage return", TEXT, "1|a\\\r\\\nb|y\n", "escape", (1, "a\r\nb", "y")),
    rows("removequotes", "a varchar(10)", "'Black'\n\"White\"\nBlue'\n' '\n\"a|b\"\n", "removequotes", ("Black",),
         ("White",),
         ("Blue'",), (" ",), ("a|b",)),
    rows("removequotes keeps inner quotes", "a varchar(20)", "' ''Black'' '\n", "removequotes", (" ''Black'' ",)),
    rows("removequotes escape", "a varchar(30)", "'A Night\\'s Dream'\n", "removequotes escape",
         ("A Night's Dream",)),
    rows("csv", TEXT, '1,x,y\n2,"a,""b""\nc",\n', "csv", (1, "x", "y"), (2, 'a,"b"\nc', "")),
    rows("format as csv", TEXT, "1,x,y\n", "format as csv", (1, "x", "y")),
    rows("csv delimiter", TEXT, "1|x|\"y|z\"\n", "csv delimiter '|'", (1, "x", "y|z")),
    rows("csv quote", TEXT, "1,%a,%%b%,\"y\"\n", "csv quote as '%'", (1, "a,%b", '"y"')),
    rows("csv white space around quotes", TEXT, '1, "x" ,"y" \n', "csv", (1, "x", "y")),
    rows("csv null", TEXT, '1,\\N,"\\N"\n', "csv", (1, None, "\\N")),
    rows("csv Windows", TEXT, '1,"x",y\r\n2,"z\r\nz",w\r\n', "csv", (1, "x", "y"), (2, "z\r\nz", "w")),
    rows("fixedwidth", TEXT, "1    x  y\n22   äzzw\n", "fixedwidth 'a:5,b:3,c:1'", (1, "x  ", "y"), (22, "äzz", "w")),
    rows("fixedwidth trimblanks", TEXT, "1    x  y\n", "fixedwidth 'a:5,b:3,c:1' trimblanks", (1, "x", "y")),
    rows("json", TEXT, '{"b":"x","a":1,"z":[1]}\n{"a":2}  {"a":null,"c":"\\n\\u00e4"}', "json 'auto'", (1, "x", None),
         (2, None, None), (None, None, "\nä")),
    rows("json over lines", TEXT, '{\n "a": 1,\n "b": "}{"\n}\n', "format json as 'auto'", (1, "}{", None)),
    rows("json structures", "a varchar(50)", '{"a":{"x":[1, 2.50, {"y":null}]}}', "json",
         ('{"x":[1,2.50,{"y":null}]}',)),
    rows("json numbers", "a decimal(20,10), b bigint", '{"a":1.0000000001,"b":9223372036854775807}', "json 'auto'",
         ("1.0000000001", 9223372036854775807)),
    rows("json ignorecase", "ab int", '{"aB":1}', "json 'auto ignorecase'", (1,)),
    rows("json case", "ab int", '{"aB":1}', "json 'auto'", (None,)),
    rows("gzip", TEXT, gzip.compress(b"1|x|y\n") + gzip.compress(b"2|z|w\n"), "gzip", (1, "x", "y"), (2, "z", "w")),
    rows("bzip2", TEXT, bz2.compress(b"1|x|y\n") + bz2.compress(b"2|z|w\n"), "bzip2", (1, "x", "y"), (2, "z", "w")),
    rows("lzop", TEXT, LZOP, "lzop", *LZOP_ROWS),
    rows("lzop twice", TEXT, LZOP + LZOP, "lzop", *LZOP_ROWS * 2),
    rows("lzop blocks", TEXT, lzop(b"1|x", b"|y\n2|z|w\n"), "lzop", (1, "x", "y"), (2, "z", "w")),
    rows("lzop crc", TEXT, lzop(b"1|x|y\n", flags=0x100), "lzop", (1, "x", "y")),
    rows("lzop without checksums", TEXT, lzop(b"1|x|y\n", flags=0), "lzop", (1, "x", "y")),
    rows("lzop of nothing", TEXT, b"", "lzop"),
    rows("utf16", TEXT, "1|ä|😀\n".encode("utf-16"), "encoding utf16", (1, "ä", "😀")),
    rows("utf16le", TEXT, "1|ä|y\n".encode("utf-16-le"), "encoding as utf16le", (1, "ä", "y")),
    rows("utf16be", TEXT, "1|ä|y\n".encode("utf-16-be"), "encoding 'UTF16BE'", (1, "ä", "y")),
    rows("acceptinvchars", TEXT, b"1|a\xffb|\xe4\xb8\n", "acceptinvchars", (1, "a?b", "??")),
    rows("acceptinvchars as", TEXT, b"1|a\xffb|y\n", "acceptinvchars as '^'", (1, "a^b", "y")),
    rows("decimals are cut", "a decimal(8,2), b decimal(5,0)", "20.259|-7.9\n", "", ("20.25", "-7")),
    rows("roundec", "a decimal(8,2), b decimal(5,0)", "20.259|-7.9\n", "roundec", ("20.26", "-8")),
    rows("dates", "d date, t timestamp", "2008-01-31|2008-01-31 23:59:58.25\n2008-02-01 10:00:00|2008-02-01\n", "",
         ("2008-01-31", "2008-01-31 23:59:58.25"), ("2008-02-01", "2008-02-01 00:00:00")),
    rows("dateformat", "d date", "31.12.2008\n01.02.2009\n", "dateformat 'DD.MM.YYYY'", ("2008-12-31",),
         ("2009-02-01",)),
    rows("dateformat names", "d date", "Jan-01-1999\n", "dateformat as 'MON-DD-YYYY'", ("1999-01-01",)),
    rows("dateformat auto", "d date", "Jan 31, 2008\n2008-02-01 10:00\n", "dateformat 'auto'", ("2008-01-31",),
         ("2008-02-01",)),
    rows("timeformat", "t timestamp", "09/26/2008 14:43:12\n", "timeformat 'MM/DD/YYYY HH:MI:SS'",
         ("2008-09-26 14:43:12",)),
    rows("timeformat fraction", "t timestamp", "26.09.2008 05:43:12.123456\n", "timeformat 'DD.MM.YYYY HH:MI:SS'",
         ("2008-09-26 05:43:12.123456",)),
    rows("timeformat auto", "t timestamp", "Sep 26 2008 05:43:12\n", "timeformat 'auto'", ("2008-09-26 05:43:12",)),
    rows("epochsecs", "t timestamp", "1000000000\n1.5\n", "timeformat 'epochsecs'", ("2001-09-09 01:46:40",),
         ("1970-01-01 00:00:01.5",)),
    rows("epochmillisecs", "t timestamp", "1000000000123\n", "timeformat 'epochmillisecs'",
         ("2001-09-09 01:46:40.123",)),
    rows("acceptanydate", "d date, t timestamp", "00/00/00|nonsense\n2008-13-41|2008-13-41\n2008-01-01|2008-01-01\n",
         "acceptanydate dateformat 'auto' timeformat 'auto'", (None, None), (None, None),
         ("2008-01-01", "2008-01-01 00:00:00")),
    rows("booleans", "a boolean", "t\nfalse\n1\nno\n\n", "", (True,), (False,), (True,), (False,), (None,)),
    rows("varbyte", "a varbyte(10)", "abc1\n", "", ("abc1",)),
    rows("maxerror", TEXT, "1|x|y\nq|x|y\n2|x\n3|x|y\n", "maxerror 3", (1, "x", "y"), (3, "x", "y")),
    rows("ignoreallerrors", TEXT, "q|x|y\n2|x\n3|x|y\n", "ignoreallerrors", (3, "x", "y")),
    rows("noload", TEXT, "1|x|y\n", "noload"),
    rows("what changes nothing here", TEXT, "1|x|y\n",
         "region 'us-east-1' compupdate preset statupdate off comprows 5000 iam_role default", (1, "x", "y")),
    rows("keys", TEXT, "1|x|y\n", "access_key_id 'a' secret_access_key 'b' session_token 'c'", (1, "x", "y")),
    rows("credentials", TEXT, "1|x|y\n", "with credentials as 'aws_iam_role=arn:aws:iam::1:role/r'", (1, "x", "y")),
    # What cannot be loaded
    fails("too few", TEXT, "1|x|y\n2|x\n", "", 2, "", 1214, "Delimiter not found"),
    fails("too many", TEXT, "1|x|y|z\n", "", 1, "", 1202, "Extra column(s) found"),
    fails("a digit", TEXT, "1|x|y\n1z|x|y\n", "", 2, "a", 1207, "Invalid digit, Value 'z', Pos 1, Type: Integer"),
    fails("an integer with a point", TEXT, "1.5|x|y\n", "", 1, "a", 1207,
         "Invalid digit, Value '.', Pos 1, Type: Integer"),
    fails("too large", TEXT, "3000000000|x|y\n", "", 1, "a", 1204, "Overflow, Type: Integer"),
    fails("decimal", "a decimal(4,2)", "1x\n", "", 1, "a", 1209, "Invalid digit, Value 'x', Pos 1, Type: Decimal"),
    fails("float", "a float", "z\n", "", 1, "a", 1208, "Invalid digit, Value 'z', Pos 0, Type: Float"),
    fails("boolean", "a boolean", "maybe\n", "", 1, "a", 1210, "Unknown boolean format"),
    fails("too long", "b varchar(3)", "abcd\n", "", 1, "b", 1204, "String length exceeds DDL length"),
    fails("too long for char", "b char(3)", "abcd\n", "", 1, "b", 1204, "Char length exceeds DDL length"),
    fails("short date", "d date", "2008-1-1\n", "", 1, "d", 1205, "Invalid Date Format - length must be 10 or more"),
    fails("no date", "d date", "31.12.2008\n", "", 1, "d", 1205, "Invalid Date Format [YYYY-MM-DD]"),
    fails("no day", "d date", "2008-02-30\n", "", 1, "d", 1205, "Invalid Date Format"),
    fails("dateformat that does not fit", "d date", "2008-01-31\n", "dateformat 'DD.MM.YYYY'", 1, "d", 1205,
          "Invalid Date Format [DD.MM.YYYY]"),
    fails("timestamp", "t timestamp", "x\n", "", 1, "t", 1206,
         "Invalid timestamp format or value [YYYY-MM-DD HH24:MI:SS]"),
    fails("not null", "a int not null, b int", "1|2\n|2\n", "", 2, "a", 1213, "Missing data for not-null field"),
    fails("utf-8", TEXT, b"1|a\xffb|y\n", "", 1, "b", 1220,
          "String contains invalid or unsupported UTF8 codepoints. Bad UTF8 hex sequence: ff"),
    fails("multibyte in char", "a char(5)", "ä\n", "", 1, "a", 1220,
          "Multibyte character not supported for CHAR (Hint: try using VARCHAR). Invalid char"),
    fails("stray carriage return", TEXT, "1|a\rb|y\n", "", 1, "", 1216,
          "Missing newline: Unexpected character 0x62 found at location 4"),
    fails("removequotes without end", "a varchar(10)", "x\n'Blue\n", "removequotes", 2, "", 1203,
          "Delimited value missing end quote"),
    fails("csv without end", TEXT, '1,"x,y\n', "csv", 1, "", 1203, "Delimited value missing end quote"),
    fails("csv quote in the middle", TEXT, '1,a"b,y\n', "csv", 1, "", 1216, "Invalid quote formatting for CSV"),
    fails("json", TEXT, '{"a":1}\n{"a":}\n', "json 'auto'", 2, "", 1216, "Invalid JSON format"),
    fails("json, no object", TEXT, '{"a":1}\nx\n', "json 'auto'", 2, "", 1216,
         "Invalid JSON: an object was expected"),
    fails("json, cut off", TEXT, '{"a":1', "json 'auto'", 1, "", 1216, "Invalid JSON format"),
    fails("the first error in the order of the data", TEXT, "q|x|y\n2|x\n", "", 1, "a", 1207,
          "Invalid digit, Value 'q', Pos 0, Type: Integer"),
]

# Statements that are refused before anything is read: SQLSTATE and text.
REFUSED = [
    ("copy t from 's3://b/x' iam_role default avro 'auto'", "0A000", "COPY AVRO is not supported"),
    ("copy t from 's3://b/x' parquet truncatecolumns", "0A000",
     "TRUNCATECOLUMNS argument is not supported for PARQUET based COPY"),
    ("copy t from 's3://b/x' parquet region 'us-east-1'", "0A000",
     "REGION argument is not supported for PARQUET based COPY"),
    ("copy t from 's3://b/x' parquet maxerror 5", "0A000",
     "MAXERROR argument is not supported for PARQUET based COPY"),
    ("copy t from 's3://b/x' parquet acceptanydate", "0A000",
     "ACCEPTANYDATE argument is not supported for PARQUET based COPY"),
    ("copy t from 's3://b/x' parquet gzip", "0A000",
     "GZIP argument is not supported for PARQUET based COPY"),
    ("copy t from 's3://b/x' parquet delimiter ','", "0A000",
     "DELIMITER argument is not supported for PARQUET based COPY"),
    ("copy t from 's3://b/x' parquet noload", "0A000",
     "NOLOAD argument is not supported for PARQUET based COPY"),
    ("copy t from 's3://b/x' parquet compupdate off", "0A000",
     "COMPUPDATE argument is not supported for PARQUET based COPY"),
    ("copy t from 's3://b/x' parquet", "XX000", "The object is not a valid Parquet file"),
    ("copy t from 's3://b/x' iam_role default format as orc", "0A000", "COPY ORC is not supported"),
    ("copy t from 's3://b/x' iam_role default shapefile", "0A000", "COPY SHAPEFILE is not supported"),
    ("copy t from 's3://b/x' lzop gzip", "42601", "GZIP cannot be used with LZOP in COPY"),
    ("copy t from 's3://b/x' lzop", "22P04", "corrupt LZOP data"),
    ("copy t from 's3://b/x' iam_role default ssh", "0A000", "COPY SSH is not supported"),
    ("copy t from 's3://b/x' iam_role default encrypted", "0A000", "COPY ENCRYPTED is not supported"),
    ("copy t from 'dynamodb://x' iam_role default readratio 50", "0A000", "COPY READRATIO is not supported"),
    ("copy t from 'dynamodb://x' iam_role default", "0A000", "COPY from DynamoDB is not supported"),
    ("copy t from 'emr://x/y' iam_role default", "0A000", "COPY from Amazon EMR is not supported"),
    ("copy t from 's3://b/x' json 's3://b/paths'", "XX000", "The specified S3 prefix 'paths' does not exist"),
    ("copy t from 's3://b/x' json 'manual'", "0A000", "COPY JSON 'manual' is not supported"),
    ("copy t from 's3://b/x' json 'noshred'", "0A000", "COPY JSON 'noshred' is not supported"),
    ("copy t from '/etc/passwd'", "0A000", 'COPY from or to "/etc/passwd" is not supported'),
    ("copy t from 's3://'", "22023", '"s3://" is not the location of an object'),
    ("copy t from 's3://b/none' iam_role default", "XX000", "The specified S3 prefix 'none' does not exist"),
    ("copy t from 's3://c/x' iam_role default", "XX000",
     'S3ServiceException:The specified bucket does not exist,Status 404,Error NoSuchBucket, bucket "c"'),
    ("copy t from 's3://b/x' csv escape", "42601", "CSV cannot be used with ESCAPE in COPY"),
    ("copy t from 's3://b/x' fixedwidth 'a:1' delimiter ','", "42601",
         "FIXEDWIDTH cannot be used with DELIMITER in COPY"),
    ("copy t from 's3://b/x' json 'auto' null 'x'", "42601", "JSON cannot be used with NULL in COPY"),
    ("copy t from 's3://b/x' maxerror 5 ignoreallerrors", "42601",
         "IGNOREALLERRORS cannot be used with MAXERROR in COPY"),
    ("copy t from 's3://b/x' iam_role default credentials 'x'", "42601",
         "IAM_ROLE cannot be used with CREDENTIALS in COPY"),
    ("copy t from 's3://b/x' csv csv", "42601", "conflicting or redundant options"),
    ("copy t from 's3://b/x' nonsense", "42601", 'COPY option "nonsense" is not known'),
    ("copy t from 's3://b/x' delimiter '||'", "22023", "COPY DELIMITER must be a single ASCII character"),
    ("copy t from 's3://b/x' maxerror 100001", "22023", "COPY MAXERROR must be a number from 0 to 100000"),
    ("copy t from 's3://b/x' comprows 1", "22023", "COPY COMPROWS must be a number from 1000 to 2147483647"),
    ("copy t from 's3://b/x' encoding latin1", "22023", "COPY ENCODING must be UTF8, UTF16, UTF16LE or UTF16BE"),
    ("copy t from 's3://b/x' quote '%'", "22023", "COPY QUOTE is available with CSV only"),
    ("copy t from 's3://b/x' fixedwidth 'a'", "22023", "COPY FIXEDWIDTH must be a list such as 'id:5,name:20'"),
    ("copy t from 's3://b/x' access_key_id 'a'", "22023",
     "COPY ACCESS_KEY_ID and SECRET_ACCESS_KEY must be given together"),
    ("copy none from 's3://b/x'", "42P01", 'relation "none" does not exist'),
    ("copy t (z) from 's3://b/x'", "42703", 'column "z" of relation "t" does not exist'),
]

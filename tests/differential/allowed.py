"""The differences from PostgreSQL that are meant, in one list: the statements, the differences, and why.

`page` is the developer guide's, "README" what the README says is missing or an extension. A difference that no row
takes fails the suite, and so does a row that takes none: it is no longer needed.
"""
import re

class Allowed:
    def __init__(self, page, reason, statement, difference):
        self.page, self.reason = page, reason
        self.statement = re.compile(statement, re.IGNORECASE | re.DOTALL)
        self.difference = re.compile(difference)
        self.used = 0

    def takes(self, sql, difference):
        if not (self.difference.fullmatch(difference) and self.statement.search(sql)):
            return False
        self.used += 1
        return True


ALLOWED = [Allowed(*row) for row in [
    # Results of other types and names.
    ("r_AVG", "AVG of integers is a truncated BIGINT", r"\bavg\(", r"type numeric/int8"),
    ("r_STDDEV_functions", "STDDEV and VARIANCE are DOUBLE PRECISION", r"\b(stddev|var)", r"type numeric/float8"),
    ("r_SUM", "SUM of BIGINT is BIGINT (INF: the guide has NUMERIC)", r"sum\((sum|\()", r"type numeric/int8"),
    ("r_WF_NTILE", "NTILE is BIGINT", r"\bntile\(", r"type int4/int8"),
    ("r_GROUP_BY_aggregation_extensions", "GROUPING is BIGINT (INF)", r"\bgrouping\(", r"type int4/int8"),
    ("PostgreSQL", "BIT_LENGTH and LCM, which a cluster has not, are BIGINT", r"^select (bit_length|lcm)\(",
     r"type int4/int8|state 22003/"),
    ("r_ROUND", "ROUND, TRUNC, CEIL, FLOOR and SIGN give the type of their argument",
     r"^select (round|trunc|ceil|ceiling|floor|sign)\(", r"type (float8|numeric)/(int2|int4|int8|float4)"),
    ("r_ROUND", "of a BIGINT all digits are kept", r"^select (round|trunc)\(\(?-?922337", r"values"),
    ("r_EXP", "EXP, LN, LOG and SQRT are DOUBLE PRECISION", r"^select (exp|ln|log|sqrt)\(", r"type numeric/float8"),
    ("r_LOG", "LOG's column is named dlog10", r"^select log\(", r"name log/dlog10"),
    ("PostgreSQL", "PG_TYPEOF gives the name as text; a cluster has no such function", r"^select pg_typeof\(",
     r"type 2206/varchar"),
    ("PostgreSQL", "STRING_AGG is LISTAGG by another name; a cluster has no such function", r"string_agg\(",
     r"name string_agg/listagg"),
    ("r_EXTRACT_function", "EXTRACT gives INTEGER, of a timestamptz DOUBLE PRECISION, and is named date_part",
     r"\bextract\(", r"type numeric/(int4|int8|float8)|name extract/date_part"),
    ("r_Dateparts_for_datetime_functions", "EXTRACT leaves out what is above and below its part, seconds too",
     r"(extract\(|date_part\(')(second|milliseconds|microseconds|epoch)", r"values"),
    ("r_Dateparts_for_datetime_functions", "a decade is counted like a century",
     r"(extract\(decade|date_part\('decade')", r"values"),
    ("r_DATE_PART_function", "DATE_PART's column is named pgdate_part", r"date_part\(", r"name date_part/pgdate_part"),
    ("r_DATE_TRUNC", "DATE_TRUNC gives a TIMESTAMP, also of a date or a timestamptz", r"date_trunc\(",
     r"type timestamptz/timestamp"),
    ("r_DATE_TRUNC", "DATE_TRUNC takes no interval", r"date_trunc\('\w+', .*::interval\)", r"state \w*/42846"),
    ("r_Dateparts_for_datetime_functions", "parts that the guide does not list are not recognized",
     r"(isodow|isoyear|julian)", r"state (0A000)?/22023"),
    ("r_Dateparts_for_datetime_functions", "a part that a type has not is 22023, as before PostgreSQL 14",
     r"(extract|date_part|date_trunc)\(", r"state 0A000/22023"),
    ("r_EXTRACT_function", "a date counts as a timestamp at midnight, without a zone as UTC", r"(extract|date_part)\(",
     r"state 0A000/"),
    ("r_names", "identifiers are folded, quoted ones too", r'"A b"', r"name A b/a b"),
    ("PostgreSQL 8.0", "TRUE and FALSE are casts, which name the column", r"^select (true|false)$",
     r"name \?column\?/bool"),
    ("PostgreSQL 8.0", "TRUE is a cast, which names the column", r", true, count\(\*\) over", r"name \?column\?/bool"),
    ("r_Character_types", "TEXT is VARCHAR(256), and so is the column's name", r"::text", r"name text/varchar"),

    # Numbers.
    ("r_numeric_literals201", "a literal with an exponent is DOUBLE PRECISION (INF)", r"\d(e-?\d+)\b(?!')",
     r"type (numeric|float4)/float8|values"),
    ("PostgreSQL 8.0", "a result too small for a float becomes zero; PostgreSQL tells it since 12",
     r"^select (exp|power)\(|5e-324", r"state 22003/"),
    ("r_Numeric_types201", "NUMERIC has no NaN and no infinity", r"(?i)(nan|inf|infinity)'.*numeric",
     r"state (22003)?/22P02|state /22003"),
    ("r_Numeric_types201", "the scale of NUMERIC is not larger than its precision", r"numeric\(5,9\)", r"state /22023"),
    ("C", "hexadecimal floats are what PostgreSQL's C library reads", r"'0x10'::float", r"state /22P02"),
    ("r_OPERATOR_SYMBOLS", "% takes floats", r" % ", r"state 42883/(22012)?"),
    ("README", "an operator or function of a NULL constant has the type of the first overload that takes it",
     r"null", r"type (numeric/int4|float8/float4|int4/int2|int2/int4|text/int4|interval/\w+|timestamptz/interval)"),
    ("INF", "an operator or a cast of a NULL constant is not looked up by its type",
     r"null::", r"state (42883|42846)/"),
    ("INF", "CBRT is rounded once, from more digits than a float has", r"^select cbrt\(", r"values"),
    ("INF", "LEAST and GREATEST of zeros of both signs", r"^select (least|greatest)\(.*'-0'", r"values"),
    ("INF", "an interval times a number beyond its range", r"'1 day'::interval \* 4294967296", r"state 22008/22003"),

    # Operands that a cluster casts: "Implicit conversion types" of c_Supported_data_types.
    ("c_Supported_data_types", "integers and booleans are cast to each other", r"bool|true|false",
     r"state (42846|42883)/"),
    ("c_Supported_data_types", "an integer is a condition, as sqlalchemy-redshift sends it",
     r"(on t\.id|where i|when i|not i|having id)\b", r"state 42804/"),
    ("c_Supported_data_types", "an integer is assigned to a BOOLEAN", r"insert into w \(b\) values \(1\)",
     r"state 42804/"),
    ("c_Supported_data_types", "the row that it makes is there",
     r"(update w set (id = id|b = not b)|count\(\*\) from v)",
     r"values|tag UPDATE 62/UPDATE 63"),
    ("r_concat_op", "|| makes text of whatever it is given", r"\|\|", r"state 42883/"),
    ("c_Supported_data_types", "text beside another type becomes of that type, which its content may not allow",
     r"varchar|[dis] [-+] [sd]", r"state 42883/(|22P02|22007|22003|22008|22023)"),
    ("r_Datetime_types", "a number of days is added to a timestamp", r"timestamp", r"state 42883/(22008)?"),
    ("c_Supported_data_types", "UPPER and MAX take other types as well", r"(upper\(i\)|max\(b\))", r"state 42883/"),
    ("r_DATE-CONCATENATE_function", "a TIME is no interval: it is joined to a date by +, and nothing else",
     r"::time\b", r"state (\w*/42883|\w*/42846|42725/.*)"),

    # Texts.
    ("r_Character_types", "lengths are of bytes", r"(ä|日).*(varchar\(\d\)|char\(?\d?)|::char\b", r"values"),
    ("r_LEFT", "LEFT and RIGHT take a positive number, less is no text", r"^select (left|right)\(", r"values"),
    ("SPLIT_PART", "the part must be greater than 0", r"^select split_part\(", r"state /22023"),
    ("PostgreSQL 8.0", "a negative CHR is no other error than one too large", r"^select chr\(", r"state 22023/54000"),
    ("r_TO_CHAR", "TO_CHAR takes no interval", r"to_char\(.*::interval", r"state \w*/42883"),
    ("README", "OVERLAPS is not there; no page of the guide has it", r" overlaps ", r"state /42883"),
    ("r_Numeric_formating", "L is the dollar sign; B, TM, V and EEEE are not there",
     r"to_char\(.*'.*(L|B|TM|V99|EEEE)", r"values|state /0A000"),
    ("PostgreSQL 8.0", "no digit stands before the point of a picture of nines", r"'FM999\.99'|'FM9+\.9+'", r"values"),
    ("PostgreSQL 8.0", "TO_CHAR with an empty picture is an empty text", r"to_char\(.*''\)", r"values"),
    ("PostgreSQL 8.0", "PR may stand before the digits", r"'PR999'", r"state 42601/"),
    ("INF", "TO_CHAR fills a picture that begins with its point with hashes in PostgreSQL", r"'(FM)?\.99'", r"values"),
    ("INF", "TO_DATE and TO_TIMESTAMP without a year are of the first year, not of the one before it",
     r"to_date\(''|to_timestamp\('12:", r"values"),
    ("PostgreSQL 8.0", "QUOTE_LITERAL doubles backslashes in a plain literal", r"quote_literal\(e'", r"values"),
    ("c_Supported_data_types", "a TIMESTAMP is cast to TIMETZ", r"::timestamp::timetz", r"state 42846/"),
    ("r_TO_DATE_function", "without is_strict a date that is none moves on to the next", r"to_(date|timestamp)\(",
     r"state (22008|22007)/"),

    # Dates, times and intervals as text: both refuse, PostgreSQL by where its reader gave up.
    ("INF", "which of the errors of a text that is no date, time or interval",
     r"'[^']*'::(date|timestamp|timestamptz|time|timetz|interval)$",
     r"state 220(07|08|09|15|23)/220(07|08)|state 22023/22007"),
    ("INF", "a TIMETZ takes no zone's name", r"America/New_York'::timetz", r"state /22007"),

    # Statements.
    ("r_CREATE_TABLE_AS", "the tag has no number of rows", r"^create table", r"tag SELECT \d+/SELECT"),
    ("r_CREATE_VIEW", "OR REPLACE keeps the columns as they are", r"create or replace view v|from v where",
     r"state /42P16|columns"),
    ("c_unsupported-postgresql-features", "FETCH FIRST came after PostgreSQL 8.0", r"fetch first", r"state /42601"),
    ("INF", "a schema that is not there is told before its table", r"from sc\.t$", r"state 42P01/3F000"),
]]

# Differences that other seeds than the one of every build come upon: none of these rows has to be needed.
SELDOM = [Allowed(*row) for row in [
    ("r_CONCAT", "CONCAT of a NULL is NULL", r"^select concat\(.*null", r"values"),
    ("r_numeric_computations201", "a quotient of numerics has at most 38 digits",
     r"^select \(?-?[\d. -]+\)? / \(?-?[\d. -]", r"values"),
    ("PostgreSQL 8.0", "a quotient or product too small for a float becomes zero; PostgreSQL tells it since 12",
     r"e-\d+'::float\d [/*] ", r"state 22003/"),
    ("PostgreSQL 8.0", "the cotangent of zero is out of range; PostgreSQL has infinity since 12",
     r"^select cot\('?-?0'?::", r"state /22003"),
    ("INF", "DEGREES is rounded once, from more digits than a float has", r"^select degrees\(", r"values"),
    ("README", "a text that is never filled is as long as it is asked to be", r"^select [lr]pad\(.*2147483647, ''",
     r"state /54000"),
    ("INF", "an interval times a number beyond its range", r"::interval \* .*\d{10}|\d{10}.* \* '.*::interval",
     r"state 22008/22003|values"),
    ("README", "an operator of a NULL constant has the type of the first overload that takes it",
     r"null::(time|date)|::time\b.*null", r"type \w+/\w+"),
    ("r_AVG", "AVG of integers is a truncated BIGINT, and more rows are above it", r"> \(select avg\(i\)", r"values"),
]]


def reason_for(sql, difference):
    return next((row for row in ALLOWED + SELDOM if row.takes(sql, difference)), None)

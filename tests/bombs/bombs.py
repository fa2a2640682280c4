"""The statements of tests/bombs: each takes much of the server for few bytes of its client.

One row is one bomb. `sql` is the statement; it may also be a list of statements, of which the last one is the bomb.
`setup` names a list of SETUPS that must have run. `accepts` holds the SQLSTATEs that are good answers; besides, every
bomb may succeed, and may be ended by what the test asks for (57014, 57P01). `long_only`: it takes the machine's time to
build. `left_alone`: nobody stops it, so that it meets the limit. New kinds: add a row, or a line to a generator below.
"""
import dataclasses

LIMITS = ("54001", "54000", "54011", "53200")


@dataclasses.dataclass
class Bomb:
    name: str
    sql: object
    setup: str = ""
    accepts: tuple = LIMITS
    long_only: bool = False
    left_alone: bool = False

    def statements(self):
        sql = self.sql() if callable(self.sql) else self.sql
        return [sql] if isinstance(sql, str) else list(sql)


def nest(before, core, after, depth):
    return before * depth + core + after * depth


def chain(term, operator, count):
    return operator.join([term] * count)


def nested_with(depth, body="select 1 as x"):
    """WITH inside of WITH."""
    for level in range(depth):
        body = f"with w{level} as ({body}) select x from w{level}"
    return body


def cte_chain(count, body="select x from {0}"):
    parts = ["w0 as (select 1 as x)"] + [f"w{i} as ({body.format(f'w{i - 1}')})" for i in range(1, count)]
    return "with " + ", ".join(parts) + f" select * from w{count - 1}"


def joins(count, how="join one as t{0} on t{0}.a = t{1}.a"):
    return "select count(*) from one t0 " + " ".join(how.format(i, i - 1) for i in range(1, count))


# What the tables of the issue name, with its sizes.
def issue():
    for depth in (10, 12):
        yield f"nested with {depth}", nested_with(depth)
    for count in (200, 400):
        yield f"cte chain {count}", cte_chain(count)
        yield f"joins {count}", joins(count)
    for count in (400, 900):
        yield f"plus {count}", "select " + chain("1", "+", count)
    yield "abs 900", "select " + nest("abs(", "1", ")", 900)
    for count in (20_000, 60_000):
        yield f"or {count}", "select 1 from one where " + " or ".join(f"a = {i}" for i in range(count))
    yield "decode 12", "select " + nest("decode(a, 1, 2, ", "a", ", 3)", 12) + " from one"
    yield "row 900", "select " + nest("row(", "1", ")", 900)


# Expressions inside each other: what stands before and after, and how deep.
NESTED = {
    "parentheses": ("(", ")", (900, 100_000)),
    "case": ("case when a = 1 then ", " end", (900, 20_000)),
    "case operand": ("case ", " when 1 then 2 end", (900,)),
    "coalesce": ("coalesce(a, ", ")", (900, 20_000)),
    "nvl": ("nvl(a, ", ")", (300,)),
    "nullif": ("nullif(", ", 2)", (12, 24, 900)),
    "nvl2": ("nvl2(", ", 1, 2)", (14, 300)),
    "greatest": ("greatest(", ", a)", (300, 900)),
    "decode of decode": ("decode(", ", 1, 2, 3)", (24, 300)),
    "not": ("not ", "", (5_000,)),
    "minus": ("- ", "", (900, 50_000)),
    "cast": ("cast(", " as int)", (900, 20_000)),
    "upper": ("upper(", ")", (300,)),
    "trim": ("trim(", ")", (900,)),
    "substring": ("substring(", " from 1 for 2)", (900,)),
    "dateadd": ("dateadd(day, 1, ", ")", (300, 900)),
    "convert": ("convert(int, ", ")", (900,)),
    "concat": ("concat('a', ", ")", (900,)),
    "operators to the right": ("1 + (", ")", (900, 20_000)),
    "comparison": ("1 = (", ")", (300,)),
    "between": ("1 between 0 and (", ")", (900,)),
    "in": ("1 in (", ")", (900,)),
    "like": ("'a' like (", ")", (300,)),
    "subquery": ("(select ", ")", (20, 100, 300, 5_000)),
    "subquery beside a column": ("(select a + ", " from one)", (40, 200)),
    "exists": ("exists (select 1 where ", ")", (40, 300)),
    "in subquery": ("1 in (select ", ")", (20, 200)),
    "array": ("array(", ")", (300,)),
    "window": ("sum(", ") over ()", (300,)),
    "extract": ("extract(year from ", ")", (900,)),
    "similar": ("'a' similar to (", ")", (300,)),
    "is null": ("(", ") is null", (300, 2_000)),
    "is true": ("(", ") is not true", (300,)),
}
# Constants that the engine computes again and again while it binds.
FOLDED = {
    "abs": ("abs(", ")", (390,)),
    "repeat": ("repeat(", ", 1)", (390,)),
    "upper": ("upper(", " || 'x')", (390,)),
    "coalesce": ("coalesce(null, ", ")", (390,)),
    "round": ("round(", ", 2)", (390,)),
}
# What stands side by side: the operand, what joins it, and how often.
CHAINS = {
    "minus": ("1", " - ", (400, 5_000)),
    "times": ("a", " * ", (400, 3_000)),
    "plus of columns": ("a", " + ", (400, 2_000)),
    "concatenation": ("'x'", " || ", (400, 5_000)),
    "concatenation of columns": ("b", " || ", (900,)),
    "and": ("a = 1", " and ", (20_000,)),
    "or of two": ("(a = 1 and b = 'x')", " or ", (5_000, 20_000)),
    "not in": ("a not in (1, 2)", " and ", (5_000,)),
    "like": ("b like '%x%'", " or ", (5_000,)),
    "equals": ("true", " = ", (900,)),
    "casts": ("a", "::int + ", (900,)),
    "abs": ("abs(1)", " + ", (300, 2_000)),
    "repeat": ("repeat('x', 10)", " || ", (400, 2_000)),
    "long repeat": ("repeat('x', 65000)", " || ", (400,)),
    "lower": ("lower('X')", " || ", (2_000,)),
    "all": ("(select a from one)", " = all ", (30,)),
    "date": ("sysdate", " - ", (400,)),
}
# Expressions inside each other fail early when types do not fit; that is an answer, too.
TYPES = LIMITS + ("42883", "42804", "42846", "42601", "0A000", "42703", "42803", "22007", "22P02", "22003", "42P20",
                  "42000", "42725", "42809", "22018", "22023", "42P08", "42P18", "2BP01", "42704")


def folded():
    for name, (before, after, depths) in FOLDED.items():
        for depth in depths:
            yield f"folded {name} {depth}", "select " + nest(before, "1", after, depth)
    yield "all of subqueries", "select 1 " + "= all (select 1 " * 300 + ")" * 300
    yield "all beside subqueries", "select 1 from one where " + chain("a = all (select a from one)", " and ", 300)
    yield "any beside subqueries", "select 1 from one where " + chain("a in (select a from one)", " or ", 200)
    yield "exists beside each other", "select 1 from one p where " + chain(
        "exists (select 1 from one q where q.a = p.a)", " or ", 200)


def nested():
    for name, (before, after, depths) in NESTED.items():
        for depth in depths:
            yield f"nested {name} {depth}", f"select {nest(before, 'a', after, depth)} from one"


def chains():
    for name, (term, operator, counts) in CHAINS.items():
        for count in counts:
            yield f"chain of {name} {count}", f"select 1 from one where ({chain(term, operator, count)}) is not null"
    yield "chain of casts 2000", "select 1" + "::int" * 2_000
    yield "chain of casts 50000", "select 1" + "::int" * 50_000
    yield "chain of subscripts", "select a" + "[1]" * 5_000 + " from one"
    yield "chain of fields", "select " + chain("a", ".", 5_000) + " from one"
    yield "chain of collate", "select 'a'" + " collate \"C\"" * 2_000
    yield "chain of at time zone", "select sysdate" + " at time zone 'UTC'" * 500


def queries():
    for count in (400, 3_000, 20_000):
        yield f"union all {count}", chain("select 1 as x", " union all ", count)
    for word in ("union", "intersect", "except"):
        yield f"{word} 1000", chain("select a from one", f" {word} ", 1_000)
    yield "unions in parentheses", nest("(select 1 union ", "select 2", ")", 900)
    yield "unions to the right", nest("select 1 union all (", "select 2", ")", 300)
    for depth in (60, 400, 5_000):
        yield f"from subqueries {depth}", nest("select * from (", "select 1 as x", ") q", depth)
    yield "from subqueries read twice", nest("select * from (", "select 1 as x", ") q, (select 1) r", 300)
    for depth in (6, 8, 9, 14, 40, 400):
        yield f"nested with {depth}", nested_with(depth)
    yield "nested with in two places", nested_with(9, "select 1 as x union all select 2")
    yield "with in subqueries", nest("with w as (select 1 as x) select * from (", "select 1 as x", ") q", 12)
    yield "with in expressions", "select " + nest("(with w as (select 1 as x) select x + ", "1", " from w)", 12)
    yield "recursive nested with", nest("with recursive w as (", "select 1 as x", ") select x from w", 10)
    yield "cte read twice", cte_chain(40, "select p.x from {0} p, {0} q")
    yield "cte unions", cte_chain(30, "select x from {0} union all select x from {0}")
    yield "cte chain 2000", cte_chain(2_000)
    yield "ctes unread 2000", "with " + ", ".join(f"w{i} as (select {i})" for i in range(2_000)) + " select 1"
    yield "comma joins 300", "select count(*) from " + ", ".join(f"one t{i}" for i in range(300))
    yield "cross joins 200", joins(200, "cross join one as t{0}")
    yield "left joins 300", joins(300, "left join one as t{0} on t{0}.a = t{1}.a")
    yield "full joins 200", joins(200, "full join one as t{0} on t{0}.a = t{1}.a")
    yield "using joins 200", joins(200, "join one as t{0} using (a)")
    yield "natural joins 200", joins(200, "natural join one as t{0}")
    yield "star joins 60", "select * " + joins(60, "join one as t{0} on t{0}.a = t0.a")[len("select count(*) "):]
    yield "clique of 25", ("select count(*) from " + ", ".join(f"one t{i}" for i in range(25)) + " where " +
                           " and ".join(f"t{i}.a = t{j}.a" for i in range(25) for j in range(i)))
    yield "joins in parentheses", ("select 1 from " + "(" * 200 + "one" +
                                   "".join(f" join one as t{i} on true)" for i in range(200)))
    yield "cube of 18", "select count(*) from one group by cube(" + ", ".join(f"a + {i}" for i in range(18)) + ")"
    yield "rollup of 300", "select count(*) from one group by rollup(" + ", ".join(f"a + {i}" for i in range(300)) + ")"
    yield "cubes side by side", "select count(*) from one group by " + ", ".join(["cube(a, b)"] * 12)
    yield "grouping sets", "select 1 from one group by grouping sets (" + ", ".join(["cube(a, b)"] * 3_000) + ")"
    yield "select list 20000", "select " + ", ".join(["a"] * 20_000) + " from one"
    yield "order by 5000", "select a from one order by " + ", ".join(f"a + {i}" for i in range(5_000))
    yield "windows 2000", "select " + ", ".join(f"sum(a + {i}) over (order by a)" for i in range(1_000)) + " from one"
    yield "aggregates 5000", "select " + ", ".join(f"sum(a + {i})" for i in range(5_000)) + " from one"
    yield "subqueries 1000", "select " + ", ".join(["(select max(a) from one)"] * 1_000)
    yield "correlated subqueries 200", "select " + ", ".join(
        f"(select max(a) from one q where q.a = p.a + {i})" for i in range(200)) + " from one p"
    yield "case of 20000", "select case a " + " ".join(f"when {i} then {i}" for i in range(20_000)) + " end from one"
    yield "in of 200000", "select 1 from one where a in (" + ", ".join(map(str, range(200_000))) + ")"
    yield "decode of 2000", "select decode(a, " + ", ".join(f"{i}, {i}" for i in range(2_000)) + ", 0) from one"
    yield "coalesce of 20000", "select coalesce(" + ", ".join(["a"] * 20_000) + ") from one"
    yield "concat of 900 columns", "select " + " || ".join(["b"] * 900) + " from one"
    yield "stars 3000", "select " + ", ".join(["*"] * 3_000) + " from one"
    yield "values of 200000", "insert into many values " + ", ".join(["(1, 'x')"] * 200_000)
    yield "values of expressions", "insert into many values " + ", ".join(["(1 + 1, 'x' || 'y')"] * 30_000)
    yield "update of 2000 sets", "update many set " + ", ".join(["a = a + 1"] * 2_000)
    yield "columns 20000", "create table wide (" + ", ".join(f"c{i} int" for i in range(20_000)) + ")"
    yield "statements 20000", ";".join(["select 1"] * 20_000)
    yield "statements of queries 2000", ";".join(["select a from one"] * 2_000)


def texts():
    yield "blanks 15 MB", "select 1" + " " * 15_000_000
    yield "literal 15 MB", "select length('" + "x" * 15_000_000 + "')"
    yield "comments in comments", "select 1 " + "/*" * 500_000 + "*/" * 500_000
    yield "open brackets 3 MB", "select " + "(" * 3_000_000
    yield "closing brackets 3 MB", "select " + ")" * 3_000_000
    yield "commas 6 MB", "select " + "," * 6_000_000
    yield "numbers 12 MB", "select " + ",".join("1" * 6_000_000)
    yield "names 10 MB", "select " + ".".join("a" * 5_000_000)
    yield "semicolons 8 MB", ";" * 8_000_000
    yield "words 10 MB", "select " * 1_500_000
    yield "case words", "select " + "case " * 300_000
    yield "between words", "select a " + "between 1 and " * 100_000
    yield "not words", "select " + "not " * 1_000_000
    yield "with words", "with a as (" * 50_000
    yield "select words", "select (" * 200_000
    yield "quotes", "select " + "''" * 2_000_000
    yield "dollar strings", "select " + "$$x$$ " * 500_000
    yield "parameters", "select " + "$1::int + " * 20_000 + "1"


# Views that read the one below twice.
def view_tower(name, binding, height):
    yield f"create view {name}0 as select a, b from public.one" + binding
    for level in range(1, height):
        below = f"public.{name}{level - 1}"
        yield f"create view {name}{level} as select p.a, q.b from {below} p, {below} q" + binding


# Values that the engine keeps outside of what it counts: in windows, lists and the states of groups.
def kept():
    yield "arrays of a constant", "select string_to_array(repeat('a,', 32000), ',') from numbers", "numbers"
    yield "arrays of texts", ("select count(y) from (select array_agg(repeat('x', 2000) || i) over (order by i "
                                        "rows between 100 preceding and current row) as y from numbers) q"), "numbers"
    yield "arrays in frames", "select count(y) from (select array_agg(i) over (order by i) y from numbers) q", "numbers"
    yield "one long array", "select array_agg(x) from generate_series(1, 20000000) g(x)", "numbers"
    yield "the largest of long arrays", ("select max(z) from (select array_agg(x) as z from generate_series(1, 100000) "
                                         "g(x)) a, generate_series(1, 100000) b"), "numbers"
    yield "wide window", "select max(repeat('x', 60000) || i) over (order by i) from numbers", "numbers"
    yield "far lead", "select lead(repeat('x', 60000) || i, 100000) over (order by i) from numbers", "numbers"
    yield "wide groups", "select i, listagg(repeat('x', 60000), ',') from numbers group by i", "numbers"
    yield "wide medians", ("select max(m) from (select i % 100000 as g, approximate percentile_disc(0.5) "
                           "within group (order by i) as m from numbers group by g)"), "numbers"


SETUPS = {
    "numbers": lambda: ["create table numbers as with recursive n(i) as "
                        "(select 1 union all select i + 1 from n where i < 100000) select i from n"],
    "late views": lambda: list(view_tower("tower", " with no schema binding", 60)),
    "late chain": lambda: ["create view chain0 as select a from public.one with no schema binding",
                           *(f"create view chain{n} as select a from public.chain{n - 1} with no schema binding"
                             for n in range(1, 200))],
    "bound views": lambda: list(view_tower("bound", "", 12)),
    "many readers": lambda: ["create table root (a int)",
                             *(f"create view reader{n} as select a from public.root" for n in range(800))],
}


def views():
    yield "late views in svv_columns", "select count(*) from svv_columns", "late views"
    yield "late views in svv_all_columns", "select count(*) from svv_all_columns", "late views"
    yield "late views by function", ("select count(*) from pg_get_late_binding_view_cols() "
                                     "cols(s name, v name, c name, t varchar, n int)"), "late views"
    for level in (8, 14, 59):
        yield f"late view {level}", f"select count(*) from tower{level}", "late views"
    yield "explain a late view", "explain select * from tower40", "late views"
    yield "late view in a late view", ("create view above as select * from public.tower59 with no schema binding"), \
        "late views"
    yield "late chain", "select count(*) from chain199", "late chain"
    yield "late chain in svv_columns", "select count(*) from svv_columns", "late chain"
    yield "bound view 11", "select count(*) from bound11", "bound views"
    yield "drop with many readers", "drop table root cascade", "many readers"
    yield "bound view on top", "create view above_bound as select * from bound11", "bound views"


# What looks at every element of long arrays, for rows by the thousand; and at every row of wide frames.
ARRAYS = {
    "equal": "select count(*) from {a}, {b} where x = y",
    "equal in a choice": "select count(case when x = y then j end) from {a}, {b}",
    "smaller": "select count(x < y) from {a}, {b}",
    "nullif": "select count(nullif(x, y)) from {a}, {b}",
    "any": "select count(*) from {a}, {b} where -j = any(x)",
    "all": "select count(*) from {a}, {b} where -j <> all(x)",
    "position": "select count(array_position(x, -j)) from {a}, {b}",
    "unnest": "select count(u) from (select unnest(x) as u from {a}, {b}) q",
    "unnest beside": "select sum((select sum(u) from unnest(x) t(u) where u > j)) from {a}, {b}",
    "group": "select count(*) from (select x, count(*) from {a}, {b} group by x, j) q",
    "records": "select count(*) from {a}, {b} where row(x, y) = row(y, x)",
    "in a list": "select count(*) from {a}, {b} where x in (y, y)",
}
FRAMES = {
    "mode": "mode(i % 1000)",
    "median": "median(i)",
    "distinct": "count(distinct i % 1000)",
    "array": "array_agg(i)",
    "array of texts": "array_agg(i::varchar(20))",
}
# Two arrays of records: each takes the engine microseconds, and they are not cut.
RECORDS = {
    "equal": "select x = y from {a}",
    "smaller": "select x < y from {a}",
    "joined": "select count(*) from {a} join {b} on a.x = b.x",
    "grouped": "select count(*) from {a} group by x",
    "distinct": "select count(*) from (select distinct x from {a}) q",
    "ordered": "select array_upper(x, 1) from (select x from {a} union all select y from {a}) q order by x",
}


def wide():
    table = "(select array_agg(i) as x, array_agg(i) as y from generate_series(1, {n}) g(i)) a"
    for name, sql in ARRAYS.items():
        for n in (100_000, 2_000_000):
            yield (f"arrays {name} {n}",
                   sql.format(a=table.format(n=n), b="(select generate_series as j from generate_series(1, 100000)) b"))
    records = "(select array_agg(row(i, i)) as x, array_agg(row(i, i)) as y from generate_series(1, 3000000) g(i)) "
    for name, sql in RECORDS.items():
        yield f"records {name}", sql.format(a=records + "a", b=records + "b")
    for name, call in FRAMES.items():
        yield (f"frames {name}", f"select count(v) from (select {call} over (order by i rows between i * 7919 % 300000 "
               "preceding and i * 104729 % 300000 following) as v from generate_series(1, 300000) g(i)) q")


def all_bombs():
    found = [Bomb("issue: " + name, sql) for name, sql in issue()]
    for generator in (nested, folded, chains, queries, texts, wide):
        found += [Bomb(name, sql, accepts=TYPES) for name, sql in generator()]
    found += [Bomb(name, sql, setup) for name, sql, setup in views()]
    found += [Bomb(name, sql, setup, left_alone=True) for name, sql, setup in kept()]
    return found

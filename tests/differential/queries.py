"""Cases of queries over three small tables: joins, grouping, windows, set operations, subqueries. Fixed seed."""
import itertools
import pathlib
import random

NAMES = ["ann", "Bob", "", "zoé", "a b", "ANN", "x%y", "émile", "10", "9"]
T = {"id": "int", "g": "int", "i": "int", "n": "numeric", "f": "float", "s": "text", "d": "date", "ts": "time",
     "b": "bool"}
U = {"id": "int", "g": "int", "k": "int", "s": "text", "n": "numeric", "d": "date"}


def lines_of(name):
    """The statements of a file, one a line; an empty line is one as well."""
    text = (pathlib.Path(__file__).resolve().parent / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if not line.startswith("#")]


def literal(rng, kind, nulls=0.15):
    if rng.random() < nulls:
        return "null"
    return {"int": lambda: str(rng.randint(-3, 12)),
            "numeric": lambda: f"{rng.randint(-500, 2000) / 100:.2f}",
            "float": lambda: rng.choice(["0.5", "-1.25", "3", "1e10", "0", "2.75", "-7.5"]),
            "text": lambda: f"'{rng.choice(NAMES)}'",
            "date": lambda: f"'20{rng.randint(18, 21)}-0{rng.randint(1, 3)}-{rng.randint(10, 28)}'",
            "time": lambda: f"'2020-02-{rng.randint(10, 29)} {rng.randint(10, 23)}:30:0{rng.randint(0, 9)}'",
            "bool": lambda: rng.choice(["true", "false"])}[kind]()


def setup(seed):
    """The statements that make the tables; e is empty, u1 and u2 are for set operations."""
    rng = random.Random(f"{seed}-setup")
    yield ("create table t (id int, g int, i int, n numeric(10,2), f float8, s varchar(20), d date, ts timestamp, b "
           "bool)")
    yield "create table u (id int, g int, k int, s varchar(20), n numeric(12,4), d date)"
    yield "create table e (id int, g int, s varchar(20), n numeric(10,2))"
    for name, columns, count in [("t", T, 40), ("u", U, 25)]:
        rows = []
        for number in range(count):
            values = [literal(rng, kind) for kind in columns.values()]
            values[0] = str(number + 1)
            rows.append(f"({', '.join(values)})")
        yield f"insert into {name} values {', '.join(rows)}"


AGGREGATES = ["count(*)", "count({c})", "count(distinct {c})", "min({c})", "max({c})"]
NUMERIC_AGGREGATES = ["sum({c})", "avg({c})", "sum(distinct {c})", "stddev({c})", "var_pop({c})", "stddev_pop({c})",
                      "variance({c})", "stddev_samp({c})"]


def columns_of(table):
    return {"t": T, "u": U}[table]


def predicate(rng, alias, columns, depth=0):
    """A condition over the columns of one table."""
    name, kind = rng.choice(list(columns.items()))
    column = f"{alias}.{name}"
    if depth < 2 and rng.random() < 0.35:
        left, right = predicate(rng, alias, columns, depth + 1), predicate(rng, alias, columns, depth + 1)
        return rng.choice([f"({left} and {right})", f"({left} or {right})", f"not ({left})"])
    if kind == "bool":
        return rng.choice([f"{column}", f"{column} is true", f"{column} is not false", f"{column} is unknown",
                          f"not {column}"])
    value = literal(rng, kind, 0.05)
    forms = [f"{column} {rng.choice(['=', '<>', '<', '<=', '>', '>='])} {value}", f"{column} is null",
             f"{column} is not null",
             f"{column} in ({value}, {literal(rng, kind, 0.1)})", f"{column} not in ({value}, {literal(rng, kind, 0)})",
             f"{column} between {literal(rng, kind, 0)} and {literal(rng, kind, 0)}"]
    if kind == "text":
        forms += [f"{column} like '%{rng.choice('anbé')}%'", f"{column} ilike 'a%'", f"length({column}) > 2"]
    return rng.choice(forms)


def joins(rng):
    kinds = ["join", "left join", "right join", "full join", "inner join", "left outer join", "full outer join"]
    conditions = ["a.g = b.g", "a.id = b.id", "a.s = b.s", "a.i = b.k", "a.d = b.d", "a.g = b.g and a.i = b.k",
                  "a.n = b.n",
                  "a.g = b.g and b.k > 3", "a.g = b.g and a.i > 3"]
    for kind, condition in itertools.product(kinds, conditions):
        yield f"select a.id, a.g, b.id, b.k, b.s from t a {kind} u b on {condition}"
        where = predicate(rng, "a", T) if rng.random() < 0.5 else predicate(rng, "b", U)
        yield f"select a.id, b.id from t a {kind} u b on {condition} where {where}"
        yield (f"select count(*), count(a.id), count(b.id), sum(b.k) from t a {kind} u b on {condition} where "
               f"{predicate(rng, 'b', U)}")
    for kind in ["join", "left join"]:
        for condition in ["a.id < b.id", "a.g < b.g and a.i > b.k", "a.g <> b.g", "a.n between b.n and b.n + 5",
                          "a.s like b.s", "true", "false"]:
            yield f"select a.id, b.id from t a {kind} u b on {condition} where a.id < 12"
    for kind in kinds:
        yield f"select * from t {kind} u using (g) where t.id < 9 or t.id is null"
        yield f"select g, t.id, u.id from t {kind} u using (g, s)"
        yield f"select g, s, id, i, k from (select id, g, s, i from t) x natural {kind} (select id, g, s, k from u) y"
        yield f"select t.id, e.id, e.s from t {kind} e on t.id = e.id"
        yield (f"select a.id, b.id, c.id from t a {kind} u b on a.g = b.g {rng.choice(kinds)} t c on b.k = c.i where "
               f"a.id < 10 or a.id is null")
        yield f"select a.id, b.id, c.id from t a {kind} (u b join t c on b.g = c.g and c.id < 8) on a.i = b.k"
        yield f"select a.g, x.m from t a {kind} (select g, max(k) m from u group by g) x on a.g = x.g"
    yield "select t.id, u.id from t cross join u where t.g = u.g and t.id > u.id"
    yield "select a.id, b.id from t a, t b where a.id = b.i and a.b"
    yield "select count(*) from t, u, e"
    for _ in range(40):
        yield (f"select a.id, b.id, c.id from t a {rng.choice(kinds)} u b on {rng.choice(conditions)} "
               f"{rng.choice(kinds)} e c on c.id = b.id where {predicate(rng, 'a', T)}")
    for _ in range(120):
        yield f"select a.id, a.n, a.s from t a where {predicate(rng, 'a', T)}"
    for _ in range(40):
        yield f"select a.id, {predicate(rng, 'a', T)} from t a"


def grouping(rng):
    for column, kind in T.items():
        forms = AGGREGATES + (NUMERIC_AGGREGATES if kind in ("int", "numeric") else [])
        forms = [form for form in forms if kind != "bool" or "min" not in form and "max" not in form]
        for form in forms:
            aggregate = form.format(c=column)
            yield f"select {aggregate} from t"
            yield f"select {aggregate} from t where id > 1000"
            yield f"select g, {aggregate} from t group by g"
            yield f"select g, b, {aggregate} from t where {predicate(rng, 't', T)} group by g, b"
        if kind == "bool":
            yield f"select bool_and({column}), bool_or({column}) from t group by g"
    for column in ["id", "i", "g"]:
        yield f"select bit_and({column}), bit_or({column}) from t"
    yield "select sum(id), avg(id), min(n), max(s), count(s), count(*) from e"
    yield "select g, count(*) from e group by g"
    yield "select string_agg(s, ',' order by s, id) from t where g = 1"
    for columns in ["g", "g, b", "s", "d", "g, s", "extract(year from d)", "i % 3",
                    "case when i > 3 then 'hi' else 'lo' end",
                    "date_trunc('month', ts)", "1", "upper(s)", "coalesce(s, 'none')", "n > 5", "1, 2"]:
        shown = {"1": "g", "1, 2": "g, b"}.get(columns, columns)
        yield f"select {shown}, count(*), sum(i) from t group by {columns}"
        yield f"select {shown}, count(*) from t group by {columns} having count(*) > 1"
        yield (f"select {shown}, max(n) from t group by {columns} having max(n) > 3 or max(n) is null order by 2, 1 "
               f"nulls first")
        yield f"select count(*) from (select {shown} from t group by {columns}) x"
        yield f"select distinct {shown} from t"
    for sets in ["rollup (g, b)", "cube (g, b)", "grouping sets ((g), (b), ())", "grouping sets ((g, b), g)",
                 "rollup (g), cube (b)", "rollup ((g, b))",
                 "grouping sets (rollup (g, b))", "g, rollup (b)", "grouping sets ((g), (g))", "()"]:
        if sets == "()":
            yield "select count(*), sum(i) from t group by ()"
            continue
        yield f"select g, b, count(*), sum(i), grouping(g), grouping(b), grouping(g, b) from t group by {sets}"
        yield f"select g, b, avg(n) from t group by {sets} having count(*) > 2"
        yield f"select coalesce(g, -1), b, count(distinct s) from t where {predicate(rng, 't', T)} group by {sets}"
    yield from lines_of("errors.txt")
    for _ in range(150):
        keys = rng.sample(["g", "b", "s", "i % 4", "d"], rng.randint(1, 2))
        numeric = rng.choice(["i", "n", "id"])
        picked = [rng.choice(AGGREGATES + NUMERIC_AGGREGATES[:3]).format(c=numeric) for _ in range(2)]
        having = rng.choice(["", f" having {rng.choice(AGGREGATES[:2]).format(c=numeric)} > {rng.randint(0, 3)}"])
        yield (f"select {', '.join(keys + picked)} from t where {predicate(rng, 't', T)} group by "
               f"{', '.join(keys)}{having}")


FRAMES = ["", "rows unbounded preceding", "rows between 1 preceding and 1 following",
          "rows between unbounded preceding and unbounded following",
          "rows between current row and unbounded following", "rows between 2 following and 4 following",
          "rows between 3 preceding and 1 preceding",
          "rows 2 preceding", "range unbounded preceding", "range between current row and unbounded following",
          "range between unbounded preceding and unbounded following",
          "rows between 0 preceding and 0 following"]
ORDERS = ["id", "i, id", "n desc, id", "s nulls first, id", "d desc nulls last, id"]
TIES = ["g", "i desc", "b nulls first", "s"]


def windows(rng):
    for function in ["row_number()", "rank()", "dense_rank()", "percent_rank()", "cume_dist()", "ntile(3)", "ntile(1)",
                     "ntile(50)",
                     "lag(i)", "lag(i, 2)", "lead(s)", "lead(s, 3)", "lag(n, 0)", "lag(d, 1)", "lead(i, 1, -1)",
                     "lag(i, null)"]:
        for order in ORDERS:
            yield f"select id, {function} over (order by {order}) from t"
            yield (f"select id, {function} over (partition by {rng.choice(['g', 'b', 'g, b', 's'])} order by {order}) "
                   f"from t")
    for function in ["rank()", "dense_rank()", "percent_rank()", "cume_dist()"]:
        for order in TIES:
            yield f"select id, {function} over (order by {order}) from t"
            yield f"select id, {function} over (partition by b order by {order}) from t"
    for function in ["sum(i)", "count(*)", "count(s)", "min(n)", "max(d)", "avg(n)", "first_value(s)", "last_value(i)",
                     "nth_value(i, 2)", "sum(n)", "stddev(i)", "max(s)", "bool_or(b)"]:
        for frame in FRAMES:
            yield f"select id, {function} over (order by {rng.choice(ORDERS)} {frame}) from t"
            yield (f"select id, {function} over (partition by {rng.choice(['g', 'b'])} order by {rng.choice(ORDERS)} "
                   f"{frame}) from t")
        yield (f"select id, {function} over () from t" if "value" not in function else f"select id, {function} over "
               f"(order by id) from t")
        yield (f"select id, {function} over (partition by g order by {rng.choice(ORDERS)}) from t where "
               f"{predicate(rng, 't', T)}")
        if "value" not in function:
            yield f"select id, {function} over (order by {rng.choice(TIES)}) from t"
            yield f"select id, {function} over (partition by g) from t"
    yield "select g, sum(i), rank() over (order by sum(i) desc nulls last, g) from t group by g"
    yield "select g, sum(sum(i)) over (order by g nulls first rows unbounded preceding) from t group by g"
    yield "select * from (select id, row_number() over (partition by g order by id desc) r from t) x where r <= 2"
    yield "select id, sum(i) over w, avg(i) over w from t window w as (partition by b order by id)"
    yield "select id, count(*) over (partition by g order by id range unbounded preceding) from e"
    yield "select distinct g, count(*) over (partition by g) from t"
    yield "select id, row_number() over (order by id) from t order by 2 desc limit 5"


def sets(rng):
    operators = ["union", "union all", "intersect", "except", "intersect all", "except all"]
    pairs = [("g", "g"), ("g, s", "g, s"), ("d", "d"), ("s", "s"), ("n", "n"), ("i", "n"), ("id", "k"), ("g, null",
             "null, k"), ("'x', g", "s, k"), ("i", "1.5")]
    for operator, (left, right) in itertools.product(operators, pairs):
        yield f"select {left} from t {operator} select {right} from u"
        yield (f"select {left} from t where {predicate(rng, 't', T)} {operator} select {right} from u where "
               f"{predicate(rng, 'u', U)}")
        yield (f"select count(*) from (select {left} from t {operator} select {right} from u) "
               f"x(a{', b' if ',' in left else ''})")
    for first, second in itertools.product(operators, operators):
        yield f"select g from t {first} select g from u {second} select k from u"
        yield f"(select g from t {first} select i from t) {second} select k from u"
        yield f"select g from t {first} (select g from u {second} select i from t)"
    for operator in operators:
        yield f"select g as a from t {operator} select k as b from u order by a nulls first limit 7"
        yield f"select g from t {operator} select k from u order by 1 desc nulls last limit 5 offset 2"
        yield f"(select g from t order by id limit 5) {operator} (select k from u order by id limit 5)"
        yield f"select g from e {operator} select g from t"
        yield f"select g from t {operator} select g from e"
        yield f"select null {operator} select 1"
        yield f"select null {operator} select 'a'"
        yield f"select 1 {operator} select 1.0"
        yield f"select 1::int2 {operator} select 1::int8"
        yield f"select '2020-01-01'::date {operator} select '2020-01-01 00:00'::timestamp"
        yield f"select 'a'::varchar(3) {operator} select 'a'::text"


def subqueries(rng):
    comparisons = ["=", "<>", "<", ">=", ">"]
    for _ in range(25):
        inner = predicate(rng, "b", U)
        yield f"select a.id from t a where exists (select 1 from u b where b.g = a.g and {inner})"
        yield f"select a.id from t a where not exists (select 1 from u b where b.g = a.g and {inner})"
        yield f"select a.id from t a where a.i in (select b.k from u b where {inner})"
        yield f"select a.id from t a where a.i not in (select b.k from u b where {inner})"
        yield f"select a.id, (select max(b.k) from u b where b.g = a.g and {inner}) from t a"
        yield f"select a.id, (select count(*) from u b where b.g = a.g and {inner}) from t a"
        yield f"select a.id, a.i in (select b.k from u b where {inner}) from t a"
        yield (f"select a.id, exists (select 1 from u b where b.s = a.s and {inner}) from t a where "
               f"{predicate(rng, 'a', T)}")
        yield f"select a.id from t a where (a.g, a.i) in (select b.g, b.k from u b where {inner})"
    for comparison, quantifier in itertools.product(comparisons, ["any", "all", "some"]):
        yield f"select a.id, a.i {comparison} {quantifier} (select b.k from u b where b.id < 6) from t a"
        yield f"select a.id, a.i {comparison} {quantifier} (select b.k from u b where b.g = a.g) from t a"
        yield f"select a.id from t a where a.n {comparison} {quantifier} (select b.n from u b where b.k is not null)"
        yield f"select a.id, a.i {comparison} {quantifier} (select e.id from e) from t a"
        yield f"select a.id, null {comparison} {quantifier} (select 1) from t a where id < 3"
    yield from lines_of("subqueries.txt")


def orders(rng):
    for column, kind in T.items():
        for direction in ["", " desc", " nulls first", " desc nulls last", " asc nulls last", " desc nulls first"]:
            yield f"select {column}, id from t order by {column}{direction}, id"
            yield (f"select id, {column} from t order by 2{direction}, 1 limit {rng.randint(1, 9)} offset "
                   f"{rng.randint(0, 5)}")
    for tail in ["order by i + id, id", "order by -id", "order by n * 2 desc nulls last, id",
                 "order by case when b then id else -id end", "order by upper(s), id", "order by length(s), id",
                 "order by id % 5, id desc",
                 "order by id limit 0", "order by id limit null", "order by id limit all", "order by id offset 100",
                 "order by id limit 3 offset null", "order by id limit 2 + 1", "order by id fetch first 3 rows only",
                 "order by t.id desc", "order by g, b, id", "order by id limit '3'", "order by id limit 2.6",
                 "order by (select 1), id"]:
        yield f"select id, i from t {tail}"
    yield "select id as g, g as x from t order by g"
    yield "select id as z from t order by z desc limit 3"
    yield "select id as z, -id as id from t order by id limit 3"
    yield "select distinct g, b from t order by b, g"
    yield "select distinct s from t order by s desc nulls last"
    yield from lines_of("columns.txt")


GENERATORS = [joins, grouping, windows, sets, subqueries, orders]


def cases(seed):
    for generator in GENERATORS:
        rng = random.Random(f"{seed}-{generator.__name__}")
        for sql in generator(rng):
            yield generator.__name__, sql

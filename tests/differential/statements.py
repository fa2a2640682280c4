"""Cases of statements that change something, in order: each sees what those before it left. Fixed seed."""
import random

from queries import T, lines_of, literal, predicate

def changes(rng):
    """Random changes of one table, each with its count and then the table."""
    yield "create table r as select * from t"
    for number in range(120):
        kind = rng.randrange(4)
        condition = predicate(rng, "r", T)
        if kind == 0:
            name = rng.choice(list(T))
            yield f"update r set {name} = {literal(rng, T[name])} where {condition}"
        elif kind == 1:
            yield f"delete from r where {condition} and {predicate(rng, 'r', T)} and id % 3 = {number % 3}"
        elif kind == 2:
            values = ", ".join(literal(rng, kind) for kind in T.values())
            yield f"insert into r values ({values})"
        else:
            yield f"insert into r select * from t where {predicate(rng, 't', T)} and id % 4 = {number % 4}"
        yield "select count(*), count(g), sum(i), sum(n), min(s), max(d), count(b) from r"
    yield "select * from r"


def cases(seed):
    for sql in lines_of("statements.txt"):
        yield "statements", sql
    for sql in changes(random.Random(f"{seed}-changes")):
        yield "changes", sql

"""The matrix of rights: every kind of statement times every way to a privilege. A cell says what a user with this and
no more may do; the rules are those of the Redshift guide's GRANT page. Where PostgreSQL has the same rule, the cell
says so and is put to it as well.
"""
from dataclasses import dataclass, field

OWNER, WHO, OTHER = "m_owner", "m_who", "m_other"


@dataclass
class Kind:
    """A statement and the privileges that it needs on s.t; `{n}` is a number of its own for each cell."""
    name: str
    sql: str
    needs: tuple = ()          # all of them, on the table
    own: bool = False          # only the owner; or who has one of `instead`
    instead: tuple = ()
    on: str = "table s.t"      # what `needs` is granted on
    postgres: bool = True      # the rule is PostgreSQL's as well
    columns: str = ""          # the columns that are used: granting these is enough
    extended: bool = True      # can be prepared
    prepare: tuple = ()        # what the owner does before
    code: str = "42501"
    schema: bool = True        # USAGE of the schema is needed, too
    superuser: bool = False    # not even the owner may
    warns: bool = False        # who has any privilege there is only warned


KINDS = [
    Kind("select a column", "select a from s.t", ("select",), columns="a"),
    Kind("select two columns", "select a, b from s.t", ("select",)),
    Kind("select in a subquery", "select (select max(a) from s.t)", ("select",), columns="a"),
    Kind("select in EXISTS", "select 1 where exists (select a from s.t where a = 1)", ("select",), columns="a"),
    Kind("select in WITH", "with q as (select a from s.t) select a from q", ("select",), columns="a"),
    Kind("select in UNION", "select 1 union select a from s.t", ("select",), columns="a"),
    Kind("join with itself", "select x.a from s.t x join s.t y on x.a = y.a", ("select",), columns="a"),
    Kind("count", "select count(a) from s.t", ("select",), columns="a"),
    Kind("hidden column in WHERE", "select a from s.t where b = 1", ("select",)),
    Kind("hidden column in ORDER BY", "select a from s.t order by b", ("select",)),
    Kind("hidden column in GROUP BY", "select max(a) from s.t group by b", ("select",)),
    Kind("hidden column in JOIN", "select x.a from s.t x join s.t y on x.b = y.a", ("select",)),
    Kind("insert", "insert into s.t values (1, 2)", ("insert",)),
    Kind("insert its own rows", "insert into s.t select b, a from s.t", ("insert", "select")),
    Kind("update", "update s.t set a = 1", ("update",), columns="a"),
    Kind("update where", "update s.t set a = 1 where b = 2", ("update", "select")),
    Kind("update from itself", "update s.t set a = b", ("update", "select")),
    Kind("delete", "delete from s.t", ("delete",)),
    Kind("delete where", "delete from s.t where a = 1", ("delete", "select")),
    Kind("merge", "merge into s.t using s.source on s.t.a = s.source.a when matched then update set b = 3 "
                  "when not matched then insert values (s.source.a, 1)", ("select", "update", "insert"),
         prepare=("grant select on s.source to public",), postgres=False),
    Kind("truncate", "truncate s.t", own=True, instead=("truncate",), postgres=False, extended=False),
    Kind("copy out", "copy s.t to stdout", ("select",), extended=False),
    Kind("copy a query out", "copy (select a from s.t) to stdout", ("select",), columns="a", extended=False),
    Kind("copy in", "copy s.t from stdin", ("insert",), extended=False),
    Kind("explain", "explain select a from s.t", ("select",), columns="a", postgres=False),
    Kind("create table as", "create table m_work.made{n} as select a from s.t", ("select",), columns="a"),
    Kind("select into", "select a into m_work.made{n} from s.t", ("select",), columns="a"),
    Kind("create a view", "create view m_work.made{n} as select a from s.t", ("select",), postgres=False),
    Kind("refer to it", "create table m_work.made{n} (a int references s.t (a))", ("references",)),
    Kind("declare a cursor", "begin; declare c cursor for select a from s.t; fetch 1 from c; commit", ("select",),
         columns="a", extended=False),
    Kind("prepare", "prepare p{n} as select a from s.t; execute p{n}", ("select",), columns="a", extended=False),
    Kind("lock", "begin; lock table s.t; commit", own=True, instead=("update", "delete", "truncate"), extended=False),
    Kind("add a column", "alter table s.t add column c{n} int", own=True, instead=("alter",), postgres=False),
    Kind("rename a column", "alter table s.t rename column b to d", own=True, instead=("alter",), postgres=False),
    Kind("drop a column", "alter table s.t drop column b", own=True, instead=("alter",), postgres=False),
    Kind("give it away", "alter table s.t owner to m_other", own=True, superuser=True, postgres=False),
    Kind("comment", "comment on table s.t is 'x'", own=True),
    Kind("comment on a column", "comment on column s.t.a is 'x'", own=True),
    Kind("drop", "drop table s.t cascade", own=True, instead=("drop",), postgres=False),
    Kind("grant on it", "grant select on s.t to m_other", own=True, warns=True, postgres=False),
    Kind("revoke on it", "revoke select on s.t from m_other", own=True, warns=True, postgres=False),
    Kind("select from a view", "select a from s.v", ("select",), on="table s.v"),
    Kind("select from a view over a view", "select a from s.w", ("select",), on="table s.w"),
    Kind("drop a view", "drop view s.w", own=True, on="table s.w", instead=("drop",), postgres=False),
    Kind("replace a view", "create or replace view s.w as select a from s.v", own=True, on="table s.w",
         postgres=False),
    Kind("create in a schema", "create table s.made{n} (a int)", ("create",), on="schema s", schema=False),
    Kind("create a view in a schema", "create view s.made{n} as select 1 as a", ("create",), on="schema s",
         schema=False),
    Kind("drop a schema", "drop schema s cascade", own=True, on="schema s", schema=False),
    Kind("comment on a schema", "comment on schema s is 'x'", own=True, on="schema s", schema=False),
    Kind("grant on a schema", "grant usage on schema s to m_other", own=True, on="schema s", schema=False,
         prepare=("revoke usage on schema s from m_who",), warns=True, postgres=False),
    Kind("use a schema", "select a from s.open", ("usage",), on="schema s", schema=False,
         prepare=("grant select on s.open to public",)),
    Kind("create a schema", "create schema m_made{n}", ("create",), on="database {database}", schema=False),
]


@dataclass
class Way:
    """How m_who comes by the privileges, as statements of the owner or an administrator."""
    name: str
    redstart: tuple = ()
    postgres: tuple = None     # where PostgreSQL says it otherwise
    user: str = WHO
    gives: bool = True         # the privileges count
    kinds: object = field(default=lambda kind: bool(kind.needs))


def _default(kind):
    return kind.on == "table s.t" and bool(kind.needs)


GRANT = "grant {privileges} on {object} to "
WAYS = [
    Way("owner", user=OWNER, kinds=lambda kind: not kind.on.startswith("database")),
    Way("superuser", user="admin", kinds=lambda kind: True),
    Way("nothing", gives=False, kinds=lambda kind: True),
    Way("direct", (GRANT + WHO,)),
    Way("group", (GRANT + "group m_group",)),
    Way("role", (GRANT + "role m_role",), (GRANT + "m_role",)),
    Way("role of a role", (GRANT + "role m_inner",), (GRANT + "m_inner",)),
    Way("public", (GRANT + "public",)),
    Way("instead", ("grant {instead} on {object} to " + WHO,), kinds=lambda kind: bool(kind.instead)),
    Way("everything", ("grant all on {object} to " + WHO,)),
    Way("everything, not owner", ("grant all on {object} to " + WHO,), gives=False,
        kinds=lambda kind: kind.own and not kind.instead and not kind.warns),
    Way("default", ("alter default privileges for user m_owner in schema s grant {privileges} on tables to " + WHO,),
        ("alter default privileges for role m_owner in schema s grant {privileges} on tables to " + WHO,),
        kinds=_default),
    Way("with option", (GRANT + WHO + " with grant option",)),
    Way("revoked", (GRANT + WHO, "revoke {privileges} on {object} from " + WHO), gives=False),
    Way("left the group", (GRANT + "group m_group", "alter group m_group drop user m_who"), gives=False),
    Way("left the role", (GRANT + "role m_role", "revoke role m_role from m_who"),
        (GRANT + "m_role", "revoke m_role from m_who"), gives=False),
    Way("somebody else", (GRANT + OTHER,), gives=False),
    Way("one too few", ("grant {fewer} on {object} to " + WHO,), gives=False,
        kinds=lambda kind: len(kind.needs) > 1),
    Way("another privilege", ("grant {another} on {object} to " + WHO,), gives=False,
        kinds=lambda kind: bool(kind.needs) and kind.on.startswith("table")),
    Way("columns", ("grant {privileges} (a) on s.t to " + WHO,), gives=None,
        kinds=lambda kind: _default(kind) and set(kind.needs) <= {"select", "update"}),
    Way("no usage", (GRANT + WHO, "revoke usage on schema s from m_who"), gives=False,
        kinds=lambda kind: bool(kind.needs) and kind.schema),
]


def allowed(kind, way):
    """What the rules say of a cell."""
    if way.user != WHO:
        return way.user == "admin" or not kind.superuser
    if way.gives is None:
        return bool(kind.columns)
    return way.gives


def texts(way, kind, database, postgres):
    """The statements that make the way, for this kind."""
    def privileges(words):
        return ", ".join(words)
    lines = way.postgres if postgres and way.postgres is not None else way.redstart
    another = "insert" if "insert" not in kind.needs else "delete"
    if way.name == "columns" and len(kind.needs) > 1:
        lines = ("grant " + ", ".join(f"{need} (a)" for need in kind.needs) + " on s.t to " + WHO,)
    return [line.format(privileges=privileges(kind.needs), object=kind.on.format(database=database),
                        instead=privileges(kind.instead), fewer=privileges(kind.needs[1:]), another=another)
            for line in lines]


def cells():
    for kind in KINDS:
        for way in WAYS:
            if way.kinds(kind):
                yield kind, way

#!/usr/bin/env python3
"""SQLAlchemy over psycopg 2: its catalog queries, a table of its own making, and a pool that outlives a termination."""
import datetime
from decimal import Decimal

from harness import need, serve

sqlalchemy = need("sqlalchemy")
need("psycopg2")


def declared(metadata):
    return sqlalchemy.Table(
        "people", metadata,
        sqlalchemy.Column("id", sqlalchemy.Integer, primary_key=True, autoincrement=False),
        sqlalchemy.Column("name", sqlalchemy.String(20), nullable=False),
        sqlalchemy.Column("salary", sqlalchemy.Numeric(12, 2)),
        sqlalchemy.Column("born", sqlalchemy.Date, server_default=sqlalchemy.text("'2000-01-01'")))


def catalog(engine):
    inspector = sqlalchemy.inspect(engine)
    assert inspector.get_schema_names() == ["information_schema", "public"], inspector.get_schema_names()
    assert inspector.get_table_names() == ["people"] and inspector.get_view_names() == ["rich"]
    columns = {column["name"]: column for column in inspector.get_columns("people")}
    assert {name: str(column["type"]) for name, column in columns.items()} == {
        "id": "INTEGER", "name": "VARCHAR(20)", "salary": "NUMERIC(12, 2)", "born": "DATE"}
    assert {name for name, column in columns.items() if not column["nullable"]} == {"id", "name"}
    assert "2000-01-01" in columns["born"]["default"], columns["born"]
    assert inspector.get_foreign_keys("people") == []
    reflected = sqlalchemy.Table("people", sqlalchemy.MetaData(), autoload_with=engine)
    assert list(reflected.columns.keys()) == ["id", "name", "salary", "born"]


def main():
    with serve() as server:
        url = f"postgresql+psycopg2://admin:{server.password}@127.0.0.1:{server.port}/dev"
        engine = sqlalchemy.create_engine(url, pool_pre_ping=True, future=True)
        assert engine.connect().dialect.server_version_info == (8, 0, 2)
        metadata = sqlalchemy.MetaData()
        people = declared(metadata)
        metadata.create_all(engine)
        with engine.begin() as connection:
            rows = [{"id": i, "name": f"ünï {i}", "salary": Decimal(i) / 4} for i in range(50)]
            connection.execute(people.insert(), rows)
            connection.execute(sqlalchemy.text("create view rich as select * from people where salary > 10"))
        with engine.connect() as connection:
            found = connection.execute(sqlalchemy.select(people).where(people.c.name == "ünï 7")).one()
            assert tuple(found) == (7, "ünï 7", Decimal("1.75"), datetime.date(2000, 1, 1)), found
            top = sqlalchemy.select(people.c.id).order_by(people.c.salary.desc()).limit(2).offset(1)
            assert connection.execute(top).scalars().all() == [48, 47]
        catalog(engine)
        with engine.connect() as killer:
            with engine.connect() as kept:
                pid = kept.execute(sqlalchemy.text("select pg_backend_pid()")).scalar_one()
            kill = sqlalchemy.text("select pg_terminate_backend(:pid)")
            assert killer.execute(kill, {"pid": pid}).scalar_one() == 1
            with engine.connect() as again:
                assert again.execute(sqlalchemy.text("select pg_backend_pid()")).scalar_one() != pid
        with engine.begin() as connection:
            connection.execute(sqlalchemy.text("drop view rich"))
        metadata.drop_all(engine)
        assert sqlalchemy.inspect(engine).get_table_names() == []


if __name__ == "__main__":
    main()

"""The work of the soak tests: money that moves between tables in transactions, each with a name of its own.

A transfer takes from a row of one table and gives to a row of another, now and then in an order that makes deadlocks,
and writes two lines with its name into a ledger. So every total is known at any time, and every transaction can be
asked for: each one must be there whole or not at all, as its client was told.
"""
import random
import threading

from wire import Connection, Lost, ServerError

TABLES = 8
ROWS = 8  # of each
BALANCE = 1000  # of each row at the beginning
TOTAL = TABLES * ROWS * BALANCE

# What may be said to a statement of a transfer: cancelled, deadlock, somebody else changed the row, and, where the
# database is serializable, 1023.
EXPECTED = {"57014", "40P01", "40001"}
NOT_SERIALIZABLE = ("XX000", "1023")


def create(connection):
    for table in range(TABLES):
        connection.must(f"create table accounts_{table} (id int, balance bigint)")
        values = ", ".join(f"({row}, {BALANCE})" for row in range(ROWS))
        connection.must(f"insert into accounts_{table} values {values}")
        connection.must(f"create table ledger_{table} (name varchar(40), account int, amount bigint)")


def sum_of(expression, table):
    return " + ".join(f"(select coalesce(sum({expression}), 0) from {table}_{number})" for number in range(TABLES))


class Outcomes:
    """What the clients were told of their transactions. Any thread."""

    def __init__(self):
        self.mutex = threading.Lock()
        self.committed, self.refused, self.unknown = set(), set(), set()
        self.told = {}  # how often which SQLSTATE came, "lost" for none
        self.reads = 0
        self.carried = 0
        self.faults = []  # what must never happen

    def transfer(self, name, answer):
        with self.mutex:
            {True: self.committed, False: self.refused, None: self.unknown}[answer].add(name)

    def tell(self, sqlstate):
        with self.mutex:
            self.told[sqlstate] = self.told.get(sqlstate, 0) + 1

    def fault(self, text):
        with self.mutex:
            self.faults.append(text)


class Client(threading.Thread):
    """Works until `stop` is set, over one session after the other; `session` is the one that killers aim at."""

    def __init__(self, number, port, outcomes, stop):
        super().__init__(daemon=True)
        self.number, self.port, self.outcomes, self.stop = number, port, outcomes, stop
        self.random = random.Random(number)
        self.session = None

    def work(self):
        raise NotImplementedError

    def run(self):
        while not self.stop.is_set():
            try:
                self.session = self.session or Connection(self.port)
                self.work()
            except ServerError as error:
                self.outcomes.tell(error.sqlstate)
                if error.fields["S"] == "FATAL" and error.sqlstate == "57P01":
                    self.drop()
                elif error.sqlstate in EXPECTED or (error.sqlstate, error.fields["M"]) == NOT_SERIALIZABLE:
                    self.roll_back()
                else:
                    self.outcomes.fault(f"client {self.number}: {error}")
                    self.drop()
            except (Lost, ConnectionError):
                self.outcomes.tell("lost")
                self.drop()
            except TimeoutError:
                self.outcomes.fault(f"client {self.number} hangs (session {self.session.pid})")
                return
            except Exception as error:  # a thread that ends unseen would look like success
                self.outcomes.fault(f"client {self.number}: {error!r}")
                return
        self.drop()

    def roll_back(self):
        try:
            self.session.query("rollback").must()
        except ServerError as error:  # the cancel came late, or a terminate
            self.outcomes.tell(error.sqlstate)
            self.drop()
        except (Lost, ConnectionError):
            self.drop()

    def drop(self):
        session, self.session = self.session, None
        if session is not None:
            session.close()


class Writer(Client):
    count = 0

    def work(self):
        self.count += 1
        name = f"{self.number}-{self.count}"
        session = self.session
        sent_commit = False
        try:
            self.transfer(session, name)
            if self.random.random() < 0.01:
                session.reset()
                raise Lost
            sent_commit = True
            session.must("commit")
        except ServerError as error:
            # An error says that nothing was done. A FATAL that answers COMMIT leaves it open.
            fatal = error.fields["S"] == "FATAL"
            self.outcomes.transfer(name, None if sent_commit and fatal else False)
            raise
        except (Lost, ConnectionError, TimeoutError):
            self.outcomes.transfer(name, None if sent_commit else False)
            raise
        self.outcomes.transfer(name, True)

    def transfer(self, session, name):
        pick = self.random
        source, target = pick.sample(range(TABLES), 2)
        row, other, amount = pick.randrange(ROWS), pick.randrange(ROWS), pick.randrange(1, 100)
        updates = [(source, f"update accounts_{source} set balance = balance - {amount} where id = {row}"),
                   (target, f"update accounts_{target} set balance = balance + {amount} where id = {other}")]
        if pick.random() < 0.9:
            updates.sort()  # the others make deadlocks
        session.must("begin")
        for _, update in updates:
            session.must(update)
        session.must(f"insert into ledger_{self.number % TABLES} values "
                     f"('{name}', {source}, {-amount}), ('{name}', {target}, {amount})")


class Reader(Client):
    def work(self):
        total = int(self.session.value("select " + sum_of("balance", "accounts")))
        self.outcomes.reads += 1
        if total != TOTAL:
            self.outcomes.fault(f"a reader saw a total of {total}, not {TOTAL}")


CARGO = 2000  # rows
# How it is packed, for UNLOAD and for COPY.
PACKINGS = (("csv", "csv"), ("gzip", "gzip"), ("json", "json 'auto'"), ("parquet", "parquet"))


class Carrier(Client):
    """Unloads a table that nobody changes into objects of its own, and loads them in a transaction."""

    def work(self):
        out, back = self.random.choice(PACKINGS)
        place = f"s3://b/{self.number}/{out}/"
        self.session.must(f"unload ('select * from cargo') to '{place}' allowoverwrite {out}")
        self.session.must("begin")
        self.session.must(f"copy carried from '{place}' {back}")
        self.session.must("commit")
        self.outcomes.carried += 1


def create_cargo(connection):
    connection.must("create table carried (id int, name varchar(20))")
    connection.must("create table cargo (id int, name varchar(20))")
    connection.must(f"insert into cargo select i, 'n' || i from generate_series(1, {CARGO}) t(i)")


def check_cargo(connection, outcomes, bucket):
    """Every COPY is there whole or not at all; no object is half there."""
    faults = []
    row = connection.must("select count(*), coalesce(sum(id), 0) from carried").rows[0]
    count, ids = (int(value) for value in row)
    loads, rest = divmod(count, CARGO)
    if rest or ids != loads * CARGO * (CARGO + 1) // 2:
        faults.append(f"{count} rows were carried, which are no whole loads of {CARGO}")
    if loads < outcomes.carried:
        faults.append(f"{outcomes.carried} loads were acknowledged, and {loads} are there")
    parts = [str(path) for path in bucket.rglob("*") if path.is_file() and "part_00" not in path.name]
    if parts:
        faults.append(f"{len(parts)} files are left, such as {parts[0]}")
    return faults


def check(connection, outcomes):
    """The faults of what is stored: totals, balances against ledgers, and every transaction as its client was told."""
    faults = []
    total = int(connection.value("select " + sum_of("balance", "accounts")))
    if total != TOTAL:
        faults.append(f"the total is {total}, not {TOTAL}")
    ledgers = " union all ".join(f"select name, account, amount from ledger_{number}" for number in range(TABLES))
    for table in range(TABLES):
        balance = int(connection.value(f"select sum(balance) from accounts_{table}"))
        moved = int(connection.value(f"select coalesce(sum(amount), 0) from ({ledgers}) l where account = {table}"))
        if balance != ROWS * BALANCE + moved:
            faults.append(f"accounts_{table} has {balance}, its ledger says {ROWS * BALANCE + moved}")
    lines = connection.must(f"select name, count(*), sum(amount) from ({ledgers}) l group by name").rows
    halves = [name for name, count, amount in lines if (count, amount) != ("2", "0")]
    stored = {name for name, _, _ in lines}
    for text, names in (("half applied", halves),
                        ("acknowledged and lost", outcomes.committed - stored),
                        ("reported as failed and stored", outcomes.refused & stored),
                        ("stored though nobody sent it", stored - outcomes.committed - outcomes.unknown)):
        if names:
            faults.append(f"{len(names)} transactions {text}, such as {sorted(names)[:3]}")
    return faults

"""What a cell of the matrix plays in: a server with password authentication, an observer, the sessions of the cell."""
import hashlib
import json
import os
import pathlib
import tempfile

from servers import PATIENCE, Redstart, eventually
from wire import Connection, ServerError

USER, PASSWORD = "keeper", "Keeper1234"  # the observer and the helpers, whom no idle clock of the server ends
VICTIM = "victim"
MAX_CONNECTIONS, RESERVED = 6, 3  # RESERVED: what superusers have on top (server/session/backend_registry.hpp)

VIEWS = """select (select count(*) from stv_sessions where process = {0}),
                  (select count(*) from svv_transactions where pid = {0}),
                  (select count(*) from stv_locks where lock_owner_pid = {0}),
                  (select count(*) from pg_locks where pid = {0}),
                  (select count(*) from stv_recents where status = 'Running' and pid = {0})"""
NOTHING = ("0", "0", "0", "0", "0")
SESSION_ONLY = ("1", "0", "0", "0", "0")


def quoted(text):
    return text.replace("'", "''")


def hashed(password, user):
    return "md5" + hashlib.md5((password + user).encode()).hexdigest()


class World:
    """`options` are the server's, `statement_timeout` (ms) is for the states to set: see armed() there."""

    def __init__(self, *options):
        self.options = options
        self.statement_timeout = 0
        self.directory = tempfile.TemporaryDirectory(prefix="redstart-matrix.")
        self.buckets = tempfile.TemporaryDirectory(prefix="redstart-matrix-buckets.")
        self.server = self.observer = self.exit_status = None
        self.helpers = []
        self._fill()
        self.start()

    def _fill(self):
        """The tables, and superusers whose password the small client can say (MD5)."""
        bucket = pathlib.Path(self.buckets.name) / "b"
        bucket.mkdir()
        (bucket / "rows").write_text("7\n" * 100000)
        rows = {"entries": [{"url": "s3://b/rows", "mandatory": True}] * 100000}  # nobody waits for the end of it
        (bucket / "endless").write_text(json.dumps(rows))
        with Redstart(self.directory.name, "--s3-local", self.buckets.name) as server:
            admin = Connection(server.port)
            admin.must(f"create user {USER} password '{hashed(PASSWORD, USER)}' createuser session timeout 86400")
            admin.must(f"create user {VICTIM} password '{hashed(PASSWORD, VICTIM)}' createuser")
            admin.must("create table numbers (i int)")
            admin.must("insert into numbers select * from generate_series(1, 10000)")
            admin.must("create table work (i int)")
            admin.must("create table wanted (i int)")
            admin.must("unload ('select i from numbers') to 's3://b/p' parquet parallel off")
            one = {"url": "s3://b/p000.parquet", "meta": {"content_length": (bucket / "p000.parquet").stat().st_size}}
            (bucket / "endless_parquet").write_text(json.dumps({"entries": [one] * 100000}))
            admin.close()
            assert server.terminate() == 0

    def start(self):
        os.environ["REDSTART_TEST_FAULTS"] = "1"  # a state's statement that nothing interrupts
        self.server = Redstart(self.directory.name, "--max-connections", str(MAX_CONNECTIONS), "--s3-local",
                               self.buckets.name, *self.options, auth="password")
        self.observer = self._log_in()
        # Whatever a first statement leaves in the process, it is there before anything is counted.
        self.views(0)
        self.observer.must("unload ('select 1') to 's3://b/first' allowoverwrite parallel off")

    def close(self):
        if self.server.process.poll() is None:
            self.server.kill()
        self.directory.cleanup()
        self.buckets.cleanup()

    def _log_in(self, user=USER, **options):
        return Connection(self.server.port, user=user, password=PASSWORD, **options)

    def connect(self, login=True, **options):
        """A session; without a login, a connection whose pid follows that of the one before it."""
        if login:
            return self._log_in(VICTIM, **options)
        probe = self._log_in()
        before = self.server.descriptors()
        victim = self._log_in(VICTIM, login=False)
        assert eventually(lambda: self.server.descriptors() > before)  # it is accepted: the server knows of it
        victim.pid = probe.pid + 1
        probe.close()
        assert eventually(lambda: self.views(probe.pid) == NOTHING)
        return victim

    def helper(self):
        self.helpers.append(self._log_in())
        return self.helpers[-1]

    def dismiss_helpers(self):
        while self.helpers:
            self.helpers.pop().close()

    def views(self, pid):
        """How often the session, its transaction, its locks and its statement show."""
        return self.observer.must(VIEWS.format(pid)).rows[0]

    def running(self, pid, sql):
        return self.observer.value(f"select count(*) from stv_recents where status = 'Running' and pid = {pid} "
                                   f"and trim(query) = '{quoted(sql)}'") == "1"

    def waits(self, pid):
        return self.observer.value(f"select count(*) from pg_locks where not granted and pid = {pid}") == "1"

    def rows(self):
        """Of `work`, by a session that has both tables for itself: nobody else holds or awaits a lock."""
        self.observer.must("begin")
        self.observer.query("lock work, wanted", limit=PATIENCE).must()
        count = int(self.observer.value("select count(*) from work"))
        self.observer.must("rollback")
        return count

    def empty(self):
        self.observer.must("delete from work")

    def objects(self):
        """What is in the buckets; a statement that was ended leaves nothing there. Beside them is the file by which a
        server tells its unfinished objects from those of others."""
        return sorted(path.name for path in pathlib.Path(self.buckets.name).glob("*/**/*") if path.is_file())

    def footprint(self):
        """Threads and descriptors of the process."""
        return self.server.threads(), self.server.descriptors()

    def alone(self):
        """No session but the observer's, no lock of anybody else."""
        return self.observer.must(
            f"select (select count(*) from stv_sessions), (select count(*) from pg_locks where pid <> "
            f"{self.observer.pid})").rows[0] == ("1", "0")

    def check_slots(self):
        """Every slot is free: as many sessions as there are slots can log in, and not one more."""
        sessions = [self._log_in() for _ in range(MAX_CONNECTIONS + RESERVED - 1)]  # one is the observer's
        try:
            self._log_in()
            raise AssertionError("one session more than there are slots")
        except ServerError as error:
            assert error.sqlstate == "53300", error
        for session in sessions:
            session.close()
        assert eventually(self.alone)

"""Servers for Python tests: Redstart under test, and PostgreSQL as the oracle. Each is ended by its own pid.

The binary is the one that REDSTART_BINARY names. A server is a context manager: what is still running is killed at the
end, and its directory removed.
"""
import glob
import os
import pathlib
import pwd
import re
import select
import shutil
import signal
import socket
import subprocess
import tempfile
import time

# Most suites ask what a cluster refuses, beside PostgreSQL; those about that say so themselves.
os.environ.setdefault("REDSTART_CLUSTER_RULES", "off")

PATIENCE = 30.0  # seconds; long enough for a busy machine


def eventually(condition, limit=PATIENCE, step=0.005):
    """Asks until the answer is true; returns the last answer, which is false when the limit passed."""
    end = time.monotonic() + limit
    while not (answer := condition()) and time.monotonic() < end:
        time.sleep(step)
    return answer


class Redstart:
    """One server process; `directory` keeps its data over restarts, ":memory:" keeps nothing."""

    def __init__(self, directory=":memory:", *options, auth="trust", log_level="off"):
        self.auth = auth
        self.log_level = log_level
        self.directory = directory
        self.options = options
        self.process = None
        self.port = 0
        self.start()

    def start(self):
        """Starts it and waits until it is ready; returns the seconds that took."""
        begin = time.monotonic()
        command = [os.environ["REDSTART_BINARY"], "--data-dir", str(self.directory), "--auth", self.auth,
                   "--host", "127.0.0.1", "--port", "0", "--log-level", self.log_level, "--core-dumps",
                   *self.options]  # --core-dumps: whoever runs the tests may look into /proc
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                        stderr=subprocess.STDOUT)
        output = b""
        while not (ready := re.search(rb"redstart ready on .*:(\d+)\n", output)):
            if not select.select([self.process.stdout], [], [], PATIENCE)[0]:
                raise AssertionError(f"the server does not get ready: {output!r}")
            more = os.read(self.process.stdout.fileno(), 4096)
            if not more:
                raise AssertionError(f"the server did not start: {output!r}")
            output += more
        self.port = int(ready[1])
        return time.monotonic() - begin

    @property
    def pid(self):
        return self.process.pid

    def threads(self):
        return len(os.listdir(f"/proc/{self.pid}/task"))

    def descriptors(self):
        """Open descriptors, without the write-ahead logs: the engine closes and opens those as it checkpoints."""
        folder = f"/proc/{self.pid}/fd"
        names = []
        for number in os.listdir(folder):
            try:
                names.append(os.readlink(f"{folder}/{number}"))
            except FileNotFoundError:
                continue  # closed since it was listed
        return sum(not name.removesuffix(" (deleted)").endswith(".wal") for name in names)

    def terminate(self, limit=10):
        """SIGTERM; the exit status. Raises subprocess.TimeoutExpired when it does not end in time."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(limit)

    def kill(self):
        """kill -9."""
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.kill()


def postgresql_path(name):
    """The newest installed PostgreSQL's file of that name, such as bin/initdb; None without one."""
    found = sorted(glob.glob(f"/usr/lib/postgresql/*/{name}"), key=lambda path: int(path.split("/")[4]))
    return found[-1] if found else None


class PostgreSQL:
    """A cluster of its own in a temporary directory; as root it runs as the user postgres."""

    def __init__(self, **settings):
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="redstart-oracle."))
        self.settings = settings
        self.as_user = []
        if os.getuid() == 0:
            os.chown(self.directory, pwd.getpwnam("postgres").pw_uid, -1)
            self.as_user = ["runuser", "-u", "postgres", "--"]
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]

    def _run(self, program, *arguments, check=True):
        command = [*self.as_user, postgresql_path(f"bin/{program}"), "-D", str(self.directory / "data"), *arguments]
        subprocess.run(command, cwd="/", check=check, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL, timeout=120)

    def __enter__(self):
        settings = {"jit": "off", "fsync": "off", "listen_addresses": "127.0.0.1", "autovacuum": "off",
                    "unix_socket_directories": str(self.directory), **self.settings}
        options = " ".join(f"-c {name}={value}" for name, value in settings.items())
        try:
            self._run("initdb", "-A", "trust", "-U", "admin", "-N")
            self._run("pg_ctl", "-w", "-l", str(self.directory / "log"), "-o", f"-p {self.port} {options}", "start")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self._run("pg_ctl", "-m", "immediate", "stop", check=False)
        shutil.rmtree(self.directory, ignore_errors=True)

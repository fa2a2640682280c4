"""What the Python drivers' tests share: a server, the rows of types.sql as Python has them, a statement without end."""
import concurrent.futures
import contextlib
import datetime
import importlib
import os
import pathlib
import sys
import tempfile
import threading
import time
from decimal import Decimal
from typing import Callable, Iterator, NamedTuple

SOURCE = os.environ["REDSTART_SOURCE"]
sys.path.insert(0, os.path.join(SOURCE, "tests/support"))
from servers import Redstart  # noqa: E402

DEADLINE = 30
# It computes until it is cancelled.
ENDLESS = "select count(*) from generate_series(1, 100000000) a(x), generate_series(1, 1000) b(y) where x + y = -1"
# What the server finds different between what was written in SQL and what a driver wrote: 0.
DIFFERENCES = """select count(*) from (select * from driver_types except select * from driver_copy) a
    union all select count(*) from (select * from driver_copy except select * from driver_types) b"""


def need(name: str):
    """The module; where it is missing, Debian's own interpreter is asked for it, and then the test is skipped."""
    try:
        return importlib.import_module(name)
    except ImportError:
        if os.path.exists("/usr/bin/python3") and "REDSTART_REEXECUTED" not in os.environ:
            os.environ["REDSTART_REEXECUTED"] = "1"
            os.execv("/usr/bin/python3", ["/usr/bin/python3", *sys.argv])
        print(f"skipped: no module {name}")
        sys.exit(77)


class Server(NamedTuple):
    port: int
    password: str


@contextlib.contextmanager
def serve(*options: str, auth: str = "password") -> Iterator[Server]:
    """A server on a free port, with a data directory of its own, for as long as the block runs."""
    with tempfile.TemporaryDirectory() as directory:
        data = pathlib.Path(directory, "data")
        with Redstart(data, *options, auth=auth) as server:
            path = data / "superuser.password"
            yield Server(server.port, path.read_text(encoding="utf-8").strip() if path.exists() else "")
            server.terminate()


def types_sql() -> str:
    return pathlib.Path(SOURCE, "tests", "drivers", "types.sql").read_text(encoding="utf-8")


def until(condition: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + DEADLINE
    while not condition():
        assert time.monotonic() < end, what
        time.sleep(0.02)


def background(call: Callable, *arguments) -> concurrent.futures.Future:
    """The call in a thread that does not outlive a test that fails."""
    future = concurrent.futures.Future()

    def work():
        try:
            future.set_result(call(*arguments))
        except BaseException as error:  # handed to whoever asks for the result
            future.set_exception(error)

    threading.Thread(target=work, daemon=True).start()
    return future


UTC = datetime.timezone.utc
ROWS = [
    (1, -32768, -2**31, -2**63, -1.5, -sys.float_info.max, Decimal("-99999999999999.9999"),
     Decimal("-9.9999999999999999999999999999999999999"), False, "a    ", "ünï 漢字 🚀 '\"\\ tab\t", datetime.date.min,
     datetime.time.min, datetime.time(tzinfo=UTC), datetime.datetime.min, datetime.datetime(1970, 1, 1, tzinfo=UTC)),
    (2, 32767, 2**31 - 1, 2**63 - 1, float("inf"), float("-inf"), Decimal("99999999999999.9999"),
     Decimal("9.9999999999999999999999999999999999999"), True, "abcde", "", datetime.date.max, datetime.time.max,
     datetime.time.max.replace(tzinfo=datetime.timezone(datetime.timedelta(hours=2))), datetime.datetime.max,
     datetime.datetime(2026, 2, 28, 13, 45, 0, 250000, tzinfo=UTC)),
    (3, 0, 0, 0, float("nan"), 5e-324, Decimal("0.0001"), Decimal("1e-37"), True, "     ", "x",
     datetime.date(2000, 2, 29), datetime.time(12),
     datetime.time(12, tzinfo=datetime.timezone(datetime.timedelta(hours=-8))),
     datetime.datetime(1999, 12, 31, 23, 59, 59), datetime.datetime(2000, 1, 1, 0, 0, 0, 1, tzinfo=UTC)),
    (4,) + (None,) * 15,
]


def check_rows(actual) -> None:
    """Each value is of the expected type and equal to it; NaN is NaN."""
    actual = [tuple(row) for row in actual]
    assert len(actual) == len(ROWS), actual
    for row, expected in zip(actual, ROWS):
        for value, wanted in zip(row, expected, strict=True):
            same = value == wanted or (value != value and wanted != wanted)
            assert same and isinstance(value, type(wanted)), f"{value!r}, not {wanted!r}"

"""The rows of the matrix: every state a session can be in, and how a test brings one there.

`prepare(world)` returns the victim's Connection in that state, which is entered when it returns; world.helper() makes
sessions that the cell needs besides; armed() comes before the last statement, for the clock that may be the event.
`after_cancel` says what a cancel, or the end of a statement's time, does in that state:
  None           nothing: no statement runs, and the next one is not hurt
  "error"        ERROR 57014, now or when the client reads on; the block has failed
  "error idle"   the same outside a block
  "either"       the statement is ending: an error and nothing done, or its end and all done
`goodbye` says whether FATAL 57P01 must be read after a terminate: in the middle of a row there is no place for it.
"""
import fcntl
import struct
import termios
import time
from typing import Callable, NamedTuple, Optional

from servers import eventually

ENDLESS = "select count(*) from numbers a, numbers b, numbers c where a.i + b.i + c.i = -1"
FLOOD = "select repeat('x', 4000), a.i, b.i from numbers a, numbers b"
PRODUCT = "select a.i, b.i as j from numbers a, numbers b"
# One engine call that nothing interrupts: seconds.
UNSTOPPABLE = "select rs_test_fault('for 2')"
MANY = 500000  # rows whose commit, or undoing, takes a while
ENDING_LIMIT = 1  # ms; a statement_timeout that strikes in that while, which is milliseconds


class State(NamedTuple):
    name: str
    prepare: Callable
    after_cancel: Optional[str] = None
    goodbye: bool = True
    logged_in: bool = True
    patience: float = 5.0  # seconds until nothing may be left of an ended one
    outlives: bool = False  # what it does goes on after a terminate: the client must hear before its end


def startup(world):
    victim = world.connect(login=False)
    victim.send(victim.startup_packet()[:6])
    return victim


def authenticating(world):
    victim = world.connect(login=False)
    victim.send_startup()
    tag, _ = victim.receive()
    assert tag == b"R", tag
    return victim


def armed(world, victim, limit=None):
    """With a small statement_timeout, when that is the cell's event: for the rest of the block, or of the session."""
    if world.statement_timeout:
        scope = "" if victim.status == "I" else "local"
        victim.must(f"set {scope} statement_timeout to {limit or world.statement_timeout}")
    return victim


def idle(world):
    return armed(world, world.connect())


def begun(world, **options):
    """In a block, with a row of its own in `work`."""
    victim = world.connect(**options)
    victim.must("begin")
    victim.must("insert into work values (1)")
    return victim


def in_transaction(world):
    return armed(world, begun(world))


def failed(world):
    victim = in_transaction(world)
    assert victim.query("select 1 / 0 from work").error.sqlstate == "22012"
    assert victim.status == "E"
    return victim


def sent(world, victim, sql, shown=None):
    """Sends it and waits until the views show it running."""
    armed(world, victim)
    victim.send_query(sql)
    assert eventually(lambda: world.running(victim.pid, shown or sql)), f"{sql} does not run"
    return victim


def running(world):
    return sent(world, begun(world), ENDLESS)


def unstoppable(world):
    victim = sent(world, begun(world), UNSTOPPABLE)
    time.sleep(0.2)  # past planning and into the call: no view can show that
    return victim


def filled(victim):
    """Until nothing more arrives at its socket, although it does not read: the server's side is full."""
    quiet, last = 0, 0
    while quiet < 20:
        available = struct.unpack("i", fcntl.ioctl(victim.socket, termios.FIONREAD, b"\0\0\0\0"))[0]
        quiet = quiet + 1 if available and available == last else 0
        last = available
        time.sleep(0.005)
    return victim


def streaming(world):
    return filled(sent(world, begun(world, receive_buffer=4096), FLOOD))


def copy_out(world):
    return filled(sent(world, begun(world, receive_buffer=4096), f"copy ({FLOOD}) to stdout"))


def copy_in(world):
    victim = in_transaction(world)
    victim.send_query("copy work from stdin")
    assert victim.wait().status == "copy in"
    victim.message(b"d", b"2\n3\n")
    return victim


def waiting(world):
    holder = world.helper()
    holder.must("begin")
    holder.must("lock wanted")
    victim = in_transaction(world)
    victim.send_query("insert into wanted values (1)")
    assert eventually(lambda: world.waits(victim.pid)), "it does not wait for the lock"
    return victim


def full_block(world):
    victim = begun(world)
    victim.must(f"insert into work select i from generate_series(2, {MANY}) t(i)")
    return victim


def committing(world):
    victim = armed(world, full_block(world), ENDING_LIMIT)
    victim.send_query("commit")
    return victim


def rolling_back(world):
    victim = armed(world, full_block(world), ENDING_LIMIT)
    victim.send_query("rollback")
    return victim


def loading(world):
    return sent(world, begun(world), "copy work from 's3://b/endless' manifest")


def loading_parquet(world):
    return sent(world, begun(world), "copy work from 's3://b/endless_parquet' parquet manifest")


def unloading(world, options="gzip"):
    """Its query has begun: the lock of the table that it reads is there, beside those of the block."""
    victim = begun(world)
    before = int(world.views(victim.pid)[3])
    sent(world, victim, f"unload ('{PRODUCT}') to 's3://b/out' {options}")
    assert eventually(lambda: int(world.views(victim.pid)[3]) > before), "its query does not begin"
    return victim


def unloading_parquet(world):
    return unloading(world, "parquet maxfilesize 5 mb")


STATES = [
    State("startup", startup, logged_in=False),
    State("authenticating", authenticating, logged_in=False),
    State("idle", idle),
    State("in transaction", in_transaction),
    State("failed transaction", failed),
    State("running", running, "error"),
    State("streaming to a slow client", streaming, "error", goodbye=False),
    State("copy in", copy_in, "error"),
    State("copy out to a slow client", copy_out, "error", goodbye=False),
    State("loading objects", loading, "error"),
    State("loading Parquet objects", loading_parquet, "error"),
    State("unloading", unloading, "error"),
    State("unloading to Parquet", unloading_parquet, "error"),
    State("waiting for a lock", waiting, "error"),
    State("committing", committing, "either"),
    State("rolling back", rolling_back, "either"),
    State("in an uninterruptible engine call", unstoppable, "error", patience=60.0, outlives=True),
]

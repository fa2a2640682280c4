"""The columns of the matrix: everything that can happen to a session from outside, and the clocks that watch it.

`fire(world, victim)` makes it happen and returns when the one who caused it has been answered. `kind` decides what the
runner then demands: "cancel", "terminate", "leave" (the client is gone and can be told nothing), "shutdown", "idle
session" or "idle transaction" (the clocks that run while the server waits for the client's next message). `options` are
the server's, `statement_timeout` (ms) is what the victim sets before it enters its state.
"""
import time
from typing import Callable, NamedTuple


class Event(NamedTuple):
    name: str
    kind: str
    fire: Callable
    options: tuple = ()
    statement_timeout: int = 0


def cancel_request(_, victim):
    victim.cancel_request()


def pg_cancel_backend(world, victim):
    assert world.observer.value(f"select pg_cancel_backend({victim.pid})") == "1"


def cancel_command(world, victim):
    assert world.observer.must(f"cancel {victim.pid}").tags == ["CANCEL"]


def terminate(world, victim):
    assert world.observer.value(f"select pg_terminate_backend({victim.pid})") == "1"


def fin(_, victim):
    victim.finish()


def rst(_, victim):
    victim.reset()


def sigterm(world, _):
    world.exit_status = world.server.terminate(limit=5)


# Longer than any pause between two steps of a test, also on a busy machine, so that no clock strikes too early.
STATEMENT_LIMIT = 1500  # ms
IDLE_LIMIT = 1000  # ms


def statement_clock(*_):
    time.sleep(STATEMENT_LIMIT / 1000)  # the statement began before


def idle_clock(world, _):
    """The clock's time and half as much again passes; what the victim waits for does not idle meanwhile."""
    end = time.monotonic() + 1.5 * IDLE_LIMIT / 1000
    while time.monotonic() < end:
        for helper in world.helpers:
            helper.must("select 1")
        time.sleep(0.05)


EVENTS = [
    Event("CancelRequest", "cancel", cancel_request),
    Event("pg_cancel_backend", "cancel", pg_cancel_backend),
    Event("CANCEL", "cancel", cancel_command),
    Event("pg_terminate_backend", "terminate", terminate),
    Event("client FIN", "leave", fin),
    Event("client RST", "leave", rst),
    Event("SIGTERM", "shutdown", sigterm),
    Event("statement timeout", "cancel", statement_clock, statement_timeout=STATEMENT_LIMIT),
    Event("idle session timeout", "idle session", idle_clock, ("--session-timeout", f"{IDLE_LIMIT}ms")),
    Event("idle transaction timeout", "idle transaction", idle_clock,
          ("--idle-in-transaction-timeout", f"{IDLE_LIMIT}ms")),
]

NO_KEY = "the key is sent after authentication: no client can send the request"
NO_STATEMENT = "no statement runs before the login, and there is no session yet that could set statement_timeout"
ENDS_SOONER = "a running statement that ends before the clock could strike: the state idle follows, a row of its own"

# The only cells that are not run, each with its reason.
NOT_RUN = {
    ("startup", "CancelRequest"): NO_KEY,
    ("authenticating", "CancelRequest"): NO_KEY,
    ("startup", "statement timeout"): NO_STATEMENT,
    ("authenticating", "statement timeout"): NO_STATEMENT,
    ("committing", "idle session timeout"): ENDS_SOONER,
    ("committing", "idle transaction timeout"): ENDS_SOONER,
    ("rolling back", "idle session timeout"): ENDS_SOONER,
    ("rolling back", "idle transaction timeout"): ENDS_SOONER,
}

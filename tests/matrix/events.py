"""The columns of the matrix: everything that can happen to a session from outside.

`fire(world, victim)` makes it happen and returns when the one who caused it has been answered. `kind` decides what the
runner then demands: "cancel", "terminate", "leave" (the client is gone and can be told nothing) or "shutdown".
"""
from typing import Callable, NamedTuple


class Event(NamedTuple):
    name: str
    kind: str
    fire: Callable


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


EVENTS = [
    Event("CancelRequest", "cancel", cancel_request),
    Event("pg_cancel_backend", "cancel", pg_cancel_backend),
    Event("CANCEL", "cancel", cancel_command),
    Event("pg_terminate_backend", "terminate", terminate),
    Event("client FIN", "leave", fin),
    Event("client RST", "leave", rst),
    Event("SIGTERM", "shutdown", sigterm),
]

# The only cells that are not run, each with its reason.
NOT_RUN = {
    ("startup", "CancelRequest"): "the key is sent after authentication: no client can send the request",
    ("authenticating", "CancelRequest"): "the key is sent after authentication: no client can send the request",
}

#!/usr/bin/env python3
"""Every state of a session (states.py) times everything that can happen to it (events.py).

usage: matrix_test.py [--state NAME] [--event NAME] [--repeat N]

Each cell asserts what the client is told, what the views show of the session at once and after it is gone, that the
table has the rows it must have and is free, and that threads and descriptors of the process are as many as before.
At the end every slot must be free. Prints the matrix.
"""
import argparse
import itertools
import pathlib
import sys
import time
import traceback

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]
from events import EVENTS, NOT_RUN  # noqa: E402
from servers import PATIENCE, eventually  # noqa: E402
from states import MANY, STATES  # noqa: E402
from world import NOTHING, SESSION_ONLY, World  # noqa: E402

HEARD_WITHIN = 5.0  # seconds; a terminate, whatever the engine does, on a busy machine
FOOTPRINT_WITHIN = 10.0


def expect(condition, text, *values):
    if not condition:
        raise AssertionError(text + (": " + ", ".join(map(repr, values)) if values else ""))


def check_gone(world, state, victim):
    expect(eventually(lambda: world.views(victim.pid) == NOTHING, state.patience), "the session is not gone",
           world.views(victim.pid))


def allowed_rows(state, committed):
    """How many rows the transaction may have left; `committed`: the client heard so, heard otherwise, or nothing."""
    if state.name != "committing":
        return {0}
    return {True: {MANY}, False: {0}, None: {0, MANY}}[committed]


def last_words(victim, limit):
    """The answer to what runs, past the beginning of a COPY to the client."""
    answer = victim.wait(limit, keep_rows=False)
    return victim.wait(limit, keep_rows=False) if answer.status == "copy out" else answer


def check_no_effect(world, state, victim, before):
    expect(world.views(victim.pid) == before, "the views changed", before, world.views(victim.pid))
    if not state.logged_in:
        if state.name == "startup":
            victim.send(victim.startup_packet()[6:])
            victim.finish_login()
        else:
            victim.message(b"p", b"md5" + b"0" * 32 + b"\0")  # its salt is gone: a wrong password is answered as such
            expect(victim.receive()[0] == b"E", "the login does not go on")
            return
    status = victim.status
    answer = victim.query("select count(*) from numbers")
    if status == "E":
        expect(answer.error and answer.error.sqlstate == "25P02", "the failed block is not failed", answer.error)
    else:
        expect(answer.value() == "10000", "the next statement was hurt")
    expect(victim.status == status, "the block's state changed", status, victim.status)


def check_cancel(world, state, victim, before):
    if state.after_cancel is None:
        check_no_effect(world, state, victim, before)
        return False
    if state.after_cancel == "error":  # the work and the locks end, whether the client reads or not
        expect(eventually(lambda: world.views(victim.pid) == SESSION_ONLY, state.patience), "its work has not ended",
               world.views(victim.pid))
    answer = last_words(victim, PATIENCE)
    if state.after_cancel == "error":
        expect(answer.error and answer.error.sqlstate == "57014", "no 57014", answer.error, answer.tags)
        expect(answer.status == "E", "the block has not failed", answer.status)
    else:
        expect(not answer.error or answer.error.sqlstate == "57014", "another error", answer.error)
    victim.must("rollback")
    expect(victim.value("select count(*) from numbers") == "10000", "the next statement was hurt")
    expect(victim.status == "I", "the session is not idle", victim.status)
    return "COMMIT" in answer.tags


def check_goodbye(state, victim):
    """What the client of a terminated session is told; True when that was after its COMMIT."""
    try:
        answer = last_words(victim, HEARD_WITHIN)
        if answer.status in ("I", "T", "E"):  # the statement ended before the terminate came
            rest = victim.wait(HEARD_WITHIN, keep_rows=False)
            answer.error, answer.status = rest.error, rest.status
    except TimeoutError:
        raise AssertionError("the client hears nothing") from None
    expect(answer.status == "lost", "the connection stays open", answer.status)
    if state.goodbye or answer.error:
        expect(answer.error and answer.error.sqlstate == "57P01", "no 57P01", answer.error)
        expect(answer.error.fields["S"] == "FATAL", "not FATAL", answer.error)
    return True if "COMMIT" in answer.tags else None


def check_terminate(world, state, victim, _):
    committed = check_goodbye(state, victim)
    if state.outlives:
        expect(world.views(victim.pid)[0] == "1", "the client hears only when the engine lets go")
    return committed


def check_leave(*_):
    return None


def check_shutdown(world, state, victim, _):
    expect(world.exit_status == 0, "the exit status", world.exit_status)
    committed = check_goodbye(state, victim)
    world.helpers.clear()
    world.start()
    return committed


def check_not_idle(world, state, victim, before):
    """The clock of an idle session left it alone: nothing changed, and what runs can still be cancelled."""
    expect(world.views(victim.pid) == before, "the views changed", before, world.views(victim.pid))
    if state.after_cancel is not None:
        victim.cancel_request()
    return check_cancel(world, state, victim, before)


def check_idle_end(victim, sqlstate):
    """Its connection is closed, with a FATAL error or, when there is none, without a word."""
    answer = victim.wait(HEARD_WITHIN)
    expect(answer.status == "lost", "the connection stays open", answer.status)
    expect((answer.error and answer.error.sqlstate) == sqlstate, "what it hears", answer.error)
    expect(not answer.error or answer.error.fields["S"] == "FATAL", "not FATAL", answer.error)


def check_idle_session(world, state, victim, before):
    if state.after_cancel is not None or not state.logged_in:
        return check_not_idle(world, state, victim, before)
    return check_idle_end(victim, None)


def check_idle_transaction(world, state, victim, before):
    if state.after_cancel is not None or victim.status not in ("T", "E"):
        return check_not_idle(world, state, victim, before)
    return check_idle_end(victim, "25P03")


CHECKS = {"cancel": check_cancel, "terminate": check_terminate, "leave": check_leave, "shutdown": check_shutdown,
          "idle session": check_idle_session, "idle transaction": check_idle_transaction}


def run_cell(world, state, event):
    footprint = world.footprint()
    objects = world.objects()
    world.statement_timeout = event.statement_timeout
    victim = state.prepare(world)
    before = world.views(victim.pid)
    if state.after_cancel != "either":
        expect(before[0] == ("1" if state.logged_in else "0"), "the session does not show", before)
    event.fire(world, victim)
    committed = CHECKS[event.kind](world, state, victim, before)
    if event.kind in ("cancel", "idle session", "idle transaction"):
        victim.close()
    world.dismiss_helpers()
    check_gone(world, state, victim)
    rows = world.rows()
    expect(rows in allowed_rows(state, committed), "the rows of the table", rows, committed)
    if rows:
        world.empty()
    expect(eventually(lambda: world.objects() == objects, FOOTPRINT_WITHIN), "the objects", world.objects())
    expect(eventually(world.alone), "a session or a lock of somebody is left")
    if event.kind != "shutdown":
        expect(eventually(lambda: world.footprint() == footprint, FOOTPRINT_WITHIN), "threads, descriptors",
               footprint, world.footprint())
    victim.socket.close()


def run_on(options, states, events):
    """The result of every cell of events that need a server with these options."""
    results = {}
    world = World(*options)
    for state, event in itertools.product(states, events):
        cell = (state.name, event.name)
        if cell in NOT_RUN:
            results[cell] = "-"
            continue
        try:
            run_cell(world, state, event)
            results[cell] = "ok"
        except Exception as error:  # a cell may fail in any way
            results[cell] = f"{type(error).__name__}: {error}"
            print(f"{state.name} x {event.name}: {results[cell]}", flush=True)
            if not isinstance(error, AssertionError):
                traceback.print_exc()
            world.close()
            world = World(*options)  # nothing of a failed cell is carried into the next
    try:
        world.check_slots()
    finally:
        world.close()
    return results


def run_matrix(states, events):
    """The result of every cell, by names: "ok", "-" for one that is not run, or what was wrong."""
    results = {}
    for options in dict.fromkeys(event.options for event in events):
        results |= run_on(options, states, [event for event in events if event.options == options])
    return results


def print_matrix(results, states, events):
    width = max(len(state.name) for state in states)
    for state in states:
        cells = ("FAIL" if len(results[state.name, event.name]) > 2 else results[state.name, event.name]
                 for event in events)
        print(f"{state.name:{width}}  " + "  ".join(f"{cell:{len(event.name)}}" for cell, event in zip(cells, events)))
    print(" " * width + "  " + "  ".join(event.name for event in events))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--state")
    parser.add_argument("--event")
    parser.add_argument("--repeat", type=int, default=1)
    arguments = parser.parse_args()
    states = [state for state in STATES if arguments.state in (None, state.name)]
    events = [event for event in EVENTS if arguments.event in (None, event.name)]
    failed = 0
    for _ in range(arguments.repeat):
        begin = time.monotonic()
        results = run_matrix(states, events)
        print_matrix(results, states, events)
        for cell, result in results.items():
            if result == "-":
                print(f"not run: {' x '.join(cell)}: {NOT_RUN[cell]}")
        failed += sum(len(result) > 2 for result in results.values())
        print(f"{len(results)} cells, {failed} failed, {time.monotonic() - begin:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

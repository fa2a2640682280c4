#!/usr/bin/env python3
"""What UNLOAD has begun when its server is killed goes with the next list of that folder; what a living server is
writing there stays."""
import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
from servers import Redstart, eventually  # noqa: E402
from wire import Connection  # noqa: E402

# It writes until it is stopped.
ENDLESS = ("select md5(a.i::varchar), repeat(''x'', 100) "
           "from generate_series(1, 100000) a(i), generate_series(1, 10000) b(i)")


def main():
    with tempfile.TemporaryDirectory(prefix="redstart-leftovers.") as place:
        folder = pathlib.Path(place)
        (folder / "b").mkdir()

        def parts():
            return sorted(path for path in (folder / "b").rglob(".redstart-part-*"))

        with Redstart(":memory:", "--s3-local", place) as victim, Redstart(":memory:", "--s3-local", place) as alive:
            sessions = [Connection(victim.port), Connection(alive.port)]  # kept: who leaves is cancelled
            sessions[0].send_query(f"unload ('{ENDLESS}') to 's3://b/x/victim' maxfilesize 5 mb")
            assert eventually(lambda: len(parts()) >= 2), "nothing is written"
            sessions[1].send_query(f"unload ('{ENDLESS}') to 's3://b/x/alive' maxfilesize 5 mb")
            before = len(parts())
            assert eventually(lambda: len(parts()) >= before + 2), "nothing is written"
            owned = set(parts())
            victim.kill()
            left = {path for path in parts()}
            session = Connection(alive.port)
            session.must("unload ('select 1') to 's3://b/x/third'")
            owners = {path.name for path in folder.glob(".redstart-part-*")}
            assert len(owners) == 1, f"owners: {owners}"
            kept = {path for path in parts()}
            owner = next(iter(owners))
            assert kept and all(path.name.startswith(owner + "-") for path in kept), f"{kept} of {owner}"
            gone = left - kept
            assert len(gone) >= 2 and not any(path.name.startswith(owner + "-") for path in gone), f"{gone}"
            assert owned & kept, "what the living one writes has gone"
            assert alive.terminate(30) is not None
        assert not list(folder.glob(".redstart-part-*")) and not parts(), "a server that stops leaves nothing"
    return 0


if __name__ == "__main__":
    sys.exit(main())

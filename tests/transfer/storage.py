"""A server with a folder of buckets, and a connection to it."""
import contextlib
import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
import servers  # noqa: E402
import wire  # noqa: E402


def as_text(value):
    """A value as the wire has it."""
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, (list, tuple)):
        return type(value)(as_text(one) for one in value)
    return value if value is None else str(value)


def check(what, got, expected):
    assert got == as_text(expected), f"{what}: {got!r} instead of {expected!r}"


class Store:
    """One bucket, `b`, in a folder of its own."""

    def __init__(self, folder, port):
        self.folder = pathlib.Path(folder)
        self.bucket = self.folder / "b"
        self.connection = wire.Connection(port)
        self.notices = []
        self.tag = ""

    def put(self, key, data):
        path = self.bucket / key
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)

    def keys(self):
        return sorted(str(path.relative_to(self.bucket)) for path in self.bucket.rglob("*") if path.is_file())

    def clear(self):
        for key in self.keys():
            (self.bucket / key).unlink()

    def run(self, sql):
        """Rows as text, or the error's SQLSTATE and text; the notices are in `notices`, the tag in `tag`."""
        answer = self.connection.query(sql)
        self.notices = answer.notices
        self.tag = answer.tags[-1] if answer.tags else ""
        return (answer.error.sqlstate, answer.error.fields["M"]) if answer.error else answer.rows


@contextlib.contextmanager
def store(*options):
    with tempfile.TemporaryDirectory(prefix="redstart-transfer.") as folder:
        (pathlib.Path(folder) / "b").mkdir()
        with servers.Redstart(":memory:", "--s3-local", folder, *options) as server:
            yield Store(folder, server.port)

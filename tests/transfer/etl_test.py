#!/usr/bin/env python3
"""The programs of docs/etl.md, run as they stand there, each as a process of its own with psycopg2."""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "drivers"))
import storage  # noqa: E402
from harness import need  # noqa: E402

PAGE = pathlib.Path(os.environ["REDSTART_SOURCE"]) / "docs" / "etl.md"
CORRECTIONS = ('{"order_id": 3, "customer": "Grace", "amount": 90.00, "ordered_at": "2026-11-30 09:30:00"}\n'
               '{"order_id": 4, "customer": "Edsger", "amount": 1.00, "ordered_at": "2026-12-01 00:00:00"}\n')
UNLOADED = """s3://mybucket/outgoing/orders/day=2026-11-30/0000_part_00.parquet
s3://mybucket/outgoing/orders/day=2026-12-01/0000_part_00.parquet
4 118.75
"""


def main():
    need("psycopg2")
    page = PAGE.read_text()
    sample = re.search(r"```csv\n(.*?)```", page, re.S)[1]
    programs = dict(re.findall(r"```python (\w+)\n(.*?)```", page, re.S))
    assert sorted(programs) == ["errors", "load", "unload"], sorted(programs)
    with tempfile.TemporaryDirectory(prefix="redstart-etl.") as folder:
        bucket = pathlib.Path(folder) / "mybucket"
        files = {"incoming/orders/2026-11-30/part-1.csv": sample, "corrections/one.json": CORRECTIONS,
                 "broken/x.csv": sample.replace("7.25", "seven")}
        for key, text in files.items():
            (bucket / key).parent.mkdir(parents=True)
            (bucket / key).write_text(text)
        with storage.servers.Redstart(":memory:", "--s3-local", folder) as server:
            environment = os.environ | {"PGHOST": "127.0.0.1", "PGPORT": str(server.port)}

            def run(name):
                done = subprocess.run([sys.executable, "-c", programs[name]], env=environment, capture_output=True,
                                      text=True, timeout=60, check=False)
                assert done.returncode == 0, (name, done.stdout, done.stderr)
                return done.stdout

            storage.check("load", run("load"), "loaded 3\n")
            storage.check("load again", run("load"), "loaded 3\n")
            store = storage.Store(folder, server.port)
            storage.check("once", store.run("select order_id, customer, amount from orders order by 1"),
                          [(1, "Ada", "20.50"), (2, "Lovelace, Byron", "7.25"), (3, "Grace", "100.00")])
            errors = run("errors").splitlines()
            assert errors[0].startswith("ERROR:  Load into table 'orders' failed."), errors
            storage.check("errors", errors[1], "s3://mybucket/broken/x.csv 3 amount Invalid digit, Value 's', Pos 0, "
                                               "Type: Decimal")
            storage.check("unload", run("unload"), UNLOADED)


main()

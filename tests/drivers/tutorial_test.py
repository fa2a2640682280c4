#!/usr/bin/env python3
"""Runs every SQL block of docs/tutorial.md, in order, in one psql per terminal, and checks what the page promises."""
import re
import subprocess
import tempfile
import time

from harness import DEADLINE, SOURCE, serve


class Terminal:
    def __init__(self, port):
        self.out = tempfile.TemporaryFile(mode="w+")
        self.process = subprocess.Popen(
            ["psql", "-X", "-At", "-h", "127.0.0.1", "-p", str(port), "-U", "admin", "tickit"],
            stdin=subprocess.PIPE, stdout=self.out, stderr=subprocess.STDOUT, text=True)
        self.marks = 0
        self.read_to = 0

    def send(self, sql):
        self.process.stdin.write(sql + "\n")
        self.process.stdin.flush()

    def text(self):
        self.out.seek(0)
        return self.out.read()

    def wait_for(self, pattern):
        """What was printed since the last wait, up to and with `pattern`."""
        end = time.monotonic() + DEADLINE
        while time.monotonic() < end:
            text = self.text()
            found = re.compile(pattern, re.M).search(text, self.read_to)
            if found:
                answer = text[self.read_to:found.end()]
                self.read_to = found.end()
                return answer
            if self.process.poll() is not None and not found:
                time.sleep(0.1)
            time.sleep(0.02)
        raise AssertionError(f"no {pattern!r} in:\n{self.text()[self.read_to:]}")

    def run(self, sql):
        self.marks += 1
        self.send(sql)
        self.send(f"\\echo done-{self.marks}")
        return self.wait_for(f"^done-{self.marks}$")


def until(terminal, sql, wanted):
    end = time.monotonic() + DEADLINE
    while time.monotonic() < end:
        if wanted in terminal.run(sql):
            return
        time.sleep(0.05)
    raise AssertionError(f"{sql} never gave {wanted}")


def main():
    with serve("--sample", "tickit", auth="trust") as server:
        terminals = {name: Terminal(server.port) for name in "ABC"}
        watcher = Terminal(server.port)
        page = open(f"{SOURCE}/docs/tutorial.md", encoding="utf-8").read()
        blocks = re.findall(r"^```sql (\w)(?: (\w+))?\n(.*?)^```", page, re.M | re.S)
        assert len(blocks) == 9, len(blocks)
        answers = []
        for name, how, sql in blocks:
            terminal = terminals[name]
            if how == "waits":
                terminal.send(sql)
                until(watcher, "select count(*) from svv_transactions where not granted;", "1\n")
            elif how == "running":
                terminal.send(sql)
                until(watcher, "select count(*) from stv_inflight where text like '%sales a, sales b%' "
                               "and pid <> pg_backend_pid();", "1\n")
            elif how == "terminated":
                terminal.send(sql)
                answers.append(terminal.wait_for("terminating connection due to administrator command"))
            else:
                answers.append(terminal.run(sql))
            if "pg_terminate_backend" in sql:
                assert re.search(r"^1$", answers[-1], re.M), answers[-1]
                terminals["B"].wait_for(r"^INSERT 0 1$")
            if "'cancel '" in sql:
                line = re.search(r"^cancel \d+ 'Long-running query';$", answers[-1], re.M).group(0)
                assert "CANCEL" in terminal.run(line)
                terminals["B"].wait_for(r"^ERROR:  Long-running query$")
        holder = answers[1]
        assert "AccessExclusiveLock|relation" in holder and "ShareRowExclusiveLock|relation" in holder, holder
        assert "ExclusiveLock|transactionid||t" in holder, holder
        assert re.search(r"^\d+\|TERMINATE$", answers[-3], re.M) and re.search(r"^0$", answers[-3], re.M), answers[-3]
        assert re.search(r"^12$", answers[-1], re.M), answers[-1]
        print(f"{len(blocks)} blocks of the tutorial are true")


if __name__ == "__main__":
    main()

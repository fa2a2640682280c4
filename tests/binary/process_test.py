#!/usr/bin/env python3
"""What the process gives away: no core, no look into its memory by others of the same user, but with --core-dumps."""
import os
import pathlib
import pwd
import subprocess
import sys

USER = "nobody"


def faults_of(option):
    """Of a server with or without it, as a user who is not root."""
    command = [os.environ["REDSTART_BINARY"], "--data-dir", ":memory:", "--port", "0", "--auth", "trust", *option]
    other = {"user": USER} if os.getuid() == 0 else {}
    server = subprocess.Popen(command, cwd="/", stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True, **other)
    try:
        if not server.stdout.readline().startswith("redstart ready"):
            return [f"the server does not start: {server.stderr.read()}"]
        owner = pwd.getpwuid(pathlib.Path(f"/proc/{server.pid}/environ").stat().st_uid).pw_name
        limits = pathlib.Path(f"/proc/{server.pid}/limits").read_text()
        core = [line.split()[4] for line in limits.splitlines() if line.startswith("Max core file size")]
    finally:
        server.kill()
        errors = server.communicate()[1]
    faults = []
    if (owner == "root") == bool(option):
        faults.append(f"{option}: its files in /proc belong to {owner}")
    if not option and core != ["0"]:
        faults.append(f"a core may have {core} bytes")
    if "running_as_root" in errors:
        faults.append(f"{option}: it is taken for root")
    return faults


def main():
    if os.getuid() == 0 and subprocess.run([os.environ["REDSTART_BINARY"], "--help"], user=USER, capture_output=True,
                                           cwd="/", check=False).returncode != 0:
        print(f"skipped: {USER} cannot run the program from where it is")
        return 77
    faults = faults_of([]) + faults_of(["--core-dumps"])
    print("\n".join(faults) or "nothing is given away unless it is asked for")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())

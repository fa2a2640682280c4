#!/usr/bin/env python3
"""Breaks the server on purpose and demands that its proofs notice: every mutant of mutants.py must make its proof fail.

usage: tests/mutants/run.py [--list] [NAME...]        NAME: a part of a mutant's name

Long: every mutant is a build. Works on a copy of the committed and changed files in build/mutants, with a build folder
of its own. First everything is run unbroken: a proof that fails then proves nothing. Exits 1 when a mutant survives.
"""
import argparse
import os
import pathlib
import shlex
import shutil
import subprocess
import sys
import time

from mutants import MUTANTS

ROOT = pathlib.Path(__file__).resolve().parents[2]
TREE = ROOT / "build" / "mutants"
BUILD = TREE / "build" / "release"
PROOF_LIMIT = 300  # seconds


def copy_tree():
    """The files git knows of; unchanged ones keep their times, so that a second run builds little."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    for name in filter(None, listed.stdout.split("\0")):
        source, target = ROOT / name, TREE / name
        if not source.exists():
            target.unlink(missing_ok=True)
        elif not target.exists() or source.read_bytes() != target.read_bytes():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target)  # with a new time: what a run that was cut short left there is built again


def build():
    """True when the server builds; prints the compiler's output otherwise."""
    if not (BUILD / "build.ninja").exists():
        BUILD.parent.mkdir(exist_ok=True)
        deps = BUILD.parent / "deps"  # inside the tree, so that ccache finds what it has
        if not deps.is_symlink():
            deps.symlink_to(ROOT / "build" / "deps")
        subprocess.run(["cmake", "--preset", "release"], cwd=TREE, check=True, stdout=subprocess.DEVNULL)
    run = subprocess.run(["ninja", "-C", str(BUILD), "-j2", "redstart"], capture_output=True, text=True, check=False)
    if run.returncode:
        print(run.stdout[-3000:])
    return run.returncode == 0


def proof_holds(proof):
    """Whether it passes on the server that was built last; one that hangs does not."""
    words = shlex.split(proof)
    environment = dict(os.environ, REDSTART_BINARY=str(BUILD / "redstart"), REDSTART_SOURCE=str(ROOT))
    try:
        run = subprocess.run([sys.executable, str(ROOT / "tests" / words[0]), *words[1:]], env=environment, check=False,
                             timeout=PROOF_LIMIT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    except subprocess.TimeoutExpired:
        return False
    return run.returncode == 0


def try_mutant(mutant):
    """What became of it: "caught", "SURVIVED", or why there was nothing to try."""
    path = TREE / mutant.file
    text = path.read_text()
    if text.count(mutant.find) != 1:
        return f"NOT MADE: the text occurs {text.count(mutant.find)} times in {mutant.file}"
    try:
        path.write_text(text.replace(mutant.find, mutant.put))
        if not build():
            return "NOT MADE: it does not compile"
        return "SURVIVED" if proof_holds(mutant.proof) else "caught"
    finally:
        path.write_text(text)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--list", action="store_true")
    parser.add_argument("names", nargs="*")
    arguments = parser.parse_args()
    chosen = [mutant for mutant in MUTANTS
              if not arguments.names or any(name in mutant.name for name in arguments.names)]
    if arguments.list:
        print("\n".join(f"{mutant.name}  [{mutant.file}]  {mutant.proof}" for mutant in chosen))
        return 0
    copy_tree()
    if not build():
        return 1
    broken = [proof for proof in dict.fromkeys(mutant.proof for mutant in chosen) if not proof_holds(proof)]
    if broken:
        print("these proofs fail on the unbroken server:\n" + "\n".join(broken))
        return 1
    survivors = 0
    for mutant in chosen:
        begin = time.monotonic()
        result = try_mutant(mutant)
        survivors += result != "caught"
        print(f"{result:8}  {mutant.name}  ({time.monotonic() - begin:.0f} s: {mutant.proof})", flush=True)
    print(f"{len(chosen)} mutants, {len(chosen) - survivors} caught")
    return 1 if survivors or not chosen else 0


if __name__ == "__main__":
    sys.exit(main())

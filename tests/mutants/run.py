#!/usr/bin/env python3
"""Breaks the server on purpose and demands that its proofs notice: every mutant of mutants.py must make its proof fail.

usage: tests/mutants/run.py [--list] [--quick] [NAME...]        NAME: a part of a mutant's name

Long: every mutant is a build. Works on a copy of the committed and changed files in build/mutants, with a build folder
of its own. First everything is run unbroken: a proof that fails then proves nothing. Exits 1 when a mutant survives.

--quick is for a few of them by hand: build/release has been built, and a mutant is its one file compiled anew and put
before the libraries when the program is linked. Faults in headers are not made that way.
"""
import argparse
import json
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
HERE = ROOT / "build" / "release"
QUICK = ROOT / "build" / "mutants-quick"
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


def run_shell(command, folder):
    run = subprocess.run(command, cwd=folder, shell=True, capture_output=True, text=True, check=False)
    if run.returncode:
        print((run.stdout + run.stderr)[-3000:])
    return run.returncode == 0


def quick_build(mutant, text):
    """One file compiled with what build/release compiles it with, and the program linked with it."""
    entries = json.loads((HERE / "compile_commands.json").read_text())
    found = [entry for entry in entries if pathlib.Path(entry["file"]) == ROOT / mutant.file]
    if len(found) != 1:
        print(f"{mutant.file} is no source file of build/release")
        return False
    QUICK.mkdir(exist_ok=True)
    source, code, program = QUICK / "mutant.cpp", QUICK / "mutant.o", QUICK / "redstart"
    source.write_text(text)
    words = shlex.split(found[0]["command"])
    words[words.index("-o") + 1] = str(code)
    words[words.index(found[0]["file"])] = str(source)
    if not run_shell(shlex.join(words), found[0]["directory"]):
        return False
    commands = subprocess.run(["ninja", "-C", str(HERE), "-t", "commands", "redstart"], check=True,
                              capture_output=True, text=True).stdout
    first = "CMakeFiles/redstart.dir/server/main.cpp.o"
    link = commands.splitlines()[-1].replace(first + " -o redstart ", f"{first} {code} -o {program} ")
    return str(code) in link and run_shell(link, HERE)


def proof_holds(proof, program=BUILD / "redstart"):
    """Whether it passes on the server that was built last; one that hangs does not."""
    words = shlex.split(proof)
    environment = dict(os.environ, REDSTART_BINARY=str(program), REDSTART_SOURCE=str(ROOT))
    try:
        run = subprocess.run([sys.executable, str(ROOT / "tests" / words[0]), *words[1:]], env=environment, check=False,
                             timeout=PROOF_LIMIT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    except subprocess.TimeoutExpired:
        return False
    return run.returncode == 0


def try_mutant(mutant, quick):
    """What became of it: "caught", "SURVIVED", or why there was nothing to try."""
    path = (ROOT if quick else TREE) / mutant.file
    text = path.read_text()
    if text.count(mutant.find) != 1:
        return f"NOT MADE: the text occurs {text.count(mutant.find)} times in {mutant.file}"
    if quick:
        if not quick_build(mutant, text.replace(mutant.find, mutant.put)):
            return "NOT MADE: it does not compile"
        return "SURVIVED" if proof_holds(mutant.proof, QUICK / "redstart") else "caught"
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
    parser.add_argument("--quick", action="store_true", help="from the files and the build as they are")
    parser.add_argument("names", nargs="*")
    arguments = parser.parse_args()
    chosen = [mutant for mutant in MUTANTS
              if not arguments.names or any(name in mutant.name for name in arguments.names)]
    if arguments.list:
        print("\n".join(f"{mutant.name}  [{mutant.file}]  {mutant.proof}" for mutant in chosen))
        return 0
    if not arguments.quick:
        copy_tree()
        if not build():
            return 1
    unbroken = (HERE if arguments.quick else BUILD) / "redstart"
    broken = [proof for proof in dict.fromkeys(mutant.proof for mutant in chosen) if not proof_holds(proof, unbroken)]
    if broken:
        print("these proofs fail on the unbroken server:\n" + "\n".join(broken))
        return 1
    survivors = 0
    for mutant in chosen:
        begin = time.monotonic()
        result = try_mutant(mutant, arguments.quick)
        survivors += result != "caught"
        print(f"{result:8}  {mutant.name}  ({time.monotonic() - begin:.0f} s: {mutant.proof})", flush=True)
    print(f"{len(chosen)} mutants, {len(chosen) - survivors} caught")
    return 1 if survivors or not chosen else 0


if __name__ == "__main__":
    sys.exit(main())

"""clang-tidy over the sources that were changed lately. Usage: clang_tidy.py ROOT BUILD

BUILD is a build folder of clang++ with compile_commands.json, and with its precompiled headers built. Looked at are the
.cpp files of the floors that differ from the last commit that is more than two days older than HEAD, or from HEAD when
they are not committed: at most MOST_FILES of them, those of the newest commits. Prints what clang-tidy says and exits 1
when it says anything; the checks are those of .clang-tidy.
"""
import concurrent.futures
import json
import os
import pathlib
import subprocess
import sys

import rooms

MOST_FILES = 20
WINDOW_SECONDS = 2 * 24 * 3600


def git(root: pathlib.Path, *arguments: str) -> str:
    return subprocess.run(["git", "-C", str(root), *arguments], check=True, capture_output=True, text=True).stdout


def changed_files(root: pathlib.Path) -> list[str]:
    """Paths relative to the root, the newest change first."""
    head = int(git(root, "log", "-1", "--format=%ct"))
    listed = git(root, "diff", "--name-only", "HEAD").splitlines()
    listed += git(root, "log", f"--since=@{head - WINDOW_SECONDS}", "--name-only", "--format=").splitlines()
    sources = [path for path in dict.fromkeys(listed)
               if path.endswith(".cpp") and path.split("/", 1)[0] in rooms.FLOORS and (root / path).is_file()]
    return sources[:MOST_FILES]


def check(root: pathlib.Path, build: pathlib.Path, path: pathlib.Path) -> str:
    """What clang-tidy finds in the file; nothing when it is clean."""
    command = ["clang-tidy", "--quiet", "--warnings-as-errors=*", f"--extra-arg=-I{root / 'cmake'}", "-p", str(build),
               str(path)]
    done = subprocess.run(command, capture_output=True, text=True)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def main() -> int:
    root, build = (pathlib.Path(argument).resolve() for argument in sys.argv[1:3])
    try:
        changed = changed_files(root)
    except subprocess.CalledProcessError as error:
        print(f"skipped: no history to look at: {error.stderr}")
        return 77
    known = {entry["file"] for entry in json.loads((build / "compile_commands.json").read_text())}
    files = [root / path for path in changed if str(root / path) in known]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        findings = [text for text in pool.map(lambda path: check(root, build, path), files) if text]
    print("\n".join(findings))
    print(f"{len(files)} files, {len(findings)} with findings")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())

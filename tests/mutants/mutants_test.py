#!/usr/bin/env python3
"""Every mutant can still be made: its text occurs once, is changed, and its proof exists. What run.py finds out in an
hour, in every build.
"""
import pathlib
import shlex
import sys

from mutants import MUTANTS

ROOT = pathlib.Path(__file__).resolve().parents[2]


def what_is_wrong(mutant):
    path = ROOT / mutant.file
    if not path.exists():
        return f"there is no {mutant.file}"
    if (count := path.read_text().count(mutant.find)) != 1:
        return f"its text occurs {count} times in {mutant.file}"
    if mutant.find == mutant.put:
        return "it changes nothing"
    proof = shlex.split(mutant.proof)
    if not (ROOT / "tests" / proof[0]).exists():
        return f"there is no tests/{proof[0]}"
    if proof[0].startswith("isolation/") and not (ROOT / "tests/isolation" / f"{proof[-1]}.spec").exists():
        return f"there is no {proof[-1]}.spec"
    return None


def main():
    wrong = {mutant.name: reason for mutant in MUTANTS if (reason := what_is_wrong(mutant))}
    for name, reason in wrong.items():
        print(f"{name}: {reason}")
    print(f"{len(MUTANTS)} mutants, {len(wrong)} that cannot be made")
    return 1 if wrong or not MUTANTS else 0


if __name__ == "__main__":
    sys.exit(main())

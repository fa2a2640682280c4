#!/usr/bin/env python3
"""The program as built and as installed: hardened, and no library is taken from where somebody may put one."""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile


def readelf(option, path):
    return subprocess.run(["readelf", "--wide", option, str(path)], check=True, capture_output=True, text=True).stdout


def faults_of(path, installed):
    """What is wrong with this program."""
    faults = []
    dynamic, headers = readelf("--dynamic", path), readelf("--program-headers", path)
    symbols = readelf("--dyn-syms", path)

    def require(condition, fault):
        if not condition:
            faults.append(f"{path}: {fault}")

    require("DYN (Position-Independent Executable file)" in readelf("--file-header", path), "no PIE")
    require(re.search(r"GNU_RELRO", headers), "no RELRO")
    require(re.search(r"\(FLAGS(_1)?\).*\b(BIND_)?NOW\b", dynamic), "no immediate binding: RELRO is not full")
    stack = re.search(r"GNU_STACK\s.*", headers)
    require(stack and " RW " in stack[0], "the stack is executable")
    require(re.search(r"\b__stack_chk_fail\b", symbols), "no stack protector")
    require(re.search(r"\b__(?!stack)\w+_chk\b", symbols), "no _FORTIFY_SOURCE")
    require("RPATH" not in dynamic.replace("RUNPATH", ""), "RPATH instead of RUNPATH")
    for runpath in re.findall(r"\(RUNPATH\).*\[(.*)\]", dynamic):
        for element in runpath.split(":"):
            require(element.startswith(("/", "$ORIGIN/")), f"RUNPATH {runpath!r} has the element {element!r}")
        if installed:
            require(runpath == "$ORIGIN/../lib", f"the installed RUNPATH is {runpath!r}")
    return faults


SOFT = """
#include <cstdio>
#include <cstring>
int main(int count, char** words) {
    char name[8];
    std::strcpy(name, words[count - 1]);
    return std::puts(name) < 0;
}
"""


def overlooked(compiler):
    """What faults_of does not see in a program that has none of it."""
    with tempfile.TemporaryDirectory(prefix="redstart-binary.") as place:
        soft, source = pathlib.Path(place) / "soft", pathlib.Path(place) / "soft.cpp"
        source.write_text(SOFT)
        subprocess.run([compiler, "-O2", "-w", "-fno-PIE", "-no-pie", "-fno-stack-protector", "-U_FORTIFY_SOURCE",
                        "-Wl,-z,norelro,-z,lazy,-z,execstack,--enable-new-dtags,-rpath,/lib:", str(source),
                        "-o", str(soft)], check=True)
        seen = "\n".join(faults_of(soft, True))
    return [f"a program without it passes: {fault}" for fault in
            ("no PIE", "no RELRO", "no immediate binding", "the stack is executable", "no stack protector",
             "no _FORTIFY_SOURCE", "has the element ''", "the installed RUNPATH") if fault not in seen]


def runs(path):
    """In an empty folder with a library of the engine's name that is none."""
    with tempfile.TemporaryDirectory(prefix="redstart-binary.") as place:
        (pathlib.Path(place) / "libduckdb.so").write_text("not a library")
        result = subprocess.run([str(path), "--help"], cwd=place, capture_output=True, text=True,
                                env={name: value for name, value in os.environ.items() if name != "LD_LIBRARY_PATH"})
    return [] if result.returncode == 0 else [f"{path}: does not run: {result.stderr}"]


def main():
    if shutil.which("readelf") is None or shutil.which("cmake") is None:
        print("skipped: no readelf or cmake")
        return 77
    built = pathlib.Path(os.environ["REDSTART_BINARY"])
    cache = (built.parent / "CMakeCache.txt").read_text()
    if re.search(r"REDSTART_SANITIZE:STRING=\S", cache):
        print("skipped: a sanitizer's build")
        return 77
    compiler = re.search(r"^CMAKE_CXX_COMPILER:\w+=(.*)$", cache, re.MULTILINE)[1]
    faults = overlooked(compiler) + faults_of(built, False) + runs(built)
    with tempfile.TemporaryDirectory(prefix="redstart-install.") as place:
        subprocess.run(["cmake", "--install", str(built.parent), "--prefix", place, "--strip"], check=True,
                       stdout=subprocess.DEVNULL)
        installed = pathlib.Path(place) / "bin" / "redstart"
        faults += faults_of(installed, True) + runs(installed)
    print("\n".join(faults) or "hardened, built and installed")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())

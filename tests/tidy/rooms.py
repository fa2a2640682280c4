"""The rooms of the house: which folders there are, what each may include, what its README names, and whether it is so.

The table is cmake/rooms.txt, which the build reads too. `rooms.py ROOT` prints it as the table of docs/architecture.md.
"""
import fnmatch
import pathlib
import re
import sys
from typing import Iterator, NamedTuple

TABLE = "cmake/rooms.txt"
FLOORS = ["protocol", "catalog", "sql", "server"]
ENGINE_FLOORS = ["catalog", "sql"]
MAX_UNITS = 25
README_FROM = 6  # units
QUOTED = re.compile(r"`([^`\n]+)`")
UNIT_NAME = re.compile(r"([a-z][a-z0-9_]*[*]?)([.][ch]pp)?")
LINE = re.compile(r"^([a-z/]+) [|] (plain|engine) [|]([a-z/ ]*)[|] (\S.*)$")


class Room(NamedTuple):
    folder: str
    plain: bool
    lower: list[str]  # as its line names them
    reach: set[str]  # all that it may include, itself among them
    purpose: str


def parse(text: str) -> dict[str, Room]:
    """The rooms by folder. Throws ValueError for a line that is none, or names a room that does not stand above it."""
    rooms: dict[str, Room] = {}
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        match = LINE.match(line)
        if not match:
            raise ValueError(f"{TABLE}: not a room: {line}")
        folder, kind, names, purpose = match.groups()
        lower = names.split()
        reach = {folder}
        for name in lower:
            if name not in rooms:
                raise ValueError(f"{TABLE}: {folder} may include {name}, which does not stand above it")
            reach |= rooms[name].reach
        rooms[folder] = Room(folder, kind == "plain", lower, reach, purpose)
    for room in rooms.values():
        engine = [name for name in room.reach if room.plain and not rooms[name].plain]
        if engine:
            raise ValueError(f"{TABLE}: {room.folder} is plain and may include {engine[0]}, which is not")
    return rooms


def table(rooms: dict[str, Room]) -> list[str]:
    """The table of docs/architecture.md."""
    lines = ["| room | what it is for | may include |", "|---|---|---|"]
    for room in rooms.values():
        names = ", ".join(f"`{name}`" for name in room.lower) or "nothing"
        purpose = room.purpose.replace("|", "\\|")
        lines.append(f"| `{room.folder}`{' (plain)' if room.plain else ''} | {purpose} | {names} |")
    return lines


def folder_of(path: str) -> str:
    return path.rsplit("/", 1)[0]


def unit_of(path: str) -> str:
    """A .hpp and its .cpp are one unit."""
    return path.rsplit(".", 1)[0]


def unnamed(units: set[str], readme: list[str]) -> list[str]:
    """The units that no line of their room's README.md names in backquotes: `word`, `word.cpp`, `parse_*.cpp`."""
    quoted = [match for line in readme for name in QUOTED.findall(line) if (match := UNIT_NAME.fullmatch(name))]
    patterns = {match[1] for match in quoted}
    names = {unit: unit.rsplit("/", 1)[1] for unit in units}
    return sorted(unit for unit, name in names.items()
                  if not any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns))


def cycles(graph: dict[str, set[str]]) -> list[list[str]]:
    """The strongly connected parts of more than one unit (Tarjan), each sorted."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(unit: str) -> None:
        index[unit] = low[unit] = len(index)
        stack.append(unit)
        for other in sorted(graph.get(unit, ())):
            if other not in index:
                visit(other)
                low[unit] = min(low[unit], low[other])
            elif other in stack:
                low[unit] = min(low[unit], index[other])
        if low[unit] == index[unit]:
            part = stack[stack.index(unit):]
            del stack[stack.index(unit):]
            if len(part) > 1:
                found.append(sorted(part))

    for unit in sorted(graph):
        if unit not in index:
            visit(unit)
    return found


class House:
    """The source files of the floors, against the table. `files` are tidy.File."""

    def __init__(self, rooms: dict[str, Room], files: list) -> None:
        self.rooms = rooms
        self.files = [file for file in files if file.floor in FLOORS and file.suffix in (".cpp", ".hpp")]
        self.paths = {file.path for file in files}
        self.readmes = {folder_of(file.path): file.lines for file in files if file.path.endswith("/README.md")}

    def findings(self) -> Iterator[tuple[str, int, str, str]]:
        """Path, line, rule, message."""
        graph: dict[str, set[str]] = {}
        for file in self.files:
            room = self.rooms.get(folder_of(file.path))
            if room is None:
                yield file.path, 1, "rooms", f"its folder is no room of {TABLE}"
                continue
            yield from self.includes(file, room, graph)
        for part in cycles(graph):
            yield f"{part[0]}.cpp", 1, "cycle", "include each other: " + ", ".join(part)
        yield from self.sizes()

    def includes(self, file, room: Room, graph: dict[str, set[str]]) -> Iterator[tuple[str, int, str, str]]:
        for number, quoted, name in file.includes():
            if name.split("/")[0] in ("duckdb", "duckdb.hpp", "duckdb.h"):
                if file.suffix != ".cpp" or room.plain or file.floor not in ENGINE_FLOORS:
                    yield file.path, number, "engine", f"{name} belongs in .cpp files of rooms that have the engine"
                continue
            if not quoted:
                continue
            if folder_of(name) not in room.reach:
                yield file.path, number, "rooms", f"{room.folder} may not include {name} ({TABLE})"
            elif name in self.paths and unit_of(name) != unit_of(file.path):
                graph.setdefault(unit_of(file.path), set()).add(unit_of(name))

    def sizes(self) -> Iterator[tuple[str, int, str, str]]:
        units: dict[str, set[str]] = {}
        for file in self.files:
            units.setdefault(folder_of(file.path), set()).add(unit_of(file.path))
        for folder, members in sorted(units.items()):
            if len(members) > MAX_UNITS:
                yield folder, 1, "room-size", f"{len(members)} units, at most {MAX_UNITS}"
            if folder not in self.readmes:
                if len(members) >= README_FROM:
                    yield folder, 1, "room-readme", f"{len(members)} units and no README.md"
                continue
            for unit in unnamed(members, self.readmes[folder]):
                yield f"{folder}/README.md", 1, "room-readme", f"does not name {unit.rsplit('/', 1)[1]}"


if __name__ == "__main__":
    print("\n".join(table(parse((pathlib.Path(sys.argv[1]) / TABLE).read_text(encoding="utf-8")))))

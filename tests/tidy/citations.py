"""What pages and comments cite is there: links of pages, paths in backquotes, pages that comments name."""
import pathlib
import re
from typing import Iterator

LINK = re.compile(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)")
QUOTED_PATH = re.compile(r"`([a-z_.]+/[A-Za-z0-9_.*,{}/-]+)`")
PAGE = re.compile(r"\b([A-Za-z0-9_/-]+[.]md)\b")
CODE = {".cpp", ".hpp", ".py", ".sh", ".def", ".spec"}


def is_there(root: pathlib.Path, path: str) -> bool:
    """A file or folder, a unit without its suffix, or a pattern that something fits; {a,b} fits whatever * does."""
    pattern = re.sub(r"\{[^}]*\}", "*", path.rstrip("/"))
    return any(True for suffix in ("", ".hpp", ".cpp") for _ in root.glob(pattern + suffix))


def missing(root: pathlib.Path, files: list) -> Iterator[tuple[str, int, str, str]]:
    """Path, line, rule, message. `files` are tidy.File."""
    tops = {path.name for path in root.iterdir() if path.is_dir()} - {"build"}
    pages = {path.name for path in root.rglob("*.md")}
    for file in files:
        folder = (root / file.path).parent
        for number, line in enumerate(file.lines, 1):
            if file.suffix == ".md":
                cited = [link for link in LINK.findall(line) if not (folder / link).exists()]
                cited += [path for path in QUOTED_PATH.findall(line)
                          if path.split("/")[0] in tops and not is_there(root, path) and not is_there(folder, path)]
            elif file.suffix in CODE and not file.path.startswith("tests/tidy/"):
                cited = [page for page in PAGE.findall(line) if page.split("/")[-1] not in pages]
            else:
                cited = []
            for path in cited:
                yield file.path, number, "citation", f"{path} is not there"

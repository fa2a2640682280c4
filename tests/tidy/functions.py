"""Where functions begin and end: C++ by its braces, Python by its syntax tree.

universal-ctags would be the obvious tool, but it loses every TEST_CASE and every function whose signature carries a
thread-safety annotation. Formatted code (tidy checks that too) is regular enough for a scan of its braces.
"""
import ast
import re
from typing import Iterator, NamedTuple

RAW_STRING = re.compile(r'R"(\w*)\((.*?)\)\1"', re.DOTALL)
DIGIT_SEPARATOR = re.compile(r"(?<=[0-9a-fA-F])'(?=[0-9a-fA-F])")
TOKEN = re.compile(r"""//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'""", re.DOTALL)
DIRECTIVE = re.compile(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", re.MULTILINE)
SCOPE = re.compile(r"\b(namespace|class|struct|enum|union|extern)\b[^;=]*$")
LAMBDA = re.compile(r"=\s*\[[^\]]*\]$")
# What may stand between a function's last parenthesis and its body; `{}` ends a constructor's list of members.
QUALIFIER = r"\s*(const\b|noexcept\b|override\b|final\b|mutable\b|try\b|&)"
AFTER_PARAMETERS = re.compile(rf"({QUALIFIER})*\s*(->.*|.*\{{\}})?", re.DOTALL)


class Span(NamedTuple):
    first: int
    last: int

    @property
    def lines(self) -> int:
        return self.last - self.first + 1


def _blank(match: re.Match) -> str:
    """The same number of lines with nothing in them; a string stays visible as an empty one."""
    return ('""' if match[0][0] in "\"'R" else "") + "\n" * match[0].count("\n")


def _is_function(head: str) -> bool:
    """Whether a brace after this text, found outside any function, opens a function's body."""
    if LAMBDA.search(head):
        return True
    if ")" not in head or head.count("(") != head.count(")"):
        return False
    return bool(AFTER_PARAMETERS.fullmatch(head[head.rindex(")") + 1 :]))


def _is_scope(head: str) -> bool:
    """Whether it opens a block of declarations: `class CAPABILITY("m") Mutex` does, `template <class T> f(T t)` not."""
    return bool(SCOPE.search(head)) and not _is_function(head)


def _without_text(text: str) -> str:
    """Strings, comments and directives taken out, every line kept."""
    text = RAW_STRING.sub(_blank, text)
    text = DIRECTIVE.sub(_blank, text)
    return TOKEN.sub(_blank, DIGIT_SEPARATOR.sub("", text))


def cpp_functions(text: str) -> Iterator[Span]:
    """The spans of outermost functions, from the signature to the closing brace."""
    line, head, first = 1, "", 0
    # Of every open brace: what it holds, and the text before it with its first line (after a constructor's `member{1}`
    # that text goes on).
    blocks: list[tuple[str, str, int]] = []
    for char in _without_text(text):
        if char == "{":
            kind = "other"
            if all(outer != "function" for outer, _, _ in blocks):
                kind = "scope" if _is_scope(head.strip()) else "function" if _is_function(head.strip()) else "other"
            blocks.append((kind, head, first or line))
            head, first = "", 0
        elif char == "}" and blocks:
            kind, before, start = blocks.pop()
            if kind == "function":
                yield Span(start, line)
            head, first = (before + "{}", start) if kind == "other" else ("", 0)
        elif char == ";":
            head, first = "", 0
        else:
            head += char
            first = first or (0 if char.isspace() else line)
        line += char == "\n"


def python_functions(text: str) -> Iterator[Span]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield Span(node.lineno, node.end_lineno or node.lineno)

"""Every rule of tidy.py fires on a tree that breaks it, and on nothing else."""
import json
import pathlib
import tempfile
import unittest

import functions
import rooms
import tidy

ROOMS = """# a comment
protocol | plain | | bytes
catalog | engine | protocol | views
sql/parse | plain | protocol | text
sql | engine | catalog sql/parse | statements
server | engine | sql | all
"""
CLEAN = {
    "cmake/rooms.txt": ROOMS,
    ".clang-format": (pathlib.Path(__file__).parents[2] / ".clang-format").read_text(encoding="utf-8"),
    "protocol/word.hpp": "// A word.\n#pragma once\n",
    "protocol/word.cpp": '#include "protocol/word.hpp"\n',
    "catalog/view.hpp": '// A view.\n#pragma once\n\n#include "protocol/word.hpp"\n',
    "catalog/view.cpp": '#include "catalog/view.hpp"\n\n#include <duckdb.hpp>\n',
    "sql/run.cpp": '#include "catalog/view.hpp"\n',
}


def rules(changes: dict[str, str], compiled: bool = True) -> list[str]:
    """The rules that the clean tree breaks once these files are changed or added."""
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        files = {**CLEAN, **changes}
        for name, text in files.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text, encoding="utf-8")
        commands = [{"file": f"/source/{name}"} for name in files if compiled or name in CLEAN]
        (root / "compile_commands.json").write_text(json.dumps(commands), encoding="utf-8")
        return [finding.rule for finding in tidy.check_tree(root, root)]


def body(lines: int) -> str:
    """A function's statements, so that its braces enclose this many lines."""
    return "    step();\n" * lines


class Rules(unittest.TestCase):
    def test_a_clean_tree_has_no_findings(self):
        self.assertEqual(rules({}), [])

    def test_rooms(self):
        self.assertEqual(rules({"protocol/word.cpp": '#include "catalog/view.hpp"\n'}), ["rooms"])
        self.assertEqual(rules({"catalog/view.cpp": '#include "sql/run.hpp"\n'}), ["rooms"])
        self.assertEqual(rules({"sql/run.cpp": '#include "catalog/view.hpp"\n#include "tests/x.hpp"\n'}), ["rooms"])
        self.assertEqual(rules({"sql/parse/word.cpp": '#include "catalog/view.hpp"\n'}), ["rooms"])
        self.assertEqual(rules({"sql/other/word.cpp": "\n"}), ["rooms"])
        self.assertEqual(rules({"server/main.cpp": '#include "protocol/word.hpp"\n#include "sql/run.hpp"\n'}), [])
        self.assertEqual(rules({"docs/architecture.md": "another table\n"}), ["rooms"])

    def test_what_is_no_table_of_rooms(self):
        for line in ("sql/run | engine | sql/late | x", "sql/run | plain | catalog | x", "sql/run | engine | sql", "x"):
            with self.assertRaises(ValueError):
                rooms.parse(ROOMS + line + "\n")

    def test_cycles(self):
        two = {"sql/a.cpp": '#include "sql/b.hpp"\n', "sql/b.hpp": '// B.\n#pragma once\n\n#include "sql/a.hpp"\n'}
        self.assertEqual(rules({**two, "sql/a.hpp": "// A.\n#pragma once\n"}), ["cycle"])

    def test_sizes_of_rooms(self):
        units = {f"sql/unit{number}.cpp": "\n" for number in range(4)}
        self.assertEqual(rules(units), [])
        units["sql/unit4.cpp"] = "\n"
        self.assertEqual(rules(units), ["room-readme"])
        units["sql/README.md"] = "`run` and `unit*`.\n"
        units.update({f"sql/unit{number}.cpp": "\n" for number in range(5, 25)})
        self.assertEqual(rules(units), ["room-size"])

    def test_a_readme_names_the_units_of_its_room(self):
        for text in ("`view`\n", "`view.hpp`\n", "| `view`, `other` | x |\n", "`vi*`\n"):
            self.assertEqual(rules({"catalog/README.md": text}), [], text)
        for text in ("a view\n", "`views`\n", "`View`\n", "`*`\n"):
            self.assertEqual(rules({"catalog/README.md": text}), ["room-readme"], text)
        self.assertEqual(rules({"docs/README.md": "nothing of a room\n"}), [])

    def test_engine_headers(self):
        self.assertEqual(rules({"protocol/word.cpp": "#include <duckdb.hpp>\n"}), ["engine"])
        self.assertEqual(rules({"server/main.cpp": "#include <duckdb/main/config.hpp>\n"}), ["engine"])
        header = CLEAN["catalog/view.hpp"] + "\n#include <duckdb.hpp>\n"
        self.assertEqual(rules({"catalog/view.hpp": header}), ["engine"])
        self.assertEqual(rules({"sql/parse/word.cpp": "#include <duckdb.hpp>\n"}), ["engine"])

    def test_file_length(self):
        comment = "// x\n"
        self.assertEqual(rules({"sql/run.cpp": CLEAN["sql/run.cpp"] + comment * 399}), [])
        self.assertEqual(rules({"sql/run.cpp": CLEAN["sql/run.cpp"] + comment * 400}), ["file-length"])

    def test_function_length(self):
        self.assertEqual(rules({"sql/long.cpp": "void run() {\n" + body(68) + "}\n"}), [])
        self.assertEqual(rules({"sql/long.cpp": "void run() {\n" + body(69) + "}\n"}), ["function-length"])
        self.assertEqual(rules({"tests/a.py": "def run():\n" + "    pass\n" * 70}), ["function-length"])

    def test_headers(self):
        self.assertEqual(rules({"protocol/word.hpp": "// A word.\n"}), ["pragma-once"])
        self.assertEqual(rules({"protocol/word.hpp": "#pragma once\n"}), ["header-comment"])

    def test_dead_files(self):
        header = "// Nobody calls it.\n#pragma once\n"
        self.assertEqual(rules({"sql/run.hpp": header}), ["dead"])
        include = '#include "sql/run.hpp"\n'
        self.assertEqual(rules({"sql/run.hpp": header, "tests/unit/sql/run_test.cpp": include}), ["dead"])
        self.assertEqual(rules({"sql/run.hpp": header, "tests/wire/runner.cpp": include}), [])
        self.assertEqual(rules({"sql/old.cpp": "\n"}, compiled=False), ["dead"])

    def test_text(self):
        self.assertEqual(rules({"scripts/build": "echo \n"}), ["blanks"])
        self.assertEqual(rules({"README.md": "text \n"}), ["blanks"])
        self.assertEqual(rules({"sql/run.cpp": CLEAN["sql/run.cpp"] + "// TO" + "DO: more\n"}), ["promise"])
        self.assertEqual(rules({"tests/a.py": "#" + "x" * 120 + "\n"}), ["columns"])

    def test_citations(self):
        good = "[a](../sql/run.cpp) [b](https://x.org/y) `sql/run` `protocol/word.hpp` `catalog/{view,x}.cpp` `c/d`\n"
        self.assertEqual(rules({"docs/a.md": good + "`sql/r*`\n"}), [])
        for cited in ("[a](../sql/away.cpp)", "`sql/away`", "`protocol/word.py`", "`sql/a*`"):
            self.assertEqual(rules({"docs/a.md": cited + "\n"}), ["citation"], cited)
        self.assertEqual(rules({"sql/run.cpp": CLEAN["sql/run.cpp"] + "// as notes.md says\n"}), ["citation"])
        self.assertEqual(rules({"sql/run.cpp": CLEAN["sql/run.cpp"] + "// docs/a.md\n", "docs/a.md": "A.\n"}), [])

    def test_format(self):
        self.assertEqual(rules({"sql/run.cpp": CLEAN["sql/run.cpp"] + "int  x;\n"}), ["format"])


class Functions(unittest.TestCase):
    def spans(self, text: str) -> list[tuple[int, int]]:
        return [tuple(span) for span in functions.cpp_functions(text)]

    def test_kinds_of_functions(self):
        for head in (
            "int f() {",
            "auto f() const noexcept -> std::vector<int> {",
            'TEST_CASE("a { b", "[tag]") {',
            "void f(Lock& lock) REQUIRES_LOCK(lock) {",
            "struct Row make(int id) {",
            "template <class T> T f(T value) && {",
            "constexpr auto kTable = [] {",
            "Server::Server(int n) : a{n}, b({.c = 1}), d{} {",
        ):
            self.assertEqual(self.spans(f"{head}\n    if (x) {{\n    }}\n}}\n"), [(1, 4)], head)

    def test_what_is_no_function(self):
        for head in ("namespace a {", 'class CAPABILITY("mutex") M : public B {', "constexpr int kValues[] = {"):
            self.assertEqual(self.spans(f"{head}\n}};\n"), [], head)

    def test_members_of_a_class_inside_a_namespace(self):
        self.assertEqual(self.spans("namespace n {\nclass C {\n    C() : x{1} {\n    }\n};\n}\n"), [(3, 4)])

    def test_braces_in_text_do_not_count(self):
        code = "void f() {\n    g('{', \"}}\", R\"sql(\n}}\n)sql\", 1'000); // }\n#define X {\n}\n"
        self.assertEqual(self.spans(code), [(1, 6)])


if __name__ == "__main__":
    unittest.main()

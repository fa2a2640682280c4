#include "sql/parse/statement.hpp"
#include "tests/support/printed_page.hpp"

#include <algorithm>
#include <cctype>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

using namespace redstart::sql;
using Kind = StatementKind;

namespace {

std::vector<std::string> alternatives(std::string_view words) {
    std::vector<std::string> found;
    while (!words.empty()) {
        const auto one = words.substr(0, words.find('|'));
        found.emplace_back(one);
        words.remove_prefix(std::min(words.size(), one.size() + 1));
    }
    return found;
}

// A name that a row before has is told by the words that begin it: SHOW of a parameter, SHOW DATABASES and its like.
std::string printed_name(const StatementDeclaration& row, std::set<std::string_view>& seen) {
    if (seen.insert(row.name).second) return std::string(row.name);
    auto words = alternatives(row.words).front();
    for (auto& c : words) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return words + ", ...";
}

// The list of docs/sql.md.
std::string printed_table() {
    std::ostringstream out;
    out << "| statement | run by | tag | in a block | read-only | right | page |\n|---|---|---|---|---|---|---|\n";
    std::set<std::string_view> seen;
    for (const auto& row : statement_declarations()) {
        const bool missing = row.runner == StatementRunner::Missing;
        const char* runner = row.runner == StatementRunner::Engine ? "engine" : missing ? "not supported" : "Redstart";
        out << "| " << printed_name(row, seen) << " | " << runner << " | " << (missing ? "" : row.tag) << " | "
            << (row.has(NotInBlock) ? "refused"
                : row.has(Commits)  ? "commits"
                                    : "")
            << " | "
            << (row.has(Writes)       ? "refused"
                : row.has(WritesRows) ? "temporary tables"
                                      : "")
            << " | " << (missing ? "" : row.right) << " | " << row.page << " |\n";
    }
    return out.str();
}

} // namespace

TEST_CASE("the words of every row tell its kind, and no two rows share them") {
    std::set<std::string> seen;
    for (const auto& row : statement_declarations()) {
        for (const auto& words : alternatives(row.words)) {
            INFO(words);
            CHECK(seen.insert(words).second);
            CHECK(split(words)[0].kind == row.kind);
            CHECK(split(words + " x")[0].kind == row.kind);
        }
    }
}

TEST_CASE("every row has a name, a tag and a page") {
    for (const auto& row : statement_declarations()) {
        INFO(row.name);
        CHECK(!row.name.empty());
        CHECK(!row.tag.empty());
        CHECK(!row.right.empty());
        CHECK(!row.page.empty());
        CHECK(&declaration_of(row.kind) == &row);
    }
    CHECK(declaration_of(Kind::Empty).words.empty());
    CHECK(declaration_of(Kind::Unknown).runner == StatementRunner::Missing);
}

TEST_CASE("words that say nothing of a command are passed over") {
    CHECK(split("create or replace temp view v as select 1")[0].kind == Kind::CreateView);
    CHECK(split("create local temporary table t as select 1")[0].kind == Kind::CreateTableAs);
    CHECK(split("set local session authorization u")[0].kind == Kind::SetSessionAuthorization);
    CHECK(split("set session x to 1")[0].kind == Kind::Set);
    CHECK(split("table t")[0].kind == Kind::Unknown);
}

// REDSTART_ACCEPT=1 writes the table into the page.
TEST_CASE("docs/sql.md lists the statements as they are declared") {
    redstart::test::check_printed("docs/sql.md", "| statement |", printed_table());
}

#include "catalog/information/engine_functions.hpp"
#include "catalog/information/procedures.hpp"
#include "catalog/signatures/signature.hpp"
#include "protocol/pg_type.hpp"
#include "tests/support/printed_page.hpp"
#include "tests/unit/catalog/fixture.hpp"

#include <algorithm>
#include <cctype>
#include <map>
#include <set>
#include <sstream>
#include <string>

#include <catch2/catch.hpp>

using namespace redstart::catalog;

namespace {

using Names = std::set<std::string>;

Names installed(CatalogFixture& catalog, const std::string& schema, const std::string& kinds) {
    Names names;
    const auto found =
        catalog.query("SELECT DISTINCT function_name FROM system.main.duckdb_functions() WHERE schema_name = '" +
                      schema + "' AND function_type IN (" + kinds + ")");
    for (const auto& row : found.rows) names.insert(row[0]);
    return names;
}

Names declared() {
    Names names;
    for (const auto family : {session_functions(), object_functions(), text_functions(), privilege_functions(),
                              visibility_functions(), membership_functions()})
        for (const auto& function : family) names.emplace(function.name);
    for (const auto& row : signatures()) names.emplace(row.name);
    each_name(written_functions(), [&names](std::string_view name) { names.emplace(name); });
    return names;
}

bool is_word(const std::string& name) { return std::isalpha(static_cast<unsigned char>(name[0])) != 0; }

// "numeric" of a type's OID as SQL names it.
std::string types_text(const Procedure& procedure) { return argument_list(procedure); }

std::string escaped(std::string_view text) {
    std::string result;
    for (const char c : text) result += c == '|' ? std::string("\\|") : std::string(1, c);
    return result;
}

// The list of docs/sql.md.
std::string printed_table() {
    std::ostringstream out;
    out << "| function | arguments | result | page |\n|---|---|---|---|\n";
    std::map<std::string, std::string> rows;
    for (const auto family : {session_functions(), object_functions(), text_functions(), privilege_functions(),
                              visibility_functions(), membership_functions()})
        for (const auto& function : family) {
            if (function.name.starts_with("rs_")) continue;
            const auto* procedure = find_procedure(function.name);
            std::string alternatives;
            for (const auto& other : procedures())
                if (other.name == function.name)
                    alternatives += (alternatives.empty() ? "" : " \\| ") + types_text(other);
            rows[std::string(function.name)] = alternatives + " | " +
                                               redstart::protocol::format_type(procedure->result) + " | " +
                                               std::string(function.page);
        }
    std::string missing;
    for (const auto& row : signatures()) {
        if (row.made == Made::Missing)
            missing += (missing.empty() ? "" : ", ") + std::string(row.name);
        else
            rows[std::string(row.name)] = escaped(row.arguments) + " | " +
                                          (row.result == "same" ? "the first argument's" : std::string(row.result)) +
                                          " | " + std::string(row.page);
    }
    for (const auto& [name, text] : rows) out << "| " << name << " | " << text << " |\n";
    out << "| not supported, answered by 0A000 | | | " << missing << " |\n";
    return out.str();
}

} // namespace

TEST_CASE("no two rows have a name") {
    Names seen;
    for (const auto& row : signatures()) {
        INFO(row.name);
        CHECK(seen.emplace(row.name).second);
        CHECK(!row.page.empty());
        CHECK(std::ranges::none_of(row.name, [](char c) { return c >= 'A' && c <= 'Z'; }));
    }
}

TEST_CASE("every function that is listed is there, and what is there is listed") {
    CatalogFixture catalog;
    const auto own = installed(catalog, "pg_catalog", "'scalar', 'aggregate'");
    auto engine = installed(catalog, "main", "'scalar', 'aggregate', 'macro'");
    engine.merge(installed(catalog, "pg_catalog", "'macro'"));
    for (const auto& row : signatures()) {
        INFO(row.name);
        if (row.made == Made::Own) CHECK(own.contains(std::string(row.name)));
        if (row.made == Made::Engine) CHECK(engine.contains(std::string(row.name)));
        if (row.made == Made::Missing) CHECK(!own.contains(std::string(row.name)));
    }
    const auto names = declared();
    for (const auto& name : own) {
        INFO(name);
        if (is_word(name) && !name.starts_with("rs_")) CHECK(names.contains(name));
    }
}

TEST_CASE("pg_proc has every function that can be called, with arguments and results") {
    CHECK(find_procedure("to_hex")->arguments == std::vector<std::uint32_t>{23});
    CHECK(find_procedure("count")->kind == 'a');
    CHECK(find_procedure("lag")->kind == 'w');
    CHECK(find_procedure("json_parse") == nullptr);
    CHECK(find_procedure("coalesce") == nullptr);
    CHECK(argument_list(*find_procedure("split_part")) == "character varying, character varying, integer");
    const auto& first = procedures().front();
    CHECK(find_procedure(first.oid) == &first);
    CHECK(find_procedure(procedures().back().oid) == &procedures().back());
    CHECK(find_procedure(kFirstProcedureOid + static_cast<std::uint32_t>(procedures().size())) == nullptr);
}

// REDSTART_ACCEPT=1 writes the table into the page.
TEST_CASE("docs/sql.md lists the functions as they are declared") {
    redstart::test::check_printed("docs/sql.md", "| function |", printed_table());
}

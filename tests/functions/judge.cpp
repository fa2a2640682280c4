#include "tests/functions/judge.hpp"

#include <cctype>
#include <regex>

namespace redstart::test {
namespace {

// The engine's own ways to speak. PostgreSQL's hint says "No function matches".
constexpr std::string_view kEngineWords[] = {"Error:",
                                             "INTERNAL",
                                             "Could not convert",
                                             "Could not cast",
                                             "Candidate",
                                             "candidate functions",
                                             "Did you mean",
                                             "Unimplemented",
                                             "Not implemented",
                                             "not yet supported",
                                             "DuckDB",
                                             "duckdb",
                                             "Cannot cast",
                                             "TRY_CAST",
                                             "SET ",
                                             "Attempted to",
                                             "Assertion",
                                             "std::",
                                             "LINE ",
                                             "main.",
                                             "list_",
                                             "Vector",
                                             "logical type"};

// Types as the engine writes them, and names as its sources do.
const std::regex& engine_names() {
    static const std::regex names(
        R"(\b(VARCHAR|BLOB|HUGEINT|UHUGEINT|U?BIGINT|U?INTEGER|U?SMALLINT|U?TINYINT|DOUBLE|FLOAT|DECIMAL|STRUCT|MAP|)"
        R"(TIMESTAMP|TIMESTAMPTZ|DATE|TIME|INTERVAL|BOOLEAN|BOOL|LIST|UNKNOWN|SQLNULL|INT(8|16|32|64|128)|UINT\d+|)"
        R"(INTEGER_LITERAL|STRING_LITERAL|rs_\w+)\b|\b[A-Z][a-z]+[A-Z]\w+)");
    return names;
}

// What is quoted is the client's own.
std::string without_quoted(std::string_view text) {
    std::string rest;
    char quote = 0;
    for (const char c : text) {
        if (quote == 0 && (c == '"' || c == '\'')) {
            quote = c;
            rest += c;
        } else if (c == quote) {
            quote = 0;
            rest += c;
        } else if (quote == 0) {
            rest += c;
        }
    }
    return rest;
}

bool speaks_as_the_engine(std::string_view text) {
    static const std::regex called(R"(\bfunction \w+)"); // the client's own name as well
    const auto rest = std::regex_replace(without_quoted(text.substr(0, 500)), called, "function");
    for (const auto word : kEngineWords)
        if (rest.find(word) != std::string::npos) return true;
    return std::regex_search(rest, engine_names());
}

} // namespace

std::vector<std::string> findings(const Outcome& outcome, const Limits& limits) {
    std::vector<std::string> found;
    if (outcome.unheard > limits.slow)
        found.push_back("a cancel was not heard for " + std::to_string(outcome.unheard) + " s");
    if (outcome.growth > limits.growth) found.push_back("took " + std::to_string(outcome.growth) + " MiB");
    if (!outcome.error) return found;
    const auto& error = *outcome.error;
    if (error.sqlstate() == "XX000") found.push_back("internal error: " + error.message() + " / " + error.detail());
    for (const auto* text : {&error.message(), &error.detail(), &error.hint()})
        if (speaks_as_the_engine(*text)) found.push_back("the engine's text: " + text->substr(0, 300));
    if (error.message().size() > 70'000) found.push_back("a message of " + std::to_string(error.message().size()));
    return found;
}

std::string shape_of(std::string_view text) {
    std::string shape;
    for (const char c : without_quoted(text.substr(0, 300))) {
        const bool digit = std::isdigit(static_cast<unsigned char>(c)) != 0;
        if (!digit)
            shape += c;
        else if (shape.empty() || shape.back() != '#')
            shape += '#';
    }
    return shape;
}

} // namespace redstart::test

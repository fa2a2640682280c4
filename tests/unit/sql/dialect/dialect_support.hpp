// What the dialect tests share: the rewritten text, and whether the engine's parser takes it. Test code, one thread.
#pragma once

#include "protocol/error.hpp"
#include "sql/dialect/engine_keywords.hpp"
#include "sql/dialect/rewrite.hpp"

#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <duckdb.hpp>
#include <duckdb/parser/parser.hpp>

namespace redstart::sql::dialect_test {

using protocol::SqlError;

inline std::string rewritten(std::string_view sql) { return to_engine_sql(split(sql).at(0)).sql; }

// The message of the engine's parser, empty when it accepts the text.
inline std::string parse_error(const std::string& sql) {
    try {
        duckdb::Parser parser;
        parser.ParseQuery(sql);
        return "";
    } catch (const std::exception& error) { return error.what(); }
}

struct Case {
    std::string_view sql;
    std::string_view expected;
};

inline void check(const std::vector<Case>& cases) {
    for (const auto& [sql, expected] : cases) {
        INFO(sql);
        const auto out = rewritten(sql);
        CHECK(out == expected);
        CHECK(parse_error(out).empty());
    }
}

inline void check_same(const std::vector<std::string_view>& cases) {
    for (const auto sql : cases) {
        INFO(sql);
        CHECK(rewritten(sql) == sql);
        CHECK(parse_error(std::string(sql)).empty());
    }
}

inline std::string sqlstate_of(std::string_view sql) {
    try {
        rewritten(sql);
    } catch (const SqlError& error) { return error.sqlstate(); }
    return "none";
}

} // namespace redstart::sql::dialect_test

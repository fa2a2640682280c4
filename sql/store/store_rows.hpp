// How rows of the system database are read, and statements on it run, in the transaction of the caller's connection.
// Functions on one connection; its thread.
#pragma once

#include "sql/store/store_changes.hpp"

#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace duckdb {
class Connection;
} // namespace duckdb

namespace redstart::sql {

// Every value as text; nullopt is NULL.
using StoreRows = std::vector<StoreValues>;

// Several statements take the same values; the rows are the last one's. Throws what the engine says as SqlError.
StoreRows run_store(duckdb::Connection& connection, std::string_view sql, const StoreValues& values);

// SELECT columns FROM that database's `rest`.
StoreRows select_store(duckdb::Connection& connection, std::string_view columns, std::string_view rest,
                       const StoreValues& values = {});

template <typename Number> std::optional<Number> optional_number_of(const std::optional<std::string>& value) {
    if (!value) return std::nullopt;
    Number number = 0;
    std::from_chars(value->data(), value->data() + value->size(), number);
    return number;
}

template <typename Number> Number number_of(const std::optional<std::string>& value) {
    return optional_number_of<Number>(value).value_or(0);
}

inline bool flag_of(const std::optional<std::string>& value) { return value == "true"; }

inline std::string text_of(const std::optional<std::string>& value) { return value.value_or(""); }

} // namespace redstart::sql

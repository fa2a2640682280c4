// The first values of parameters as rows of the system database: those of users and those of databases.
// A function on one connection; its thread.
#pragma once

#include "catalog/state/users.hpp"
#include "sql/store/store_rows.hpp"

#include <unordered_map>

namespace redstart::sql {

// Of all owners, by owner. `table` has the owner in its first column.
inline std::unordered_map<std::int64_t, catalog::ParameterValues> read_settings(duckdb::Connection& connection,
                                                                                std::string_view table) {
    std::unordered_map<std::int64_t, catalog::ParameterValues> settings;
    for (const auto& row : select_store(connection, "*", std::string(table) + " ORDER BY ALL"))
        settings[number_of<std::int64_t>(row[0])].emplace_back(text_of(row[1]), text_of(row[2]));
    return settings;
}

} // namespace redstart::sql

// SystemView: the declaration of one system view: its columns, its SQL and who may read it.
// Plain constants made while compiling; any thread.
#pragma once

#include "catalog/views/columns.hpp"

#include <cstdint>
#include <string_view>

namespace redstart::catalog {

// Who sees what (Redshift, "Visibility of data in system tables and views").
enum class Access : unsigned char {
    All,      // everyone sees every row
    UserRows, // a regular user sees the rows whose userid (or user_id) is his own; superusers and users with
              // SYSLOG ACCESS UNRESTRICTED see all. The installer adds the filter.
    Superuser // regular users may not read it at all: checked where names are resolved
};

struct SystemView {
    std::string_view schema;
    std::string_view name;
    std::uint32_t oid; // see catalog/README.md for the ranges
    Access access = Access::All;
    Columns columns; // the contract: names, order, types and lengths as a client sees them
    // One SELECT whose columns match `columns` by position; empty for a view that exists and has no rows.
    // Unqualified functions, table functions and relations are those of the system catalog, never a user's.
    std::string_view sql = "";
};

// The declared column a UserRows view is filtered by; empty when there is none (a wrong declaration).
constexpr std::string_view user_column(const SystemView& view) {
    std::string_view found;
    for (detail::ColumnParser parser(view.columns.text()); !parser.done();) {
        const auto column = parser.next();
        if (found.empty() && (column.name == "userid" || column.name == "user_id")) found = column.name;
    }
    return found;
}

} // namespace redstart::catalog

// Creating a sample database: the database itself and its tables. Used by the main thread before anyone connects.
#pragma once

#include "sql/session/session_parts.hpp"

#include <cstdint>
#include <string>

namespace redstart::sql {

// Creates database `tickit`, owned by that user, with the tables and rows of load_tickit(), unless a database of that
// name exists. Returns true when it was made. Throws SqlError. One that was cut short, by kill -9 or a full disk, is
// gone at the next start.
bool create_tickit(const ExecutorServices& services, std::int32_t scale, const std::string& owner,
                   std::int32_t owner_id);

} // namespace redstart::sql

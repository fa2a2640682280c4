// Names of the things the lock manager speaks about. Plain values.
#pragma once

#include <cstdint>

namespace redstart::sql {

using Xid = std::int64_t;         // transaction id, positive, unique in the process
using RelationId = std::uint32_t; // oid of a table or view, unique in the data directory; 0 is none

} // namespace redstart::sql

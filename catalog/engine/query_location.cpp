#include "catalog/engine/query_location.hpp"

#include <duckdb.hpp>

namespace redstart::catalog {

int position_at(const duckdb::optional_idx& location) {
    return location.IsValid() ? static_cast<int>(location.GetIndex()) + 1 : 0;
}

} // namespace redstart::catalog

// ClusterRefusal: what a statement says that runs here and that a cluster refuses. A value.
#pragma once

#include "protocol/error.hpp"

namespace redstart::sql {

struct ClusterRefusal {
    protocol::SqlError error;
    bool over_tables = false; // refused over tables of users only; others also where no table is read
};

} // namespace redstart::sql

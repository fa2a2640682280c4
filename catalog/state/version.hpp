// The Redshift release Redstart answers as. One place, for version(), padb_version and the views.
// Constants; any thread.
#pragma once

#include <string_view>

namespace redstart::catalog {

// A release old enough that no client expects what Redstart lacks, new enough (1.0.6118) for stored procedures.
inline constexpr std::string_view kRedshiftVersion = "1.0.63269";
inline constexpr std::string_view kVersionText =
    "PostgreSQL 8.0.2 on i686-pc-linux-gnu, compiled by GCC gcc (GCC) 3.4.2 20041017 (Red Hat 3.4.2-6.fc3), "
    "Redshift 1.0.63269";
static_assert(kVersionText.ends_with(kRedshiftVersion));

} // namespace redstart::catalog

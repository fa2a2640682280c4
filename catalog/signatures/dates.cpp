#include "catalog/signatures/signature.hpp"

#include <array>

namespace redstart::catalog {

namespace {

using enum Made;

constexpr auto kRows = std::to_array<Signature>({
    {"add_months", "date, int | timestamp, int", "timestamp", Own, "r_ADD_MONTHS"},
    {"convert_timezone", "varchar, timestamp | varchar, varchar, timestamp", "timestamp", Own, "CONVERT_TIMEZONE"},
    {"current_date", "", "date", Own, "r_CURRENT_DATE_function"},
    {"date_cmp", "date, date", "int", Own, "r_DATE_CMP"},
    {"date_cmp_timestamp", "date, timestamp", "int", Own, "r_DATE_CMP_TIMESTAMP"},
    {"date_cmp_timestamptz", "date, timestamptz", "int", Own, "r_DATE_CMP_TIMESTAMPTZ"},
    {"date_add", "varchar, bigint, time", "timestamp", Own, "r_DATEADD_function"},
    {"dateadd", "varchar, bigint, timestamp | varchar, bigint, time without time zone | varchar, bigint, timetz",
     "timestamp", Own, "r_DATEADD_function"},
    {"date_diff", "varchar, time, time", "bigint", Own, "r_DATEDIFF_function"},
    {"datediff",
     "varchar, timestamp, timestamp | varchar, time without time zone, time without time zone | varchar, timetz, "
     "timetz",
     "bigint", Own, "r_DATEDIFF_function"},
    {"date_part", "varchar, time | varchar, time without time zone | varchar, timetz | varchar, interval", "float8",
     Own, "r_DATE_PART_function"},
    {"date_part_year", "date", "int", Own, "r_DATE_PART_YEAR"},
    {"date_trunc", "varchar, timestamp | varchar, timestamptz", "timestamp", Own, "r_DATE_TRUNC"},
    {"extract", "varchar, time", "int", Grammar, "r_EXTRACT_function"},
    {"interval_cmp", "interval, interval", "int", Own, "r_INTERVAL_CMP"},
    {"last_day", "date | timestamp", "date", Own, "r_LAST_DAY"},
    {"months_between", "date, date | timestamp, timestamp", "float8", Own, "r_MONTHS_BETWEEN_function"},
    {"next_day", "date, varchar | timestamp, varchar", "date", Own, "r_NEXT_DAY"},
    {"pgdate_part", "varchar, time | varchar, interval", "float8", Own, "r_DATE_PART_function"},
    {"time_cmp", "time without time zone, time without time zone", "int", Own, "PostgreSQL"},
    {"timeofday", "", "varchar", Own, "r_TIMEOFDAY_function"},
    {"timestamp_cmp", "timestamp, timestamp", "int", Own, "r_TIMESTAMP_CMP"},
    {"timestamp_cmp_date", "timestamp, date", "int", Own, "r_TIMESTAMP_CMP_DATE"},
    {"timestamp_cmp_timestamptz", "timestamp, timestamptz", "int", Own, "r_TIMESTAMP_CMP_TIMESTAMPTZ"},
    {"timestamptz_cmp", "timestamptz, timestamptz", "int", Own, "r_TIMESTAMPTZ_CMP"},
    {"timestamptz_cmp_date", "timestamptz, date", "int", Own, "r_TIMESTAMPTZ_CMP_DATE"},
    {"timestamptz_cmp_timestamp", "timestamptz, timestamp", "int", Own, "r_TIMESTAMPTZ_CMP_TIMESTAMP"},
    {"timetz_cmp", "timetz, timetz", "int", Own, "PostgreSQL"},
    {"timezone", "varchar, timestamp | varchar, timestamptz", "timestamptz", Own, "r_TIMEZONE"},
    {"to_timestamp", "varchar, varchar | varchar, varchar, boolean", "timestamptz", Own, "r_TO_TIMESTAMP"},
});

} // namespace

std::span<const Signature> date_signatures() { return kRows; }

} // namespace redstart::catalog

// DateStyle: how dates and timestamps are shown (PostgreSQL, "Date/Time Output"). Values and pure functions; any
// thread.
#pragma once

#include <string>
#include <string_view>

namespace redstart::sql {

struct DateStyle {
    enum class Form : unsigned char { Iso, Sql, Postgres, German };
    Form form = Form::Iso;
    bool day_first = false; // DMY; of SQL and Postgres
};

// "SQL, DMY", as the setting is kept.
DateStyle parse_date_style(std::string_view setting);

// A date or timestamp in ISO form, "2024-02-29 13:45:00.25+05:30", in another. A zone is shown as its offset, that of
// UTC by name.
std::string restyled(std::string_view iso, DateStyle style);

} // namespace redstart::sql

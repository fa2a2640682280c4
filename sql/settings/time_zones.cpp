#include "sql/settings/time_zones.hpp"

#include "sql/parse/token_text.hpp"

namespace redstart::sql {

TimeZones::TimeZones(const std::vector<std::string>& names) {
    for (const auto& name : names) spellings_.emplace(lower_case(name), name);
}

std::optional<std::string> TimeZones::find(std::string_view name) const {
    const auto found = spellings_.find(lower_case(name));
    return found == spellings_.end() ? std::nullopt : std::optional(found->second);
}

} // namespace redstart::sql

// TimeZones: the names a session may set its TimeZone to. Immutable after construction; read by any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace redstart::sql {

class TimeZones {
public:
    TimeZones() = default;
    // As the zones are spelled: "America/New_York".
    explicit TimeZones(const std::vector<std::string>& names);

    // The zone as it is spelled, found in any case; nullopt for an unknown name.
    std::optional<std::string> find(std::string_view name) const;
    bool empty() const noexcept { return spellings_.empty(); }

private:
    std::unordered_map<std::string, std::string> spellings_; // by name in lower case
};

} // namespace redstart::sql

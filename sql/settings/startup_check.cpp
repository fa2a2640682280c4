#include "sql/settings/startup_check.hpp"

#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/parse/token_text.hpp"
#include "sql/settings/settings_table.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/core.h>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using protocol::SqlError;

// PostgreSQL's encodings and their other names, letters and digits only (pg_encname_tbl).
bool is_encoding(std::string_view text) {
    constexpr std::array<std::string_view, 56> names = {
        "abc",      "alt",      "big5",         "euccn",     "eucjis2004", "eucjp",     "euckr",     "euctw",
        "gb18030",  "gbk",      "iso88591",     "iso885910", "iso885913",  "iso885914", "iso885915", "iso885916",
        "iso88592", "iso88593", "iso88594",     "iso88595",  "iso88596",   "iso88597",  "iso88598",  "iso88599",
        "johab",    "koi8",     "koi8r",        "koi8u",     "latin1",     "latin10",   "latin2",    "latin3",
        "latin4",   "latin5",   "latin6",       "latin7",    "latin8",     "latin9",    "mskanji",   "muleinternal",
        "shiftjis", "sjis",     "shiftjis2004", "sqlascii",  "tcvn",       "tcvn5712",  "uhc",       "unicode",
        "utf8",     "vscii",    "win",          "default",   "win932",     "win936",    "win949",    "win950"};
    std::string name;
    for (const char c : lower_case(text))
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) name += c;
    if (name.starts_with("windows")) name.erase(3, 4);
    const auto page = std::string_view(name).substr(std::min<std::size_t>(name.size(), 3));
    if (name.starts_with("win") && (page == "866" || page == "874" || (page >= "1250" && page <= "1258"))) return true;
    return std::find(names.begin(), names.end(), name) != names.end();
}

// The values that `parameter` may have are all known here.
bool is_checked(const Parameter& parameter, std::string_view value, const TimeZones& zones) {
    switch (parameter.kind) {
    case ParameterKind::Bool:
    case ParameterKind::Integer:
    case ParameterKind::Number:
    case ParameterKind::DateStyle: return true;
    case ParameterKind::TimeZone: return !zones.empty();
    case ParameterKind::Encoding: return !is_encoding(value);
    default: return false;
    }
}

} // namespace

void check_startup_settings(const std::vector<std::pair<std::string, std::string>>& settings, const TimeZones& zones) {
    for (const auto& [name, value] : settings) {
        const auto* parameter = find_parameter(name);
        if (parameter == nullptr) continue;
        if (parameter->name == "is_superuser" || parameter->name == "session_authorization")
            throw SqlError::fatal(state::kCantChangeRuntimeParam,
                                  fmt::format("parameter \"{}\" cannot be changed", parameter->name));
        if (parameter->use == ParameterUse::Fixed || !is_checked(*parameter, value, zones)) continue;
        try {
            normalized(*parameter, {value}, parameter->initial, zones);
        } catch (const SqlError& error) {
            if (error.sqlstate() == state::kInvalidParameterValue)
                throw SqlError::fatal(state::kInvalidParameterValue, error.message());
        }
    }
}

} // namespace redstart::sql

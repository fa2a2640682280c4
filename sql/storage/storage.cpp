#include "sql/storage/storage.hpp"

#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"

#include <fmt/core.h>

namespace redstart::sql {

ObjectName parse_object_url(std::string_view url) {
    constexpr std::string_view kScheme = "s3://";
    const auto bad = [&] {
        return protocol::SqlError(protocol::sqlstate::kInvalidParameterValue,
                                  fmt::format("\"{}\" is not the location of an object", url))
            .hint("A location is written s3://bucket/key.");
    };
    if (!url.starts_with(kScheme)) throw bad();
    const auto rest = url.substr(kScheme.size());
    const auto slash = rest.find('/');
    ObjectName name;
    name.bucket = rest.substr(0, slash);
    if (slash != std::string_view::npos) name.key = rest.substr(slash + 1);
    if (name.bucket.empty() || rest.find('\0') != std::string_view::npos) throw bad();
    return name;
}

} // namespace redstart::sql

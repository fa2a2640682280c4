#include "sql/object/name_lock.hpp"

namespace redstart::sql {

Relation name_lock(const std::string& database, const std::string& schema, const std::string& name) {
    std::uint64_t hash = 14695981039346656037u; // FNV-1a
    for (const auto* part : {&database, &schema, &name}) {
        for (const char letter : *part)
            hash = (hash ^ static_cast<unsigned char>(letter >= 'A' && letter <= 'Z' ? letter + ('a' - 'A') : letter)) *
                   1099511628211u;
        hash = (hash ^ 0x1FFu) * 1099511628211u; // the end of a part
    }
    constexpr RelationId kFirst = 0x40000000; // above the oids of objects, and within int4, as views show it
    const auto oid = kFirst | static_cast<RelationId>((hash ^ (hash >> 32)) & 0x3FFFFFFF);
    return {RelationKind::Table, "system", "pg_catalog", "pg_class", oid};
}

Relation identity_lock(char kind, std::int32_t id) { return name_lock("", std::string(1, kind), std::to_string(id)); }

} // namespace redstart::sql

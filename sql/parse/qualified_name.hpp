// QualifiedName: a name as a client writes it: name, schema.name or database.schema.name, in lower case.
// A value; pure functions.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace redstart::sql {

using QualifiedName = std::vector<std::string>;

// The part `from_right` places before the last one: 0 the name, 1 the schema, 2 the database; empty when not given.
inline std::string name_part(const QualifiedName& name, std::size_t from_right) {
    return from_right < name.size() ? name[name.size() - 1 - from_right] : std::string();
}

// As messages show it: "schema.name".
inline std::string shown_name(const QualifiedName& name) {
    std::string text;
    for (const auto& part : name) text.append(text.empty() ? "" : ".").append(part);
    return text;
}

} // namespace redstart::sql

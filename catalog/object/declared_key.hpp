// DeclaredKey: a PRIMARY KEY, UNIQUE or FOREIGN KEY of a table, informational as in Redshift, and its form as a tag.
// A value; pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace redstart::catalog {

inline constexpr std::string_view kConstraintTag = "constraint."; // and the constraint's name

struct DeclaredKey {
    char type = 'p'; // pg_constraint.contype: 'p', 'u' or 'f'
    std::vector<std::string> columns;
    std::vector<std::string> target; // of a foreign key: schema and table; as the client wrote them until resolved
    std::vector<std::string> target_columns; // none until resolved: the target's primary key
};

// "p:a,b", "u:a", "f:a,b:schema.table:x,y"; names that need it are quoted.
std::string key_tag(const DeclaredKey& key);
// nullopt for text that key_tag() does not write.
std::optional<DeclaredKey> parse_key_tag(std::string_view tag);

// The name PostgreSQL gives a constraint of `table` that the client did not name: t_pkey, t_a_key, t_a_fkey.
std::string generated_name(std::string_view table, const DeclaredKey& key);

} // namespace redstart::catalog

// Privileges: what may be granted on an object, as bits, with the letters and words of the catalogs.
// Constants and pure functions; any thread. Sources: Redshift developer guide, GRANT; the letters are PostgreSQL's,
// those of DROP, ALTER and TRUNCATE INF.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace redstart::catalog {

enum class Privilege : std::uint32_t {
    Insert = 1,
    Select = 2,
    Update = 4,
    Delete = 8,
    Rule = 16,
    References = 32,
    Trigger = 64,
    Drop = 128,
    Alter = 256,
    Truncate = 512,
    Execute = 1024,
    Usage = 2048,
    Create = 4096,
    Temporary = 8192
};

// A set of privileges.
using Privileges = std::uint32_t;

constexpr Privileges bit(Privilege privilege) noexcept { return static_cast<Privileges>(privilege); }
constexpr Privileges operator|(Privilege a, Privilege b) noexcept { return bit(a) | bit(b); }
constexpr Privileges operator|(Privileges a, Privilege b) noexcept { return a | bit(b); }
constexpr bool has(Privileges set, Privilege privilege) noexcept { return (set & bit(privilege)) != 0; }

// The kinds of objects that privileges are granted on.
enum class ObjectKind : unsigned char { Relation, Schema, Database };

// ALL of an object of this kind.
Privileges all_privileges(ObjectKind kind) noexcept;
// As messages call it: "relation", "schema", "database".
std::string_view kind_name(ObjectKind kind) noexcept;

// The privilege a word stands for, in lower case ("temp" is TEMPORARY); nullopt for none.
std::optional<Privilege> privilege_of(std::string_view word) noexcept;
// In capitals, as SVV_RELATION_PRIVILEGES prints it; TEMP for TEMPORARY.
std::string_view word_of(Privilege privilege) noexcept;
char letter_of(Privilege privilege) noexcept;
std::optional<Privilege> privilege_of_letter(char letter) noexcept;
// Each one of a set, in the order of an access list's letters.
std::vector<Privilege> each_of(Privileges set);

} // namespace redstart::catalog

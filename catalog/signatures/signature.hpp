// Signature: what a client may call, as the documentation has it: name, arguments, result, how it is made, page.
// The rows of this room, together with the declarations of catalog/information that have their bodies beside them, are
// all the functions there are: the allow-list, pg_proc, the list in docs/sql.md and the tests go by them. Constants;
// any thread.
#pragma once

#include <span>
#include <string_view>

namespace redstart::catalog {

enum class Made : unsigned char {
    Own,     // a body of ours in pg_catalog: catalog/functions
    Engine,  // the engine's function of this name
    Dialect, // what sql/dialect or sql/resolve writes instead
    Grammar, // an expression to the engine's parser: COALESCE, EXTRACT; also its window functions
    Missing, // Redshift has it and this server has not: 0A000 by its name
};

struct Signature {
    std::string_view name; // in lower case
    // The types of the arguments, alternatives separated by '|': "varchar, int | varbyte". "number" stands for every
    // numeric type, "time" for date, timestamp and timestamptz, "any" for all types; "..." for any number of the last.
    std::string_view arguments;
    std::string_view result; // a type, or "same": that of the first argument
    Made made;
    std::string_view page; // of the Redshift developer guide, or "PostgreSQL"
};

// Every row, family after family.
std::span<const Signature> signatures();
// The first row of this name; nullptr without one.
const Signature* find_signature(std::string_view name);

// The families.
std::span<const Signature> aggregate_signatures();
std::span<const Signature> window_signatures();
std::span<const Signature> date_signatures();
std::span<const Signature> text_signatures();
std::span<const Signature> number_signatures();
std::span<const Signature> byte_signatures();     // VARBYTE and hashes
std::span<const Signature> other_signatures();    // conditions, formats, JSON
std::span<const Signature> postgres_signatures(); // what only PostgreSQL has
std::span<const Signature> missing_signatures();

} // namespace redstart::catalog

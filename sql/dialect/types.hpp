// Type names: Redshift's spelling into the engine's, where a type is expected.
// Pure functions over a Rewriter.
#pragma once

#include "sql/dialect/rewriter.hpp"

namespace redstart::sql {

// A column without a length has Redshift's default one (VARCHAR is VARCHAR(256), TEXT as well); a cast has none.
enum class TypePlace : unsigned char { Expression, Column };

// One past the type name that begins at token `i`, modifiers and [] included.
std::size_t type_end(const Rewriter& rewriter, std::size_t i);

// The engine's spelling of the type at `i`; empty when it is the same.
std::string engine_type(const Rewriter& rewriter, std::size_t i, TypePlace place);

// Replaces the type name at `i`; returns one past it.
std::size_t rewrite_type_at(Rewriter& rewriter, std::size_t i, TypePlace place);
inline void rewrite_type(Rewriter& rewriter, std::size_t i, TypePlace place) { rewrite_type_at(rewriter, i, place); }

// year, month, day, hour, minute, second and their plurals: what may follow INTERVAL '...'.
bool is_interval_unit(Word word);

} // namespace redstart::sql

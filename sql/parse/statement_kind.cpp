#include "sql/parse/statement_kind.hpp"

#include <array>

namespace redstart::sql {
namespace {

// In the order of the enumeration, Empty first and Unknown last.
constexpr auto kDeclarations = std::to_array<StatementDeclaration>({
    {StatementKind::Empty, "", "", "", StatementRunner::Missing, None, "", ""},
#define STATEMENT(kind, words, name, tag, runner, traits, right, page)                                                 \
    {StatementKind::kind, words, name, tag, StatementRunner::runner, traits, right, page},
#include "sql/parse/statements.def"
#undef STATEMENT
    {StatementKind::Unknown, "", "", "", StatementRunner::Missing, None, "", ""},
});

} // namespace

std::span<const StatementDeclaration> statement_declarations() noexcept {
    return std::span(kDeclarations).subspan(1, kDeclarations.size() - 2);
}

const StatementDeclaration& declaration_of(StatementKind kind) noexcept {
    return kDeclarations[static_cast<std::size_t>(kind)];
}

std::string command_tag(StatementKind kind, std::uint64_t rows) {
    const auto tag = declaration_of(kind).tag;
    if (!tag.ends_with('#')) return std::string(tag);
    return std::string(tag.substr(0, tag.size() - 1)) + std::to_string(rows);
}

} // namespace redstart::sql

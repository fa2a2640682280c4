#include "sql/parse/unsupported_forms.hpp"

#include "sql/parse/token_text.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace redstart::sql {
namespace {

using Kind = StatementKind;

struct Form {
    Kind kind;
    std::array<std::string_view, 2> words; // that follow each other; the second may be missing
    std::string_view name;
};

constexpr auto kForms = std::to_array<Form>({
    {Kind::AlterTable, {"owner", "to"}, "ALTER TABLE ... OWNER TO"},
    {Kind::AlterTable, {"alter", "distkey"}, "ALTER TABLE ... ALTER DISTKEY"},
    {Kind::AlterTable, {"alter", "diststyle"}, "ALTER TABLE ... ALTER DISTSTYLE"},
    {Kind::AlterTable, {"alter", "sortkey"}, "ALTER TABLE ... ALTER SORTKEY"},
    {Kind::AlterTable, {"compound", "sortkey"}, "ALTER TABLE ... ALTER SORTKEY"},
    {Kind::AlterTable, {"alter", "encode"}, "ALTER TABLE ... ALTER ENCODE"},
    {Kind::AlterTable, {"append", "from"}, "ALTER TABLE ... APPEND FROM"},
    {Kind::AlterTable, {"encode", {}}, "ALTER TABLE ... ALTER COLUMN ... ENCODE"},
    {Kind::CreateSchema, {"quota", {}}, "CREATE SCHEMA ... QUOTA"},
    {Kind::Merge, {"remove", "duplicates"}, "MERGE ... REMOVE DUPLICATES"},
    {Kind::AlterTable, {"row", "level"}, "ALTER TABLE ... ROW LEVEL SECURITY"},
});

} // namespace

std::optional<std::string_view> unsupported_form(const Statement& statement) {
    std::vector<std::string> words;
    for (const auto& token : statement.tokens) words.push_back(lower_case(token.text));
    for (const auto& form : kForms) {
        if (form.kind != statement.kind) continue;
        const auto end = form.words[1].empty() ? form.words.begin() + 1 : form.words.end();
        if (std::search(words.begin(), words.end(), form.words.begin(), end) != words.end()) return form.name;
    }
    return std::nullopt;
}

} // namespace redstart::sql

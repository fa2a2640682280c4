#include "sql/dialect/names.hpp"
#include "sql/dialect/rewriter.hpp"

namespace redstart::sql {
namespace {

// Functions that return records are read with a column definition list, whose types the engine does not take:
// f(...) [AS] [alias] (a name, b int) -> f(...) AS alias (a, b)
void rewrite_record_function(Rewriter& rewriter, std::size_t i) {
    if (!rewriter.at(i + 1).is('(')) return;
    auto list = rewriter.partner(i + 1) + 1;
    const bool as = rewriter.at(list).is("as"_w);
    if (as) ++list;
    if (rewriter.at(list).is('(') && as)
        rewriter.insert_before(list, std::string(rewriter.at(i).text));
    else
        ++list;
    if (!rewriter.at(list).is('(')) return;
    auto name = list + 1;
    for (const auto separator : rewriter.separators(list)) {
        if (separator > name + 1) rewriter.remove(name + 1, separator);
        name = separator + 1;
    }
}

constexpr Rule kRules[] = {
    {"pg_get_cols"_w, rewrite_record_function},
    {"pg_get_late_binding_view_cols"_w, rewrite_record_function},
};

} // namespace

std::span<const Rule> record_rules() { return kRules; }

} // namespace redstart::sql

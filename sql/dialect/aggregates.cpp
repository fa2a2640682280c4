#include "sql/dialect/rewriter.hpp"

namespace redstart::sql {
namespace {

// APPROXIMATE COUNT(DISTINCT x) is within about 2 % on a cluster (r_COUNT); an exact answer is as good, for any
// aggregate.
void rewrite_approximate(Rewriter& rewriter, std::size_t i) {
    if (rewriter.at(i + 2).is('(')) rewriter.remove(i, i + 1);
}

// LISTAGG([DISTINCT] x [, delimiter]) [WITHIN GROUP (ORDER BY ...)]: the order goes inside, and the engine's delimiter
// would be a comma where Redshift has none.
void rewrite_listagg(Rewriter& rewriter, std::size_t i) {
    if (!rewriter.at(i + 1).is('(')) return;
    const auto arguments = rewriter.separators(i + 1);
    const auto close = arguments.back();
    std::string delimiter = arguments.size() == 1 ? ", ''" : "";
    const auto within = close + 1;
    const bool ordered =
        rewriter.at(within).is("within"_w) && rewriter.at(within + 1).is("group"_w) && rewriter.at(within + 2).is('(');
    if (!ordered) {
        if (!delimiter.empty()) rewriter.insert_before(close, std::move(delimiter));
        return;
    }
    const auto order_close = rewriter.partner(within + 2);
    rewriter.replace_with_copy(close, delimiter + " ", within + 3, order_close, ")");
    rewriter.hide(within, order_close + 1);
}

// lag(x) IGNORE NULLS OVER (...): inside the call in the engine.
void rewrite_nulls(Rewriter& rewriter, std::size_t i) {
    if (i == 0 || !rewriter.at(i + 1).is("nulls"_w) || !rewriter.at(i - 1).is(')')) return;
    rewriter.insert_before(i - 1, " " + std::string(rewriter.source(i, i + 2)));
    rewriter.remove(i, i + 2);
}

constexpr Rule kRules[] = {{"approximate"_w, rewrite_approximate},
                           {"listagg"_w, rewrite_listagg},
                           {"ignore"_w, rewrite_nulls},
                           {"respect"_w, rewrite_nulls}};

} // namespace

std::span<const Rule> aggregate_rules() { return kRules; }

} // namespace redstart::sql

#include "sql/dialect/rewriter.hpp"
#include "sql/dialect/types.hpp"

namespace redstart::sql {
namespace {

bool is_call(const Rewriter& rewriter, std::size_t i) {
    return rewriter.at(i + 1).is('(') && (i == 0 || !rewriter.at(i - 1).is('.'));
}

// NVL(a, ...) and ISNULL(a, b)
void rewrite_nvl(Rewriter& rewriter, std::size_t i) {
    if (is_call(rewriter, i)) rewriter.replace(i, "coalesce");
}

// NVL2(a, b, c): b when a is not NULL, else c
void rewrite_nvl2(Rewriter& rewriter, std::size_t i) {
    if (!is_call(rewriter, i)) return;
    const auto commas = rewriter.separators(i + 1);
    if (commas.size() != 3) return;
    rewriter.replace(i, i + 2, "(CASE WHEN (");
    rewriter.replace(commas[0], ") IS NOT NULL THEN (");
    rewriter.replace(commas[1], ") ELSE (");
    rewriter.replace(commas[2], ") END)");
}

bool is_literal(const Rewriter& rewriter, std::size_t first, std::size_t last) {
    if (rewriter.at(first).is('-')) ++first;
    const auto& token = rewriter.at(first);
    const bool number = token.kind == TokenKind::Integer || token.kind == TokenKind::Decimal;
    return last == first + 1 && (number || is_string(token));
}

// DECODE(e, search, result, ..., default) with literals to search for: none is NULL, so = will do.
void decode_literals(Rewriter& rewriter, std::size_t i, const std::vector<std::size_t>& commas) {
    rewriter.replace(i, i + 2, "(CASE (");
    for (std::size_t k = 0; k + 1 < commas.size(); ++k) {
        const bool search = k % 2 == 0;
        const bool has_result = k + 2 < commas.size();
        rewriter.replace(commas[k], search ? has_result ? ") WHEN (" : ") ELSE (" : ") THEN (");
    }
    rewriter.replace(commas.back(), ") END)");
}

// In DECODE, NULL equals NULL; the first argument is repeated for every search.
void decode_any(Rewriter& rewriter, std::size_t i, const std::vector<std::size_t>& commas) {
    const auto first = i + 2;
    const auto last = commas[0];
    rewriter.replace(i, i + 2, "(CASE WHEN (");
    rewriter.replace(last, ") IS NOT DISTINCT FROM (");
    for (std::size_t k = 1; k + 1 < commas.size(); ++k) {
        if (k % 2 == 1)
            rewriter.replace(commas[k], ") THEN (");
        else if (k + 2 < commas.size())
            rewriter.replace_with_copy(commas[k], ") WHEN (", first, last, ") IS NOT DISTINCT FROM (");
        else
            rewriter.replace(commas[k], ") ELSE (");
    }
    rewriter.replace(commas.back(), ") END)");
}

void rewrite_decode(Rewriter& rewriter, std::size_t i) {
    if (!is_call(rewriter, i)) return;
    const auto commas = rewriter.separators(i + 1); // commas[k] ends argument k
    if (commas.size() < 3) return;
    bool literals = true;
    for (std::size_t k = 1; k + 1 < commas.size(); k += 2)
        literals &= is_literal(rewriter, commas[k - 1] + 1, commas[k]);
    (literals ? decode_literals : decode_any)(rewriter, i, commas);
}

// CONVERT(type, e)
void rewrite_convert(Rewriter& rewriter, std::size_t i) {
    if (!is_call(rewriter, i)) return;
    const auto commas = rewriter.separators(i + 1);
    if (commas.size() != 2 || type_end(rewriter, i + 2) != commas[0]) return;
    auto type = engine_type(rewriter, i + 2, TypePlace::Expression);
    if (type.empty()) type = rewriter.source(i + 2, commas[0]);
    rewriter.replace(i, commas[0] + 1, "CAST(");
    rewriter.replace(commas[1], " AS " + type + ")");
}

void rewrite_textlen(Rewriter& rewriter, std::size_t i) {
    if (is_call(rewriter, i)) rewriter.replace(i, "length");
}

constexpr Rule kRules[] = {{"nvl"_w, rewrite_nvl},         {"isnull"_w, rewrite_nvl},
                           {"nvl2"_w, rewrite_nvl2},       {"decode"_w, rewrite_decode},
                           {"convert"_w, rewrite_convert}, {"textlen"_w, rewrite_textlen}};

} // namespace

std::span<const Rule> function_rules() { return kRules; }

} // namespace redstart::sql

#include "protocol/sqlstate.hpp"
#include "sql/dialect/columns.hpp"
#include "sql/dialect/names.hpp"

namespace redstart::sql {
namespace {

using protocol::SqlError;

bool is_attribute(const Token& token) {
    switch (token.word) {
    case "backup"_w:
    case "diststyle"_w:
    case "distkey"_w:
    case "sortkey"_w:
    case "compound"_w:
    case "interleaved"_w:
    case "encode"_w: return true;
    default: return false;
    }
}

[[noreturn]] void refuse_twice(const char* what) {
    throw SqlError(protocol::sqlstate::kSyntaxError, std::string(what) + " is specified more than once");
}

// One attribute behind the column list; returns one past it.
std::size_t read_attribute(Rewriter& rewriter, std::size_t i) {
    auto& report = rewriter.report();
    switch (rewriter.at(i).word) {
    case "backup"_w:
        if (!rewriter.at(i + 1).is("yes"_w) && !rewriter.at(i + 1).is("no"_w)) rewriter.fail(i + 1);
        report.backup = rewriter.at(i + 1).is("yes"_w);
        return i + 2;
    case "diststyle"_w: {
        const auto style = rewriter.at(i + 1).word;
        if (style != "even"_w && style != "all"_w && style != "key"_w && style != "auto"_w) rewriter.fail(i + 1);
        if (!report.dist_style.empty() && report.dist_key.empty()) refuse_twice("DISTSTYLE");
        report.dist_style = spelling(style);
        return i + 2;
    }
    case "distkey"_w: {
        const auto columns = key_columns(rewriter, i + 1);
        if (columns.size() != 1) rewriter.fail(i + 2);
        if (!report.dist_key.empty()) refuse_twice("DISTKEY");
        report.dist_key = columns[0];
        if (report.dist_style.empty()) report.dist_style = "key";
        return rewriter.partner(i + 1) + 1;
    }
    case "encode"_w:
        if (!rewriter.at(i + 1).is("auto"_w)) rewriter.fail(i + 1);
        report.encode_auto = true;
        return i + 2;
    default:
        if (report.sets_sort_key) refuse_twice("SORTKEY");
        return read_sort_key(rewriter, i);
    }
}

struct Items {
    std::vector<std::size_t> ends; // the commas and the closing parenthesis
    std::vector<bool> kept;
};

// LIKE parent [{INCLUDING | EXCLUDING} DEFAULTS] as the only item: a table made from a query that gives no rows.
void rewrite_like_parent(Rewriter& rewriter, std::size_t open) {
    const auto close = rewriter.partner(open);
    const auto first = open + 2;
    const auto last = qualified_name_end(rewriter, first);
    rewriter.report().like_parent = name_parts(rewriter, first, last);
    rewriter.report().like_including_defaults = rewriter.at(last).is("including"_w);
    rewriter.replace(open, close + 1, " AS SELECT * FROM " + engine_name(rewriter, first, last) + " LIMIT 0");
}

// Commas stay between the items that do.
void remove_items(Rewriter& rewriter, std::size_t open, const Items& items) {
    bool any_before = false;
    auto first = open + 1;
    for (std::size_t k = 0; k < items.ends.size(); ++k) {
        if (!items.kept[k]) rewriter.remove(first, items.ends[k]);
        if (k > 0 && (!items.kept[k] || !any_before)) rewriter.remove(items.ends[k - 1], items.ends[k - 1] + 1);
        any_before |= items.kept[k];
        first = items.ends[k] + 1;
    }
}

void rewrite_items(Rewriter& rewriter, std::size_t open) {
    Items items{rewriter.separators(open), {}};
    if (items.ends.size() == 1 && rewriter.at(open + 1).is("like"_w)) return rewrite_like_parent(rewriter, open);
    auto first = open + 1;
    for (const auto end : items.ends) {
        if (rewriter.at(first).is("like"_w))
            throw SqlError(protocol::sqlstate::kFeatureNotSupported,
                           "LIKE together with other columns is not supported");
        items.kept.push_back(rewrite_item(rewriter, first, end));
        first = end + 1;
    }
    remove_items(rewriter, open, items);
}

} // namespace

void rewrite_create_table(Rewriter& rewriter) {
    std::size_t table = 0;
    while (!rewriter.at(table).is("table"_w)) ++table;
    auto i = table + 1;
    if (rewriter.at(i).is("if"_w) && rewriter.at(i + 1).is("not"_w) && rewriter.at(i + 2).is("exists"_w)) i += 3;
    const auto name_end = qualified_name_end(rewriter, i);
    if (is_temp_name(rewriter.at(name_end - 1)) && table == 1) rewriter.insert_before(table, "TEMP ");
    i = name_end;
    if (rewriter.at(i).is('(')) {
        const auto close = rewriter.partner(i);
        const auto& second = rewriter.at(i + 2);
        const bool names_only = second.is(',') || second.is(')'); // CREATE TABLE t (a, b) AS ...
        if (!names_only) rewrite_items(rewriter, i);
        i = close + 1;
    }
    while (is_attribute(rewriter.at(i))) {
        const auto end = read_attribute(rewriter, i);
        rewriter.remove(i, end);
        i = end;
    }
}

void rewrite_create_view(Rewriter& rewriter) {
    const auto size = rewriter.size();
    if (size < 4 || !rewriter.at(size - 1).is("binding"_w) || !rewriter.at(size - 2).is("schema"_w) ||
        !rewriter.at(size - 3).is("no"_w) || !rewriter.at(size - 4).is("with"_w))
        return;
    rewriter.report().late_binding = true;
    rewriter.remove(size - 4, size);
}

namespace {

// QUOTA {n [MB | GB | TB] | UNLIMITED}, the end of the statement; it has no effect.
std::size_t quota_end(const Rewriter& rewriter, std::size_t i) {
    const auto kind = rewriter.at(i + 1).kind;
    auto end = i + 2;
    if (kind == TokenKind::Integer || kind == TokenKind::Decimal) {
        const auto unit = lower_case(rewriter.at(end).text);
        if (unit == "mb" || unit == "gb" || unit == "tb") ++end;
    } else if (!rewriter.at(i + 1).is("unlimited"_w)) {
        rewriter.fail(i + 1);
    }
    if (end < rewriter.size()) rewriter.fail(end);
    return end;
}

} // namespace

// CREATE SCHEMA [IF NOT EXISTS] name [AUTHORIZATION user] [QUOTA n]; the user's name is the schema's where that is not
// given.
void rewrite_create_schema(Rewriter& rewriter) {
    const std::size_t name = rewriter.at(2).is("if"_w) ? 5 : 2;
    const bool named = !rewriter.at(name).is("authorization"_w);
    const auto word = named ? qualified_name_end(rewriter, name) : name;
    if (const auto quota = rewriter.at(word).is("authorization"_w) ? word + 2 : word; quota < rewriter.size()) {
        if (!rewriter.at(quota).is("quota"_w)) rewriter.fail(quota);
        rewriter.remove(quota, quota_end(rewriter, quota));
    }
    if (!rewriter.at(word).is("authorization"_w)) return;
    if (word + 1 >= rewriter.size()) rewriter.fail(word);
    rewriter.remove(word, named ? word + 2 : word + 1);
}

} // namespace redstart::sql

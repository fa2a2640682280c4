// ALTER TABLE: keys, owners and attributes, which the engine is not told of.
#include "protocol/sqlstate.hpp"
#include "sql/dialect/columns.hpp"
#include "sql/dialect/names.hpp"
#include "sql/dialect/types.hpp"

#include <fmt/core.h>

namespace redstart::sql {
namespace {

using protocol::SqlError;

// Keys are tags of the table, and what the engine can change of it without its data is its comment.
void rewrite_key_change(Rewriter& rewriter, std::size_t name_end) {
    rewriter.replace(0, rewriter.size(), "COMMENT ON TABLE " + engine_name(rewriter, 2, name_end) + " IS NULL");
}

// DROP CONSTRAINT name [RESTRICT | CASCADE]; `i` is the name.
void read_dropped_constraint(Rewriter& rewriter, std::size_t i) {
    const auto end = qualified_name_end(rewriter, i);
    if (end != i + 1) rewriter.fail(i + 1);
    rewriter.report().dropped_constraint = name_parts(rewriter, i, end)[0];
    const bool behavior = rewriter.at(end).is("restrict"_w) || rewriter.at(end).is("cascade"_w);
    if (end + (behavior ? 1 : 0) < rewriter.size()) rewriter.fail(end + (behavior ? 1 : 0));
}

// The one name at `i`, of a column or a user.
std::string column_name(const Rewriter& rewriter, std::size_t i) {
    const auto kind = rewriter.at(i).kind;
    if (kind != TokenKind::Identifier && kind != TokenKind::QuotedIdentifier) rewriter.fail(i);
    return name_parts(rewriter, i, i + 1)[0];
}

// ALTER [COLUMN] c ENCODE e; returns one past it, 0 when it is another change of a column.
std::size_t read_encoding(Rewriter& rewriter, std::size_t column) {
    if (rewriter.at(column).is("column"_w)) ++column;
    if (!rewriter.at(column + 1).is("encode"_w)) return 0;
    auto& encodings = rewriter.report().encodings;
    const auto name = column_name(rewriter, column);
    for (const auto& known : encodings)
        if (known.column == name)
            throw SqlError(protocol::sqlstate::kSyntaxError,
                           fmt::format("column \"{}\" is encoded more than once", name));
    encodings.push_back({name, column_name(rewriter, column + 2)});
    return column + 3;
}

// DISTSTYLE {ALL | EVEN | AUTO | KEY DISTKEY c}; `i` is the style.
std::size_t read_style(Rewriter& rewriter, std::size_t i) {
    const auto style = rewriter.at(i).word;
    if (style != "even"_w && style != "all"_w && style != "key"_w && style != "auto"_w) rewriter.fail(i);
    rewriter.report().dist_style = spelling(style);
    if (style != "key"_w) return i + 1;
    if (!rewriter.at(i + 1).is("distkey"_w)) rewriter.fail(i + 1);
    rewriter.report().dist_key = column_name(rewriter, i + 2);
    return i + 3;
}

// The change behind the ALTER at `i`; returns one past it, 0 when it is none of an attribute.
std::size_t read_attribute_change(Rewriter& rewriter, std::size_t i) {
    auto& report = rewriter.report();
    switch (rewriter.at(i + 1).word) {
    case "distkey"_w:
        report.dist_style = "key";
        report.dist_key = column_name(rewriter, i + 2);
        return i + 3;
    case "diststyle"_w: return read_style(rewriter, i + 2);
    case "interleaved"_w:
        throw SqlError(protocol::sqlstate::kFeatureNotSupported, "cannot alter a table to an interleaved sort key");
    case "compound"_w:
    case "sortkey"_w: return read_sort_key(rewriter, i + 1);
    case "encode"_w:
        if (!rewriter.at(i + 2).is("auto"_w)) rewriter.fail(i + 2);
        report.encode_auto = true;
        return i + 3;
    default: return read_encoding(rewriter, i + 1);
    }
}

// ALTER ... [, ALTER ...] of attributes; false when it is another change.
bool rewrite_attributes(Rewriter& rewriter, std::size_t name_end) {
    auto i = name_end;
    while (true) {
        const auto end = rewriter.at(i).is("alter"_w) ? read_attribute_change(rewriter, i) : 0;
        if (end == 0 && i == name_end) return false;
        if (end == 0) rewriter.fail(i);
        i = end;
        if (!rewriter.at(i).is(',')) break;
        ++i;
    }
    if (i < rewriter.size()) rewriter.fail(i);
    rewriter.report().changes_attributes = true;
    rewrite_key_change(rewriter, name_end);
    return true;
}

// ADD [COLUMN] c type ...: what a cluster adds no column with (r_ALTER_TABLE; the texts are INF).
void rewrite_added_column(Rewriter& rewriter, std::size_t name_end) {
    const auto i = name_end + (rewriter.at(name_end + 1).is("column"_w) ? 2 : 1);
    if (rewriter.at(i).is("if"_w) && rewriter.at(i + 1).is("not"_w)) rewriter.fail(i + 1);
    rewrite_item(rewriter, i, rewriter.size());
    const auto& report = rewriter.report();
    if (!report.identities.empty())
        throw SqlError(protocol::sqlstate::kFeatureNotSupported,
                       "ALTER TABLE ADD COLUMN cannot add an IDENTITY column");
    if (!report.keys.empty())
        throw SqlError(protocol::sqlstate::kFeatureNotSupported,
                       "ALTER TABLE ADD COLUMN does not support columns with UNIQUE, PRIMARY KEY or REFERENCES");
    if (!report.dist_key.empty() || !report.sort_key.empty())
        throw SqlError(protocol::sqlstate::kFeatureNotSupported,
                       "ALTER TABLE ADD COLUMN does not support DISTKEY and SORTKEY");
}

// ALTER [COLUMN] c TYPE type; `i` is the column. Defaults and NOT NULL cannot be altered (r_ALTER_TABLE).
void rewrite_column_change(Rewriter& rewriter, std::size_t i) {
    const bool sets = rewriter.at(i + 1).is("set"_w);
    if ((sets || rewriter.at(i + 1).is("drop"_w)) && rewriter.at(i + 2).is("default"_w))
        throw SqlError(protocol::sqlstate::kFeatureNotSupported, "ALTER COLUMN SET/DROP DEFAULT is not supported");
    if ((sets || rewriter.at(i + 1).is("drop"_w)) && rewriter.at(i + 2).is("not"_w))
        throw SqlError(protocol::sqlstate::kFeatureNotSupported, sets ? "ALTER COLUMN SET NOT NULL is not supported"
                                                                      : "ALTER COLUMN DROP NOT NULL is not supported");
    if (!rewriter.at(i + 1).is("type"_w)) rewriter.fail(sets ? i + 2 : i + 1);
    const auto end = rewrite_type_at(rewriter, i + 2, TypePlace::Column);
    if (end < rewriter.size() && !rewriter.at(end).is(',')) rewriter.fail(end);
}

} // namespace

void rewrite_alter_table(Rewriter& rewriter) {
    const auto name_end = qualified_name_end(rewriter, 2);
    auto i = name_end;
    if (rewriter.at(i).is("add"_w)) {
        if (read_table_key(rewriter, i + 1, rewriter.size())) return rewrite_key_change(rewriter, name_end);
        rewrite_added_column(rewriter, name_end);
    } else if (rewriter.at(i).is("drop"_w) && rewriter.at(i + 1).is("constraint"_w)) {
        read_dropped_constraint(rewriter, i + 2);
        rewrite_key_change(rewriter, name_end);
    } else if (rewriter.at(i).is("owner"_w) && rewriter.at(i + 1).is("to"_w)) {
        if (i + 3 != rewriter.size()) rewriter.fail(i + 3);
        rewriter.report().new_owner = column_name(rewriter, i + 2);
        rewrite_key_change(rewriter, name_end);
    } else if (rewriter.at(i).is("alter"_w)) {
        if (rewrite_attributes(rewriter, name_end)) return;
        rewrite_column_change(rewriter, i + (rewriter.at(i + 1).is("column"_w) ? 2 : 1));
    } else if (rewriter.at(i).is("set"_w) && rewriter.at(i + 1).is("schema"_w)) {
        throw SqlError(protocol::sqlstate::kFeatureNotSupported, "ALTER TABLE SET SCHEMA is not supported");
    } else if (rewriter.at(i).is("row"_w)) {
        throw SqlError(protocol::sqlstate::kFeatureNotSupported, "ALTER TABLE ... ROW LEVEL SECURITY is not supported");
    }
}

} // namespace redstart::sql

#include "sql/dialect/columns.hpp"

#include "protocol/sqlstate.hpp"
#include "sql/dialect/names.hpp"

#include <charconv>

#include <fmt/core.h>

namespace redstart::sql {
namespace {

using protocol::SqlError;

// A column's attributes from left to right.
class ColumnReader {
public:
    ColumnReader(Rewriter& rewriter, std::size_t first, std::size_t last) : rewriter_(rewriter), last_(last) {
        name_ = name_parts(rewriter, first, first + 1)[0];
        at_ = rewrite_type_at(rewriter, first + 1, TypePlace::Column);
    }

    void run() {
        while (at_ < last_) attribute();
    }

private:
    const Token& peek(std::size_t ahead = 0) const { return rewriter_.at(at_ + ahead); }

    void drop(std::size_t end) {
        rewriter_.remove(at_, end);
        at_ = end;
    }

    void attribute() {
        switch (peek().word) {
        case "encode"_w:
            rewriter_.report().encodings.push_back({name_, identifier_value(peek(1))});
            return drop(at_ + 2);
        case "distkey"_w:
            if (!rewriter_.report().dist_key.empty())
                throw SqlError(protocol::sqlstate::kSyntaxError, "DISTKEY is specified more than once");
            rewriter_.report().dist_key = name_;
            if (rewriter_.report().dist_style.empty()) rewriter_.report().dist_style = "key";
            return drop(at_ + 1);
        case "sortkey"_w:
            // "If set at the column level, SORTKEY must be a single column" (r_CREATE_TABLE_NEW)
            if (!rewriter_.report().sort_key.empty())
                throw SqlError(protocol::sqlstate::kSyntaxError, "SORTKEY is specified more than once");
            rewriter_.report().sort_kind = SortKeyKind::Compound;
            rewriter_.report().sort_key.push_back(name_);
            return drop(at_ + 1);
        case "identity"_w: return identity(at_ + 1, false);
        case "generated"_w: return generated();
        case "primary"_w: return key(KeyConstraint::Kind::PrimaryKey, at_ + 2);
        case "unique"_w: return key(KeyConstraint::Kind::Unique, at_ + 1);
        case "references"_w: return references();
        case "constraint"_w: constraint_ = identifier_value(peek(1)); return drop(at_ + 2);
        case "collate"_w: return collate();
        case "default"_w: return skip_default();
        case "not"_w: return not_null();
        case "null"_w: nullable(true); [[fallthrough]];
        default: ++at_;
        }
    }

    void nullable(bool nulls) {
        if (nulls_ && *nulls_ != nulls)
            throw SqlError(protocol::sqlstate::kSyntaxError,
                           fmt::format("conflicting NULL/NOT NULL declarations for column \"{}\" of table \"{}\"",
                                       name_, table_name()));
        nulls_ = nulls;
    }

    std::string table_name() const {
        std::size_t i = 0;
        while (!rewriter_.at(i).is("table"_w)) ++i;
        i += rewriter_.at(i + 1).is("if"_w) ? 4 : 1; // IF NOT EXISTS
        return name_parts(rewriter_, i, qualified_name_end(rewriter_, i)).back();
    }

    // The engine adds a column without constraints; the resolver has it set NOT NULL then.
    void not_null() {
        if (peek(1).is("null"_w)) nullable(false);
        if (rewriter_.statement().kind != StatementKind::AlterTable || !peek(1).is("null"_w)) {
            at_ += 2;
            return;
        }
        rewriter_.report().added_not_null = true;
        drop(at_ + 2);
    }

    // IDENTITY [(seed, step)]; `open` is its "(". Without them they are 1 and 1 (INF).
    void identity(std::size_t open, bool by_default) {
        if (open >= last_ || !rewriter_.at(open).is('(')) {
            rewriter_.report().identities.push_back({name_, 1, 1, by_default});
            return drop(open);
        }
        const auto ends = rewriter_.separators(open);
        if (ends.size() != 2) rewriter_.fail(ends[0]);
        rewriter_.report().identities.push_back(
            {name_, number(open + 1, ends[0]), number(ends[0] + 1, ends[1]), by_default});
        drop(ends[1] + 1);
    }

    std::int64_t number(std::size_t first, std::size_t last) const {
        std::int64_t value = 0;
        const auto text = rewriter_.source(first, last);
        const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
        if (result.ec != std::errc() || result.ptr != text.data() + text.size()) rewriter_.fail(first);
        return value;
    }

    // GENERATED {BY DEFAULT | ALWAYS} AS IDENTITY(seed, step)
    void generated() {
        const bool by_default = peek(1).is("by"_w) && peek(2).is("default"_w);
        const std::size_t as = by_default ? 3 : 2;
        if (!by_default && !peek(1).is("always"_w)) rewriter_.fail(at_ + 1);
        if (!peek(as).is("as"_w) || !peek(as + 1).is("identity"_w)) rewriter_.fail(at_ + as);
        identity(at_ + as + 2, by_default);
    }

    void key(KeyConstraint::Kind kind, std::size_t end) {
        rewriter_.report().keys.push_back({kind, std::move(constraint_), {name_}, {}, {}});
        constraint_.clear();
        drop(end);
    }

    // REFERENCES t [(c)]
    void references() {
        const auto name_end = qualified_name_end(rewriter_, at_ + 1);
        KeyConstraint constraint{KeyConstraint::Kind::ForeignKey, std::move(constraint_), {name_}, {}, {}};
        constraint_.clear();
        constraint.referenced_table = name_parts(rewriter_, at_ + 1, name_end);
        auto end = name_end;
        if (rewriter_.at(end).is('(')) {
            constraint.referenced_columns = column_list(rewriter_, end);
            end = rewriter_.partner(end) + 1;
        }
        rewriter_.report().keys.push_back(std::move(constraint));
        drop(end);
    }

    void collate() {
        if (peek(1).is("case_insensitive"_w))
            throw SqlError(protocol::sqlstate::kFeatureNotSupported,
                           "COLLATE CASE_INSENSITIVE is not supported for a column");
        drop(at_ + 2);
    }

    // DEFAULT expression, up to the next attribute.
    void skip_default() {
        if (peek(1).is("identity"_w)) return identity(at_ + 2, true); // DEFAULT IDENTITY(seed, step)
        for (++at_; at_ < last_ && !begins_attribute(); ++at_)
            if (peek().is('(')) at_ = rewriter_.partner(at_);
    }

    bool begins_attribute() const {
        switch (peek().word) {
        case "encode"_w:
        case "distkey"_w:
        case "sortkey"_w:
        case "identity"_w:
        case "generated"_w:
        case "primary"_w:
        case "unique"_w:
        case "references"_w:
        case "constraint"_w:
        case "collate"_w: return true;
        case "not"_w: return peek(1).is("null"_w);
        case "null"_w: return !rewriter_.at(at_ - 1).is("default"_w);
        default: return false;
        }
    }

    Rewriter& rewriter_;
    const std::size_t last_;
    std::size_t at_ = 0;
    std::string name_;
    std::string constraint_;
    std::optional<bool> nulls_;
};

} // namespace

std::vector<std::string> column_list(const Rewriter& rewriter, std::size_t open) {
    if (!rewriter.at(open).is('(')) rewriter.fail(open);
    std::vector<std::string> columns;
    auto first = open + 1;
    for (const auto end : rewriter.separators(open)) {
        const auto kind = rewriter.at(first).kind;
        if (end != first + 1 || (kind != TokenKind::Identifier && kind != TokenKind::QuotedIdentifier))
            rewriter.fail(first);
        columns.push_back(name_parts(rewriter, first, end)[0]);
        first = end + 1;
    }
    return columns;
}

std::vector<std::string> key_columns(const Rewriter& rewriter, std::size_t open) {
    if (rewriter.statement().kind != StatementKind::CreateTableAs || rewriter.at(open + 1).kind != TokenKind::Integer)
        return column_list(rewriter, open);
    std::vector<std::string> columns;
    auto first = open + 1;
    for (const auto end : rewriter.separators(open)) {
        if (end != first + 1 || rewriter.at(first).kind != TokenKind::Integer) rewriter.fail(first);
        columns.push_back(kColumnPosition + std::string(rewriter.at(first).text));
        first = end + 1;
    }
    return columns;
}

std::size_t read_sort_key(Rewriter& rewriter, std::size_t i) {
    auto& report = rewriter.report();
    report.sets_sort_key = true;
    report.sort_kind = rewriter.at(i).is("interleaved"_w) ? SortKeyKind::Interleaved : SortKeyKind::Compound;
    if (!rewriter.at(i).is("sortkey"_w)) ++i;
    if (!rewriter.at(i).is("sortkey"_w)) rewriter.fail(i);
    if (rewriter.at(i + 1).is("auto"_w) || rewriter.at(i + 1).is("none"_w)) {
        report.sort_kind = rewriter.at(i + 1).is("auto"_w) ? SortKeyKind::Auto : SortKeyKind::None;
        report.sort_key.clear();
        return i + 2;
    }
    report.sort_key = key_columns(rewriter, i + 1);
    return rewriter.partner(i + 1) + 1;
}

bool read_table_key(Rewriter& rewriter, std::size_t i, std::size_t last) {
    KeyConstraint key;
    if (rewriter.at(i).is("constraint"_w)) {
        key.name = identifier_value(rewriter.at(i + 1));
        i += 2;
    }
    const auto word = rewriter.at(i).word;
    if ((word == "primary"_w || word == "foreign"_w) && rewriter.at(i + 1).is("key"_w))
        ++i;
    else if (word != "unique"_w)
        return false;
    if (word == "unique"_w && !rewriter.at(i + 1).is('(')) return false;
    key.kind = word == "primary"_w  ? KeyConstraint::Kind::PrimaryKey
               : word == "unique"_w ? KeyConstraint::Kind::Unique
                                    : KeyConstraint::Kind::ForeignKey;
    key.columns = column_list(rewriter, i + 1);
    i = rewriter.partner(i + 1) + 1;
    if (rewriter.at(i).is("references"_w)) {
        const auto end = qualified_name_end(rewriter, i + 1);
        key.referenced_table = name_parts(rewriter, i + 1, end);
        if (rewriter.at(end).is('(')) key.referenced_columns = column_list(rewriter, end);
        i = rewriter.at(end).is('(') ? rewriter.partner(end) + 1 : end;
    }
    if (i < last) rewriter.fail(i);
    rewriter.report().keys.push_back(std::move(key));
    return true;
}

bool rewrite_item(Rewriter& rewriter, std::size_t first, std::size_t last) {
    if (read_table_key(rewriter, first, last)) return false;
    const auto kind = rewriter.at(first).kind;
    if (rewriter.at(first).is("check"_w) || rewriter.at(first).is("constraint"_w)) return true;
    if (kind != TokenKind::Identifier && kind != TokenKind::QuotedIdentifier) rewriter.fail(first);
    if (first + 1 >= last) rewriter.fail(last);
    ColumnReader(rewriter, first, last).run();
    return true;
}

} // namespace redstart::sql

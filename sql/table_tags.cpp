#include "sql/table_tags.hpp"

#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"

#include <string>
#include <vector>

#include <duckdb.hpp>
#include <duckdb/parser/parsed_data/create_info.hpp>

namespace redstart::sql {
namespace {

std::string joined(const std::vector<std::string>& parts, const char* separator) {
    std::string text;
    for (const auto& part : parts) text.append(text.empty() ? "" : separator).append(part);
    return text;
}

const char* style_name(SortKeyKind kind) {
    switch (kind) {
    case SortKeyKind::Interleaved: return "interleaved";
    case SortKeyKind::Auto: return "auto";
    default: return "compound";
    }
}

} // namespace

void tag_table(duckdb::CreateInfo& info, const TableReport& report) {
    if (!report.identities.empty())
        throw protocol::SqlError(protocol::sqlstate::kFeatureNotSupported, "IDENTITY columns are not supported");
    auto tag = [&](const std::string& name, const std::string& value) {
        if (!value.empty()) info.tags[name] = value;
    };
    tag("diststyle", report.dist_style);
    tag("distkey", report.dist_key);
    if (report.sort_kind != SortKeyKind::None) tag("sortstyle", style_name(report.sort_kind));
    tag("sortkey", joined(report.sort_key, ","));
    for (const auto& encoding : report.encodings) tag("encoding." + encoding.column, encoding.encoding);
    std::size_t number = 0;
    for (const auto& key : report.keys) {
        const auto name = key.name.empty() ? "key_" + std::to_string(++number) : key.name;
        auto value = std::string(1, static_cast<char>(key.kind)) + ":" + joined(key.columns, ",");
        if (key.kind == KeyConstraint::Kind::ForeignKey)
            value += ":" + joined(key.referenced_table, ".") + ":" + joined(key.referenced_columns, ",");
        tag("constraint." + name, value);
    }
    if (report.late_binding) tag("late_binding", "true");
}

} // namespace redstart::sql

#include "sql/object/table_tags.hpp"

#include "catalog/engine/entry_tags.hpp"
#include "catalog/engine/object_tags.hpp"
#include "catalog/object/declared_key.hpp"
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"

#include <string>
#include <vector>

#include <duckdb.hpp>
#include <duckdb/parser/parsed_data/create_table_info.hpp>
#include <fmt/core.h>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using protocol::SqlError;

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

catalog::DeclaredKey declared(const KeyConstraint& key) {
    return {static_cast<char>(key.kind), key.columns, key.referenced_table, key.referenced_columns};
}

std::string constraint_tag(const std::string& name) { return std::string(catalog::kConstraintTag) + name; }

// Under its own name, which must be new, or under the first of PostgreSQL's generated names that is.
void tag_key(duckdb::CreateInfo& info, const std::string& table, const KeyConstraint& constraint) {
    const auto key = declared(constraint);
    const auto taken = [&](const std::string& name) { return info.tags.find(constraint_tag(name)) != info.tags.end(); };
    if (!constraint.name.empty() && taken(constraint.name))
        throw SqlError(state::kDuplicateObject,
                       fmt::format("constraint \"{}\" for relation \"{}\" already exists", constraint.name, table));
    const auto name = constraint.name.empty() ? free_constraint_name(table, key, taken) : constraint.name;
    info.tags[constraint_tag(name)] = catalog::key_tag(key);
}

} // namespace

std::string free_constraint_name(const std::string& table, const catalog::DeclaredKey& key,
                                 const std::function<bool(const std::string&)>& taken) {
    const auto generated = catalog::generated_name(table, key);
    auto name = generated;
    for (int number = 1; taken(name); ++number) name = generated + std::to_string(number);
    return name;
}

std::map<std::string, std::string> table_changes(const TableReport& report) {
    catalog::Tags changes;
    for (const auto& key : report.keys) changes[constraint_tag(key.name)] = catalog::key_tag(declared(key));
    if (!report.dropped_constraint.empty()) changes[constraint_tag(report.dropped_constraint)] = "";
    if (!report.dist_style.empty()) {
        changes["diststyle"] = report.dist_style;
        changes["distkey"] = report.dist_key;
    }
    if (report.sets_sort_key) {
        changes["sortstyle"] = report.sort_kind == SortKeyKind::None ? "" : style_name(report.sort_kind);
        changes["sortkey"] = joined(report.sort_key, ",");
    }
    for (const auto& encoding : report.encodings) changes["encoding." + encoding.column] = encoding.encoding;
    return changes;
}

void tag_table(duckdb::CreateInfo& info, const TableReport& report) {
    auto tag = [&](const std::string& name, const std::string& value) {
        if (!value.empty()) info.tags[name] = value;
    };
    tag("diststyle", report.dist_style);
    tag("distkey", report.dist_key);
    if (report.sort_kind != SortKeyKind::None) tag("sortstyle", style_name(report.sort_kind));
    tag("sortkey", joined(report.sort_key, ","));
    for (const auto& encoding : report.encodings) tag("encoding." + encoding.column, encoding.encoding);
    const auto table = info.type == duckdb::CatalogType::TABLE_ENTRY ? info.Cast<duckdb::CreateTableInfo>().table : "";
    for (const auto& key : report.keys) tag_key(info, table, key);
    if (report.late_binding) tag(kLateBindingTag, "true");
}

} // namespace redstart::sql

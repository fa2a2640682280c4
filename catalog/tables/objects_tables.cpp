#include "catalog/object/catalog_index.hpp"
#include "catalog/object/catalog_walk.hpp"
#include "catalog/tables/table_function.hpp"
#include "protocol/pg_type.hpp"

#include <algorithm>

namespace redstart::catalog {

namespace {

void text_or_null(Cell& out, const std::optional<std::string>& value) { value ? out.text(*value) : out.null(); }

constexpr auto kNamespaceWriters = std::to_array<Writer<NamespaceRow>>({
    [](const NamespaceRow& row, Cell& out) { out.integer(row.oid); },
    [](const NamespaceRow& row, Cell& out) { out.text(row.name); },
    [](const NamespaceRow& row, Cell& out) { out.integer(row.owner); },
    [](const NamespaceRow& row, Cell& out) { row.comment.empty() ? out.null() : out.text(row.comment); },
});

std::unique_ptr<RowSource> open_namespaces(const ScanContext& context) {
    return make_rows(namespaces(context.engine), kNamespaceWriters);
}

// PG_CLASS.reldiststyle: 0 EVEN, 1 KEY, 8 ALL, 9 AUTO.
std::int64_t dist_style(const RelationRow& row) {
    const auto style = tag_of(row, "diststyle");
    if (style == "even") return 0;
    if (style == "key") return 1;
    if (style == "all") return 8;
    return row.kind == 'r' && row.entry != nullptr ? 9 : 0;
}

constexpr auto kRelationWriters = std::to_array<Writer<RelationRow>>({
    [](const RelationRow& row, Cell& out) { out.integer(row.oid); },
    [](const RelationRow& row, Cell& out) { out.text(row.name); },
    [](const RelationRow& row, Cell& out) { out.text(row.schema); },
    [](const RelationRow& row, Cell& out) { out.integer(row.schema_oid); },
    [](const RelationRow& row, Cell& out) { out.integer(row.owner); },
    [](const RelationRow& row, Cell& out) { out.text(std::string_view(&row.kind, 1)); },
    [](const RelationRow& row, Cell& out) { out.text(std::string_view(&row.persistence, 1)); },
    [](const RelationRow& row, Cell& out) { out.integer(row.columns); },
    [](const RelationRow& row, Cell& out) { out.boolean(row.has_primary_key); },
    [](const RelationRow& row, Cell& out) { out.number(row.tuples); },
    [](const RelationRow& row, Cell& out) { out.integer(dist_style(row)); },
    [](const RelationRow& row, Cell& out) { text_or_null(out, comment_of(row)); },
    [](const RelationRow& row, Cell& out) { row.kind == 'v' ? out.text(view_definition(row)) : out.null(); },
    [](const RelationRow& row, Cell& out) { out.boolean(row.entry == nullptr); },
    [](const RelationRow& row, Cell& out) { out.boolean(row.has_index); },
    [](const RelationRow& row, Cell& out) { out.boolean(row.has_foreign_key); },
});

bool wanted(const ScanContext& context, std::uint32_t oid) { return !context.key || *context.key == oid; }

std::unique_ptr<RowSource> open_relations(const ScanContext& context) {
    auto rows = relations(context.engine);
    std::erase_if(rows, [&](const RelationRow& row) { return !wanted(context, row.oid); });
    return make_rows(std::move(rows), kRelationWriters);
}

const protocol::PgType* type_of(const AttributeRow& row) { return protocol::find_type(row.type.oid); }

// PostgreSQL passes types up to eight bytes of fixed length by value.
bool by_value(const AttributeRow& row) { return row.type.size > 0 && row.type.size <= 8; }

constexpr auto kAttributeWriters = std::to_array<Writer<AttributeRow>>({
    [](const AttributeRow& row, Cell& out) { out.integer(row.relation); },
    [](const AttributeRow& row, Cell& out) { out.text(row.name); },
    [](const AttributeRow& row, Cell& out) { out.integer(row.type.oid); },
    [](const AttributeRow& row, Cell& out) { out.integer(row.type.size); },
    [](const AttributeRow& row, Cell& out) { out.integer(row.number); },
    [](const AttributeRow& row, Cell& out) { out.integer(row.type.typmod); },
    [](const AttributeRow& row, Cell& out) { out.boolean(by_value(row)); },
    [](const AttributeRow& row, Cell& out) { out.text(row.type.size < 0 ? "x" : "p"); },
    [](const AttributeRow& row, Cell& out) { out.integer(type_of(row) && type_of(row)->category == 'A' ? 1 : 0); },
    [](const AttributeRow& row, Cell& out) { out.boolean(row.not_null); },
    [](const AttributeRow& row, Cell& out) { text_or_null(out, row.default_value); },
    [](const AttributeRow& row, Cell& out) { text_or_null(out, row.comment); },
    [](const AttributeRow& row, Cell& out) { out.boolean(row.distribution_key); },
    [](const AttributeRow& row, Cell& out) { out.integer(row.sort_key); },
    [](const AttributeRow& row, Cell& out) { out.text(row.encoding); },
    [](const AttributeRow& row, Cell& out) { out.text(protocol::format_type(row.type.oid, row.type.typmod)); },
});

std::unique_ptr<RowSource> open_attributes(const ScanContext& context) {
    std::vector<AttributeRow> rows;
    for (const auto& relation : relations(context.engine)) {
        if (!wanted(context, relation.oid)) continue;
        auto found = attributes(relation);
        rows.insert(rows.end(), std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()));
    }
    return make_rows(std::move(rows), kAttributeWriters);
}

// A column with its relation, as information_schema describes it.
struct ColumnRow {
    std::shared_ptr<const RelationRow> relation;
    AttributeRow attribute;
};

void limit(Cell& out, bool applies, std::int64_t value) { applies ? out.integer(value) : out.null(); }

// Decimal digits of the exact numeric types, binary ones of the others (PostgreSQL, information_schema.columns).
std::int64_t precision_of(const WireType& type) {
    switch (type.oid) {
    case protocol::oid::kInt2: return 16;
    case protocol::oid::kInt4: return 32;
    case protocol::oid::kInt8: return 64;
    case protocol::oid::kFloat4: return 24;
    case protocol::oid::kFloat8: return 53;
    case protocol::oid::kNumeric: return type.typmod < 4 ? 0 : (type.typmod - 4) >> 16;
    default: return 0;
    }
}

bool is_integer(const WireType& type) {
    return type.oid == protocol::oid::kInt2 || type.oid == protocol::oid::kInt4 || type.oid == protocol::oid::kInt8;
}

bool is_decimal(const WireType& type) { return type.oid == protocol::oid::kNumeric && type.typmod >= 4; }

bool has_length(const WireType& type) {
    return type.typmod >= 4 && (type.oid == protocol::oid::kVarchar || type.oid == protocol::oid::kBpchar);
}

bool has_time(const WireType& type) {
    return type.oid == protocol::oid::kTimestamp || type.oid == protocol::oid::kTimestampTz ||
           type.oid == protocol::oid::kTime || type.oid == protocol::oid::kTimeTz;
}

std::string type_text(const ColumnRow& row) {
    return protocol::format_type(row.attribute.type.oid, row.attribute.type.typmod);
}

// A text as it stands in a record's (PostgreSQL, "Composite Type Input and Output Syntax").
std::string field(const std::string& text) {
    if (!text.empty() && text.find_first_of("(),\"\\ \t\n\v\f\r") == std::string::npos) return text;
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') quoted += c;
        quoted += c;
    }
    return quoted + '"';
}

constexpr auto kColumnWriters = std::to_array<Writer<ColumnRow>>({
    [](const ColumnRow& row, Cell& out) { out.integer(row.relation->oid); },
    [](const ColumnRow& row, Cell& out) { out.text(row.relation->schema); },
    [](const ColumnRow& row, Cell& out) { out.text(row.relation->name); },
    [](const ColumnRow& row, Cell& out) { out.boolean(row.relation->entry == nullptr); },
    [](const ColumnRow& row, Cell& out) { out.text(row.attribute.name); },
    [](const ColumnRow& row, Cell& out) { out.integer(row.attribute.number); },
    [](const ColumnRow& row, Cell& out) { text_or_null(out, row.attribute.default_value); },
    [](const ColumnRow& row, Cell& out) { out.boolean(!row.attribute.not_null); },
    [](const ColumnRow& row, Cell& out) { out.text(protocol::format_type(row.attribute.type.oid)); },
    [](const ColumnRow& row, Cell& out) { out.text(type_of(row.attribute) ? type_of(row.attribute)->name : ""); },
    [](const ColumnRow& row, Cell& out) { limit(out, has_length(row.attribute.type), row.attribute.type.typmod - 4); },
    [](const ColumnRow& row, Cell& out) {
        limit(out, precision_of(row.attribute.type) != 0, precision_of(row.attribute.type));
    },
    [](const ColumnRow& row, Cell& out) {
        limit(out, precision_of(row.attribute.type) != 0, is_decimal(row.attribute.type) ? 10 : 2);
    },
    [](const ColumnRow& row, Cell& out) {
        const auto& type = row.attribute.type;
        limit(out, is_integer(type) || is_decimal(type), is_decimal(type) ? (type.typmod - 4) & 0xFFFF : 0);
    },
    [](const ColumnRow& row, Cell& out) { limit(out, has_time(row.attribute.type), 6); },
    [](const ColumnRow& row, Cell& out) { text_or_null(out, row.attribute.comment); },
    [](const ColumnRow& row, Cell& out) { out.text(type_text(row)); },
    [](const ColumnRow& row, Cell& out) {
        out.text("(" + field(row.relation->schema) + "," + field(row.relation->name) + "," + field(row.attribute.name) +
                 "," + field(type_text(row)) + "," + std::to_string(row.attribute.number) + ")");
    },
});

std::unique_ptr<RowSource> open_columns(const ScanContext& context) {
    std::vector<ColumnRow> rows;
    for (auto& relation : relations(context.engine)) {
        if (!wanted(context, relation.oid)) continue;
        const auto shared = std::make_shared<const RelationRow>(std::move(relation));
        for (auto& attribute : attributes(*shared)) rows.push_back({shared, std::move(attribute)});
    }
    return make_rows(std::move(rows), kColumnWriters);
}

// Those of views without schema binding, which have no row in PG_ATTRIBUTE (r_PG_GET_LATE_BINDING_VIEW_COLS).
std::unique_ptr<RowSource> open_late_columns(const ScanContext& context) {
    std::vector<ColumnRow> rows;
    for (auto& relation : relations(context.engine)) {
        if (!wanted(context, relation.oid) || tag_of(relation, "late_binding").empty()) continue;
        const auto shared = std::make_shared<const RelationRow>(std::move(relation));
        AttributeRow attribute;
        attribute.relation = shared->oid;
        for (auto& column : context.session.late_columns(context.engine, shared->schema, shared->name)) {
            attribute.name = std::move(column.name);
            attribute.type = column.type;
            ++attribute.number;
            rows.push_back({shared, attribute});
        }
    }
    return make_rows(std::move(rows), kColumnWriters);
}

constexpr Columns kColumnsOfColumns =
    "table_oid oid, table_schema text, table_name text, system boolean, column_name text, ordinal_position int, "
    "column_default text, nullable boolean, data_type text, udt_name text, character_maximum_length int, "
    "numeric_precision int, numeric_precision_radix int, numeric_scale int, datetime_precision int, comment text, "
    "type_name text, record text";

constexpr auto kConstraintWriters = std::to_array<Writer<ConstraintRow>>({
    [](const ConstraintRow& row, Cell& out) { out.integer(row.oid); },
    [](const ConstraintRow& row, Cell& out) { out.text(row.name); },
    [](const ConstraintRow& row, Cell& out) { out.integer(row.schema_oid); },
    [](const ConstraintRow& row, Cell& out) { out.text(std::string_view(&row.type, 1)); },
    [](const ConstraintRow& row, Cell& out) { out.integer(row.relation); },
    [](const ConstraintRow& row, Cell& out) { out.integers(row.columns); },
    [](const ConstraintRow& row, Cell& out) { out.integer(row.target); },
    [](const ConstraintRow& row, Cell& out) { row.target == 0 ? out.null() : out.integers(row.target_columns); },
    [](const ConstraintRow& row, Cell& out) { out.text(row.definition); },
    [](const ConstraintRow& row, Cell& out) { out.integer(row.owner); },
    [](const ConstraintRow& row, Cell& out) { out.text(std::string_view(&row.persistence, 1)); },
    [](const ConstraintRow& row, Cell& out) { out.integers(row.columns); },
    [](const ConstraintRow& row, Cell& out) { out.integer(row.key); },
    [](const ConstraintRow& row, Cell& out) { text_or_null(out, row.comment); },
    [](const ConstraintRow& row, Cell& out) { out.text(row.index_definition); },
});

std::unique_ptr<RowSource> open_constraints(const ScanContext& context) {
    return make_rows(constraints(relations(context.engine)), kConstraintWriters);
}

constexpr auto kFunctions = std::to_array<TableFunction>({
    {"rs_namespaces", "oid oid, name text, owner int, comment text", "", open_namespaces},
    {"rs_relations",
     "oid oid, name text, schema_name text, schema_oid oid, owner int, kind \"char\", persistence \"char\", "
     "columns smallint, has_primary_key boolean, tuples float8, diststyle smallint, comment text, definition text, "
     "system boolean, has_index boolean, has_foreign_key boolean",
     "oid", open_relations},
    {"rs_attributes",
     "relation oid, name text, type oid, length smallint, number smallint, typmod int, by_value boolean, "
     "storage \"char\", dimensions int, not_null boolean, default_value text, comment text, distkey boolean, "
     "sortkey smallint, encoding text, type_name text",
     "relation", open_attributes},
    {"rs_columns", kColumnsOfColumns, "table_oid", open_columns},
    {"rs_late_columns", kColumnsOfColumns, "table_oid", open_late_columns},
    {"rs_constraints",
     "oid oid, name text, schema_oid oid, type \"char\", relation oid, columns smallint[], target oid, "
     "target_columns smallint[], definition text, owner int, persistence \"char\", key_vector int2vector, "
     "key oid, comment text, index_definition text",
     "", open_constraints},
});

} // namespace

std::span<const TableFunction> object_table_functions() { return kFunctions; }

} // namespace redstart::catalog

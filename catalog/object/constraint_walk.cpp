#include "catalog/engine/entry_tags.hpp"
#include "catalog/object/catalog_index.hpp"
#include "catalog/object/catalog_walk.hpp"
#include "catalog/object/declared_key.hpp"
#include "catalog/object/identifiers.hpp"

#include <algorithm>

#include <duckdb.hpp>
#include <duckdb/parser/constraints/check_constraint.hpp>
#include <duckdb/parser/constraints/foreign_key_constraint.hpp>
#include <duckdb/parser/constraints/unique_constraint.hpp>

namespace redstart::catalog {

namespace {

using Names = std::vector<std::string>;

// Collects the constraints of one table.
class TableConstraints {
public:
    TableConstraints(const RelationRow& relation, const std::vector<RelationRow>& all)
        : relation_(relation), all_(all), table_(relation.entry->Cast<duckdb::TableCatalogEntry>()) {}

    std::vector<ConstraintRow> collect() {
        for (const auto& constraint : table_.GetConstraints()) from_engine(*constraint);
        for (const auto& [tag, value] : tags_of(table_))
            if (tag.starts_with(kConstraintTag)) from_tag(tag.substr(kConstraintTag.size()), value);
        return std::move(rows_);
    }

private:
    // Unique while a table has fewer than 32 constraints, stable while they do not change, and a positive int4.
    std::uint32_t next_oid() const { return 0x40000000U | (relation_.oid & 0x1FFFFFFU) << 5U | (rows_.size() & 0x1FU); }

    // In the order of the names; a column that is gone has none.
    static std::vector<std::int64_t> numbers(const RelationRow& relation, const Names& names) {
        std::vector<std::int64_t> result;
        const auto columns = attributes(relation);
        for (const auto& name : names)
            for (const auto& column : columns)
                if (column.name == name) result.push_back(column.number);
        return result;
    }

    static std::string listed(const Names& names) {
        std::string text;
        for (const auto& name : names) text += (text.empty() ? "" : ", ") + quote_identifier(name);
        return "(" + text + ")";
    }

    void add_key(char type, std::string name, const Names& columns) {
        ConstraintRow row;
        row.oid = next_oid();
        row.name = std::move(name);
        row.schema_oid = relation_.schema_oid;
        row.type = type;
        row.relation = relation_.oid;
        row.columns = numbers(relation_, columns);
        row.key = type == 'p' || type == 'u' ? row.oid : 0;
        row.definition = (type == 'p' ? "PRIMARY KEY " : "UNIQUE ") + listed(columns);
        row.index_definition = "CREATE UNIQUE INDEX " + quote_identifier(row.name) + " ON " +
                               quote_identifier(relation_.schema) + "." + quote_identifier(relation_.name) +
                               " USING btree " + listed(columns);
        if (auto comment = tag_of(relation_, kConstraintDescription + row.name); !comment.empty())
            row.comment = std::move(comment);
        row.owner = relation_.owner;
        row.persistence = relation_.persistence;
        rows_.push_back(std::move(row));
    }

    void add_foreign_key(std::string name, const Names& columns, const std::string& schema, const std::string& table,
                         const Names& target_columns) {
        add_key('f', std::move(name), columns);
        auto& row = rows_.back();
        row.target_schema = schema;
        row.target_table = table;
        row.definition = "FOREIGN KEY " + listed(columns) + " REFERENCES ";
        if (schema != relation_.schema) row.definition += quote_identifier(schema) + ".";
        row.definition += quote_identifier(table) + listed(target_columns);
        for (const auto& target : all_) {
            if (target.schema != schema || target.name != table) continue;
            row.target = target.oid;
            row.target_columns = numbers(target, target_columns);
        }
    }

    void from_engine(const duckdb::Constraint& constraint) {
        if (constraint.type == duckdb::ConstraintType::UNIQUE) {
            const auto& unique = constraint.Cast<duckdb::UniqueConstraint>();
            Names columns;
            for (const auto& index : unique.GetLogicalIndexes(table_.GetColumns()))
                columns.push_back(table_.GetColumns().GetColumn(index).Name());
            const char type = unique.IsPrimaryKey() ? 'p' : 'u';
            add_key(type, generated_name(relation_.name, {type, columns, {}, {}}), columns);
        } else if (constraint.type == duckdb::ConstraintType::FOREIGN_KEY) {
            const auto& key = constraint.Cast<duckdb::ForeignKeyConstraint>();
            if (!key.info.IsAppendConstraint()) return; // the other table's side of a key
            const Names columns(key.fk_columns.begin(), key.fk_columns.end());
            const auto schema = key.info.schema.empty() ? relation_.schema : key.info.schema;
            add_foreign_key(generated_name(relation_.name, {'f', columns, {}, {}}), columns, schema, key.info.table,
                            Names(key.pk_columns.begin(), key.pk_columns.end()));
        } else if (constraint.type == duckdb::ConstraintType::CHECK) {
            add_key('c', relation_.name + "_check", {});
            rows_.back().definition =
                "CHECK (" + constraint.Cast<duckdb::CheckConstraint>().expression->ToString() + ")";
        }
    }

    // A key over a column that was dropped is gone with it.
    void from_tag(const std::string& name, const std::string& value) {
        const auto key = parse_key_tag(value);
        if (!key || numbers(relation_, key->columns).size() != key->columns.size()) return;
        if (key->type != 'f') return add_key(key->type, name, key->columns);
        if (key->target.size() == 2)
            add_foreign_key(name, key->columns, key->target[0], key->target[1], key->target_columns);
    }

    const RelationRow& relation_;
    const std::vector<RelationRow>& all_;
    const duckdb::TableCatalogEntry& table_;
    std::vector<ConstraintRow> rows_;
};

bool refers_to(const ConstraintRow& foreign, const ConstraintRow& key) {
    return key.relation == foreign.target && (key.type == 'p' || key.type == 'u') &&
           std::is_permutation(key.columns.begin(), key.columns.end(), foreign.target_columns.begin(),
                               foreign.target_columns.end());
}

} // namespace

std::vector<ConstraintRow> constraints(const std::vector<RelationRow>& relations) {
    std::vector<ConstraintRow> rows;
    for (const auto& relation : relations) {
        if (relation.entry == nullptr || relation.entry->type != duckdb::CatalogType::TABLE_ENTRY) continue;
        auto found = TableConstraints(relation, relations).collect();
        rows.insert(rows.end(), std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()));
    }
    for (auto& row : rows) {
        if (row.type != 'f') continue;
        const auto key =
            std::find_if(rows.begin(), rows.end(), [&](const auto& other) { return refers_to(row, other); });
        if (key != rows.end()) row.key = key->oid;
    }
    return rows;
}

} // namespace redstart::catalog

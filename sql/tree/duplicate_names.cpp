#include "sql/tree/duplicate_names.hpp"

#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"

#include <map>
#include <string>

#include <duckdb.hpp>
#include <duckdb/parser/tableref/list.hpp>

namespace redstart::sql {
namespace {

using duckdb::StringUtil;
using duckdb::TableReferenceType;

// A table's name, and which relation it is when that is all there is to tell it apart.
struct Names {
    std::map<std::string, std::string> found;

    void add(const std::string& name, const std::string& relation) {
        if (name.empty()) return;
        const auto [other, added] = found.try_emplace(StringUtil::Lower(name), relation);
        if (added || (!relation.empty() && !other->second.empty() && other->second != relation)) return;
        throw protocol::SqlError(protocol::sqlstate::kDuplicateAlias,
                                 "table name \"" + name + "\" specified more than once");
    }

    void add_all(const duckdb::TableRef& table) {
        if (table.type == TableReferenceType::JOIN && table.alias.empty()) {
            const auto& join = table.Cast<duckdb::JoinRef>();
            add_all(*join.left);
            add_all(*join.right);
        } else if (table.type == TableReferenceType::BASE_TABLE && table.alias.empty()) {
            const auto& base = table.Cast<duckdb::BaseTableRef>();
            add(base.table_name, base.schema_name.empty() ? "" : base.catalog_name + "." + base.schema_name);
        } else {
            add(table.alias, "");
        }
    }
};

} // namespace

void refuse_duplicate_names(const duckdb::TableRef& from) { Names().add_all(from); }

} // namespace redstart::sql

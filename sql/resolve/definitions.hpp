// Definitions: the last pass over a statement that defines something, CREATE or ALTER of a table, a view or a schema.
// The queries and expressions in it are resolved first, by the other passes; then the new object gets its place, its
// oid and its lock, and what the catalog keeps of it is made of the statement and its report. Lives on the stack of one
// StatementResolver::statement().
#pragma once

#include "sql/object/relations.hpp"

#include <string>

namespace duckdb {
class AlterStatement;
class CreateStatement;
struct AddColumnInfo;
struct AlterTableInfo;
struct CreateInfo;
struct CreateSchemaInfo;
struct CreateTableInfo;
struct CreateViewInfo;
struct SetCommentInfo;
} // namespace duckdb

namespace redstart::sql {

class StatementResolver;
struct Resolution;
struct ResolveState;
struct StatementReport;

// What names of common tables begin with, no relation's may: 42602.
void refuse_mark(const std::string& name);

class Definitions {
public:
    explicit Definitions(StatementResolver& resolver);

    void create(duckdb::CreateStatement& statement);
    void alter(duckdb::AlterStatement& statement);

private:
    void create_table(duckdb::CreateTableInfo& info);
    void create_view(duckdb::CreateViewInfo& info);
    void take_over(duckdb::CreateViewInfo& info, RelationId oid);
    void store_bound(const Relation& view, duckdb::CreateViewInfo& info);
    void store_unbound(const Relation& view, duckdb::CreateViewInfo& info);
    void create_schema(duckdb::CreateSchemaInfo& info);
    // Distribution and sort keys and encodings of a table that is being created.
    void settle_attributes(duckdb::CreateTableInfo& info);
    // The identity columns of the new table become defaults; their sequences are made when it is there.
    void make_identities(duckdb::CreateTableInfo& info, RelationId oid);
    // ALTER TABLE view OWNER TO; nothing else of a view's can be changed this way.
    void own_view(const Relation& view, duckdb::SetCommentInfo& info);
    void alter_table(duckdb::AlterTableInfo& info, const Relation& relation);
    void move_column_rights(const duckdb::AlterTableInfo& info, const Relation& relation, const std::string& from,
                            const std::string& to);
    void add_column(duckdb::AddColumnInfo& info, const Relation& relation);
    void name_kind(duckdb::AlterStatement& statement, const Relation& relation);
    // The views that read what is altered.
    void follow(const Relation& relation, const duckdb::AlterStatement& statement);
    void column_type(duckdb::LogicalType& type);
    // The new relation's place, oid and lock. `permission` to make it anywhere.
    RelationId claim(std::string& catalog, std::string& schema, const std::string& name, bool temporary,
                     catalog::SystemPermission permission);
    // What ALTER DEFAULT PRIVILEGES says of new relations of the session's user.
    void grant_defaults(duckdb::CreateInfo& info);

    StatementResolver& resolver_;
    ResolveState& state_;
    duckdb::ClientContext& context_;
    const NameScope& scope_;
    const StatementReport& report_;
    Resolution& resolution_;
};

} // namespace redstart::sql

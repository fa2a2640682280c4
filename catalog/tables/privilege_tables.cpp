#include "catalog/information/acl_text.hpp"
#include "catalog/object/catalog_walk.hpp"
#include "catalog/object/object_acl.hpp"
#include "catalog/tables/table_function.hpp"

#include <algorithm>

namespace redstart::catalog {
namespace {

// One privilege that one grantee was granted on one object, or by default on new ones.
struct PrivilegeRow {
    const char* kind = ""; // relation, column, schema, database; table, function, procedure for new ones
    std::string schema = {};
    std::string name = {};
    std::string column = {};
    std::int32_t owner = 0;
    std::string grantor = {};
    Grantee grantee = {};
    std::string grantee_name = {};
    Privilege privilege = Privilege::Select;
    bool grantable = false;
    bool explicitly = true; // granted, and not the owner's from the start
};

// What others than superusers see: what they own, have or gave.
bool sees(const ScanContext& context, const User* user, const PrivilegeRow& row, const AclItem& item) {
    if (context.session.superuser()) return true;
    return user != nullptr && (row.owner == user->id || item.grantor == user->id || concerns(item, *user));
}

class Collector {
public:
    explicit Collector(const ScanContext& context)
        : context_(context), user_(find_user(context.directories, context.session.user_id())) {}

    void add(PrivilegeRow row, const Acl& acl) {
        for (const auto& item : acl) {
            if (!sees(context_, user_.get(), row, item)) continue;
            row.grantee = item.grantee;
            row.grantee_name = catalog::grantee_name(item.grantee, context_.directories);
            row.grantor = user_name(context_.directories, item.grantor);
            row.explicitly = item.grantee != Grantee{GranteeKind::User, row.owner};
            for (const auto privilege : each_of(item.privileges)) {
                row.privilege = privilege;
                row.grantable = has(item.grantable, privilege);
                rows_.push_back(row);
            }
        }
    }

    void relations() {
        for (const auto& relation : catalog::relations(context_.engine)) {
            if (relation.entry == nullptr || relation.persistence == 't') continue;
            const auto object = relation_acl(*relation.entry);
            PrivilegeRow row{
                .kind = "relation", .schema = relation.schema, .name = relation.name, .owner = object.owner};
            add(row, object.acl);
            if (!has_column_acls(*relation.entry)) continue;
            row.kind = "column";
            for (const auto& column : attributes(relation)) {
                row.column = column.name;
                add(row, column_acl(*relation.entry, column.name));
            }
        }
    }

    void schemas() {
        for (const auto& schema : namespaces(context_.engine)) {
            if (schema.oid == kPgCatalogOid || schema.oid == kInformationSchemaOid || schema.oid == kTempNamespaceOid)
                continue;
            const auto object = schema_acl(context_.engine, context_.session.database(), schema.name);
            add({.kind = "schema", .schema = schema.name, .name = schema.name, .owner = object.owner}, object.acl);
        }
    }

    void database() {
        const auto& name = context_.session.database();
        const auto database = context_.directories.databases.find(name);
        if (!database) return;
        const auto object = database_acl(context_.engine, name, database->owner_id);
        add({.kind = "database", .name = name, .owner = object.owner}, object.acl);
    }

    void defaults() {
        for (const auto& one : default_acls(context_.engine, context_.session.database())) {
            const char* kind = one.object == NewObject::Relation   ? "table"
                               : one.object == NewObject::Function ? "function"
                                                                   : "procedure";
            add({.kind = kind, .schema = one.schema, .owner = one.owner}, one.acl);
        }
    }

    std::vector<PrivilegeRow> take() { return std::move(rows_); }

private:
    const ScanContext& context_;
    const std::shared_ptr<const User> user_;
    std::vector<PrivilegeRow> rows_;
};

constexpr auto kWriters = std::to_array<Writer<PrivilegeRow>>({
    [](const PrivilegeRow& row, Cell& out) { out.text(row.kind); },
    [](const PrivilegeRow& row, Cell& out) { row.schema.empty() ? out.null() : out.text(row.schema); },
    [](const PrivilegeRow& row, Cell& out) { out.text(row.name); },
    [](const PrivilegeRow& row, Cell& out) { out.text(row.column); },
    [](const PrivilegeRow& row, Cell& out) { out.integer(row.owner); },
    [](const PrivilegeRow& row, Cell& out) { out.text(row.grantor); },
    [](const PrivilegeRow& row, Cell& out) { out.integer(row.grantee.id); },
    [](const PrivilegeRow& row, Cell& out) { out.text(row.grantee_name); },
    [](const PrivilegeRow& row, Cell& out) { out.text(kind_name(row.grantee.kind)); },
    [](const PrivilegeRow& row, Cell& out) { out.text(word_of(row.privilege)); },
    [](const PrivilegeRow& row, Cell& out) { out.boolean(row.grantable); },
    [](const PrivilegeRow& row, Cell& out) { out.boolean(row.explicitly); },
});

std::unique_ptr<RowSource> open_privileges(const ScanContext& context) {
    Collector collector(context);
    collector.relations();
    collector.schemas();
    collector.database();
    collector.defaults();
    return make_rows(collector.take(), kWriters);
}

// A text for each item of the default privileges, as pg_default_acl has them.
struct DefaultRow {
    DefaultAcl acl;
    std::uint32_t schema = 0; // its oid
    std::vector<std::string> texts = {};
};

constexpr auto kDefaultWriters = std::to_array<Writer<DefaultRow>>({
    [](const DefaultRow& row, Cell& out) { out.integer(row.acl.owner); },
    [](const DefaultRow& row, Cell& out) { out.integer(row.schema); },
    [](const DefaultRow& row, Cell& out) { out.text(std::string(1, static_cast<char>(row.acl.object))); },
    [](const DefaultRow& row, Cell& out) { out.texts(row.texts); },
});

std::unique_ptr<RowSource> open_defaults(const ScanContext& context) {
    std::vector<DefaultRow> rows;
    const auto schemas = namespaces(context.engine);
    for (auto& one : default_acls(context.engine, context.session.database())) {
        DefaultRow row{.acl = std::move(one)};
        for (const auto& schema : schemas)
            if (schema.name == row.acl.schema) row.schema = schema.oid;
        row.texts = acl_texts(row.acl.acl, context.directories);
        rows.push_back(std::move(row));
    }
    return make_rows(std::move(rows), kDefaultWriters);
}

constexpr auto kFunctions = std::to_array<TableFunction>({
    {"rs_privileges",
     "kind text, schema_name text, name text, column_name text, owner int, grantor text, grantee_id int, "
     "grantee text, grantee_kind text, privilege text, grantable boolean, explicit boolean",
     "", open_privileges},
    {"rs_default_acls", "owner int, schema_oid oid, object \"char\", acl aclitem[]", "", open_defaults},
});

} // namespace

std::span<const TableFunction> privilege_table_functions() { return kFunctions; }

} // namespace redstart::catalog

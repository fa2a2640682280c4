// ResolverWalk: the tree walk behind resolve(); one file per concern implements it (expressions, tables, statements).
// Lives on the stack of one resolve() call.
#pragma once

#include "sql/object/statement_report.hpp"
#include "sql/resolve/parameter_typing.hpp"
#include "sql/resolve/resolution.hpp"
#include "sql/tree/resolved_names.hpp"
#include "sql/tree/tree_walker.hpp"

#include <map>
#include <set>
#include <utility>
#include <vector>

namespace duckdb {
class DeleteStatement;
class ExplainStatement;
class InsertStatement;
class MergeIntoAction;
class MergeIntoStatement;
class UpdateSetInfo;
class UpdateStatement;
class ViewCatalogEntry;
} // namespace duckdb

namespace redstart::sql {

class ResolverWalk : public TreeWalker {
public:
    ResolverWalk(duckdb::ClientContext& context, const NameScope& scope, const StatementReport& report);

    void statement(duckdb::SQLStatement& statement);
    Resolution take();
    const ResolvedNames& names() const noexcept { return names_; }
    void late_views(LateViews late) noexcept { late_views_ = late; }

    // For the definitions, which come after the walk.
    duckdb::ClientContext& context() noexcept { return context_; }
    const NameScope& scope() const noexcept { return scope_; }
    const StatementReport& report() const noexcept { return report_; }
    Resolution& resolution() noexcept { return resolution_; }
    void use(const Relation& relation, LockMode mode);
    // A relation that the tree names from now on.
    void name(const Relation& relation) { names_.add(relation.catalog, relation.schema, relation.name); }
    void resolve_type(duckdb::LogicalType& type);
    // What is walked becomes a view with schema binding.
    void binds_view() noexcept { binds_view_ = true; }
    bool reads_system() const noexcept { return reads_system_; }
    bool reads_other_database() const noexcept { return reads_other_database_; }
    bool reads_temporary() const;

protected:
    void on_query(Owned<duckdb::QueryNode>& query) override;
    std::string common_table_name(const std::string& name) override;
    void on_common_table(duckdb::BaseTableRef& reference, const CommonTable& table) override;
    void before_expression(const duckdb::ParsedExpression& expression) override;
    void on_base_table(Owned<duckdb::TableRef>& reference) override;
    void on_table_function(Owned<duckdb::TableRef>& table) override;
    void on_set_operation(duckdb::SetOperationNode& chain) override;
    void on_values(duckdb::ExpressionListRef& values) override;
    void on_expression(Owned<duckdb::ParsedExpression>& expression) override;
    void on_condition(Owned<duckdb::ParsedExpression>& condition, const char* clause) override;
    void on_select(duckdb::SelectNode& select) override;
    void after_select(duckdb::SelectNode& select) override;
    [[noreturn]] void on_foreign_table(duckdb::TableRef& table) override;

private:
    void explain(duckdb::ExplainStatement& statement);
    void insert(duckdb::InsertStatement& statement);
    void update(duckdb::UpdateStatement& statement);
    void erase(duckdb::DeleteStatement& statement);
    void merge(duckdb::MergeIntoStatement& statement);

    // The identity columns of a table that take no value from a statement.
    std::vector<std::string> generated_columns(const Relation& relation);
    void refuse_identity_values(const Relation& relation, const duckdb::InsertStatement& statement);
    void refuse_identity_values(const Relation& relation, const duckdb::MergeIntoAction& action);
    void refuse_identity_changes(const Relation& relation, const duckdb::UpdateSetInfo& set);

    // generate_series gives what it is given: the engine's always BIGINT. Its column has the name of the table
    // (PostgreSQL).
    void type_series(Owned<duckdb::TableRef>& table);
    // The table a DML statement writes: resolved in place, locked ShareRowExclusive.
    Relation target(Owned<duckdb::TableRef>& table, const char* action);
    Relation target_relation(const std::string& catalog, const std::string& schema, const std::string& name,
                             const char* action);
    // A view counts as the tables it reads.
    void use_view(const Relation& view);
    // A view without schema binding becomes the query it was created with. False for any other.
    bool expand_late_view(Owned<duckdb::TableRef>& reference, const Relation& view);
    Owned<duckdb::SelectStatement> late_query(duckdb::ViewCatalogEntry& entry, const Relation& view);
    duckdb::ClientContext& context_;
    const NameScope& scope_;
    const StatementReport& report_;
    ParameterTyping parameters_;
    Resolution resolution_;
    ResolvedNames names_;
    std::map<std::pair<RelationId, LockMode>, Relation> uses_;
    std::set<RelationId> changed_rows_; // tables whose rows are read in order to change them
    std::size_t common_tables_ = 0;
    std::size_t subqueries_ = 0;      // in expressions, which is walked
    std::size_t outer_marks_ = 0;     // columns with (+) that no join was made of yet
    bool values_have_target_ = false; // VALUES of an INSERT: the columns tell the types
    bool reads_other_database_ = false;
    bool reads_system_ = false; // a view of the catalogs
    bool binds_view_ = false;   // CREATE VIEW with schema binding
    LateViews late_views_ = LateViews::AsQueries;
    std::vector<RelationId> late_open_; // views without schema binding whose queries are being walked, outermost first
    std::size_t late_expansions_ = 0;   // of all of them
    std::map<RelationId, std::shared_ptr<duckdb::SelectStatement>> late_columns_; // what stands for their columns
};

} // namespace redstart::sql

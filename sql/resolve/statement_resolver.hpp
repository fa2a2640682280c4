// StatementResolver: leads the passes over one statement: Qualifier, Typing, Desugar, and for what defines something
// Definitions. Each goes over the whole before the next one begins. Lives on the stack of one resolve() call.
#pragma once

#include "sql/object/statement_report.hpp"
#include "sql/qualify/resolve_state.hpp"
#include "sql/resolve/resolution.hpp"

#include <string>

namespace duckdb {
class DeleteStatement;
class ExplainStatement;
class InsertStatement;
class MergeIntoStatement;
class UpdateStatement;
} // namespace duckdb

namespace redstart::sql {

// What writing to a table takes.
struct WriteRights {
    catalog::Privileges privileges = 0;
    std::vector<std::string> columns = {}; // that UPDATE sets
};

class StatementResolver {
public:
    // All of them outlive this.
    StatementResolver(duckdb::ClientContext& context, const NameScope& scope, const StatementReport& report,
                      LateViews late);
    StatementResolver(const StatementResolver&) = delete;
    StatementResolver& operator=(const StatementResolver&) = delete;

    void statement(duckdb::SQLStatement& statement);
    // What was found out; once, at the end.
    Resolution finish();

    // A query, or an expression, that is a part of the statement or stands by itself.
    void query(Owned<duckdb::QueryNode>& query);
    void expression(Owned<duckdb::ParsedExpression>& expression);

    // For the definitions, which come after the passes.
    ResolveState& state() noexcept { return state_; }
    const StatementReport& report() const noexcept { return report_; }
    Resolution& resolution() noexcept { return resolution_; }

private:
    void explain(duckdb::ExplainStatement& statement);
    void insert(duckdb::InsertStatement& statement);
    void update(duckdb::UpdateStatement& statement);
    void erase(duckdb::DeleteStatement& statement);
    void merge(duckdb::MergeIntoStatement& statement);

    // The table a DML statement writes: resolved in place, locked ShareRowExclusive. `rights` are those it needs.
    Relation target(Owned<duckdb::TableRef>& table, const char* action, WriteRights rights);
    Relation target_relation(const std::string& catalog, const std::string& schema, const std::string& name,
                             const char* action, WriteRights rights);

    const StatementReport& report_;
    Resolution resolution_;
    ResolveState state_;
};

} // namespace redstart::sql

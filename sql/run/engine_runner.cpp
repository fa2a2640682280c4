#include "sql/run/engine_runner.hpp"

#include "catalog/engine/errors.hpp"
#include "catalog/object/catalog_walk.hpp"
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/qualify/column_origins.hpp"
#include "sql/resolve/resolver.hpp"
#include "sql/rule/second_chance.hpp"
#include "sql/rule/stream_memory.hpp"
#include "sql/run/committed_catalog.hpp"
#include "sql/run/engine_result.hpp"
#include "sql/run/engine_statement.hpp"
#include "sql/run/explain.hpp"
#include "sql/run/named_owner.hpp"
#include "sql/run/parameters.hpp"
#include "sql/session/engine_call.hpp"
#include "sql/session/guarded.hpp"

#include <algorithm>
#include <thread>

#include <duckdb.hpp>
#include <duckdb/main/pending_query_result.hpp>
#include <duckdb/main/prepared_statement.hpp>
#include <duckdb/parser/parsed_data/alter_info.hpp>
#include <duckdb/parser/parsed_data/create_sequence_info.hpp>
#include <duckdb/planner/planner.hpp>
#include <fmt/core.h>

namespace redstart::sql {
namespace {

using duckdb::PendingExecutionResult;
using protocol::SqlError;

// Works on the statement until its first rows or its end are there. The engine forgets an interrupt that arrives while
// it plans, so a pending one is issued again.
void run_to_first_rows(duckdb::PendingQueryResult& pending, duckdb::ClientContext& context, Interrupts& interrupts) {
    bool interrupted = false;
    while (true) {
        if (interrupts.pending() && !interrupted) {
            context.Interrupt();
            interrupted = true;
        }
        const auto state = pending.ExecuteTask();
        if (duckdb::PendingQueryResult::IsResultReady(state) || state == PendingExecutionResult::EXECUTION_ERROR)
            return;
        if (state == PendingExecutionResult::BLOCKED || state == PendingExecutionResult::NO_TASKS_AVAILABLE)
            pending.WaitForTask();
    }
}

std::uint64_t affected_rows(duckdb::QueryResult& result) {
    auto chunk = result.Fetch();
    if (!chunk || chunk->size() == 0 || chunk->ColumnCount() == 0) return 0;
    const auto value = chunk->GetValue(0, 0);
    return value.IsNull() ? 0 : value.GetValue<std::uint64_t>();
}

// The engine answers with the key of a plan and its text.
std::unique_ptr<Result> explained(duckdb::QueryResult& result) {
    std::vector<std::vector<StaticValue>> rows;
    while (auto chunk = result.Fetch())
        for (duckdb::idx_t row = 0; row < chunk->size(); ++row)
            for (auto& line : plan_lines(chunk->GetValue(1, row).ToString())) rows.push_back({std::move(line)});
    return std::make_unique<StaticResult>(explain_columns(), std::move(rows));
}

} // namespace

void EngineRunner::look_up(const std::function<void(duckdb::ClientContext&)>& work) {
    auto& context = *session_.connection().context;
    try {
        context.RunFunctionInTransaction([&] { work(context); });
    } catch (const SqlError&) { throw; } catch (const std::exception& error) {
        throw to_sql_error(error);
    }
}

ParsedStatement EngineRunner::parse(const Statement& statement, DialectOptions options) {
    return guarded(session_, [&] { return parse_engine_statement(statement, options, session_.passes()); });
}

ParsedStatement EngineRunner::parse(const Statement& statement) { return parse(statement, session_.dialect()); }

Owned<duckdb::PreparedStatement> EngineRunner::prepare(Owned<duckdb::SQLStatement> statement) {
    auto& context = *session_.connection().context;
    ++session_.passes().planned;
    return guarded(session_, [&] { return context.Prepare(std::move(statement)); });
}

BoundShape EngineRunner::bind(Owned<duckdb::SQLStatement> statement) {
    ++session_.passes().bound;
    BoundShape shape;
    duckdb::ErrorData failed; // an exception that leaves the engine's call would end its transaction
    guarded(session_, [&] {
        look_up([&](duckdb::ClientContext& context) {
            try {
                duckdb::Planner planner(context);
                planner.CreatePlan(std::move(statement));
                shape = {planner.properties.return_type == duckdb::StatementReturnType::QUERY_RESULT,
                         {planner.names.begin(), planner.names.end()},
                         {planner.types.begin(), planner.types.end()}};
            } catch (const std::exception& error) { failed = duckdb::ErrorData(error); }
        });
    });
    if (failed.HasError()) throw session_.interrupts().failure(failed);
    return shape;
}

Resolution EngineRunner::resolve_names(const ParsedStatement& statement, Owned<duckdb::SQLStatement>& resolved,
                                       const std::vector<std::uint32_t>& parameter_types, Untyped untyped) {
    while (true) {
        Resolution resolution;
        const auto database =
            guarded(session_, [&] { return resolve_once(statement, resolved, parameter_types, untyped, resolution); });
        if (!database) return resolution;
        session_.transaction().enter_database(*database, session_.connection());
    }
}

// Returns the database that has to be entered first.
std::optional<std::string> EngineRunner::resolve_once(const ParsedStatement& statement,
                                                      Owned<duckdb::SQLStatement>& resolved,
                                                      const std::vector<std::uint32_t>& parameter_types,
                                                      Untyped untyped, Resolution& resolution) {
    ++session_.passes().resolved;
    resolved = statement.tree->Copy();
    std::optional<std::string> database;
    auto names = session_.names();
    names.parameter_types = parameter_types;
    names.untyped = untyped;
    names.named_owner = named_owner(session_, statement);
    std::exception_ptr missing; // an exception that leaves the engine's call would end its transaction
    look_up([&](duckdb::ClientContext& context) {
        try {
            resolution = resolve(context, names, *resolved, statement.report);
            resolution.origins = column_origins(context, *resolved);
        } catch (const OtherDatabase& other) { database = other.database(); } catch (const SqlError&) {
            missing = std::current_exception();
        }
    });
    if (missing) {
        CommittedCatalog(session_).check_missing(names, statement);
        std::rethrow_exception(missing);
    }
    if (!database) CommittedCatalog(session_).check_rights(names, resolution.rights);
    return database;
}

Relation EngineRunner::require(const QualifiedName& name) {
    Relation relation;
    const auto names = session_.names();
    std::exception_ptr missing;
    look_up([&](duckdb::ClientContext& context) {
        try {
            relation = require_relation(context, names, name);
        } catch (const SqlError&) { missing = std::current_exception(); }
    });
    if (missing) {
        CommittedCatalog(session_).check_missing(names, name);
        std::rethrow_exception(missing);
    }
    return relation;
}

void EngineRunner::require_right(const RightNeeded& right) {
    const auto names = session_.names();
    if (names.superuser) return;
    std::exception_ptr missing;
    look_up([&](duckdb::ClientContext& context) {
        try {
            require_own_right(context, names, right);
        } catch (const SqlError&) { missing = std::current_exception(); }
    });
    if (missing) std::rethrow_exception(missing);
    auto own = right;
    own.user = names.user_id;
    CommittedCatalog(session_).check_rights(names, {own});
}

Relation EngineRunner::require_own_table(const QualifiedName& name) {
    auto relation = require(name);
    require_table(relation);
    require_own_database(session_.names(), relation);
    return relation;
}

bool EngineRunner::same_relations(duckdb::ClientContext& context, const Resolution& plan) const {
    for (const auto& use : plan.uses) {
        const auto now = current_oid(context, use.relation);
        const bool created_here = now == 0 && use.mode == LockMode::AccessExclusive;
        if (now != use.relation.oid && !created_here) return false;
    }
    return true;
}

// What the statement waited for may have been the end of what it needs. A table that only has another name now does not
// exist by the old one (PostgreSQL's answer; INF).
Resolution EngineRunner::plan_again(const Resolution& before, const std::function<Resolution()>& again) {
    try {
        return again();
    } catch (const SqlError& error) {
        if (error.sqlstate() != protocol::sqlstate::kUndefinedTable) throw;
        if (const auto dropped = dropped_of(before))
            throw SqlError(protocol::sqlstate::kInternalError,
                           fmt::format("table {} dropped by concurrent transaction", dropped));
        throw;
    }
}

// The first relation of the plan that is not there any more, under any name; 0 when there is none.
RelationId EngineRunner::dropped_of(const Resolution& plan) {
    RelationId dropped = 0;
    look_up([&](duckdb::ClientContext& context) {
        const auto relations = catalog::relations(context);
        for (const auto& use : plan.uses) {
            if (dropped != 0 || current_oid(context, use.relation) == use.relation.oid) continue;
            const bool renamed = std::any_of(relations.begin(), relations.end(),
                                             [&](const auto& relation) { return relation.oid == use.relation.oid; });
            if (!renamed) dropped = use.relation.oid;
        }
    });
    return dropped;
}

void EngineRunner::lock_and_begin(Resolution& plan, bool transactional, const std::function<Resolution()>& again) {
    auto& transaction = session_.transaction();
    for (const auto& use : plan.uses) // a plan that was made in an earlier transaction
        if (is_foreign(session_.names(), use.relation))
            transaction.enter_database(use.relation.catalog, session_.connection());
    bool planned_in_time = !plan.dependents;
    while (transaction.lock(plan) || !planned_in_time) {
        planned_in_time = true;
        bool same = true;
        look_up([&](duckdb::ClientContext& context) { same = same_relations(context, plan); });
        // What it waited for may have changed columns, or the views that read them, or taken a right away.
        if (same && !plan.ddl && plan.rights.empty() && session_.user().superuser()) break;
        plan = same ? again() : plan_again(plan, again);
    }
    if (plan.compute) session_.record().mark_compute();
    if (plan.takes_snapshot && (transactional || transaction.needs_engine(plan))) open_snapshot(plan);
    session_.report_transaction();
    session_.interrupts().check();
}

void EngineRunner::open_snapshot(const Resolution& plan) {
    auto& transaction = session_.transaction();
    const bool older = transaction.engine_open();
    transaction.open_engine(session_.connection());
    if (older) CommittedCatalog(session_).check_current(plan);
    if (const auto violation = transaction.declare(plan)) throw session_.conflict(violation->table, violation->cycle);
}

bool EngineRunner::try_again(SecondChance& chance, const SqlError& error) {
    return chance.after(error, [this](std::chrono::milliseconds pause) {
        abandon_call(session_.engine_connection().if_open());
        std::this_thread::sleep_for(pause);
        session_.interrupts().check();
    });
}

Outcome EngineRunner::run(const ParsedStatement& statement, bool autocommit) {
    const bool repeatable = autocommit && statement.tree->type == duckdb::StatementType::SELECT_STATEMENT;
    for (SecondChance chance;;) {
        try {
            return run_once(statement, autocommit);
        } catch (const SqlError& error) {
            if (!repeatable || session_.transaction().engine_open() || !try_again(chance, error)) throw;
        }
    }
}

Outcome EngineRunner::run_once(const ParsedStatement& unresolved, bool autocommit) {
    Owned<duckdb::SQLStatement> statement;
    auto plan = resolve_names(unresolved, statement);
    lock_and_begin(plan, !autocommit, [&] { return resolve_names(unresolved, statement); });
    if (plan.ddl) session_.note_ddl();
    auto& context = *session_.connection().context;
    const EngineCall call(session_);
    const bool explain = statement->type == duckdb::StatementType::EXPLAIN_STATEMENT;
    ++session_.passes().planned;
    auto pending = guarded(session_, [&] { return context.PendingQuery(std::move(statement), true); });
    auto outcome = finish(std::move(pending), explain);
    if (outcome.rows) outcome.rows->set_origins(plan.origins);
    complete(plan);
    return outcome;
}

void EngineRunner::complete(const Resolution& plan) {
    if (plan.views.stored.empty() && plan.views.dropped.empty() && !plan.default_value && !plan.not_null &&
        !plan.column_rights && plan.sequences.empty())
        return;
    look_up([&](duckdb::ClientContext& context) {
        for (const auto& sequence : plan.sequences)
            duckdb::Catalog::GetCatalog(context, sequence->catalog).CreateSequence(context, *sequence);
        apply(context, plan.views);
        for (const auto& change : {plan.default_value, plan.not_null, plan.column_rights})
            if (change) duckdb::Catalog::GetCatalog(context, change->catalog).Alter(context, *change);
    });
}

Outcome EngineRunner::run_prepared(duckdb::PreparedStatement& prepared, const Parameters& values) {
    session_.connection();       // free for the call, which does not ask for it
    ++session_.passes().planned; // again, by the engine: Prepared says why
    const EngineCall call(session_);
    duckdb::case_insensitive_map_t<duckdb::BoundParameterData> bound; // only what the statement mentions
    for (const auto& parameter : prepared.named_param_map) {
        const auto index = static_cast<std::size_t>(std::stoull(parameter.first)) - 1;
        if (index >= values.size())
            throw SqlError(protocol::sqlstate::kUndefinedParameter, "there is no parameter $" + parameter.first);
        bound[parameter.first] = duckdb::BoundParameterData(values.engine_values()[index]);
    }
    const bool explain = prepared.GetStatementType() == duckdb::StatementType::EXPLAIN_STATEMENT;
    return finish(guarded(session_, [&] { return prepared.PendingQuery(bound, true); }), explain);
}

template <typename Pending> Outcome EngineRunner::finish(Pending pending, bool explain) {
    auto& interrupts = session_.interrupts();
    auto fail = [&](const duckdb::ErrorData& error) {
        auto reported = interrupts.failure(error);
        if (error.Type() == duckdb::ExceptionType::OUT_OF_MEMORY) StreamMemory::ask_for_relief();
        // Two transactions changed the same rows: the same error as where SERIALIZABLE finds a cycle (INF).
        if (is_row_conflict(error)) throw session_.conflict(session_.transaction().last_written(), {});
        throw SqlError(reported);
    };
    if (pending->HasError()) fail(pending->GetErrorObject());
    run_to_first_rows(*pending, *session_.connection().context, interrupts);
    if (pending->HasError()) fail(pending->GetErrorObject());
    auto result = pending->Execute();
    if (result->HasError()) fail(result->GetErrorObject());
    Outcome outcome;
    switch (result->properties.return_type) {
    case duckdb::StatementReturnType::QUERY_RESULT:
        outcome.rows = explain ? explained(*result) : make_engine_result(session_, std::move(result));
        break;
    case duckdb::StatementReturnType::CHANGED_ROWS: outcome.affected = affected_rows(*result); break;
    case duckdb::StatementReturnType::NOTHING: break;
    }
    return outcome;
}

} // namespace redstart::sql

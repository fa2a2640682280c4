#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/command/commands.hpp"
#include "sql/run/read_only.hpp"

#include <duckdb.hpp>
#include <duckdb/parser/statement/delete_statement.hpp>
#include <duckdb/parser/tableref/basetableref.hpp>

namespace redstart::sql {
namespace state = protocol::sqlstate;
using catalog::Privilege;
using protocol::SqlError;

template <> Outcome Commands::run_as<StatementKind::Begin>(const Statement& statement) {
    const auto modes = parse_begin(statement); // every level but SERIALIZABLE is accepted without effect (r_BEGIN)
    if (session_.transaction().in_block())
        session_.output().notice(
            SqlError::warning(state::kActiveSqlTransaction, "there is already a transaction in progress"));
    session_.transaction().begin_block(session_.record().started_at());
    begin_with(modes, session_);
    session_.report_transaction();
    return {};
}

template <> Outcome Commands::run_as<StatementKind::StartTransaction>(const Statement& statement) {
    return run_as<StatementKind::Begin>(statement);
}

template <> Outcome Commands::run_as<StatementKind::Commit>(const Statement& statement) {
    check_transaction_end(statement);
    auto& transaction = session_.transaction();
    Outcome outcome;
    if (transaction.failed()) {
        outcome = run_as<StatementKind::Rollback>(statement);
        outcome.tag = StatementKind::Rollback;
        return outcome;
    }
    if (!transaction.in_block())
        session_.output().notice(
            SqlError::warning(state::kNoActiveSqlTransaction, "there is no transaction in progress"));
    end_.commit();
    return outcome;
}

template <> Outcome Commands::run_as<StatementKind::Rollback>(const Statement& statement) {
    check_transaction_end(statement);
    auto& transaction = session_.transaction();
    if (!transaction.in_block())
        session_.output().notice(
            SqlError::warning(state::kNoActiveSqlTransaction, "there is no transaction in progress"));
    end_.rollback();
    return {};
}

template <> Outcome Commands::run_as<StatementKind::SetTransaction>(const Statement& statement) {
    set_modes(parse_set_transaction(statement), session_);
    Outcome outcome;
    outcome.tag = StatementKind::Set;
    return outcome;
}

template <> Outcome Commands::run_as<StatementKind::Lock>(const Statement& statement) {
    const auto names = parse_lock(statement).tables;
    auto plan_all = [&] {
        Resolution plan;
        std::vector<Relation> tables;
        for (const auto& name : names) {
            tables.push_back(runner_.require_own_table(name));
            runner_.require_right(
                to_use_any(tables.back(), Privilege::Update | Privilege::Delete | Privilege::Truncate));
        }
        std::sort(tables.begin(), tables.end(), [](const Relation& a, const Relation& b) { return a.oid < b.oid; });
        for (auto& table : tables) plan.uses.push_back({std::move(table), LockMode::AccessExclusive});
        return plan;
    };
    auto plan = plan_all();
    runner_.lock_and_begin(plan, false, plan_all); // LOCK takes no snapshot, so that the next statement's is fresh
    plan_all();                                    // a table that was dropped while LOCK waited is an error
    return {};
}

// Redshift's TRUNCATE commits: what came before it, then itself (r_TRUNCATE). Inside a block a new transaction goes on.
template <> Outcome Commands::run_as<StatementKind::Truncate>(const Statement& statement) {
    const auto name = parse_truncate(statement).table;
    const auto find = [&] {
        auto table = runner_.require_own_table(name);
        runner_.require_right(to_own(table, bit(Privilege::Truncate), catalog::SystemPermission::TruncateTable));
        return table;
    };
    find(); // a wrong name must not commit anything
    auto& transaction = session_.transaction();
    const bool in_block = transaction.in_block();
    end_.commit();
    if (in_block) transaction.begin_block(session_.record().started_at());
    session_.report_transaction();
    auto plan_one = [&] {
        Resolution plan;
        plan.uses.push_back({find(), LockMode::AccessExclusive});
        plan.takes_snapshot = plan.writes = true;
        return plan;
    };
    auto plan = plan_one();
    runner_.lock_and_begin(plan, true, plan_one);
    auto erase = duckdb::make_uniq<duckdb::DeleteStatement>();
    auto table = duckdb::make_uniq<duckdb::BaseTableRef>();
    const auto& relation = plan.uses.front().relation;
    table->catalog_name = relation.catalog;
    table->schema_name = relation.schema;
    table->table_name = relation.name;
    erase->table = std::move(table);
    execute(std::move(erase));
    end_.commit();
    if (in_block) transaction.begin_block(session_.record().started_at());
    session_.report_transaction();
    return {};
}

} // namespace redstart::sql

"""The faults that the proofs must catch: each a small edit of the server, with the proof that must then fail.

`find` occurs exactly once in the file; `put` takes its place. `proof` is a command below tests/.
"""
from typing import NamedTuple

import function_mutants


class Mutant(NamedTuple):
    name: str
    file: str
    find: str
    put: str
    proof: str


def isolation(spec):
    return f"isolation/isolation_test.py --alone {spec}"


def matrix(state, event):
    return f"matrix/matrix_test.py --state '{state}' --event '{event}'"


TURNS = "soak/turns_test.py"
ESCAPE = "escape/escape_test.py"
RIGHTS, TRAPS = "rights/rights_test.py", "rights/traps_test.py"
STORM = "soak/kill_storm_test.py --seconds 15"

MUTANTS = [
    # Locks: when they end.
    Mutant("locks are forgotten at rollback, not released", "sql/session/transaction.cpp",
           "    roll_engine_back(connection);\n    in_block_ = failed_ = false;\n    release_locks();",
           "    roll_engine_back(connection);\n    in_block_ = failed_ = false;\n    xid_ = 0;",
           isolation("writers")),
    Mutant("locks are kept after an error in a block", "sql/session/transaction.cpp",
           "    failed_ = in_block_;\n    release_locks();", "    failed_ = in_block_;",
           isolation("lock-statement")),
    Mutant("locks end before the engine's commit", "sql/session/transaction.cpp",
           "            commit_all(connection);\n",
           "            release_locks();\n            commit_all(connection);\n", TURNS),
    # Locks: who gets them.
    Mutant("a later waiter is granted before an earlier one", "sql/lock/relation_locks.cpp",
           "            ahead |= mode_bit(next->mode);\n", "",
           isolation("fifo")),
    Mutant("a new request passes the queue", "sql/lock/relation_locks.cpp",
           "if (behind || blocked_by_holders(own, mode)) {",
           "if ((behind && own != 0) || blocked_by_holders(own, mode)) {",
           isolation("fifo")),
    Mutant("an upgrade goes to the end of the queue", "sql/lock/relation_locks.cpp",
           "static_cast<std::ptrdiff_t>(place_for(own))", "static_cast<std::ptrdiff_t>(queue_.size())",
           isolation("upgrade-lock")),
    Mutant("nobody looks for deadlocks", "sql/lock/lock_manager.cpp",
           "find_cycle(impl_->table, xid); !cycle.empty()", "find_cycle(impl_->table, xid); cycle.size() > 99",
           isolation("deadlock-two")),
    Mutant("who stood behind a cancelled waiter is not woken", "sql/lock/lock_manager.cpp",
           "    impl_->wake(impl_->table.cancel_wait(xid, now));\n    impl_->finish(found->second",
           "    impl_->table.cancel_wait(xid, now);\n    impl_->finish(found->second",
           isolation("cancel")),
    Mutant("a wake-up is lost", "sql/lock/lock_manager.cpp",
           "    transaction.sleeper->wake.notify_one();\n", "",
           isolation("writers-same-row")),
    # Snapshots and names.
    Mutant("the engine's snapshot comes before the locks", "sql/run/engine_runner.cpp",
           "    auto plan = resolve_names(unresolved, statement);\n    lock_and_begin(plan, !autocommit,",
           "    if (!autocommit) session_.transaction().open_engine(session_.connection());\n"
           "    auto plan = resolve_names(unresolved, statement);\n    lock_and_begin(plan, !autocommit,",
           isolation("snapshot-after-wait")),
    Mutant("names are not looked up again after a wait", "sql/run/engine_runner.cpp",
           "        if (same && !plan.ddl && plan.rights.empty() && session_.user().superuser()) break;\n",
           "        break;\n",
           isolation("recreated")),
    Mutant("a view that is made while ALTER waits is not found", "sql/run/engine_runner.cpp",
           "        if (same && !plan.ddl && plan.rights.empty() && session_.user().superuser()) break;\n",
           "        if (same) break;\n",
           isolation("views")),
    Mutant("LOCK does not notice that its table was dropped", "sql/command/transaction_commands.cpp",
           "    plan_all();                                    // a table", "    // a table",
           isolation("readers-ddl")),
    Mutant("nobody looks for cycles of serializable transactions", "sql/lock/serializable_graph.cpp",
           "    auto violation = find_cycle(xid);\n    if (violation && violation->table == 0)",
           "    std::optional<SerializableViolation> violation;\n    if (violation && violation->table == 0)",
           isolation("serializable-three")),
    Mutant("a transaction that was rolled back stays in a cycle", "sql/lock/isolation_manager.cpp",
           "    graph_.abort(xid);", "    graph_.commit(xid);",
           isolation("serializable-three")),
    # Names: what the resolver leaves the tree check refuses, and both the attacks notice.
    *(Mutant(f"the resolver does not see {what}", file, find, put, ESCAPE) for what, file, find, put in (
        ("the first query of a recursive common table", "sql/tree/tree_walker.cpp",
         "    walk_query(node.left);\n", ""),
        ("that a common table is not there yet", "sql/qualify/qualifier.cpp",
         "    if (table.not_yet)\n", "    if (table.not_yet && table.written.empty())\n"),
        ("the second query of a recursive common table", "sql/tree/tree_walker.cpp",
         "    walk_query(node.right);\n", ""),
        ("common tables", "sql/tree/tree_walker.cpp", "        walk_own_query(cte.ctename, cte.query);\n", ""),
        ("queries behind common tables", "sql/tree/tree_walker.cpp", "        walk_node(*cte.child);\n", ""),
        ("modifiers", "sql/tree/tree_walker.cpp", "    walk_modifiers(node);\n", ""),
        ("GROUP BY", "sql/tree/tree_walker.cpp",
         "    for (auto& group : select.groups.group_expressions) walk_expression(group);\n", ""),
        ("QUALIFY", "sql/tree/tree_walker.cpp", "    walk_condition(select.qualify, \"QUALIFY\");\n", ""),
        ("the conditions of joins", "sql/tree/tree_walker.cpp",
         "        walk_condition(join.condition, \"JOIN/ON\");\n", ""),
        ("the right sides of joins", "sql/tree/tree_walker.cpp", "        walk_table(join.right);\n", ""),
        ("subqueries in FROM", "sql/tree/tree_walker.cpp",
         "        if (enters(*query)) walk_query(query);\n", ""),
        ("VALUES", "sql/tree/tree_walker.cpp",
         "            for (auto& value : row) walk_expression(value);\n", "            static_cast<void>(row);\n"),
        ("the lists of UNPIVOT", "sql/tree/tree_walker.cpp",
         "            if (entry.expr) walk_expression(entry.expr);\n", "            static_cast<void>(entry);\n"),
        ("the aggregates of PIVOT", "sql/tree/tree_walker.cpp",
         "    for (auto& aggregate : pivot.aggregates) walk_expression(aggregate);\n", ""),
        ("arrows", "sql/qualify/qualify_expressions.cpp",
         "    case ExpressionClass::LAMBDA: return name_arrow(expression);\n",
         "    case ExpressionClass::LAMBDA: return expression ? void() : name_arrow(expression);\n"),
        ("collations", "sql/qualify/qualify_expressions.cpp",
         "    case ExpressionClass::COLLATE: return name_collation(expression);\n",
         "    case ExpressionClass::COLLATE: return expression ? void() : name_collation(expression);\n"),
        ("MERGE's values", "sql/resolve/resolve_statements.cpp",
         "            for (auto& value : action->expressions) pass.walk_expression(value);\n", ""),
    )),
    Mutant("a common table keeps the name that the client gave it", "sql/qualify/qualifier.cpp",
           "    return std::string(1, kCommonTableMark) + std::to_string(++state_.common_tables) + \" \" + name;",
           "    return name;", ESCAPE),
    Mutant("schemas are made by everybody", "sql/object/rights.cpp",
           "    if (needed.kind == ObjectKind::Database) {\n",
           "    if (needed.kind == ObjectKind::Database) {\n        return true;\n", ESCAPE),
    # Rights.
    Mutant("what a view reads is not asked for", "sql/qualify/qualifier.cpp",
           "need_of(owner_of(state_.context, reader),", "need_of(catalog::kBootstrapUserId,", TRAPS),
    Mutant("hidden columns may be named", "sql/qualify/qualifier.cpp",
           "    refuse_hidden(state_, select);\n", "", RIGHTS),
    Mutant("groups count for those who have left", "catalog/right/acl.cpp",
           "return holds(user.groups, item.grantee.id);", "return true;", RIGHTS),
    Mutant("a schema that may not be used is looked into", "sql/object/relations.cpp",
           "        if (!scope.superuser || as) require_right(", "        if (as) require_right(", RIGHTS),
    Mutant("one privilege is as good as all", "sql/object/rights.cpp",
           "    if (needed.need == Need::All) return missing == 0;\n",
           "    if (needed.need == Need::All) return missing != needed.privileges;\n", RIGHTS),
    # Cancel.
    Mutant("a cancel waits for the next statement", "sql/session/interrupts.cpp",
           "        if (armed_ == 0) return false;\n        if (!cancelled_) message_",
           "        if (!cancelled_) message_",
           matrix("in transaction", "pg_cancel_backend")),
    Mutant("a cancel is not forgotten with its statement", "sql/session/interrupts.cpp",
           "    message_.reset();\n    pending_.store(terminated_.load());", "    message_.reset();",
           matrix("waiting for a lock", "CANCEL")),
    Mutant("a cancel does not end a wait for a lock", "sql/session/interrupts.cpp",
           "    if (xid != 0) locks_.cancel(xid);", "    static_cast<void>(xid);",
           matrix("waiting for a lock", "CancelRequest")),
    Mutant("a cancel interrupts the engine's commit", "sql/session/transaction.cpp",
           "            const EndingEngine ending(interrupts_, connection);\n            commit_all(connection);",
           "            commit_all(connection);",
           matrix("committing", "pg_cancel_backend") + " --repeat 12"),  # half of them meet the commit
    Mutant("a cancel does not reach a backend that writes", "server/session/session_entry.cpp",
           "    if (pin.channel != nullptr) pin.channel->interrupt();\n    return true;", "    return true;",
           matrix("streaming to a slow client", "CANCEL")),
    Mutant("a cancel does not reach a COPY that waits for data", "server/session/session.cpp",
           "    executor_->copy_data({});\n", "",
           matrix("copy in", "pg_cancel_backend")),
    Mutant("a cancel is lost in constants that are tried", "sql/engine/planning_guard.cpp",
           "place == ThrowingPlace::Swallowed ? 1 : kCallsOfGrace;", "kCallsOfGrace;",
           "bombs/bombs_test.py --slack 1 --only 'folded abs'"),
    # Clocks.
    Mutant("a statement's time is never up", "server/session/session_entry.cpp",
           "    stop_statement([](sql::Executor& executor) { return executor.expire(); });\n", "",
           isolation("statement-timeout")),
    Mutant("a COPY that waits for data counts as idle", "server/session/backend.cpp",
           "    if (copying()) return message;\n", "",
           matrix("copy in", "idle session timeout")),
    Mutant("a cancelled COPY has idled since its last data", "server/session/backend.cpp",
           "    if (was_copying && !copying()) waiting_since_.reset();", "    static_cast<void>(was_copying);",
           matrix("copy in", "idle transaction timeout")),
    # The end of a session.
    Mutant("a terminated client hears only when the engine lets go", "server/session/session_entry.cpp",
           "    if (!channel.token().try_take()) return;", "    return;",
           matrix("in an uninterruptible engine call", "pg_terminate_backend")),
    Mutant("a terminate leaves the session's slot", "server/session/backend_registry.cpp",
           "        --admitted_;\n", "",
           matrix("idle", "pg_terminate_backend")),
    Mutant("a client that vanished is not noticed", "server/session/session_entry.cpp",
           "    if (gone) terminate(EndReason::ClientGone);", "    static_cast<void>(gone);",
           matrix("running", "client RST")),
    Mutant("descriptors stay open", "server/net/channel.cpp",
           "Channel::~Channel() = default;", "Channel::~Channel() { ::dup(wake_.get()); }",
           matrix("idle", "client FIN")),
    # What was acknowledged.
    Mutant("now and then a commit is acknowledged and not done", "sql/session/transaction.cpp",
           "    sql::commit_engine(connection);\n",
           "    static thread_local int commits = 0;\n"
           "    ++commits % 7 == 0 ? connection.Rollback() : connection.Commit();\n",
           "soak/crash_test.py --rounds 3"),
    Mutant("a rollback commits what it should undo", "sql/session/transaction.cpp",
           "connection->HasActiveTransaction()) connection->Rollback();",
           "connection->HasActiveTransaction()) connection->Commit();",
           STORM),
]

MUTANTS += [Mutant(name, file, find, put, function_mutants.proof(files))
            for name, file, find, put, files in function_mutants.ROWS]

// EngineRunner: runs one parsed statement through the engine, locks before snapshot: resolve the names, acquire every
// lock in table order, and only then let the engine take its snapshot. Called by the executor, prepared statements,
// commands and COPY. Belongs to one session's thread.
#pragma once

#include "catalog/engine/engine_types.hpp"
#include "sql/resolve/resolution.hpp"
#include "sql/run/outcome.hpp"
#include "sql/session/session_context.hpp"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace redstart::sql {

class Parameters;
class SecondChance;
struct ParsedStatement;
struct Statement;

// What the engine says of a statement's result without planning it.
struct BoundShape {
    bool rows = false; // it gives any
    std::vector<std::string> names;
    std::vector<duckdb::LogicalType> types;
};

class EngineRunner {
public:
    explicit EngineRunner(SessionContext& session) : session_(session) {}

    // parse_engine_statement(), bounded as all planning is.
    ParsedStatement parse(const Statement& statement, DialectOptions options);
    ParsedStatement parse(const Statement& statement);
    // Names, types and locks of the statement, looked up as the session sees the catalog now; `resolved` becomes a copy
    // of its tree in which they are written. Outside a snapshot it runs in a short engine transaction of its own.
    // `parameter_types` are the OIDs the client gave to $1..$n; `untyped` is for the others.
    // Databases that it reads are entered on the way. Throws XX000 1018 for a relation that is newer than the snapshot.
    Resolution resolve_names(const ParsedStatement& statement, Owned<duckdb::SQLStatement>& resolved,
                             const std::vector<std::uint32_t>& parameter_types = {}, Untyped untyped = Untyped::Leave);
    // The relation of a command; throws as require_relation() does, and 1018.
    Relation require(const QualifiedName& name);
    // The same for a command that needs a table of the session's own database; throws 42809, 42501 and 0A000 as well.
    Relation require_own_table(const QualifiedName& name);
    // Throws 42501 unless the session's user has the right.
    void require_right(const RightNeeded& right);
    // Runs any look-up in the session's engine transaction, or in a short one of its own.
    void look_up(const std::function<void(duckdb::ClientContext&)>& work);

    // Acquires the plan's locks; when that waited and a name now stands for something else, `again` plans afresh.
    // Opens the engine's transaction when the plan takes a snapshot and `transactional` is true, or the statement
    // cannot do without. Throws 1023 when the statement would break serializability, 1018 and 42P01 for relations that
    // others made or dropped since the snapshot.
    void lock_and_begin(Resolution& plan, bool transactional, const std::function<Resolution()>& again);

    // A resolved statement as the engine prepares it; may hold an error.
    Owned<duckdb::PreparedStatement> prepare(Owned<duckdb::SQLStatement> statement);
    // The columns of a resolved statement without parameters. Throws what is wrong with it.
    BoundShape bind(Owned<duckdb::SQLStatement> statement);
    // The whole walk of a statement of the simple protocol. `autocommit`: nothing else belongs to its transaction, the
    // engine ends it by itself.
    Outcome run(const ParsedStatement& statement, bool autocommit);
    // The same for a statement that the engine prepared; `values` as Bind gave them.
    Outcome run_prepared(duckdb::PreparedStatement& prepared, const Parameters& values);

    // Call with the error of a query that nothing depends on yet; its transaction is left as it is. True: the engine
    // had no memory for it, and it may have now. Throws what Interrupts::check() says meanwhile.
    bool try_again(SecondChance& chance, const protocol::SqlError& error);

    // Call when the statement has run: stores and drops the views that it changes (Resolution::views) and makes the
    // column that it added NOT NULL (Resolution::not_null), in the same transaction. A plan with neither: does nothing.
    void complete(const Resolution& plan);

private:
    Outcome run_once(const ParsedStatement& statement, bool autocommit);
    std::optional<std::string> resolve_once(const ParsedStatement& statement, Owned<duckdb::SQLStatement>& resolved,
                                            const std::vector<std::uint32_t>& parameter_types, Untyped untyped,
                                            Resolution& resolution);
    template <typename Pending> Outcome finish(Pending pending, bool explain);
    bool same_relations(duckdb::ClientContext& context, const Resolution& plan) const;
    Resolution plan_again(const Resolution& before, const std::function<Resolution()>& again);
    RelationId dropped_of(const Resolution& plan);
    void open_snapshot(const Resolution& plan);

    SessionContext& session_;
};

} // namespace redstart::sql

// Prepared: one prepared statement (Parse, or PREPARE): its text, its classification and, for a statement the engine
// runs, a plan that is made again when the catalog changed. Owned by the session's store; on the backend's thread.
#pragma once

#include "protocol/backend.hpp"
#include "sql/parse/statement.hpp"
#include "sql/run/engine_runner.hpp"
#include "sql/run/engine_statement.hpp"
#include "sql/run/instant_select.hpp"
#include "sql/run/prepared_memory.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace redstart::sql {

class Prepared {
public:
    // Classifies the text and, when the engine will run it, parses and plans it. `types` are the parameter types the
    // client gave (0: let the server choose). Throws what is wrong with the text or its names.
    // 53200 when there are too many.
    Prepared(SessionContext& session, EngineRunner& runner, PreparedMemory& memory, std::string text,
             std::vector<std::uint32_t> types);
    ~Prepared();
    Prepared(const Prepared&) = delete;
    Prepared& operator=(const Prepared&) = delete;

    // Lives until the next shed().
    const Statement& statement() const;
    StatementKind kind() const noexcept { return statement_.kind; }
    const std::optional<SimpleSelect>& simple() const noexcept { return simple_; }
    bool uses_engine() const noexcept { return uses_engine_; }
    // The query of a DECLARE; nullptr in other statements.
    const std::shared_ptr<Prepared>& body() const noexcept { return body_; }

    // Types of $1..$n; as given, inferred, or text where nothing says more.
    const std::vector<std::uint32_t>& parameter_types() const noexcept { return types_; }
    // The result's columns; nullptr when the statement returns none. The plan must be current.
    const std::vector<protocol::ColumnDescription>* columns() const noexcept { return has_rows_ ? &columns_ : nullptr; }

    // Nothing has changed since it was planned that could change what the text means.
    bool current() const;
    // Makes the plan current, acquires its locks and runs it in the session's transaction.
    // Throws 0A000 `cached plan must not change result type` when the shape changed since it was described.
    Outcome run(const Parameters& parameters);
    // Makes the plan current without running it, for Describe.
    void refresh();
    // The engine has failed: the plan is made again when it is needed.
    void forget_plan() noexcept;
    // Keeps the text only; what was made of it is made again when it is needed.
    void shed() noexcept;
    // Orders the session's statements by their last use.
    std::uint64_t last_used() const noexcept { return last_used_; }

private:
    struct Plan;
    Outcome run_once(const Parameters& parameters);
    // Everything that shed() has given up but the plan.
    void restore();
    void plan();
    void charge_plan() noexcept;
    void plan_again();
    std::vector<std::uint32_t> resolved_types(Untyped untyped) const;
    bool has_numeric_parameter() const;
    bool is_typed() const;
    void probe();
    bool infer_types(const Plan& plan, bool open);
    BoundShape bound_shape();
    // Runs `work`; positions in its errors count in the client's text afterwards.
    template <typename Work> void in_client_text(Work work);
    void learn_shape();

    SessionContext& session_;
    EngineRunner& runner_;
    const std::string text_;
    const LexOptions lexed_with_;
    const DialectOptions dialect_;
    PreparedMemory::Share memory_;
    std::int64_t tree_bytes_ = 0; // of parsed_, as planning was charged for it
    std::int64_t plan_bytes_ = 0; // of plan_
    std::uint64_t last_used_ = 0;
    mutable Statement statement_; // without tokens when they were shed
    bool uses_engine_ = false;
    std::optional<SimpleSelect> simple_;
    std::vector<std::uint32_t> given_types_;
    bool inferred_ = false;                               // probe() was asked
    bool typed_ = false;                                  // and nothing else is to be asked: later plans keep the types
    std::map<std::size_t, std::uint32_t> inferred_types_; // by number; what the client did not give
    std::vector<std::uint32_t> types_;
    std::vector<protocol::ColumnDescription> columns_;
    bool has_rows_ = false;
    std::shared_ptr<Prepared> body_;
    std::unique_ptr<Plan> plan_;
    std::unique_ptr<ParsedStatement> parsed_; // as parsed, unresolved; nullptr: not for the engine, or shed
};

// The query of a DECLARE, which `statement` is; its errors point into the whole statement. Throws 42601 when it is no
// query, and what Prepared throws.
std::shared_ptr<Prepared> prepare_cursor_query(SessionContext& session, EngineRunner& runner, PreparedMemory& memory,
                                               const Statement& statement, std::vector<std::uint32_t> types);

} // namespace redstart::sql

#include "sql/run/prepared.hpp"

#include "catalog/type/type_map.hpp"
#include "protocol/error.hpp"
#include "protocol/pg_type.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/engine/freed_memory.hpp"
#include "sql/parse/token_text.hpp"
#include "sql/qualify/column_origins.hpp"
#include "sql/rule/second_chance.hpp"
#include "sql/run/engine_statement.hpp"
#include "sql/run/explain.hpp"
#include "sql/run/instant_columns.hpp"
#include "sql/run/parameters.hpp"
#include "sql/run/read_only.hpp"
#include "sql/session/guarded.hpp"
#include "sql/tree/parameter_types.hpp"
#include "sql/tree/untyped_parameters.hpp"

#include <algorithm>
#include <atomic>

#include <duckdb.hpp>
#include <duckdb/main/prepared_statement.hpp>
#include <duckdb/main/prepared_statement_data.hpp>
#include <fmt/core.h>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using protocol::SqlError;

bool same_shape(const std::vector<protocol::ColumnDescription>& a, const std::vector<protocol::ColumnDescription>& b) {
    if (a.size() != b.size()) return false;
    for (std::size_t index = 0; index < a.size(); ++index)
        if (a[index].type != b[index].type || a[index].name != b[index].name) return false;
    return true;
}

// The engine's answer where a parameter could be of any type: one column, of none.
bool is_shapeless(duckdb::PreparedStatement& prepared) {
    const auto& types = prepared.GetTypes();
    return types.size() == 1 && types[0].id() == duckdb::LogicalTypeId::UNKNOWN;
}

bool returns_rows(duckdb::PreparedStatement& prepared) {
    return prepared.GetStatementProperties().return_type == duckdb::StatementReturnType::QUERY_RESULT;
}

// What a numeric parameter has a part in has the scale that its value brings; only a table's column has its own.
void forget_scales(std::vector<protocol::ColumnDescription>& columns) {
    for (auto& column : columns)
        if (column.type == protocol::oid::kNumeric && column.table == 0) column.typmod = -1;
}

bool is_known(const duckdb::LogicalType& type) {
    return type.id() != duckdb::LogicalTypeId::UNKNOWN && type.id() != duckdb::LogicalTypeId::INVALID;
}

// A parameter has a type neither from the client nor from the engine, which tells of none when one is unknown.
bool has_unknown(duckdb::PreparedStatement& prepared, std::vector<std::uint32_t> types) {
    for (const auto& [name, type] : prepared.GetExpectedParameterTypes())
        if (const auto number = std::stoull(name); number <= types.size() && is_known(type)) types[number - 1] = 1;
    return std::find(types.begin(), types.end(), 0U) != types.end();
}

Statement only_statement(std::string_view text, const LexOptions& options) {
    auto statements = split(text, options);
    if (statements.size() != 1)
        throw SqlError(state::kSyntaxError, "cannot insert multiple commands into a prepared statement");
    return std::move(statements[0]);
}

// What the engine does not run keeps its tokens.
bool keeps_tokens(StatementKind kind) { return !is_engine_statement(kind); }

// Every parameter up to the last one has a type from somewhere.
void check_mentioned(const Statement& statement, const std::vector<std::uint32_t>& given) {
    auto types = parameter_types_of(statement, given);
    for (const auto& token : statement.tokens)
        if (token.kind == TokenKind::Parameter) types[std::stoull(std::string(token.text.substr(1))) - 1] = 1;
    const auto untold = std::find(types.begin(), types.end(), 0U);
    if (untold == types.end()) return;
    throw SqlError(state::kIndeterminateDatatype,
                   fmt::format("could not determine data type of parameter ${}", untold - types.begin() + 1));
}

} // namespace

struct Prepared::Plan {
    Owned<duckdb::PreparedStatement> prepared;
    std::optional<BoundShape> described; // where `prepared` has no shape before the values bring their types
    Resolution resolution;
    std::uint64_t epoch = 0;
    std::string search_path;
    std::string time_zone;    // constants are computed when the plan is made
    std::int32_t user_id = 0; // whose rights were checked, and what they were
    std::string user_name;    // "$user" of the search path
    bool superuser = false;
};

Prepared::Prepared(SessionContext& session, EngineRunner& runner, PreparedMemory& memory, std::string text,
                   std::vector<std::uint32_t> types)
    : session_(session), runner_(runner), text_(std::move(text)), lexed_with_(session.settings().lex_options()),
      dialect_(session.dialect()), memory_(memory),
      statement_(guarded(session, [&] { return only_statement(text_, lexed_with_); })), given_types_(std::move(types)) {
    const auto tokens = keeps_tokens(statement_.kind) ? statement_.tokens.size() * sizeof(Token) : 0;
    memory_.set_text(PreparedMemory::kOne + static_cast<std::int64_t>(text_.size() + tokens));
    if (statement_.kind == StatementKind::Select) simple_ = parse_simple_select(statement_);
    if (simple_ && !simple_columns(*simple_)) simple_.reset();
    if (statement_.kind == StatementKind::Unknown) throw syntax_error(statement_, statement_.tokens.front());
    if (statement_.kind == StatementKind::Declare) {
        body_ = prepare_cursor_query(session, runner, memory, statement_, given_types_);
        types_ = body_->parameter_types();
        return;
    }
    if (simple_ || !is_engine_statement(statement_.kind)) {
        check_mentioned(statement_, given_types_);
        types_ = parameter_types_of(statement_, given_types_);
        if (simple_) infer_parameters(*simple_, types_);
        return;
    }
    uses_engine_ = true;
    restore();
    in_client_text([&] {
        plan();
        learn_shape();
    });
}

Prepared::~Prepared() = default;

const Statement& Prepared::statement() const {
    if (statement_.tokens.empty() && uses_engine_) statement_ = only_statement(text_, lexed_with_);
    return statement_;
}

void Prepared::restore() {
    statement();
    if (!parsed_) {
        const auto before = session_.engine_connection().planning().held();
        parsed_ = std::make_unique<ParsedStatement>(runner_.parse(statement_, dialect_));
        tree_bytes_ = session_.engine_connection().planning().held() - before;
    }
    charge_plan();
    static std::atomic<std::uint64_t> uses{0};
    last_used_ = ++uses;
}

// A short text may have a large plan: a view of views.
void Prepared::charge_plan() noexcept {
    const auto estimated =
        PreparedMemory::kPlanOfOne + PreparedMemory::kPlanOfByte * static_cast<std::int64_t>(text_.size());
    memory_.set_plan(std::max(estimated, tree_bytes_ + plan_bytes_));
}

void Prepared::shed() noexcept {
    if (body_) body_->shed();
    if (!uses_engine_) return;
    plan_.reset();
    parsed_.reset();
    statement_.tokens = {};
    statement_.storage.reset();
    memory_.set_plan(0);
    note_freed(std::max(PreparedMemory::kPlanOfByte * text_.size(),
                        static_cast<std::uint64_t>(std::max<std::int64_t>(0, plan_bytes_))));
    tree_bytes_ = plan_bytes_ = 0;
}

std::shared_ptr<Prepared> prepare_cursor_query(SessionContext& session, EngineRunner& runner, PreparedMemory& memory,
                                               const Statement& statement, std::vector<std::uint32_t> types) {
    const auto query = parse_declare(statement).query;
    if (query.kind != StatementKind::Select) throw syntax_error(statement, query.tokens.front());
    // Blanks in place of what stands before the query keep the positions in its errors those of the client's text.
    const auto before = static_cast<std::size_t>(query.text.data() - statement.source.data());
    std::string text(static_cast<std::size_t>(character_position(statement.source, before)) - 1, ' ');
    text += query.text;
    return std::make_shared<Prepared>(session, runner, memory, std::move(text), std::move(types));
}

template <typename Work> void Prepared::in_client_text(Work work) {
    try {
        work();
    } catch (const SqlError& error) { throw placed_in(statement_, parsed_->map, error); }
}

bool Prepared::current() const {
    return plan_ && plan_->epoch == session_.engine().catalog_epoch() && plan_->user_id == session_.user().id() &&
           plan_->user_name == session_.user().name() && plan_->superuser == session_.user().superuser() &&
           plan_->search_path == session_.settings().get("search_path").value_or("") &&
           plan_->time_zone == session_.settings().get("TimeZone").value_or("");
}

void Prepared::plan() {
    const auto before = session_.engine_connection().planning().held();
    auto plan = std::make_unique<Plan>();
    plan->epoch = session_.engine().catalog_epoch();
    plan->user_id = session_.user().id();
    plan->user_name = session_.user().name();
    plan->superuser = session_.user().superuser();
    plan->search_path = session_.settings().get("search_path").value_or("");
    plan->time_zone = session_.settings().get("TimeZone").value_or("");
    Owned<duckdb::SQLStatement> tree;
    const auto resolve = [&] {
        plan->resolution = runner_.resolve_names(*parsed_, tree, resolved_types(Untyped::Leave));
    };
    const auto prepare = [&] {
        plan->prepared = runner_.prepare(std::move(tree));
        if (plan->prepared->HasError()) throw session_.interrupts().failure(plan->prepared->error);
    };
    const bool open = has_open_columns(*parsed_->tree, given_types_);
    if (open && !inferred_ && !is_typed()) probe();
    resolve();
    prepare(); // without the types that places do not tell: the engine may
    if (infer_types(*plan, open)) {
        resolve();
        prepare();
    }
    if (is_shapeless(*plan->prepared) || (has_numeric_parameter() && returns_rows(*plan->prepared)))
        plan->described = bound_shape();
    // The engine plans with what the tables hold at this moment (a filter that no row meets is planned away), and does
    // not notice rows that come later: it has to plan again.
    auto& properties = plan->prepared->data->properties;
    if (!properties.read_databases.empty()) properties.always_require_rebind = true;
    plan_ = std::move(plan);
    plan_bytes_ = session_.engine_connection().planning().held() - before;
    charge_plan();
}

// The types the client gave, then the inferred ones. A numeric brings its scale with its value (Parameters), so that
// the plan that runs leaves it open.
std::vector<std::uint32_t> Prepared::resolved_types(Untyped untyped) const {
    auto types = given_types_;
    for (const auto& [number, type] : inferred_types_) {
        if (number > types.size()) types.resize(number, 0);
        const bool open = type == protocol::oid::kNumeric && untyped == Untyped::Leave;
        if (types[number - 1] == 0 && !open) types[number - 1] = type;
    }
    return types;
}

bool Prepared::has_numeric_parameter() const {
    const auto types = resolved_types(Untyped::Null);
    return std::find(types.begin(), types.end(), protocol::oid::kNumeric) != types.end();
}

// Every parameter has a type from the client, or from its place.
bool Prepared::is_typed() const {
    auto types = resolved_types(Untyped::Null);
    types.resize(parameter_types_of(statement_, given_types_).size(), 0);
    return std::find(types.begin(), types.end(), 0U) == types.end();
}

// What the places of parameters without a type say. Once, for a statement keeps the types it was described with.
void Prepared::probe() {
    inferred_ = true;
    Owned<duckdb::SQLStatement> tree;
    runner_.resolve_names(*parsed_, tree, given_types_, Untyped::Probe);
    ++session_.passes().bound;
    std::exception_ptr ambiguous; // an exception that leaves the engine's call would end its transaction
    guarded(session_, [&] {
        runner_.look_up([&](duckdb::ClientContext& context) {
            try {
                inferred_types_ = probed_types(context, std::move(tree));
            } catch (const SqlError&) { ambiguous = std::current_exception(); }
        });
    });
    if (ambiguous) std::rethrow_exception(ambiguous);
}

// Finds what the engine did not, and what has a part in a column's type: the engine would let each value bring its own.
// True when the plan, which was made without them, has to be made again with the types.
bool Prepared::infer_types(const Plan& plan, bool open) {
    if (typed_ || is_typed()) return false;
    const bool unknown = has_unknown(*plan.prepared, parameter_types_of(statement_, given_types_));
    if (!inferred_ && !open && !unknown) return false;
    typed_ = true;
    if (!inferred_) probe();
    if (open)
        for (const auto& [name, type] : plan.prepared->GetExpectedParameterTypes())
            if (is_known(type)) inferred_types_.try_emplace(std::stoull(name), catalog::wire_type(type).oid);
    return !inferred_types_.empty();
}

// The columns, with stand-ins for the parameters.
BoundShape Prepared::bound_shape() {
    Owned<duckdb::SQLStatement> tree;
    runner_.resolve_names(*parsed_, tree, resolved_types(Untyped::Text), Untyped::Text);
    try {
        return runner_.bind(std::move(tree));
    } catch (const SqlError&) {
        runner_.resolve_names(*parsed_, tree, resolved_types(Untyped::Null), Untyped::Null);
        return runner_.bind(std::move(tree));
    }
}

void Prepared::learn_shape() {
    auto& prepared = *plan_->prepared;
    const auto& described = plan_->described;
    has_rows_ = described ? described->rows : returns_rows(prepared);
    columns_.clear();
    if (has_rows_) {
        const std::vector<std::string>& names = described ? described->names : prepared.GetNames();
        const std::vector<duckdb::LogicalType>& types = described ? described->types : prepared.GetTypes();
        columns_ = prepared.GetStatementType() == duckdb::StatementType::EXPLAIN_STATEMENT
                       ? explain_columns()
                       : describe_columns({names.begin(), names.end()}, {types.begin(), types.end()});
        name_origins(columns_, plan_->resolution.origins);
    }
    if (has_numeric_parameter()) forget_scales(columns_);
    check_mentioned(statement_, given_types_);
    types_ = parameter_types_of(statement_, given_types_);
    for (const auto& [number, type] : inferred_types_)
        if (types_[number - 1] == 0) types_[number - 1] = type;
    for (const auto& [name, type] : plan_->prepared->GetExpectedParameterTypes()) {
        const auto index = static_cast<std::size_t>(std::stoull(name)) - 1;
        if (index >= types_.size()) types_.resize(index + 1, 0);
        if (types_[index] == 0 && is_known(type)) types_[index] = catalog::wire_type(type).oid;
    }
    for (auto& type : types_)
        if (type == 0 || type == protocol::oid::kUnknown) type = protocol::oid::kText;
}

void Prepared::refresh() {
    if (!uses_engine()) return;
    restore();
    if (!current()) in_client_text([&] { plan_again(); });
}

// The statement keeps the shape it was described with, also after this has failed.
void Prepared::plan_again() {
    plan();
    const auto before = columns_;
    const bool had_rows = has_rows_;
    learn_shape();
    if (had_rows == has_rows_ && same_shape(before, columns_)) return;
    columns_ = before;
    has_rows_ = had_rows;
    plan_.reset();
    throw SqlError(state::kFeatureNotSupported, "cached plan must not change result type")
        .routine("RevalidateCachedQuery"); // by which drivers know that preparing it anew helps (pgjdbc, asyncpg)
}

void Prepared::forget_plan() noexcept {
    plan_.reset();
    if (body_) body_->forget_plan();
}

Outcome Prepared::run(const Parameters& parameters) {
    auto& transaction = session_.transaction();
    if (transaction.in_block()) check_allowed_in_block(statement());
    check_read_only(statement(), session_, runner_);
    const bool repeatable =
        statement_.kind == StatementKind::Select && !transaction.in_block() && transaction.xid() == 0;
    for (SecondChance chance;;) {
        try {
            return run_once(parameters);
        } catch (const SqlError& error) {
            if (!repeatable || !runner_.try_again(chance, error)) throw;
        }
        transaction.rollback(session_.engine_connection().if_open());
        session_.report_transaction();
    }
}

Outcome Prepared::run_once(const Parameters& parameters) {
    refresh();
    Outcome outcome;
    in_client_text([&] {
        auto locked = plan_->resolution;
        runner_.lock_and_begin(locked, true, [&] {
            plan_again();
            return plan_->resolution;
        });
        if (locked.ddl) session_.note_ddl();
        outcome = runner_.run_prepared(*plan_->prepared, parameters);
        if (outcome.rows) outcome.rows->set_origins(plan_->resolution.origins);
        if (outcome.rows) outcome.rows->describe_as(columns_);
        runner_.complete(plan_->resolution);
    });
    return outcome;
}

} // namespace redstart::sql

// PREPARE, EXECUTE, DEALLOCATE and DISCARD as SQL; they share the names of the extended protocol's statements
// (PostgreSQL).
#include "protocol/pg_type.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/executor_impl.hpp"
#include "sql/token_text.hpp"

#include <duckdb.hpp>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using protocol::SqlError;

// PREPARE's type names, without their modifiers, as OIDs.
std::uint32_t type_oid(const std::string& written) {
    const auto name = written.substr(0, written.find('('));
    if (const auto* type = protocol::find_type(name)) return type->oid;
    for (const auto& type : protocol::kPgTypes)
        if (type.sql_name == name) return type.oid;
    if (name == "int") return protocol::oid::kInt4;
    if (name == "decimal") return protocol::oid::kNumeric;
    if (name == "float") return protocol::oid::kFloat8;
    throw SqlError(state::kUndefinedObject, "type \"" + name + "\" does not exist");
}

// The argument as text; a literal, with or without a cast.
std::optional<std::string> argument_text(std::string_view argument, const LexOptions& options) {
    const auto text = "SELECT " + std::string(argument);
    const auto simple = parse_simple_select(split(text, options).front());
    const auto* value =
        simple && simple->items.size() == 1 ? std::get_if<SimpleValue>(&simple->items[0].expression) : nullptr;
    if (value == nullptr || value->kind == SimpleValue::Kind::Parameter)
        throw SqlError(state::kFeatureNotSupported, "the arguments of EXECUTE must be literals");
    switch (value->kind) {
    case SimpleValue::Kind::Null: return std::nullopt;
    case SimpleValue::Kind::Boolean: return value->boolean ? "true" : "false";
    case SimpleValue::Kind::Integer: return std::to_string(value->integer);
    default: return value->text;
    }
}

} // namespace

Outcome Executor::Impl::prepare(const Statement& statement) {
    const auto wanted = parse_prepare(statement);
    if (prepared.contains(wanted.name))
        throw SqlError(state::kDuplicatePreparedStatement, "prepared statement \"" + wanted.name + "\" already exists");
    std::vector<std::uint32_t> types;
    for (const auto& type : wanted.types) types.push_back(type_oid(type));
    auto made = std::make_shared<Prepared>(session, runner, std::string(wanted.body.text), std::move(types));
    prepared.emplace(wanted.name, std::move(made));
    return {};
}

Outcome Executor::Impl::execute_prepared(const Statement& statement) {
    const auto wanted = parse_execute(statement);
    const auto target = find_prepared(wanted.name);
    const auto& types = target->parameter_types();
    if (wanted.arguments.size() != types.size())
        throw SqlError(state::kSyntaxError, "wrong number of parameters for prepared statement \"" + wanted.name + "\"")
            .detail("Expected " + std::to_string(types.size()) + " parameters but got " +
                    std::to_string(wanted.arguments.size()) + ".");
    std::vector<std::optional<std::string>> texts;
    for (const auto argument : wanted.arguments)
        texts.push_back(argument_text(argument, session.settings().lex_options()));
    protocol::Bind values{};
    for (const auto& text : texts)
        values.values.push_back(text ? std::optional<std::string_view>(*text) : std::nullopt);
    Portal portal;
    portal.statement = target;
    portal.parameters = std::make_shared<Parameters>(values, types);
    auto outcome = start(portal);
    if (!outcome.tag) outcome.tag = target->statement().kind;
    return outcome;
}

Outcome Executor::Impl::deallocate(const Statement& statement) {
    const auto name = parse_deallocate(statement);
    // Drivers deallocate what Parse named: a name of the protocol keeps its case, one of SQL is folded.
    const auto exact = identifier_value(statement.tokens.back(), true);
    if (!name)
        prepared.clear();
    else if (prepared.erase(exact) == 0 && prepared.erase(*name) == 0)
        throw SqlError(state::kInvalidSqlStatementName, "prepared statement \"" + *name + "\" does not exist");
    return {};
}

Outcome Executor::Impl::discard(const Statement& statement, bool autocommit) {
    if (parse_discard(statement) == DiscardTarget::All) {
        if (!autocommit)
            throw SqlError(state::kActiveSqlTransaction, "DISCARD ALL cannot run inside a transaction block");
        portals.clear();
        prepared.clear();
    }
    return run_command(statement, autocommit);
}

} // namespace redstart::sql

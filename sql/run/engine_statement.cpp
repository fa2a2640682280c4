#include "sql/run/engine_statement.hpp"

#include "catalog/engine/errors.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/dialect/rewrite.hpp"
#include "sql/engine/planning_guard.hpp"
#include "sql/parse/token_text.hpp"
#include "sql/refusal/cluster_rules.hpp"
#include "sql/refusal/engine_calls.hpp"
#include "sql/refusal/engine_syntax.hpp"
#include "sql/refusal/statement_limits.hpp"

#include <algorithm>
#include <charconv>

#include <duckdb.hpp>
#include <duckdb/parser/parser.hpp>

namespace redstart::sql {
namespace {

using Kind = StatementKind;
using protocol::SqlError;

// The engine does not say where an ambiguous name stands, or the column that INSERT or UPDATE names and the table has
// not: where the text has it, unless that is in several places.
int place_of_name(const Statement& statement, const SqlError& error) {
    const std::string_view name = error.subject();
    if (name.empty()) return 0;
    const auto& tokens = statement.tokens;
    const Token* found = nullptr;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (tokens[i].kind != TokenKind::Identifier && tokens[i].kind != TokenKind::QuotedIdentifier) continue;
        const bool qualified = (i > 0 && tokens[i - 1].is('.')) || (i + 1 < tokens.size() && tokens[i + 1].is('.'));
        if (qualified || identifier_value(tokens[i]) != name) continue;
        if (found != nullptr) return 0;
        found = &tokens[i];
    }
    return found == nullptr ? 0 : character_position(statement.source, found->offset);
}

// The engine's parser names what it read, which may not be as the client wrote it.
SqlError named_as_written(const Statement& statement, std::size_t offset, SqlError error) {
    if (error.sqlstate() != protocol::sqlstate::kSyntaxError || error.subject().empty()) return error;
    const auto tokens = statement.tokens;
    const auto found = std::find_if(tokens.begin(), tokens.end(), [offset](const Token& token) {
        return token.offset <= offset && offset < token.end();
    });
    return found == tokens.end() ? error : syntax_error(statement, *found);
}

SqlError placed(const Statement& statement, const OffsetMap& map, SqlError error) {
    if (error.position() <= 0) return error.position(place_of_name(statement, error));
    const auto offset =
        std::min(map.source_offset(static_cast<std::size_t>(error.position() - 1)), statement.source.size());
    error = named_as_written(statement, offset, std::move(error));
    // A parameter's value is wrong, not the text where it stands (PostgreSQL).
    const bool parameter = error.sqlstate().starts_with("22") && statement.source.substr(offset, 1) == "$";
    error.position(parameter ? 0 : character_position(statement.source, offset));
    return error;
}

// What the client wrote behind AS: the tree would show the engine's names of types and functions. Without schema
// binding it is the whole statement, as a cluster shows it.
std::string view_definition(const Statement& statement, const TableReport* report) {
    if (statement.kind != Kind::CreateView) return {};
    const auto tokens = statement.tokens;
    const auto as = std::find_if(tokens.begin(), tokens.end(), [](const Token& token) { return token.is("as"_w); });
    if (tokens.end() - as < 2) return {};
    const auto& last = *(tokens.end() - 1);
    const auto start = report != nullptr && report->late_binding ? tokens.begin()->offset : (as + 1)->offset;
    return std::string(statement.source.substr(start, last.end() - start));
}

bool has_recursive_list(const Statement& statement) {
    const auto tokens = statement.tokens;
    for (auto token = tokens.begin(); token != tokens.end(); ++token)
        if (token->is("with"_w) && token + 1 != tokens.end() &&
            duckdb::StringUtil::CIEquals(std::string((token + 1)->text), "recursive"))
            return true;
    return false;
}

std::string schema_owner(const Statement& statement) {
    if (statement.kind != Kind::CreateSchema) return {};
    const auto tokens = statement.tokens;
    const auto word =
        std::find_if(tokens.begin(), tokens.end(), [](const Token& token) { return token.is("authorization"_w); });
    return tokens.end() - word < 2 ? std::string() : identifier_value(*(word + 1));
}

// Parses text the engine understands into exactly one statement. Throws SqlError with the position in `text`.
Owned<duckdb::SQLStatement> parse_engine_text(const std::string& text) {
    try {
        duckdb::ParserOptions options;
        options.preserve_identifier_case = false;
        duckdb::Parser parser(options);
        parser.ParseQuery(text);
        if (parser.statements.size() != 1)
            throw SqlError(protocol::sqlstate::kSyntaxError,
                           "cannot insert multiple commands into a prepared statement");
        return std::move(parser.statements[0]);
    } catch (const SqlError&) { throw; } catch (const std::exception& error) {
        throw to_sql_error(error);
    }
}

} // namespace

ParsedStatement::ParsedStatement(Owned<duckdb::SQLStatement> parsed, StatementReport beside, OffsetMap offsets)
    : tree(std::move(parsed)), report(std::move(beside)), map(std::move(offsets)) {}
ParsedStatement::ParsedStatement(ParsedStatement&&) noexcept = default;
ParsedStatement::~ParsedStatement() = default;

bool is_engine_statement(Kind kind) { return declaration_of(kind).runner == StatementRunner::Engine; }

ParsedStatement parse_engine_statement(const Statement& statement, DialectOptions options, StatementPasses& passes) {
    check_nesting(statement);
    refuse_engine_syntax(statement);
    refuse_engine_calls(statement);
    if (options.cluster_rules) refuse_definition(statement);
    ++passes.rewritten;
    auto rewritten = to_engine_sql(statement, options);
    // What the engine's grammar allocates beside operator new, measured: at most 120 bytes for a token of two.
    constexpr std::int64_t kBytesPerToken = 128;
    charge_planning(kBytesPerToken * static_cast<std::int64_t>(statement.tokens.size()));
    ++passes.parsed;
    try {
        auto tree = parse_engine_text(rewritten.sql);
        StatementReport report;
        report.view_definition = view_definition(statement, rewritten.table.get());
        report.schema_owner = schema_owner(statement);
        report.has_recursive_list = has_recursive_list(statement);
        report.removes_duplicates = removes_duplicates(statement);
        report.merges_tables = options.cluster_rules;
        if (options.cluster_rules) report.refusal = cluster_refusal(statement);
        if (rewritten.table) report.table = std::move(*rewritten.table);
        return ParsedStatement(std::move(tree), std::move(report), std::move(rewritten.map));
    } catch (const SqlError& error) { throw placed(statement, rewritten.map, error); }
}

std::vector<std::uint32_t> parameter_types_of(const Statement& statement, const std::vector<std::uint32_t>& given) {
    std::size_t count = given.size();
    for (const auto& token : statement.tokens) {
        if (token.kind != TokenKind::Parameter) continue;
        std::size_t number = 0;
        std::from_chars(token.text.data() + 1, token.text.data() + token.text.size(), number);
        if (number == 0 || number > 65535)
            throw SqlError(protocol::sqlstate::kUndefinedParameter, "there is no parameter " + std::string(token.text));
        count = std::max(count, number);
    }
    auto types = given;
    types.resize(count, 0);
    return types;
}

SqlError placed_in(const Statement& statement, const OffsetMap& map, SqlError error) {
    return placed(statement, map, std::move(error));
}

} // namespace redstart::sql

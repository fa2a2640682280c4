#include "sql/refusal/cluster_rules.hpp"

#include "protocol/sqlstate.hpp"
#include "sql/refusal/column_types.hpp"
#include "sql/refusal/reserved_words.hpp"
#include "sql/refusal/token_places.hpp"

#include <algorithm>
#include <array>
#include <string>

#include <fmt/core.h>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using Kind = StatementKind;
using protocol::SqlError;

// Functions that tables of users cannot be read with, sorted: those of the leader node, and those that only PostgreSQL
// has.
constexpr auto kLeaderFunctions = std::to_array<std::string_view>({"age",
                                                                   "array_agg",
                                                                   "bit_length",
                                                                   "clock_timestamp",
                                                                   "convert_from",
                                                                   "convert_to",
                                                                   "corr",
                                                                   "covar_pop",
                                                                   "covar_samp",
                                                                   "current_query",
                                                                   "current_schema",
                                                                   "current_schemas",
                                                                   "div",
                                                                   "encode",
                                                                   "every",
                                                                   "format",
                                                                   "generate_series",
                                                                   "generate_subscripts",
                                                                   "has_database_privilege",
                                                                   "has_schema_privilege",
                                                                   "has_table_privilege",
                                                                   "isfinite",
                                                                   "justify_days",
                                                                   "justify_hours",
                                                                   "justify_interval",
                                                                   "now",
                                                                   "overlay",
                                                                   "pg_my_temp_schema",
                                                                   "pg_postmaster_start_time",
                                                                   "quote_nullable",
                                                                   "regexp_matches",
                                                                   "regexp_split_to_array",
                                                                   "regexp_split_to_table",
                                                                   "regr_avgx",
                                                                   "regr_avgy",
                                                                   "regr_count",
                                                                   "regr_intercept",
                                                                   "regr_r2",
                                                                   "regr_slope",
                                                                   "regr_sxx",
                                                                   "regr_sxy",
                                                                   "regr_syy",
                                                                   "setseed",
                                                                   "string_agg",
                                                                   "transaction_timestamp",
                                                                   "unnest",
                                                                   "width_bucket",
                                                                   "xmlagg"});
static_assert(std::is_sorted(kLeaderFunctions.begin(), kLeaderFunctions.end()));
// The same, called without parentheses.
constexpr auto kLeaderWords = std::to_array<std::string_view>(
    {"current_schema", "current_time", "current_timestamp", "localtime", "localtimestamp"});
// Those of the guide's pages on window functions that ask for a frame. The others are ranks, which have none.
constexpr auto kFramedAggregates =
    std::to_array<std::string_view>({"avg", "count", "first_value", "last_value", "max", "min", "nth_value", "stddev",
                                     "stddev_pop", "stddev_samp", "sum", "var_pop", "var_samp", "variance"});

template <std::size_t N> bool contains(const std::array<std::string_view, N>& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

SqlError not_supported(const std::string& what) { return {state::kFeatureNotSupported, what + " is not supported"}; }

class ClusterRules {
public:
    explicit ClusterRules(const Statement& statement) : statement_(statement), tokens_(statement) {}

    std::optional<ClusterRefusal> find() const {
        const bool defines = statement_.kind == Kind::CreateTable || statement_.kind == Kind::AlterTable;
        if (defines) return std::nullopt; // their defaults are computed by the leader node
        if (statement_.kind == Kind::Merge)
            if (auto error = merge()) return ClusterRefusal{std::move(*error), false};
        std::optional<SqlError> leader;
        for (std::size_t i = 0; i < tokens_.size(); ++i) {
            if (at(i).kind != TokenKind::Identifier) continue;
            if (auto error = anywhere(i)) return ClusterRefusal{tokens_.placed(std::move(*error), i), asks_catalogs()};
            if (!leader) leader = leader_function(i);
        }
        if (leader) return ClusterRefusal{std::move(*leader), true};
        return std::nullopt;
    }

private:
    const Token& at(std::size_t i) const noexcept { return tokens_.at(i); }
    const Token& before(std::size_t i) const noexcept { return tokens_.before(i); }

    // What is refused where no table is read, too.
    std::optional<SqlError> anywhere(std::size_t i) const {
        const auto& next = at(i + 1);
        switch (tokens_.at(i).word) {
        case "distinct"_w:
            if (next.is("on"_w)) return not_supported("SELECT DISTINCT ON");
            if (next.is("from"_w) && is_comparison(i)) return not_supported("IS DISTINCT FROM");
            return std::nullopt;
        case "intersect"_w:
        case "except"_w:
        case "minus"_w:
            if (!next.is("all"_w)) return std::nullopt;
            return not_supported(upper_case(at(i).text) + " ALL");
        case "values"_w: return values(i);
        case "over"_w: return window(i);
        default: break;
        }
        const bool joined = next.is('(') && (before(i).is(',') || before(i).is("join"_w));
        if (joined && spelled(at(i), "lateral")) return not_supported("LATERAL");
        return std::nullopt;
    }

    // A tool's question, such as psql's \gdesc, which formats types of a VALUES list.
    bool asks_catalogs() const {
        return std::any_of(tokens_.begin(), tokens_.end(), [](const Token& token) {
            return token.is("pg_catalog"_w) || token.is("information_schema"_w);
        });
    }

    bool is_comparison(std::size_t i) const {
        return before(i).is("is"_w) || (before(i).is("not"_w) && before(i - 1).is("is"_w));
    }

    std::optional<SqlError> values(std::size_t i) const {
        const auto& left = before(i);
        if (left.kind == TokenKind::End || left.is('(') || left.is("union"_w) || left.is("all"_w) ||
            left.is("except"_w) || left.is("intersect"_w) || left.is("as"_w))
            return not_supported("a VALUES list used as a constant table");
        if (statement_.kind != Kind::Insert) return std::nullopt;
        int depth = 0;
        std::size_t rows = 0;
        bool subquery = false;
        for (std::size_t j = i + 1; j < tokens_.size(); ++j) {
            if (tokens_.at(j).is('(') && ++depth == 1) ++rows;
            if (tokens_.at(j).is(')')) --depth;
            subquery |= depth > 1 && tokens_.at(j).is("select"_w) && before(j).is('(');
        }
        if (rows < 2 || !subquery) return std::nullopt;
        return SqlError(state::kFeatureNotSupported, "can't use subqueries in multi-row VALUES");
    }

    // "You can't use the WITH clause in a MERGE statement", and its synopsis has both WHEN (r_MERGE).
    std::optional<SqlError> merge() const {
        if (at(0).is("with"_w)) return syntax_error(statement_, at(0));
        bool matched = false, not_matched = false;
        for (std::size_t i = 2; i < tokens_.size(); ++i) {
            if (spelled(at(i), "duplicates") && spelled(before(i), "remove")) return std::nullopt;
            if (!spelled(at(i), "matched")) continue;
            matched |= before(i).is("when"_w);
            not_matched |= before(i).is("not"_w) && before(i - 1).is("when"_w);
        }
        if (matched && not_matched) return std::nullopt;
        Token end;
        end.offset = tokens_.size() == 0 ? 0 : at(tokens_.size() - 1).end();
        return syntax_error(statement_, end).hint("A cluster's MERGE has WHEN MATCHED and WHEN NOT MATCHED.");
    }

    // Where the call that has the OVER at `i` opens its parenthesis; 0 when there is none.
    std::size_t call_of(std::size_t i) const {
        auto open = i - 1;
        if (at(open).is("nulls"_w)) open -= 2; // IGNORE NULLS, RESPECT NULLS
        if (!at(open).is(')')) return 0;
        for (int depth = 0; open > 0 && open < tokens_.size(); --open) {
            if (tokens_.at(open).is(')')) ++depth;
            if (tokens_.at(open).is('(') && --depth == 0) return open;
        }
        return 0;
    }

    // lag(x, 1, 0) OVER (...), count(DISTINCT x) OVER (...): r_WF_LAG and r_WF_LEAD have two arguments, and the pages
    // of the aggregates say that DISTINCT is not supported.
    std::optional<SqlError> window_call(std::size_t open) const {
        if (at(open + 1).is("distinct"_w))
            return SqlError(state::kFeatureNotSupported, "DISTINCT is not implemented for window functions");
        const auto name = lower_case(before(open).text);
        if (name != "lag" && name != "lead") return std::nullopt;
        int depth = 0, commas = 0;
        for (auto j = open; j < tokens_.size(); ++j) {
            if (tokens_.at(j).is('(')) ++depth;
            if (depth == 1 && tokens_.at(j).is(',')) ++commas;
            if (tokens_.at(j).is(')') && --depth == 0) break;
        }
        if (commas < 2) return std::nullopt;
        return SqlError(state::kFeatureNotSupported, "Default parameter not be supported for window function " + name);
    }

    // sum(x) OVER (ORDER BY y)
    std::optional<SqlError> window(std::size_t i) const {
        const auto open = call_of(i);
        if (open == 0) return std::nullopt;
        if (auto error = window_call(open)) return error;
        if (!at(i + 1).is('(')) return std::nullopt;
        int depth = 0;
        if (!contains(kFramedAggregates, lower_case(before(open).text))) return std::nullopt;
        bool ordered = false, framed = false;
        for (auto j = i + 1; j < tokens_.size(); ++j) {
            if (tokens_.at(j).is('(')) ++depth;
            if (tokens_.at(j).is(')') && --depth == 0) break;
            if (depth > 1 || tokens_.at(j).kind != TokenKind::Identifier) continue;
            ordered |= tokens_.at(j).is("order"_w);
            framed |= spelled(at(j), "rows") || spelled(at(j), "range");
        }
        if (!ordered || framed) return std::nullopt;
        return SqlError(state::kFeatureNotSupported,
                        "Aggregate window functions with an ORDER BY clause require a frame clause");
    }

    std::optional<SqlError> leader_function(std::size_t i) const {
        const bool call = at(i + 1).is('(');
        const auto& text = tokens_.at(i).text;
        if (!call && text.size() < 9) return std::nullopt; // none of kLeaderWords is so short
        if (before(i).is("as"_w) || at(i + 1).is('.')) return std::nullopt;
        if (before(i).is('.') && lower_case(before(i - 1).text) != "pg_catalog") return std::nullopt;
        const auto name = lower_case(text);
        const bool leader = call ? std::binary_search(kLeaderFunctions.begin(), kLeaderFunctions.end(), name)
                                 : contains(kLeaderWords, name);
        if (!leader) return std::nullopt;
        const bool nothing = !call || at(i + 2).is(')');
        return SqlError(state::kFeatureNotSupported, "Specified types or functions (one per INFO message) not "
                                                     "supported on Amazon Redshift tables.")
            .detail(fmt::format("Function \"{}{}\" not supported.", name, nothing ? "()" : ""));
    }

    const Statement& statement_;
    TokenPlaces tokens_;
};

// What a definition says: the names that it gives, where each stands, and the storage parameters.
class Definition {
public:
    explicit Definition(const Statement& statement) : statement_(statement), tokens_(statement) {}

    void check() {
        if (statement_.kind == Kind::CreateView) return named("view"_w);
        if (statement_.kind == Kind::CreateSchema) return named("schema"_w);
        table();
        if (statement_.kind == Kind::AlterTable) return altered();
        columns();
        storage_parameters();
    }

private:
    void refuse_reserved(std::size_t i) const {
        if (i < tokens_.size() && tokens_.at(i).kind == TokenKind::Identifier &&
            is_reserved(lower_case(tokens_.at(i).text)))
            throw syntax_error(statement_, tokens_.at(i))
                .hint("A cluster reserves the word: quote it, or SET cluster_rules TO off.");
    }

    // CREATE [OR REPLACE] VIEW here, CREATE SCHEMA [IF NOT EXISTS] here
    void named(Word kind) const {
        std::size_t i = 0;
        while (i < tokens_.size() && !tokens_.at(i).is(kind)) ++i;
        i += tokens_.at(i + 1).is("if"_w) ? 4 : 1;
        if (tokens_.at(i).is("authorization"_w)) return; // the schema has the user's name
        refuse_reserved(i);
        if (tokens_.at(i + 1).is('.')) refuse_reserved(i + 2);
    }

    static bool begins_constraint(const Token& token) {
        return token.is("primary"_w) || token.is("unique"_w) || token.is("foreign"_w) || token.is("constraint"_w) ||
               token.is("check"_w) || token.is("like"_w) || token.is("select"_w) || token.is("with"_w);
    }

    // CREATE TABLE [IF NOT EXISTS] here, or schema.here
    void table() {
        std::size_t i = 0;
        while (i < tokens_.size() && !tokens_.at(i).is("table"_w)) ++i;
        ++i;
        if (tokens_.at(i).is("if"_w)) i += 3;
        refuse_reserved(i);
        if (tokens_.at(i + 1).is('.')) refuse_reserved(i + 2);
        table_ = lower_case(identifier_value(tokens_.at(tokens_.at(i + 1).is('.') ? i + 2 : i)));
    }

    // CREATE TABLE t (here, here): behind the first parenthesis, which ends behind it or at AS.
    void columns() const {
        int depth = 0;
        for (std::size_t i = 0; i < tokens_.size(); ++i) {
            const auto& token = tokens_.at(i);
            if (token.is("as"_w) && depth == 0) return;
            if (token.is('(')) ++depth;
            if (depth == 1 && (token.is('(') || token.is(',')) && i + 1 < tokens_.size() &&
                !begins_constraint(tokens_.at(i + 1))) {
                refuse_reserved(i + 1);
                refuse_column_type(statement_, tokens_, i + 1, table_);
            }
            if (token.is(')') && --depth == 0) return;
        }
    }

    // (columns) WITH (fillfactor = 70), which PostgreSQL has and pgbench sends
    void storage_parameters() const {
        for (std::size_t i = 1; i + 1 < tokens_.size(); ++i) {
            if (tokens_.at(i).is("as"_w)) return;
            if (tokens_.at(i).is("with"_w) && tokens_.at(i - 1).is(')') && tokens_.at(i + 1).is('('))
                throw syntax_error(statement_, tokens_.at(i));
        }
    }

    // ADD [COLUMN] here, RENAME [COLUMN a] TO here
    void altered() const {
        for (std::size_t i = 0; i + 1 < tokens_.size(); ++i) {
            const auto& token = tokens_.at(i);
            const bool column = tokens_.at(i + 1).is("column"_w);
            if (token.is("add"_w) && !begins_constraint(tokens_.at(i + 1))) {
                refuse_reserved(i + (column ? 2 : 1));
                refuse_column_type(statement_, tokens_, i + (column ? 2 : 1), table_);
            }
            if (token.is("to"_w) && renames(i)) refuse_reserved(i + 1);
        }
    }
    bool renames(std::size_t to) const {
        return std::any_of(tokens_.begin(), tokens_.begin() + static_cast<std::ptrdiff_t>(to),
                           [](const Token& token) { return token.is("rename"_w); });
    }

    const Statement& statement_;
    TokenPlaces tokens_;
    std::string table_;
};

} // namespace

std::optional<ClusterRefusal> cluster_refusal(const Statement& statement) { return ClusterRules(statement).find(); }

void refuse_definition(const Statement& statement) {
    switch (statement.kind) {
    case StatementKind::CreateTable:
    case StatementKind::CreateTableAs:
    case StatementKind::AlterTable:
    case StatementKind::CreateView:
    case StatementKind::CreateSchema: return Definition(statement).check();
    default: return;
    }
}

} // namespace redstart::sql

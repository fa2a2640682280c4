#include "sql/refusal/engine_syntax.hpp"

#include "protocol/sqlstate.hpp"
#include "sql/refusal/token_places.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include <fmt/core.h>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using Kind = StatementKind;

// Reserved words that end a list: none of them begins an expression.
constexpr std::array kBehindLists = {"from"_w,  "where"_w,  "group"_w,     "order"_w,  "having"_w,
                                     "limit"_w, "union"_w,  "intersect"_w, "except"_w, "minus"_w,
                                     "into"_w,  "offset"_w, "qualify"_w,   "on"_w};
constexpr auto kEngineOperators = std::to_array<std::string_view>(
    {"==", "//", "**", "^@", "->", "->>", "~~~", "<->", "<=>", "@>", "<@", "&&", "=>", ":="});

constexpr auto kEngineCollations = std::to_array<std::string_view>({"nfc", "noaccent", "nocase"});
class EngineSyntax {
public:
    explicit EngineSyntax(const Statement& statement) : statement_(statement), tokens_(statement) {}

    void refuse() {
        for (std::size_t i = 0; i < tokens_.size(); ++i) {
            const auto& token = at(i);
            if (token.kind == TokenKind::Identifier)
                word(i);
            else if (token.kind == TokenKind::Operator)
                sign(i);
            else if (token.kind == TokenKind::Symbol)
                symbol(i);
        }
    }

private:
    const Token& at(std::size_t i) const noexcept { return tokens_.at(i); }
    const Token& before(std::size_t i) const noexcept { return tokens_.before(i); }
    bool ends(std::size_t i) const {
        const auto& token = at(i);
        return token.kind == TokenKind::End || token.is(')') || token.is(';') || is_one_of(token, kBehindLists);
    }
    [[noreturn]] void refuse(std::size_t i) const { throw syntax_error(statement_, at(i)); }
    [[noreturn]] void refuse(std::size_t i, protocol::SqlError error) const {
        throw tokens_.placed(std::move(error), i);
    }
    void refuse_if(bool wrong, std::size_t i) const {
        if (wrong) refuse(i);
    }

    void symbol(std::size_t i) {
        switch (at(i).symbol) {
        case '{':
        case '}': refuse(i);
        case '[': return open_bracket(i);
        case ']': return static_cast<void>(--brackets_);
        case ':': return refuse_if(brackets_ == 0, i); // an alias; in brackets it is a slice
        case ',': return refuse_if(ends(i + 1), i + 1);
        case '(': return open(i);
        case ')':
            if (!windows_.empty()) windows_.pop_back();
            return;
        default: return;
        }
    }

    // A subscript, or the elements behind ARRAY; anything else would be a list.
    void open_bracket(std::size_t i) {
        const auto& value = before(i);
        const bool subscript = value.is(']') || value.is(')') || value.kind == TokenKind::QuotedIdentifier ||
                               value.kind == TokenKind::Parameter || value.kind == TokenKind::String ||
                               (value.kind == TokenKind::Identifier && !is_one_of(value, kBeforeExpressions));
        const bool inner = value.is('[') || (value.is(',') && brackets_ > 0); // ARRAY[[1, 2], [3, 4]]
        refuse_if(!subscript && !inner, i);
        ++brackets_;
    }

    void open(std::size_t i) {
        const auto& word = before(i);
        windows_.push_back(word.is("over"_w));
        const bool trims = spelled(word, "trim");
        refuse_if(at(i + 1).is("from"_w) && !trims, i + 1);
        if (word.is("count"_w) && at(i + 1).is(')') && word.kind == TokenKind::Identifier)
            refuse(i - 1,
                   {state::kWrongObjectType, "count(*) must be used to call a parameterless aggregate function"});
        if (word.is("filter"_w) && before(i - 1).is(')')) refuse(i);
        if (word.is("explain"_w) && i == 1) explain_options(i + 1);
        if (word.is("set"_w) && statement_.kind == Kind::Update) refuse(i);
    }

    void explain_options(std::size_t i) const {
        refuse_if(!at(i).is("select"_w) && !at(i).is("with"_w) && !at(i).is("values"_w) && !at(i).is('('), i);
    }

    void sign(std::size_t i) {
        const auto& token = at(i);
        if (token.text.size() > 1 &&
            std::find(kEngineOperators.begin(), kEngineOperators.end(), token.text) != kEngineOperators.end())
            refuse(i, {state::kUndefinedFunction, "operator does not exist: " + std::string(token.text)});
        if (token.is('*') && star(i) && (at(i + 1).is("replace"_w) || at(i + 1).is("rename"_w))) refuse(i + 1);
        if (token.is('%') && before(i - 1).is("limit"_w)) refuse_if(ends(i + 1), i);
    }

    // Not a multiplication.
    bool star(std::size_t i) const {
        const auto& left = before(i);
        return left.is('.') || left.is(',') || left.is("select"_w) || left.is("distinct"_w) || left.is("all"_w);
    }

    void word(std::size_t i) {
        switch (at(i).word) {
        case "as"_w: return behind_as(i);
        case "using"_w:
            if (statement_.kind == Kind::Merge && windows_.empty()) refuse_if(merge_sources_++ > 0, i);
            return behind_using(i);
        case "percent"_w: return refuse_if(before(i - 1).is("limit"_w) && ends(i + 1), i);
        case "by"_w: return behind_by(i);
        case "collate"_w: return collation(i + 1);
        case "tablesample"_w: return refuse(i);
        case "truncate"_w: return refuse_if(statement_.kind == Kind::Explain && i <= 2, i); // a DELETE to the engine
        case "generated"_w: return refuse_if(defines_ && at(i + 1).is("always"_w), i + 1);
        case "fetch"_w: return refuse_if(at(i + 1).is("first"_w) || at(i + 1).is("next"_w), i + 1);
        default: break;
        }
        if (!windows_.empty() && windows_.back()) frame(i);
        if (statement_.kind == Kind::Merge) merge(i);
    }

    void collation(std::size_t i) const {
        const auto name = lower_case(at(i).text);
        if (at(i).kind == TokenKind::Identifier &&
            std::find(kEngineCollations.begin(), kEngineCollations.end(), name) != kEngineCollations.end())
            refuse(i, {state::kUndefinedObject,
                       fmt::format("collation \"{}\" for encoding \"UTF8\" does not exist", name)});
    }

    void behind_as(std::size_t i) const {
        refuse_if(at(i + 1).is("from"_w), i + 1);
        const bool materialized =
            at(i + 1).is("materialized"_w) || (at(i + 1).is("not"_w) && at(i + 2).is("materialized"_w));
        refuse_if(materialized && statement_.kind != Kind::CreateMaterializedView, i + 1);
        if (statement_.kind == Kind::Insert) refuse_if(at(i - (at(i - 2).is('.') ? 4 : 2)).is("into"_w), i);
    }

    // In a query it names the columns of a join, or the operator of an order.
    void behind_using(std::size_t i) const {
        if (statement_.kind == Kind::Delete || statement_.kind == Kind::Merge) return;
        refuse_if(spelled(at(i + 1), "sample") && !at(i + 2).is('='), i + 1);
    }

    void behind_by(std::size_t i) const {
        const auto& what = before(i);
        if (what.is("order"_w)) refuse_if(at(i + 1).is("all"_w), i + 1);
        const bool set = what.is("union"_w) || what.is("intersect"_w) || what.is("except"_w) || what.is("all"_w);
        refuse_if(set && spelled(at(i + 1), "name"), i);
        if (statement_.kind == Kind::Insert) refuse_if(spelled(at(i + 1), "name"), i);
    }

    // Frames count rows.
    void frame(std::size_t i) const {
        const auto& token = at(i);
        const auto& next = at(i + 1);
        const bool bound = next.is("between"_w) || spelled(next, "unbounded") || spelled(next, "current") ||
                           next.kind == TokenKind::Integer;
        if (bound && spelled(token, "groups")) refuse(i);
        if (spelled(token, "exclude") && (spelled(next, "current") || next.is("group"_w) || spelled(next, "ties") ||
                                          (next.is("no"_w) && spelled(at(i + 2), "others"))))
            refuse(i);
        if (bound && spelled(token, "range")) range(i + 1);
    }

    // PostgreSQL's words, before it could.
    void range(std::size_t i) const {
        if (at(i).is("between"_w)) ++i;
        for (std::size_t end = i; end < tokens_.size() && !at(end).is(')'); ++end) {
            const bool preceding = spelled(at(end), "preceding");
            if ((!preceding && !spelled(at(end), "following")) || spelled(before(end), "unbounded")) continue;
            refuse(end, {state::kFeatureNotSupported, std::string("RANGE ") + (preceding ? "PRECEDING" : "FOLLOWING") +
                                                          " is only supported with UNBOUNDED"});
        }
    }

    // WHEN MATCHED THEN {UPDATE SET ... | DELETE} and WHEN NOT MATCHED THEN INSERT [(...)] VALUES (...), each once
    // (r_MERGE); `i` is MATCHED.
    void merge(std::size_t i) {
        const bool inserts = before(i).is("not"_w);
        const auto when = i - (inserts ? 2 : 1);
        if (!spelled(at(i), "matched") || !at(when).is("when"_w)) return;
        refuse_if(std::exchange(inserts ? merge_inserts_ : merge_changes_, true), when);
        refuse_if(!at(i + 1).is("then"_w), i + 1);
        const auto& action = at(i + 2);
        const auto& behind = at(i + 3);
        refuse_if(inserts ? !action.is("insert"_w) : !action.is("update"_w) && !action.is("delete"_w), i + 2);
        refuse_if(action.is("update"_w) && !behind.is("set"_w), i + 3);
        refuse_if(action.is("insert"_w) && !behind.is('(') && !behind.is("values"_w), i + 3);
    }

    const Statement& statement_;
    TokenPlaces tokens_;
    const bool defines_ = statement_.kind == Kind::CreateTable || statement_.kind == Kind::CreateTableAs ||
                          statement_.kind == Kind::AlterTable;
    int brackets_ = 0;
    int merge_sources_ = 0; // how many USING there were outside of parentheses
    bool merge_changes_ = false;
    bool merge_inserts_ = false;
    std::vector<bool> windows_; // of the open parentheses: whether OVER stands before it
};

} // namespace

void refuse_engine_syntax(const Statement& statement) { EngineSyntax(statement).refuse(); }

} // namespace redstart::sql

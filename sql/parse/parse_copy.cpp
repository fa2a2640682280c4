#include "protocol/sqlstate.hpp"
#include "sql/parse/control_statements.hpp"
#include "sql/parse/copy_options.hpp"
#include "sql/parse/token_cursor.hpp"

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using protocol::SqlError;

// PostgreSQL 15, gram.y, CopyStmt.
class CopyParser {
public:
    explicit CopyParser(const Statement& statement) : statement_(statement), cursor_(statement) {}

    CopyStatement run() {
        cursor_.expect("copy"_w);
        if (cursor_.peek().is('('))
            query();
        else
            table();
        const bool from = !out_.query && cursor_.accept("from"_w);
        if (!from) cursor_.expect("to"_w);
        if (at("program") && is_string(cursor_.peek(1))) cursor_.next();
        if (is_string(cursor_.peek())) {
            out_.location = cursor_.string();
            return std::move(out_);
        }
        if (!cursor_.accept("stdin"_w)) cursor_.expect("stdout"_w);
        if (!out_.query) old_delimiters();
        cursor_.accept("with"_w);
        if (cursor_.accept('('))
            new_options();
        else
            while (!cursor_.at_end() && !cursor_.peek().is("where"_w)) old_option();
        if (!out_.query && cursor_.peek().is("where"_w)) refuse_where(from);
        cursor_.expect_end();
        out_.options = read_copy_options(written_, from);
        return std::move(out_);
    }

private:
    // The token is this word, which is none of those that the lexer tells.
    bool at(std::string_view word, std::size_t ahead = 0) const {
        const auto& token = cursor_.peek(ahead);
        return token.kind == TokenKind::Identifier && identifier_value(token) == word;
    }

    void query() {
        const auto first = cursor_.index() + 1;
        int depth = 0;
        do {
            if (cursor_.at_end()) cursor_.fail();
            const auto& token = cursor_.next();
            depth += token.is('(') ? 1 : token.is(')') ? -1 : 0;
        } while (depth > 0);
        out_.query = inner_statement(statement_, first, cursor_.index() - 1 - first);
    }

    void table() {
        const auto& following = cursor_.peek(1);
        const bool binary = cursor_.peek().is("binary"_w) && !following.is("from"_w) && !following.is("to"_w) &&
                            !following.is('(') && !following.is('.');
        if (binary) {
            add("format").value = "binary";
            cursor_.next();
        }
        out_.table = cursor_.qualified_name();
        if (cursor_.accept('(')) out_.columns = names();
    }

    // The rest of a list in parentheses.
    std::vector<std::string> names() {
        std::vector<std::string> names;
        do names.push_back(cursor_.name());
        while (cursor_.accept(','));
        cursor_.expect(')');
        return names;
    }

    CopyOption& add(std::string name) {
        auto& option = written_.emplace_back();
        option.name = std::move(name);
        option.position = character_position(statement_.source, cursor_.peek().offset);
        return option;
    }

    void old_delimiters() {
        const bool using_word = cursor_.peek().is("using"_w);
        if (!at("delimiters", using_word ? 1 : 0)) return;
        auto& option = add("delimiter");
        if (using_word) cursor_.next();
        cursor_.next();
        option.value = cursor_.string();
    }

    void old_option() {
        for (const auto& [word, name] :
             {std::pair("delimiter"_w, "delimiter"), std::pair("null"_w, "null"), std::pair("quote"_w, "quote"),
              std::pair("escape"_w, "escape"), std::pair("encoding"_w, "encoding")})
            if (cursor_.peek().is(word)) {
                auto& option = add(name);
                cursor_.next();
                if (word != "encoding"_w) cursor_.accept("as"_w);
                option.value = cursor_.string();
                return;
            }
        if (cursor_.peek().is("csv"_w) || cursor_.peek().is("binary"_w)) {
            auto& option = add("format");
            option.value = cursor_.name();
        } else if (cursor_.peek().is("header"_w) || at("freeze")) {
            auto& option = add({});
            option.name = cursor_.name();
        } else if (at("force")) {
            old_force(add({}));
        } else
            cursor_.fail();
    }

    // FORCE QUOTE, FORCE NOT NULL and FORCE NULL with columns, which stand in no parentheses.
    void old_force(CopyOption& option) {
        cursor_.next();
        if (cursor_.accept("quote"_w)) {
            option.name = "force_quote";
            if (cursor_.accept('*')) {
                option.value = "*";
                return;
            }
        } else {
            option.name = cursor_.accept("not"_w) ? "force_not_null" : "force_null";
            cursor_.expect("null"_w);
        }
        auto& columns = option.names.emplace();
        do columns.push_back(cursor_.name());
        while (cursor_.accept(','));
    }

    void new_options() {
        do {
            if (!cursor_.at_name()) cursor_.fail();
            auto& option = add({});
            option.name = cursor_.name();
            argument(option);
        } while (cursor_.accept(','));
        cursor_.expect(')');
    }

    void argument(CopyOption& option) {
        const auto& token = cursor_.peek();
        if (token.is(',') || token.is(')')) return;
        if (cursor_.accept('*')) {
            option.value = "*";
        } else if (cursor_.accept('(')) {
            auto& list = option.names.emplace();
            do list.push_back(word());
            while (cursor_.accept(','));
            cursor_.expect(')');
        } else
            option.value = word();
    }

    // A string, a word or a number.
    std::string word() {
        if (is_string(cursor_.peek())) return cursor_.string();
        if (cursor_.at_name()) return cursor_.name();
        std::string sign;
        if (cursor_.peek().is('-') || cursor_.peek().is('+')) sign = cursor_.next().text;
        const auto kind = cursor_.peek().kind;
        if (kind != TokenKind::Integer && kind != TokenKind::Decimal) cursor_.fail();
        return (sign == "-" ? "-" : "") + std::string(cursor_.next().text);
    }

    [[noreturn]] void refuse_where(bool from) {
        const auto position = character_position(statement_.source, cursor_.peek().offset);
        if (!from) throw SqlError(state::kSyntaxError, "WHERE clause not allowed with COPY TO").position(position);
        throw SqlError(state::kFeatureNotSupported, "COPY FROM ... WHERE is not supported")
            .hint("Copy into a temporary table, and insert from there what is wanted.")
            .position(position);
    }

    const Statement& statement_;
    TokenCursor cursor_;
    CopyStatement out_;
    std::vector<CopyOption> written_;
};

} // namespace

CopyStatement parse_copy(const Statement& statement) { return CopyParser(statement).run(); }

} // namespace redstart::sql

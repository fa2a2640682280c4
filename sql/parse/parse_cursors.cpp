#include "sql/parse/control_statements.hpp"
#include "sql/parse/token_cursor.hpp"

#include <algorithm>

namespace redstart::sql {
namespace {

std::optional<std::string> name_or_all(TokenCursor& cursor) {
    std::optional<std::string> result;
    if (!cursor.accept("all"_w)) result = cursor.name();
    cursor.expect_end();
    return result;
}

// The source text of each item of a list in parentheses; the opening one has been read.
std::vector<std::string_view> items(TokenCursor& cursor, std::string_view source) {
    std::vector<std::string_view> result;
    int depth = 0;
    auto start = cursor.peek().offset;
    for (auto end = start;;) {
        if (cursor.at_end()) cursor.fail();
        const auto& token = cursor.peek();
        if (depth == 0 && (token.is(',') || token.is(')'))) {
            if (end == start) cursor.fail();
            result.push_back(source.substr(start, end - start));
            cursor.next();
            if (token.is(')')) return result;
            end = start = cursor.peek().offset;
            continue;
        }
        depth += token.is('(') || token.is('[') ? 1 : token.is(')') || token.is(']') ? -1 : 0;
        end = cursor.next().end();
    }
}

std::int64_t signed_count(TokenCursor& cursor) {
    const bool negative = cursor.accept('-');
    if (!negative) cursor.accept('+');
    const std::int64_t count = cursor.int4();
    return negative ? -count : count;
}

bool at_count(const TokenCursor& cursor) {
    return cursor.peek().kind == TokenKind::Integer || cursor.peek().is('-') || cursor.peek().is('+');
}

std::int64_t count_or_all(TokenCursor& cursor) {
    if (cursor.accept("all"_w)) return FetchStatement::kAll;
    return at_count(cursor) ? signed_count(cursor) : 1;
}

// A negative count moves the other way.
void relative_to(FetchStatement& fetch, FetchDirection direction, std::int64_t count) {
    const auto other = direction == FetchDirection::Forward ? FetchDirection::Backward : FetchDirection::Forward;
    fetch.direction = count < 0 ? other : direction;
    fetch.count = count < 0 ? -count : count;
}

void fetch_direction(TokenCursor& cursor, FetchStatement& fetch) {
    if (cursor.accept("next"_w)) return;
    if (cursor.accept("prior"_w)) {
        fetch.direction = FetchDirection::Backward;
    } else if (cursor.accept("first"_w)) {
        fetch.direction = FetchDirection::Absolute;
    } else if (cursor.accept("last"_w)) {
        fetch.direction = FetchDirection::Absolute;
        fetch.count = -1;
    } else if (cursor.accept("absolute"_w)) {
        fetch.direction = FetchDirection::Absolute;
        fetch.count = signed_count(cursor);
    } else if (cursor.accept("relative"_w)) {
        fetch.direction = FetchDirection::Relative;
        fetch.count = signed_count(cursor);
    } else if (cursor.accept("backward"_w)) {
        relative_to(fetch, FetchDirection::Backward, count_or_all(cursor));
    } else if (cursor.accept("forward"_w) || cursor.peek().is("all"_w) || at_count(cursor)) {
        relative_to(fetch, FetchDirection::Forward, count_or_all(cursor));
    }
}

} // namespace

Statement inner_statement(const Statement& statement, std::size_t first, std::size_t count) {
    Statement inner = statement;
    first = std::min(first, statement.tokens.size());
    inner.tokens = statement.tokens.subspan(first, std::min(count, statement.tokens.size() - first));
    inner.kind = classify(inner.tokens);
    inner.text = {};
    if (inner.tokens.empty()) return inner;
    const auto start = inner.tokens.front().offset;
    inner.text = statement.source.substr(start, inner.tokens.back().end() - start);
    return inner;
}

PrepareStatement parse_prepare(const Statement& statement) {
    TokenCursor cursor(statement);
    PrepareStatement result;
    cursor.expect("prepare"_w);
    result.name = cursor.name();
    if (cursor.accept('('))
        for (const auto type : items(cursor, statement.source)) result.types.emplace_back(type);
    cursor.expect("as"_w);
    if (cursor.at_end()) cursor.fail();
    result.body = inner_statement(statement, cursor.index());
    if (!declaration_of(result.body.kind).has(Preparable)) cursor.fail(); // queries and data only, as in PostgreSQL
    return result;
}

ExecuteStatement parse_execute(const Statement& statement) {
    TokenCursor cursor(statement);
    ExecuteStatement result;
    cursor.expect("execute"_w);
    result.name = cursor.name();
    if (cursor.accept('(') && !cursor.accept(')')) result.arguments = items(cursor, statement.source);
    cursor.expect_end();
    return result;
}

std::optional<std::string> parse_deallocate(const Statement& statement) {
    TokenCursor cursor(statement);
    cursor.expect("deallocate"_w);
    if (cursor.peek(1).kind != TokenKind::End) cursor.accept("prepare"_w);
    return name_or_all(cursor);
}

std::optional<std::string> parse_close(const Statement& statement) {
    TokenCursor cursor(statement);
    cursor.expect("close"_w);
    return name_or_all(cursor);
}

DeclareStatement parse_declare(const Statement& statement) {
    TokenCursor cursor(statement);
    DeclareStatement result;
    cursor.expect("declare"_w);
    result.name = cursor.name();
    for (;;) {
        if (cursor.accept("binary"_w)) {
            result.binary = true;
        } else if (cursor.accept("no"_w)) {
            cursor.expect("scroll"_w);
            result.no_scroll = true;
        } else if (cursor.accept("scroll"_w)) {
            result.scroll = true;
        } else if (!cursor.accept("insensitive"_w))
            break;
    }
    cursor.expect("cursor"_w);
    result.hold = cursor.accept("with"_w);
    if (result.hold || cursor.accept("without"_w)) cursor.expect("hold"_w);
    cursor.expect("for"_w);
    if (cursor.at_end()) cursor.fail();
    result.query = inner_statement(statement, cursor.index());
    return result;
}

FetchStatement parse_fetch(const Statement& statement) {
    TokenCursor cursor(statement);
    FetchStatement result;
    cursor.next();
    // A cursor may be called like one of the directions: "fetch next" reads the cursor of that name.
    if (cursor.peek(1).kind != TokenKind::End) fetch_direction(cursor, result);
    if (!cursor.accept("from"_w)) cursor.accept("in"_w);
    for (const auto reserved : {"all"_w, "from"_w, "in"_w})
        if (cursor.peek().is(reserved)) cursor.accept(reserved), cursor.fail();
    result.cursor = cursor.name();
    cursor.expect_end();
    return result;
}

ExplainStatement parse_explain(const Statement& statement) {
    TokenCursor cursor(statement);
    ExplainStatement result;
    cursor.expect("explain"_w);
    result.verbose = cursor.accept("verbose"_w);
    if (cursor.at_end()) cursor.fail();
    result.body = inner_statement(statement, cursor.index());
    return result;
}

} // namespace redstart::sql

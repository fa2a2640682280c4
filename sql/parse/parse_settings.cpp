#include "sql/parse/control_statements.hpp"
#include "sql/parse/token_cursor.hpp"

#include <algorithm>

namespace redstart::sql {
namespace {

// TRUE, ON, a name, a string or a signed number, as text.
std::string value(TokenCursor& cursor) {
    if (is_string(cursor.peek())) return cursor.string();
    std::string sign;
    if (cursor.peek().is('-') || cursor.peek().is('+')) sign = cursor.next().is('-') ? "-" : "";
    const auto kind = cursor.peek().kind;
    if (kind == TokenKind::Integer || kind == TokenKind::Decimal) return sign + std::string(cursor.next().text);
    if (!sign.empty()) cursor.fail();
    return cursor.name();
}

void values(TokenCursor& cursor, SetStatement& out) {
    if (cursor.accept("default"_w)) {
        out.is_default = true;
        return;
    }
    do out.values.push_back(value(cursor));
    while (cursor.accept(','));
}

// SET TIME ZONE {value | LOCAL | DEFAULT | INTERVAL 'offset' [HOUR TO MINUTE]}
void time_zone(TokenCursor& cursor, SetStatement& out) {
    out.name = "timezone";
    if (cursor.accept("local"_w) || cursor.accept("default"_w)) {
        out.is_default = true;
        return;
    }
    if (!cursor.accept("interval"_w)) {
        out.values.push_back(value(cursor));
        return;
    }
    out.values.push_back("INTERVAL " + cursor.string());
    if (!cursor.accept("hour"_w)) return;
    if (cursor.accept("to"_w)) cursor.expect("minute"_w);
}

std::string parameter(TokenCursor& cursor) {
    auto parts = cursor.qualified_name();
    std::string name = std::move(parts[0]);
    for (std::size_t i = 1; i < parts.size(); ++i) name += "." + parts[i];
    return name;
}

// What follows SHOW and RESET.
ParameterName shown_or_reset(TokenCursor& cursor) {
    ParameterName result;
    const auto second = cursor.peek(1).word;
    if (cursor.peek().is("time"_w) && second == "zone"_w) {
        result.name = "timezone";
    } else if (cursor.peek().is("session"_w) && second == "authorization"_w) {
        result.name = "session_authorization";
    } else if (cursor.peek().is("transaction"_w) && second == "isolation"_w) {
        cursor.next();
        if (!cursor.peek(1).is("level"_w)) {
            cursor.next();
            cursor.fail();
        }
        result.name = "transaction_isolation";
    } else {
        result.name = parameter(cursor);
        return result;
    }
    cursor.next();
    cursor.next();
    return result;
}

ParameterName only_parameter(const Statement& statement) {
    TokenCursor cursor(statement);
    cursor.next();
    auto result = shown_or_reset(cursor);
    cursor.expect_end();
    return result;
}

// What follows SET [SESSION | LOCAL].
void assignment(TokenCursor& cursor, SetStatement& result) {
    if (cursor.peek().is("time"_w) && cursor.peek(1).is("zone"_w)) {
        cursor.next();
        cursor.next();
        time_zone(cursor, result);
    } else if (cursor.peek().is("names"_w) && cursor.peek(1).kind != TokenKind::Operator) {
        cursor.next();
        result.name = "client_encoding";
        values(cursor, result);
    } else if (cursor.peek().is("schema"_w) && is_string(cursor.peek(1))) {
        cursor.next();
        result.name = "search_path";
        result.values.push_back(cursor.string());
    } else {
        result.name = parameter(cursor);
        if (result.name == "timezone" && cursor.peek().is("interval"_w)) return time_zone(cursor, result);
        if (!cursor.accept("to"_w)) cursor.expect('=');
        values(cursor, result);
    }
}

} // namespace

SetStatement parse_set(const Statement& statement) {
    TokenCursor cursor(statement);
    SetStatement result;
    cursor.expect("set"_w);
    if (cursor.accept("local"_w))
        result.local = true;
    else
        cursor.accept("session"_w);
    assignment(cursor, result);
    cursor.expect_end();
    return result;
}

SetStatement parse_first_value(TokenCursor& cursor) {
    SetStatement result;
    if (cursor.accept("reset"_w)) {
        result.name = shown_or_reset(cursor).name;
        result.is_default = true;
    } else {
        cursor.expect("set"_w);
        assignment(cursor, result);
    }
    return result;
}

ParameterName parse_show(const Statement& statement) { return only_parameter(statement); }

ParameterName parse_reset(const Statement& statement) { return only_parameter(statement); }

IdentityStatement parse_set_identity(const Statement& statement) {
    TokenCursor cursor(statement);
    IdentityStatement result;
    cursor.expect("set"_w);
    result.local = cursor.accept("local"_w);
    cursor.accept("session"_w);
    const bool role = cursor.accept("role"_w);
    if (!role) cursor.expect("authorization"_w);
    const bool none = role ? cursor.accept("none"_w) || cursor.accept("default"_w) : cursor.accept("default"_w);
    if (!none) result.user = is_string(cursor.peek()) ? cursor.string() : cursor.name();
    cursor.expect_end();
    return result;
}

DiscardTarget parse_discard(const Statement& statement) {
    TokenCursor cursor(statement);
    cursor.expect("discard"_w);
    auto target = DiscardTarget::All;
    if (cursor.accept("temp"_w) || cursor.accept("temporary"_w))
        target = DiscardTarget::Temp;
    else if (cursor.accept("plans"_w))
        target = DiscardTarget::Plans;
    else if (cursor.accept("sequences"_w))
        target = DiscardTarget::Sequences;
    else
        cursor.expect("all"_w);
    cursor.expect_end();
    return target;
}

} // namespace redstart::sql

#include "sql/parse/identity/user_statement.hpp"

#include "protocol/sqlstate.hpp"
#include "sql/parse/identity/identity_name.hpp"

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using protocol::SqlError;

constexpr std::int32_t kMinSessionTimeout = 60;
constexpr std::int32_t kMaxSessionTimeout = 1'728'000;

class UserParser {
public:
    explicit UserParser(const Statement& statement) : source_(statement.source), cursor_(statement) {}

    UserStatement run() {
        out_.create = cursor_.next().is("create"_w);
        cursor_.expect("user"_w);
        out_.name = out_.create ? new_identity_name(cursor_, source_) : cursor_.name();
        cursor_.accept("with"_w);
        while (!cursor_.at_end()) option();
        return std::move(out_);
    }

private:
    template <typename T> void once(std::optional<T>& slot, T value) {
        if (slot) throw SqlError(state::kSyntaxError, "conflicting or redundant options");
        slot = std::move(value);
    }

    void option() {
        if (flag() || password() || limit()) return;
        if (cursor_.accept("externalid"_w)) return once(out_.external_id, external_id(cursor_));
        if (!out_.create) return change();
        cursor_.expect("in"_w);
        cursor_.expect("group"_w);
        once(out_.groups, name_list(cursor_));
    }

    bool flag() {
        if (cursor_.accept("createdb"_w)) return once(out_.create_db, true), true;
        if (cursor_.accept("nocreatedb"_w)) return once(out_.create_db, false), true;
        if (cursor_.accept("createuser"_w)) return once(out_.superuser, true), true;
        if (cursor_.accept("nocreateuser"_w)) return once(out_.superuser, false), true;
        if (!cursor_.accept("syslog"_w)) return false;
        cursor_.expect("access"_w);
        const bool unrestricted = cursor_.accept("unrestricted"_w);
        if (!unrestricted) cursor_.expect("restricted"_w);
        once(out_.syslog_unrestricted, unrestricted);
        return true;
    }

    bool password() {
        if (!cursor_.accept("password"_w)) return false;
        if (cursor_.accept("disable"_w))
            once(out_.password, PasswordOption{});
        else
            once(out_.password, parse_password(cursor_.string()));
        return true;
    }

    bool limit() {
        if (cursor_.accept("connection"_w)) {
            cursor_.expect("limit"_w);
            const bool unlimited = cursor_.accept("unlimited"_w);
            once(out_.connection_limit, unlimited ? std::nullopt : std::optional(cursor_.int4()));
        } else if (cursor_.accept("valid"_w)) {
            cursor_.expect("until"_w);
            once(out_.valid_until, parse_valid_until(cursor_.string()));
        } else if (cursor_.accept("session"_w)) {
            cursor_.expect("timeout"_w);
            once(out_.session_timeout, session_timeout());
        } else
            return false;
        return true;
    }

    std::int32_t session_timeout() {
        const auto seconds = cursor_.int4();
        if (seconds < kMinSessionTimeout || seconds > kMaxSessionTimeout)
            throw SqlError(state::kInvalidParameterValue, "session timeout must be between 60 and 1728000 seconds");
        return seconds;
    }

    // What only ALTER USER has: RENAME TO n, SET p {TO | =} v, RESET p, RESET SESSION TIMEOUT.
    void change() {
        if (cursor_.accept("rename"_w)) {
            cursor_.expect("to"_w);
            once(out_.rename_to, new_identity_name(cursor_, source_));
        } else if (cursor_.peek().is("reset"_w) && cursor_.peek(1).is("session"_w)) {
            cursor_.next();
            cursor_.next();
            cursor_.expect("timeout"_w);
            once(out_.session_timeout, std::int32_t{0});
        } else {
            once(out_.first_value, parse_first_value(cursor_));
        }
    }

    const std::string_view source_;
    TokenCursor cursor_;
    UserStatement out_;
};

} // namespace

UserStatement parse_user_statement(const Statement& statement) { return UserParser(statement).run(); }

} // namespace redstart::sql

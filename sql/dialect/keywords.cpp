#include "sql/dialect/rewriter.hpp"

namespace redstart::sql {
namespace {

// A word that stands for a call: not a field, not an alias, not already a call.
bool stands_alone(const Rewriter& rewriter, std::size_t i) {
    if (rewriter.at(i + 1).is('(') || rewriter.at(i + 1).is('.')) return false;
    if (i == 0) return true;
    const auto& before = rewriter.at(i - 1);
    return !before.is('.') && !before.is("as"_w) && !rewriter.ends_operand(i - 1);
}

template <const char* const& call> void rewrite_keyword(Rewriter& rewriter, std::size_t i) {
    if (stands_alone(rewriter, i)) rewriter.replace(i, call);
}

constexpr const char* kCurrentUser = "pg_catalog.current_user()";
constexpr const char* kSessionUser = "pg_catalog.session_user()";
constexpr const char* kCurrentSchema = "pg_catalog.current_schema()";
constexpr const char* kCurrentDatabase = "pg_catalog.current_database()";
constexpr const char* kSysdate = "pg_catalog.sysdate()";
constexpr const char* kCurrentUserId = "pg_catalog.current_user_id()";
constexpr const char* kCurrentDate = "pg_catalog.current_date()";
constexpr const char* kCurrentTime = "pg_catalog.current_time()";
constexpr const char* kCurrentTimestamp = "pg_catalog.current_timestamp()";
constexpr const char* kLocalTime = "pg_catalog.localtime()";
constexpr const char* kLocalTimestamp = "pg_catalog.localtimestamp()";

// `trim(user_name) user`: the alias must be quoted; an alias behind AS need not.
void rewrite_user(Rewriter& rewriter, std::size_t i) {
    const bool alias = i > 0 && rewriter.ends_operand(i - 1) && !rewriter.at(i + 1).is('(');
    if (alias)
        rewriter.replace(i, "\"user\"");
    else
        rewrite_keyword<kCurrentUser>(rewriter, i);
}

// Words that the engine keeps for syntax Redshift does not have: names here.
void quote_word(Rewriter& rewriter, std::size_t i) {
    if (rewriter.at(i + 1).is('(')) return;
    if (i > 0 && (rewriter.at(i - 1).is('.') || rewriter.at(i - 1).is("as"_w))) return; // any word may stand there
    rewriter.replace(i, quoted_identifier(identifier_value(rewriter.at(i))));
}

void quote_at(Rewriter& rewriter, std::size_t i) {
    if (!rewriter.at(i + 1).is("time"_w)) quote_word(rewriter, i);
}

// WINDOW w AS (...) stays.
void quote_window(Rewriter& rewriter, std::size_t i) {
    if (!rewriter.at(i + 2).is("as"_w)) quote_word(rewriter, i);
}

constexpr Rule kRules[] = {
    {"user"_w, rewrite_user},
    {"current_user"_w, rewrite_keyword<kCurrentUser>},
    {"session_user"_w, rewrite_keyword<kSessionUser>},
    {"current_schema"_w, rewrite_keyword<kCurrentSchema>},
    {"current_catalog"_w, rewrite_keyword<kCurrentDatabase>},
    {"sysdate"_w, rewrite_keyword<kSysdate>},
    {"current_user_id"_w, rewrite_keyword<kCurrentUserId>},
    {"current_date"_w, rewrite_keyword<kCurrentDate>},
    {"current_time"_w, rewrite_keyword<kCurrentTime>},
    {"current_timestamp"_w, rewrite_keyword<kCurrentTimestamp>},
    {"localtime"_w, rewrite_keyword<kLocalTime>},
    {"localtimestamp"_w, rewrite_keyword<kLocalTimestamp>},
    {"current_role"_w, rewrite_keyword<kCurrentUser>},
    {"anti"_w, quote_word},
    {"asof"_w, quote_word},
    {"at"_w, quote_at},
    {"concurrently"_w, quote_word},
    {"describe"_w, quote_word},
    {"glob"_w, quote_word},
    {"lambda"_w, quote_word},
    {"pivot_longer"_w, quote_word},
    {"pivot_wider"_w, quote_word},
    {"positional"_w, quote_word},
    {"semi"_w, quote_word},
    {"show"_w, quote_word},
    {"summarize"_w, quote_word},
    {"tablesample"_w, quote_word},
    {"unpack"_w, quote_word},
    {"variadic"_w, quote_word},
    {"window"_w, quote_window},
};

} // namespace

std::span<const Rule> keyword_rules() { return kRules; }

} // namespace redstart::sql

// Word: the unquoted words that SQL text is looked through for, as numbers to compare and switch on.
// Constants made while compiling; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string_view>

namespace redstart::sql {

// Written "select"_w; a word that is not in the list below does not compile. Usable in switch.
struct Word {
    std::uint16_t index = 0;
    static const Word None;
    constexpr operator std::uint16_t() const noexcept { return index; }
    friend constexpr bool operator==(Word, Word) = default;
};
inline constexpr Word Word::None{};

namespace detail {
// Sorted. The first, empty one is Word::None.
// clang-format off
inline constexpr std::string_view kWords[] = {"",
    "abort", "absolute", "access", "add", "admin", "aggregate", "all", "alter", "always", "analyse", "analyze", "and",
    "anti", "any", "append", "approximate", "as", "asc", "asof", "at", "attach", "authorization", "auto", "backup",
    "backward", "begin", "between", "bigint", "binary", "binding", "bool", "boolean", "boost", "bpchar", "by", "call",
    "cancel", "cascade", "case", "case_insensitive", "case_sensitive", "cast", "char", "character", "characteristics",
    "check", "ci", "close", "cluster", "collate", "column", "columns", "comment", "commit", "committed", "compound",
    "compression", "concurrently", "connect", "connection", "constraint", "constraints", "convert", "copy", "count",
    "create", "createdb", "createuser", "cross", "cs", "csv", "current_catalog", "current_database", "current_date",
    "current_role", "current_schema", "current_setting", "current_time", "current_timestamp", "current_user",
    "current_user_id", "cursor", "database", "databases", "datashare", "datashares", "date_add", "date_diff",
    "date_part", "date_trunc", "dateadd", "datediff", "datepart", "day", "days", "deallocate", "dec", "decimal",
    "declare", "decode", "default", "deferrable", "delete", "delimiter", "desc", "describe", "detach", "disable",
    "discard", "distinct", "distkey", "diststyle", "domain", "double", "drop", "duplicates", "else", "encode",
    "encoding", "end", "escape", "even", "except", "exclude", "exclusive", "execute", "exists", "explain", "extension",
    "external", "externalid", "extract", "false", "fetch", "filter", "first", "float", "for", "force", "foreign",
    "format", "forward", "from", "full", "function", "functions", "generated", "glob", "global", "grant", "grants",
    "group", "having", "header", "hold", "hour", "hours", "identity", "if", "ignore", "ilike", "in", "including",
    "index", "information_schema", "inner", "insensitive", "insert", "int", "int2", "int4", "int8", "integer",
    "interleaved", "intersect", "interval", "into", "is", "isnull", "isolation", "join", "key", "lambda", "last",
    "left", "level", "library", "like", "limit", "listagg", "listen", "local", "localtime", "localtimestamp", "lock",
    "masking", "materialized", "max", "merge", "minus", "minute", "minutes", "mode", "model", "month", "months",
    "move", "names", "national", "natural", "nchar", "next", "no", "nocreatedb", "nocreateuser", "nocycle", "none",
    "not", "notify", "notnull", "null", "nulls", "numeric", "nvarchar", "nvl", "nvl2", "off", "offset", "oid", "on",
    "only", "operator", "option", "or", "order", "outer", "over", "owner", "parameters", "partition", "password",
    "percent", "pg_backend_pid", "pg_cancel_backend", "pg_catalog", "pg_get_cols", "pg_get_late_binding_view_cols",
    "pg_last_query_id", "pg_terminate_backend", "pivot_longer", "pivot_wider", "plans", "policy", "positional",
    "precision", "predicate", "prepare", "prepared", "primary", "prior", "privileges", "procedure", "procedures",
    "provider", "qualify", "quota", "quote", "read", "recluster", "references", "refresh", "reindex", "relative",
    "release", "rename", "repeatable", "replace", "reset", "respect", "restrict", "restricted", "revoke", "right",
    "rls", "role", "rollback", "row", "rule", "savepoint", "schema", "schemas", "scroll", "second", "seconds",
    "security", "select", "semi", "sequence", "sequences", "serializable", "session", "session_user", "set", "show",
    "similar", "smallint", "snapshot", "some", "sort", "sortkey", "start", "stdin", "stdout", "summarize", "sysdate",
    "syslog", "system", "table", "tables", "tablesample", "tablespace", "temp", "temporary", "text", "textlen", "then",
    "time", "timeout", "timestamp", "to", "top", "transaction", "trigger", "true", "truncate", "try_cast", "type",
    "uncommitted", "union", "unique", "unknown", "unlimited", "unlisten", "unload", "unpack", "unrestricted", "until",
    "update", "use", "user", "using", "vacuum", "valid", "values", "varbinary", "varbyte", "varchar", "variadic",
    "varying", "verbose", "version", "view", "week", "weeks", "when", "where", "window", "with", "within", "without",
    "work", "write", "year", "years", "yes", "zone",
};
// clang-format on

consteval Word word(std::string_view text) {
    for (std::size_t i = 1; i < std::size(kWords); ++i)
        if (kWords[i] == text) return Word{static_cast<std::uint16_t>(i)};
    throw "not in kWords";
}
} // namespace detail

consteval Word operator""_w(const char* text, std::size_t length) { return detail::word({text, length}); }

// The word of an unquoted identifier in any mix of cases; Word::None for all others. O(length).
Word find_word(std::string_view text) noexcept;

// The word in lower case.
std::string_view spelling(Word word) noexcept;

} // namespace redstart::sql

#include "sql/settings/settings_table.hpp"

#include "catalog/state/version.hpp"

#include <algorithm>
#include <array>

namespace redstart::sql {
namespace {

using enum ParameterKind;
using enum ParameterUse;

constexpr std::int64_t kMaxInt = INT32_MAX;
constexpr std::string_view kIsolation = "serializable repeatable_read read_committed read_uncommitted";

// Sorted by name without regard to case.
constexpr auto kParameters = std::to_array<Parameter>({
    {"analyze_threshold_percent", "10", Number, Ignored, "Share of changed rows below which ANALYZE skips a table.", 0,
     100},
    {"application_name", "unset", String, Effective, "The name a client gives itself."},
    {"array_nulls", "on", Bool},
    {"autocommit", "on", Bool, Ignored, "Commits every statement outside a block."},
    {"backend_flush_after", "0", Integer, Ignored, "", 0, 256},
    {"backslash_quote", "safe_encoding", Enum, Ignored, "", 0, 0, "", "safe_encoding on off"},
    {"bytea_output", "hex", Enum, Ignored, "The text form of binary values.", 0, 0, "", "hex"},
    {"case_sensitive", "on", Bool, Fixed, "Whether text is compared with regard to case."},
    {"cast_super_null_on_error", "on", Bool},
    {"check_function_bodies", "on", Bool},
    {"client_domain_name", ""},
    {"client_driver_type", ""},
    {"client_driver_version", ""},
    {"client_encoding", "UTF8", Encoding, Ignored, "The character set of the client's text."},
    {"client_host_name", ""},
    {"client_ip_address", ""},
    {"client_min_messages", "notice", Enum, Ignored, "The least severe notice that is sent.", 0, 0, "",
     "debug5 debug4 debug3 debug2 debug1 debug log notice warning error info"},
    {"client_os_name", ""},
    {"client_user_name", ""},
    {"cluster_rules", "on", Bool, Effective, "Refuses what runs here and a cluster refuses."},
    {"constraint_exclusion", "partition", String},
    {"cpu_index_tuple_cost", "0.005"},
    {"cpu_operator_cost", "0.0025"},
    {"cpu_tuple_cost", "0.01"},
    {"cursor_tuple_fraction", "0.1"},
    {"datashare_break_glass_session_var", ""},
    {"datashare_enabled", "off", Bool, Fixed, "Whether data is shared with other clusters."},
    {"DateStyle", "ISO, MDY", DateStyle, Effective, "The text form of dates and times."},
    {"deadlock_timeout", "1000", Integer, Ignored, "", 1, kMaxInt, "ms"},
    {"default_geometry_encoding", "2", Integer, Ignored, "", 0, 4},
    {"default_tablespace", ""},
    {"default_text_search_config", "pg_catalog.simple"},
    {"default_transaction_deferrable", "off", Bool},
    {"default_transaction_isolation", "serializable", Enum, Ignored, "", 0, 0, "", kIsolation},
    {"default_transaction_read_only", "off", Bool, Effective},
    {"describe_field_name_in_uppercase", "off", Bool, Effective, "Result columns are named in upper case."},
    {"downcase_delimited_identifier", "on", Bool, Effective, "Quoted names are in lower case."},
    {"effective_cache_size", "524288", Integer, Ignored, "", 1, kMaxInt},
    {"enable_bitmapscan", "on", Bool},
    {"enable_case_sensitive_identifier", "off", Bool, Effective, "Quoted names keep their case."},
    {"enable_case_sensitive_super_attribute", "off", Bool},
    {"enable_gathermerge", "on", Bool},
    {"enable_hashagg", "on", Bool},
    {"enable_hashjoin", "on", Bool},
    {"enable_indexonlyscan", "on", Bool},
    {"enable_indexscan", "on", Bool},
    {"enable_material", "on", Bool},
    {"enable_mergejoin", "on", Bool},
    {"enable_nestloop", "on", Bool},
    {"enable_numeric_rounding", "off", Bool},
    {"enable_result_cache_for_session", "on", Bool},
    {"enable_seqscan", "on", Bool},
    {"enable_sort", "on", Bool},
    {"enable_spectrum_oid", "on", Bool},
    {"enable_tidscan", "on", Bool},
    {"enable_vacuum_boost", "off", Bool},
    {"error_on_nondeterministic_update", "off", Bool, Effective,
     "An UPDATE whose FROM has several rows for one of its table fails."},
    {"escape_string_warning", "off", Bool},
    // A cluster has 0: fewer digits than floats have is only for who asks for them.
    {"extra_float_digits", "1", Integer, Effective, "Digits shown of floating-point numbers.", -15, 3},
    {"from_collapse_limit", "8", Integer, Ignored, "", 1, kMaxInt},
    {"geqo", "on", Bool},
    {"geqo_threshold", "12", Integer, Ignored, "", 2, kMaxInt},
    {"gin_fuzzy_search_limit", "0", Integer, Ignored, "", 0, kMaxInt},
    {"idle_in_transaction_session_timeout", "0", Integer, Ignored, "", 0, kMaxInt, "ms"},
    {"idle_session_timeout", "0", Integer, Ignored, "", 0, kMaxInt, "ms"},
    {"integer_datetimes", "on", Bool, Fixed, "Times are whole microseconds."},
    {"interval_forbid_composite_literals", "off", Bool},
    {"IntervalStyle", "postgres", Enum, Effective, "The text form of intervals.", 0, 0, "",
     "postgres postgres_verbose sql_standard iso_8601"},
    {"is_superuser", "off", Bool, Fixed, "Whether the session's user is a superuser."},
    {"jit", "off", Bool},
    {"join_collapse_limit", "8", Integer, Ignored, "", 1, kMaxInt},
    {"json_serialization_enable", "off", Bool},
    {"json_serialization_parse_nested_strings", "off", Bool},
    {"lc_collate", "C", String, Fixed},
    {"lc_ctype", "C", String, Fixed},
    {"lc_messages", "C"},
    {"lc_monetary", "C"},
    {"lc_numeric", "C"},
    {"lc_time", "C"},
    {"lo_compat_privileges", "off", Bool},
    {"lock_timeout", "0", Integer, Ignored, "", 0, kMaxInt, "ms"},
    {"log_min_messages", "notice"},
    {"log_statement", "none"},
    {"maintenance_work_mem", "65536", Integer, Ignored, "", 1024, kMaxInt, "kB"},
    {"max_concurrency_scaling_clusters", "1", Integer, Ignored, "", 0, 10},
    {"max_cursor_result_set_size", "0", Integer, Effective,
     "Megabytes that the result of a cursor or a portal read in pieces may have; 0 for the most.", 0, 14400000},
    {"max_identifier_length", "127", Integer, Fixed, "Bytes of a name.", 127, 127},
    {"max_index_keys", "32", Integer, Fixed, "", 32, 32},
    {"max_numeric_precision", "38", Integer, Fixed, "Digits of a NUMERIC.", 38, 38},
    {"max_parallel_workers_per_gather", "0", Integer, Ignored, "", 0, 1024},
    {"max_stack_depth", "2048", Integer, Ignored, "", 100, kMaxInt, "kB"},
    {"max_varchar_size", "65535", Integer, Fixed, "Bytes of a VARCHAR.", 65535, 65535},
    {"mv_enable_aqmv_for_session", "on", Bool},
    {"navigate_super_null_on_error", "on", Bool},
    {"padb_revision", "0", String, Fixed, "The build."},
    {"padb_version", catalog::kRedshiftVersion, String, Fixed, "The Redshift release whose behaviour is followed."},
    {"parallel_setup_cost", "1000"},
    {"parallel_tuple_cost", "0.1"},
    {"parse_super_null_on_error", "off", Bool},
    {"password_encryption", "scram-sha-256", Enum, Ignored, "", 0, 0, "", "scram-sha-256 md5 on off"},
    {"pg_federation_repeatable_read", "on", Bool},
    {"plan_cache_mode", "auto", Enum, Ignored, "", 0, 0, "", "auto force_generic_plan force_custom_plan"},
    {"query_group", "unset", String, Effective, "The label of queries in the logs."},
    {"quote_all_identifiers", "off", Bool},
    {"random_page_cost", "4"},
    {"readonly", "off", Bool, Effective},
    {"require_ssl", "off", Bool, Fixed, "Whether clients must use TLS."},
    {"role", "none"},
    {"row_security", "on", Bool},
    {"search_path", "\"$user\", public", List, Effective, "Schemas in which names are looked up."},
    {"seed", "unset", String, Effective, "Where the numbers of RANDOM begin."},
    {"seq_page_cost", "1"},
    {"server_encoding", "UNICODE", String, Fixed, "The character set of the databases."},
    {"server_version", "8.0.2", String, Fixed, "The PostgreSQL version a cluster names."},
    {"session_authorization", "", String, Fixed, "The session's user."},
    {"session_id", "", String, Fixed, "The session's name in the logs."},
    {"session_replication_role", "origin", Enum, Ignored, "", 0, 0, "", "origin replica local"},
    {"spectrum_enable_pseudo_columns", "on", Bool},
    {"spectrum_query_maxerror", "-1", Integer, Ignored, "", -1, kMaxInt},
    {"ssl_renegotiation_limit", "0", Integer, Ignored, "", 0, kMaxInt, "kB"},
    {"standard_conforming_strings", "off", Bool, Effective, "A backslash in an ordinary string means itself."},
    {"statement_timeout", "0", Integer, Effective, "Time after which a statement is cancelled; 0 for none.", 0, kMaxInt,
     "ms"},
    {"stored_proc_log_min_messages", "LOG", Enum, Ignored, "", 0, 0, "", "LOG INFO NOTICE WARNING EXCEPTION"},
    {"strict_cursors", "off", Bool, Effective, "Only the cursors of Redshift: one at a time, no WITH HOLD, no MOVE."},
    {"synchronize_seqscans", "on", Bool},
    {"synchronous_commit", "on", Enum, Ignored, "", 0, 0, "", "on off local remote_write remote_apply"},
    {"tcp_keepalives_count", "0", Integer, Ignored, "", 0, kMaxInt},
    {"tcp_keepalives_idle", "0", Integer, Ignored, "", 0, kMaxInt, "s"},
    {"tcp_keepalives_interval", "0", Integer, Ignored, "", 0, kMaxInt, "s"},
    {"tcp_user_timeout", "0", Integer, Ignored, "", 0, kMaxInt, "ms"},
    {"temp_buffers", "1024", Integer, Ignored, "", 100, kMaxInt},
    {"temp_tablespaces", ""},
    {"TimeZone", "UTC", TimeZone, Effective, "The zone in which times with a zone are shown."},
    {"timezone_abbreviations", "Default"},
    {"transaction_deferrable", "off", Bool},
    {"transaction_isolation", "serializable", Enum, Ignored, "", 0, 0, "", kIsolation},
    {"transaction_read_only", "off", Bool, Effective},
    {"transform_null_equals", "off", Bool},
    {"use_fips_ssl", "off", Bool, Fixed},
    {"wlm_query_slot_count", "1", Integer, Ignored, "Slots a query takes of its queue.", 1, 50},
    {"work_mem", "4096", Integer, Ignored, "", 64, kMaxInt, "kB"},
    {"xmlbinary", "base64", Enum, Ignored, "", 0, 0, "", "base64 hex"},
    {"xmloption", "content", Enum, Ignored, "", 0, 0, "", "content document"},
});

constexpr auto kReported = std::to_array<std::string_view>(
    {"application_name", "case_sensitive", "client_encoding", "DateStyle", "integer_datetimes", "is_superuser",
     "server_encoding", "server_version", "session_authorization", "TimeZone", "timezone_abbreviations", "padb_version",
     "padb_revision", "max_numeric_precision", "max_varchar_size", "datashare_enabled", "session_id"});

constexpr char folded(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

constexpr int compare(std::string_view left, std::string_view right) {
    for (std::size_t i = 0; i < left.size() && i < right.size(); ++i)
        if (folded(left[i]) != folded(right[i])) return folded(left[i]) < folded(right[i]) ? -1 : 1;
    return left.size() == right.size() ? 0 : left.size() < right.size() ? -1 : 1;
}

constexpr bool before(const Parameter& left, const Parameter& right) { return compare(left.name, right.name) < 0; }
static_assert(std::is_sorted(kParameters.begin(), kParameters.end(), before), "find_parameter searches by halves");

} // namespace

std::span<const Parameter> parameters() { return kParameters; }

const Parameter* find_parameter(std::string_view name) {
    const auto* found = std::lower_bound(
        kParameters.begin(), kParameters.end(), name,
        [](const Parameter& parameter, std::string_view wanted) { return compare(parameter.name, wanted) < 0; });
    return found != kParameters.end() && compare(found->name, name) == 0 ? found : nullptr;
}

std::span<const std::string_view> reported_parameters() { return kReported; }

} // namespace redstart::sql

#include "catalog/information/engine_functions.hpp"

namespace redstart::catalog {

namespace {

// The engine's own functions that a resolved tree may call; a client may call those that are rows of
// catalog/signatures, and trees of stored views may have the others. Not among them: what builds one value of any size,
// in which the engine cannot be interrupted (range and generate_series as values, printf, format), what calls an
// aggregate by a name that no list knows (list_aggregate), and GLOB, whose time is exponential.
constexpr EngineFunctions kFunctions[] = {
    {R"(
+ - * / // % ** ^ @ & | ~ << >> || ~~ !~~ ~~* !~~* ^@ <-> && <@ @> !
add subtract multiply divide mod xor
abs acos asin atan atan2 cbrt ceil ceiling cos cot degrees exp floor ln log log10 log2 pi pow power radians random
round sign sin sqrt tan trunc gcd lcm factorial isnan isinf isfinite even cosh sinh tanh acosh asinh atanh
any_value arg_max arg_min max_by min_by avg mean count count_star count_if max median min mode sum stddev stddev_pop
stddev_samp var_pop var_samp variance bit_and bit_or bit_xor bool_and bool_or string_agg listagg group_concat array_agg
list quantile quantile_cont quantile_disc approx_count_distinct approx_quantile corr covar_pop covar_samp regr_avgx
regr_avgy regr_count regr_intercept regr_r2 regr_slope regr_sxx regr_sxy regr_syy first last skewness kurtosis
product grouping grouping_id
cume_dist dense_rank first_value lag last_value lead nth_value ntile percent_rank rank row_number
coalesce nullif greatest least ifnull if
age current_date current_time current_timestamp get_current_time get_current_timestamp localtime localtimestamp now
transaction_timestamp today date_part datepart date_trunc datetrunc date_diff datediff date_sub datesub date_add
dayname dayofmonth dayofweek dayofyear day days decade epoch epoch_ms epoch_us era extract hour isodow isoyear julian
last_day make_date make_time make_timestamp make_timestamptz microsecond millennium millisecond minute month
monthname quarter second strftime strptime timezone timezone_hour timezone_minute to_days to_hours to_microseconds
to_milliseconds to_minutes to_months to_quarters to_seconds to_weeks to_years week weekday weekofyear year yearweek
to_timestamp to_centuries to_decades to_millennia century
array_extract array_slice ascii bit_count bit_length char_length character_length chr concat contains
ends_with suffix prefix initcap instr lcase left length len like_escape not_like_escape
ilike_escape not_ilike_escape lower lpad ltrim md5 nfc_normalize octet_length ord position repeat replace reverse right
rpad rtrim sha1 sha256 split_part starts_with str_split string_split string_to_array strlen strpos substr substring
translate trim ucase unicode upper encode hex unhex to_hex from_hex to_base64 from_base64 base64 concat_op
overlay strip_accents regexp_escape
list_value list_contains list_has array_contains array_has list_extract list_element list_slice list_concat list_cat
array_concat array_cat array_append list_append array_prepend list_prepend array_length array_position list_position
list_sort array_sort list_distinct list_unique array_to_string cardinality unnest row struct_pack
struct_extract generate_subscripts error hash regexp_replace
)"},
    {"concat_ws", {.work = Work::Separator}},
    {"decode", {.nul = true}},
    {"levenshtein", {.work = Work::Product}},
    {"regexp_matches regexp_full_match regexp_extract", {.work = Work::Pattern}},
    {"regexp_extract_all regexp_split_to_array", {.work = Work::Matches}},
    {"json json_valid json_array_length json_extract json_extract_string json_type json_keys json_extract_path "
     "json_extract_path_text -> ->>",
     {.json = true, .nul = true}},
    {"json_object json_array json_quote to_json row_to_json array_to_json", {.nul = true}},
    {"json_contains", {.work = Work::Product, .json = true}},
};

} // namespace

std::span<const EngineFunctions> engine_functions() { return kFunctions; }

std::string_view written_functions() {
    return "+ - * / % ^ @ & | ~ << >> || ~~ !~~ ~~* !~~* && <@ @> ! -> ->> xor like_escape not_like_escape "
           "ilike_escape not_ilike_escape count_star date_part timezone quantile_cont quantile_disc list_value "
           "array_extract array_slice struct_extract row contains concat_op to_years to_months to_days to_hours "
           "to_minutes to_seconds to_milliseconds to_microseconds to_weeks to_quarters to_decades to_centuries "
           "to_millennia nullif unnest";
}

std::string_view engine_table_functions() { return "generate_series unnest pg_timezone_names"; }

} // namespace redstart::catalog

// Conditions, type formatting and JSON.
#include "catalog/signatures/signature.hpp"

#include <array>

namespace redstart::catalog {

namespace {

using enum Made;

constexpr auto kRows = std::to_array<Signature>({
    {"cast", "any", "any", Grammar, "r_CAST_function"},
    {"coalesce", "any...", "same", Grammar, "r_COALESCE"},
    {"convert", "any", "any", Dialect, "r_CONVERT_function"},
    {"decode", "any, any, any...", "any", Dialect, "r_DECODE_expression"},
    {"greatest", "any...", "same", Engine, "r_GREATEST_LEAST"},
    {"is_valid_json", "varchar", "boolean", Own, "IS_VALID_JSON"},
    {"is_valid_json_array", "varchar", "boolean", Own, "IS_VALID_JSON_ARRAY"},
    {"isnull", "any, any", "same", Dialect, "r_NVL_function"},
    {"json_array_length", "varchar | varchar, boolean", "int", Own, "JSON_ARRAY_LENGTH"},
    {"json_extract_array_element_text", "varchar, int | varchar, int, boolean", "varchar", Own,
     "JSON_EXTRACT_ARRAY_ELEMENT_TEXT"},
    {"json_extract_path_text",
     "varchar, varchar | varchar, varchar, varchar | varchar, varchar, varchar, varchar | "
     "varchar, varchar, varchar, varchar, varchar | varchar, varchar, varchar, varchar, varchar, varchar | "
     "varchar, varchar, boolean",
     "varchar", Own, "JSON_EXTRACT_PATH_TEXT"},
    {"least", "any...", "same", Engine, "r_GREATEST_LEAST"},
    {"nullif", "any, any", "same", Grammar, "r_NULLIF_function"},
    {"nvl", "any...", "same", Dialect, "r_NVL_function"},
    {"nvl2", "any, any, any", "any", Dialect, "r_NVL2"},
    {"text_to_int_alt", "varchar | varchar, varchar", "int", Own, "r_TEXT_TO_INT_ALT"},
    {"text_to_numeric_alt", "varchar | varchar, int, int | varchar, varchar | varchar, varchar, int, int", "numeric",
     Own, "r_TEXT_TO_NUMERIC_ALT"},
    {"to_char",
     "timestamp, varchar | timestamptz, varchar | date, varchar | bigint, varchar | numeric, varchar | float8, varchar",
     "varchar", Own, "r_TO_CHAR"},
    {"to_date", "varchar, varchar | varchar, varchar, boolean", "date", Own, "r_TO_DATE_function"},
    {"to_number", "varchar, varchar", "numeric", Own, "r_TO_NUMBER"},
});

} // namespace

std::span<const Signature> other_signatures() { return kRows; }

} // namespace redstart::catalog

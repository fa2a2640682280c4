#include "catalog/signatures/signature.hpp"

#include <array>

namespace redstart::catalog {

namespace {

using enum Made;

constexpr auto kRows = std::to_array<Signature>({
    {"ascii", "varchar", "int", Engine, "r_ASCII"},
    {"bpcharcmp", "bpchar, bpchar", "int", Own, "r_BPCHARCMP"},
    {"btrim", "varchar | varchar, varchar", "varchar", Own, "r_BTRIM"},
    {"bttext_pattern_cmp", "varchar, varchar", "int", Own, "r_BTTEXT_PATTERN_CMP"},
    {"char_length", "varchar", "int", Own, "r_CHAR_LENGTH"},
    {"character_length", "varchar", "int", Own, "r_CHARACTER_LENGTH"},
    {"charindex", "varchar, varchar", "int", Own, "r_CHARINDEX"},
    {"chr", "int", "varchar", Own, "r_CHR"},
    {"collate", "varchar, varchar", "varchar", Dialect, "r_COLLATE"},
    {"concat", "varchar, varchar | varbyte, varbyte", "same", Own, "r_CONCAT"},
    {"crc32", "varchar", "varchar", Own, "crc32-function"},
    {"difference", "varchar, varchar", "int", Own, "DIFFERENCE"},
    {"initcap", "varchar", "varchar", Own, "r_INITCAP"},
    {"left", "varchar, int", "varchar", Own, "r_LEFT"},
    {"len", "varchar | varbyte", "int", Own, "r_LEN"},
    {"length", "varchar | varbyte", "int", Own, "r_LENGTH"},
    {"lower", "varchar", "varchar", Engine, "r_LOWER"},
    {"lpad", "varchar, int | varchar, int, varchar", "varchar", Own, "r_LPAD"},
    {"ltrim", "varchar | varchar, varchar", "varchar", Own, "r_LTRIM"},
    {"octet_length", "varchar | varbyte", "int", Own, "r_OCTET_LENGTH"},
    {"octetindex", "varchar, varchar", "int", Own, "OCTETINDEX"},
    {"position", "varchar, varchar", "int", Own, "r_POSITION"},
    {"regexp_count", "varchar, varchar | varchar, varchar, int | varchar, varchar, int, varchar", "int", Own,
     "REGEXP_COUNT"},
    {"regexp_instr",
     "varchar, varchar | varchar, varchar, int | varchar, varchar, int, int | varchar, varchar, int, int, int | "
     "varchar, varchar, int, int, int, varchar",
     "int", Own, "REGEXP_INSTR"},
    {"regexp_replace",
     "varchar, varchar | varchar, varchar, varchar | varchar, varchar, varchar, int | "
     "varchar, varchar, varchar, int, varchar",
     "varchar", Own, "REGEXP_REPLACE"},
    {"regexp_substr",
     "varchar, varchar | varchar, varchar, int | varchar, varchar, int, int | varchar, varchar, int, int, varchar",
     "varchar", Own, "REGEXP_SUBSTR"},
    {"repeat", "varchar, int", "varchar", Own, "r_REPEAT"},
    {"replace", "varchar, varchar, varchar", "varchar", Own, "r_REPLACE"},
    {"replicate", "varchar, int", "varchar", Own, "r_REPLICATE"},
    {"reverse", "varchar", "varchar", Engine, "r_REVERSE"},
    {"right", "varchar, int", "varchar", Own, "r_LEFT"},
    {"rpad", "varchar, int | varchar, int, varchar", "varchar", Own, "r_LPAD"},
    {"rtrim", "varchar | varchar, varchar", "varchar", Own, "r_RTRIM"},
    {"soundex", "varchar", "varchar", Own, "SOUNDEX"},
    {"split_part", "varchar, varchar, int", "varchar", Own, "SPLIT_PART"},
    {"strpos", "varchar, varchar", "int", Own, "r_STRPOS"},
    {"strtol", "varchar, int", "bigint", Own, "r_STRTOL"},
    {"substr", "varchar, int | varchar, int, int | varbyte, int | varbyte, int, int", "same", Own, "r_SUBSTR"},
    {"substring", "varchar, int | varchar, int, int | varbyte, int | varbyte, int, int", "same", Own, "r_SUBSTRING"},
    {"textlen", "varchar", "int", Own, "r_TEXTLEN"},
    {"translate", "varchar, varchar, varchar", "varchar", Engine, "r_TRANSLATE"},
    {"trim", "varchar | varchar, varchar", "varchar", Own, "r_TRIM"},
    {"upper", "varchar", "varchar", Engine, "r_UPPER"},
});

} // namespace

std::span<const Signature> text_signatures() { return kRows; }

} // namespace redstart::catalog

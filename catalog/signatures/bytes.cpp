#include "catalog/signatures/signature.hpp"

#include <array>

namespace redstart::catalog {

namespace {

using enum Made;

constexpr auto kRows = std::to_array<Signature>({
    {"checksum", "varchar | int | numeric", "int", Own, "r_CHECKSUM"},
    {"farmfingerprint64", "varchar | varbyte", "bigint", Own, "r_FARMFINGERPRINT64"},
    {"fnv_hash", "any | any, bigint", "bigint", Own, "r_FNV_HASH"},
    {"from_hex", "varchar", "varbyte", Own, "r_FROM_HEX"},
    {"from_varbyte", "varbyte, varchar", "varchar", Own, "r_FROM_VARBYTE"},
    {"func_sha1", "varchar", "varchar", Own, "FUNC_SHA1"},
    {"get_bit", "varbyte, bigint", "int", Own, "PostgreSQL"},
    {"get_byte", "varbyte, int", "int", Own, "PostgreSQL"},
    {"getbit", "varbyte, int", "int", Own, "r_GETBIT"},
    {"md5", "varchar", "varchar", Engine, "r_MD5"},
    {"murmur3_32_hash", "any | any, int", "int", Own, "MURMUR3_32_HASH"},
    {"set_bit", "varbyte, bigint, int", "varbyte", Own, "PostgreSQL"},
    {"set_byte", "varbyte, int, int", "varbyte", Own, "PostgreSQL"},
    {"sha", "varchar", "varchar", Own, "SHA"},
    {"sha1", "varchar", "varchar", Engine, "SHA1"},
    {"sha2", "varchar, int", "varchar", Own, "SHA2"},
    {"to_hex", "int | bigint | varbyte", "varchar", Own, "r_TO_HEX"},
    {"to_varbyte", "varchar, varchar", "varbyte", Own, "r_TO_VARBYTE"},
});

} // namespace

std::span<const Signature> byte_signatures() { return kRows; }

} // namespace redstart::catalog

// The functions that read and write the values of types, as rows of pg_proc with PostgreSQL's OIDs: clients join
// pg_type.typinput, typreceive and their like with them. Nobody can call them. Constants; any thread.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace redstart::catalog {

struct TypeProcedure {
    std::uint32_t oid;
    std::string_view name;
    std::uint32_t result;
    std::array<std::uint32_t, 3> arguments; // 0: none
    char volatility;
};

// In the order of their OIDs.
std::span<const TypeProcedure> type_procedures();
// nullptr when there is none.
const TypeProcedure* find_type_procedure(std::string_view name);
const TypeProcedure* find_type_procedure(std::uint32_t oid);

// "int4in", "date_in": what reads the text of the type of this name.
std::string input_procedure(std::string_view type);

} // namespace redstart::catalog

#include "sql/rule/length_check.hpp"

#include "catalog/engine/engine_error.hpp"
#include "protocol/sqlstate.hpp"

#include <algorithm>

#include <duckdb.hpp>
#include <duckdb/common/extension_type_info.hpp>
#include <duckdb/planner/expression/bound_function_expression.hpp>
#include <fmt/core.h>

namespace redstart::sql {
namespace {

using duckdb::string_t;

[[noreturn]] void too_long(LengthLimit limit) {
    const auto* type = limit.blank_padded ? "character" : "character varying";
    catalog::throw_through_engine(protocol::SqlError(protocol::sqlstate::kStringDataRightTruncation,
                                                     fmt::format("value too long for type {}({})", type, limit.bytes)));
}

// "The CHAR data type doesn't support multibyte characters" (c_Supported_data_types); the words are those of COPY
// (multi-byte-character-load-errors).
[[noreturn]] void several_bytes() {
    catalog::throw_through_engine(
        protocol::SqlError(protocol::sqlstate::kCharacterNotInRepertoire,
                           "Multibyte character not supported for CHAR (Hint: try using VARCHAR)."));
}

bool is_ascii(const char* data, std::size_t size) {
    return std::none_of(data, data + size, [](char c) { return (c & 0x80) != 0; });
}

bool storable(const string_t& value, LengthLimit limit) {
    const auto size = value.GetSize();
    if (size > limit.bytes) return false;
    if (!limit.blank_padded || size == 0) return true;
    return value.GetData()[size - 1] != ' ' && is_ascii(value.GetData(), size);
}

// The value as it is stored; it is a prefix, so it needs no memory of its own.
string_t stored(const string_t& value, LengthLimit limit) {
    const auto* data = value.GetData();
    auto size = static_cast<std::uint32_t>(value.GetSize());
    if (limit.blank_padded && !is_ascii(data, size)) several_bytes();
    while (size > limit.bytes) {
        if (data[size - 1] != ' ') too_long(limit);
        --size;
    }
    while (limit.blank_padded && size > 0 && data[size - 1] == ' ') --size;
    return {data, size};
}

// Nearly every vector is storable as it is and passes through by reference.
bool all_storable(const duckdb::UnifiedVectorFormat& values, std::size_t rows, LengthLimit limit) {
    const auto* data = duckdb::UnifiedVectorFormat::GetData<string_t>(values);
    for (std::size_t row = 0; row < rows; ++row) {
        const auto index = values.sel->get_index(row);
        if (!values.validity.RowIsValid(index) || storable(data[index], limit)) continue;
        return false;
    }
    return true;
}

void check(duckdb::DataChunk& arguments, duckdb::Vector& result, LengthLimit limit) {
    auto& input = arguments.data[0];
    const bool constant = input.GetVectorType() == duckdb::VectorType::CONSTANT_VECTOR;
    const auto rows = constant ? 1 : arguments.size();
    duckdb::UnifiedVectorFormat values;
    input.ToUnifiedFormat(arguments.size(), values);
    if (all_storable(values, rows, limit)) return result.Reference(input);
    duckdb::UnaryExecutor::Execute<string_t, string_t>(
        input, result, arguments.size(), [limit](string_t value) { return stored(value, limit); },
        duckdb::FunctionErrors::CAN_THROW_RUNTIME_ERROR);
    duckdb::StringVector::AddHeapReference(result, input);
}

} // namespace

std::optional<LengthLimit> length_limit(const duckdb::LogicalType& type) {
    if (type.id() != duckdb::LogicalTypeId::VARCHAR || !type.HasAlias() || !type.HasExtensionInfo())
        return std::nullopt;
    const auto alias = type.GetAlias();
    if (alias != "varchar" && alias != "bpchar") return std::nullopt;
    const auto& modifiers = type.GetExtensionInfo()->modifiers;
    if (modifiers.empty() || modifiers[0].value.IsNull()) return std::nullopt;
    return LengthLimit{static_cast<std::uint32_t>(modifiers[0].value.GetValue<std::int32_t>()), alias == "bpchar"};
}

Owned<duckdb::Expression> checked_length(Owned<duckdb::Expression> value, LengthLimit limit) {
    const auto type = value->return_type;
    auto execute = [limit](duckdb::DataChunk& arguments, duckdb::ExpressionState&, duckdb::Vector& result) {
        check(arguments, result, limit);
    };
    // the limit is in the name, because the engine takes functions of one name and signature for the same
    const auto name = (limit.blank_padded ? "rs_char_" : "rs_varchar_") + std::to_string(limit.bytes);
    duckdb::ScalarFunction function(name, {type}, type, std::move(execute));
    duckdb::BaseScalarFunction::SetReturnsError(function);
    duckdb::vector<Owned<duckdb::Expression>> children;
    children.push_back(std::move(value));
    return duckdb::make_uniq<duckdb::BoundFunctionExpression>(type, std::move(function), std::move(children), nullptr);
}

} // namespace redstart::sql

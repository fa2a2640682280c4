#include "catalog/engine/engine_sets.hpp"
#include "catalog/functions/kit/families.hpp"
#include "catalog/type/type_map.hpp"
#include "protocol/pg_type.hpp"

#include <duckdb.hpp>
#include <duckdb/function/scalar_function.hpp>

namespace redstart::catalog {

namespace {

// No subscript is out of range: what is not there is NULL.
template <std::int64_t First>
void element(duckdb::DataChunk& arguments, duckdb::ExpressionState&, duckdb::Vector& result) {
    for (duckdb::idx_t row = 0; row < arguments.size(); ++row) {
        const auto vector = arguments.data[0].GetValue(row);
        const auto subscript = arguments.data[1].GetValue(row);
        auto value = duckdb::Value(result.GetType());
        if (!vector.IsNull() && !subscript.IsNull()) {
            const auto& elements = duckdb::ListValue::GetChildren(vector);
            const auto index = subscript.GetValue<std::int64_t>() - First;
            if (index >= 0 && static_cast<std::size_t>(index) < elements.size())
                value = elements[static_cast<std::size_t>(index)];
        }
        result.SetValue(row, value);
    }
}

// The engine takes a vector and an array of its elements for the same: vectors count from 0, arrays from 1.
duckdb::unique_ptr<duckdb::FunctionData>
choose_first(duckdb::ClientContext&, duckdb::ScalarFunction& function,
             duckdb::vector<duckdb::unique_ptr<duckdb::Expression>>& arguments) {
    const auto& type = arguments[0]->return_type;
    if (!type.HasAlias()) function.function = element<1>;
    function.arguments[0] = type;
    return nullptr;
}

duckdb::ScalarFunction subscript_of(std::uint32_t vector, std::uint32_t item) {
    duckdb::ScalarFunction function({logical_type(vector), duckdb::LogicalType::BIGINT}, logical_type(item), element<0>,
                                    choose_first);
    function.null_handling = duckdb::FunctionNullHandling::SPECIAL_HANDLING;
    return function;
}

} // namespace

void install_subscripts(duckdb::DatabaseInstance& instance) {
    auto set = engine_set(instance, "array_extract");
    set.name = "rs_subscript";
    set.AddFunction(subscript_of(protocol::oid::kInt2Vector, protocol::oid::kInt2));
    set.AddFunction(subscript_of(protocol::oid::kOidVector, protocol::oid::kOid));
    install_set(instance, std::move(set));
}

} // namespace redstart::catalog

#include "sql/rule/blank/blank_keys.hpp"

#include "sql/rule/blank/blank_origins.hpp"
#include "sql/rule/blank/unpadded.hpp"

#include <duckdb.hpp>
#include <duckdb/planner/expression/bound_function_expression.hpp>

namespace redstart::sql {

bool BlankKeys::make(Owned<duckdb::Expression>& value) const {
    const bool row = value->return_type.id() == duckdb::LogicalTypeId::STRUCT &&
                     value->GetExpressionClass() == duckdb::ExpressionClass::BOUND_FUNCTION;
    if (row) {
        auto& call = value->Cast<duckdb::BoundFunctionExpression>();
        if (call.function.name != "row" && call.function.name != "struct_pack") return false;
        for (auto& part : call.children) make(part);
        return false;
    }
    if (origins_.of(*value) != Blanks::May) return false;
    value = unpadded(std::move(value));
    return true;
}

void BlankKeys::make_both(Owned<duckdb::Expression>& left, Owned<duckdb::Expression>& right) const {
    make(left);
    make(right);
}

bool BlankKeys::make_exactly(Owned<duckdb::Expression>& value) const {
    return !origins_.is_carried(*value) && make(value);
}

} // namespace redstart::sql

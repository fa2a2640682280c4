#include "sql/rule/record_depth.hpp"

#include "catalog/engine/engine_error.hpp"
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"

#include <algorithm>
#include <string>

#include <duckdb.hpp>
#include <duckdb/planner/logical_operator_visitor.hpp>
#include <fmt/core.h>

namespace redstart::sql {
namespace {

using duckdb::LogicalType;
using duckdb::LogicalTypeId;

// Whether the type has more than `levels` records inside each other; does not look further down than that.
bool deeper_than(const LogicalType& type, int levels) {
    switch (type.id()) {
    case LogicalTypeId::STRUCT: {
        if (levels == 0) return true;
        const auto& fields = duckdb::StructType::GetChildTypes(type);
        return std::any_of(fields.begin(), fields.end(),
                           [levels](const auto& field) { return deeper_than(field.second, levels - 1); });
    }
    case LogicalTypeId::LIST: return deeper_than(duckdb::ListType::GetChildType(type), levels);
    case LogicalTypeId::ARRAY: return deeper_than(duckdb::ArrayType::GetChildType(type), levels);
    case LogicalTypeId::MAP:
        return deeper_than(duckdb::MapType::KeyType(type), levels) ||
               deeper_than(duckdb::MapType::ValueType(type), levels);
    default: return false;
    }
}

class DepthVisitor : public duckdb::LogicalOperatorVisitor {
public:
    void VisitExpression(duckdb::unique_ptr<duckdb::Expression>* expression) override {
        if (deeper_than((*expression)->return_type, kMaxRecordDepth))
            catalog::throw_through_engine(
                protocol::SqlError(protocol::sqlstate::kStatementTooComplex,
                                   fmt::format("records can be nested at most {} levels deep", kMaxRecordDepth)));
        VisitExpressionChildren(**expression);
    }
};

} // namespace

void check_record_depth(duckdb::LogicalOperator& plan) { DepthVisitor().VisitOperator(plan); }

} // namespace redstart::sql

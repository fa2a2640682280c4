#include "sql/tree/parameter_types.hpp"

#include "catalog/engine/engine_sets.hpp"
#include "catalog/engine/errors.hpp"
#include "catalog/type/type_map.hpp"
#include "protocol/pg_type.hpp"
#include "protocol/sqlstate.hpp"

#include <duckdb.hpp>
#include <duckdb/catalog/catalog.hpp>
#include <duckdb/common/exception.hpp>
#include <duckdb/parser/expression/constant_expression.hpp>
#include <duckdb/parser/expression/function_expression.hpp>
#include <duckdb/planner/expression/bound_cast_expression.hpp>
#include <duckdb/planner/expression/bound_constant_expression.hpp>
#include <duckdb/planner/expression/bound_function_expression.hpp>
#include <duckdb/planner/logical_operator_visitor.hpp>
#include <duckdb/planner/planner.hpp>

namespace redstart::sql {
namespace {

using duckdb::LogicalType;
using duckdb::Value;
using Pointer = duckdb::unique_ptr<duckdb::Expression>;
namespace oid = protocol::oid;

constexpr const char* kProbe = "rs_parameter";
enum ProbeArgument : std::size_t { kNumber, kPlace, kExplicit, kElement };
constexpr std::int32_t kImplicit = -1; // of kExplicit: what is around the probe is not the client's cast

void never_run(duckdb::DataChunk&, duckdb::ExpressionState&, duckdb::Vector&) {
    throw duckdb::InternalException("a probe for a parameter's type was run");
}

const duckdb::BoundFunctionExpression* as_probe(const duckdb::Expression& expression) {
    if (expression.GetExpressionClass() != duckdb::ExpressionClass::BOUND_FUNCTION) return nullptr;
    const auto& call = expression.Cast<duckdb::BoundFunctionExpression>();
    return call.function.name == kProbe ? &call : nullptr;
}

std::int32_t argument(const duckdb::BoundFunctionExpression& probe, ProbeArgument which) {
    return probe.children[which]->Cast<duckdb::BoundConstantExpression>().value.GetValue<std::int32_t>();
}

// What one place says. A text it says only when the client does: anything may be asked for as text.
struct Finding {
    std::size_t number = 0;
    std::uint32_t type = 0;
    bool certain = false;
};

class ProbeVisitor : public duckdb::LogicalOperatorVisitor {
public:
    const std::map<std::int32_t, Finding>& found() const { return found_; } // by place

protected:
    // The engine may cast a probe several times over; the last one makes what its place asks for. The client's own is
    // the first.
    Pointer VisitReplace(duckdb::BoundCastExpression& cast, Pointer*) override {
        const duckdb::Expression* inner = cast.child.get();
        bool direct = true;
        for (; inner->GetExpressionClass() == duckdb::ExpressionClass::BOUND_CAST; direct = false)
            inner = inner->Cast<duckdb::BoundCastExpression>().child.get();
        const auto* probe = as_probe(*inner);
        if (probe == nullptr) return nullptr;
        const auto place = argument(*probe, kPlace);
        const auto given = argument(*probe, kExplicit);
        if (given == kImplicit ? found_.contains(place) : !direct) return nullptr;
        const auto type = given > 0 ? static_cast<std::uint32_t>(given) : catalog::wire_type(cast.return_type).oid;
        const bool text = type == oid::kVarchar || type == oid::kText || type == oid::kUnknown;
        const auto number = static_cast<std::size_t>(argument(*probe, kNumber));
        const auto* element = protocol::find_type(text ? oid::kText : type);
        if (argument(*probe, kElement) == 0)
            found_[place] = {number, type, given != kImplicit || !text};
        else if (element != nullptr && element->array_oid != 0)
            found_[place] = {number, element->array_oid, true};
        return nullptr;
    }

private:
    std::map<std::int32_t, Finding> found_;
};

} // namespace

void install_parameter_probes(duckdb::DatabaseInstance& instance) {
    duckdb::ScalarFunction function(kProbe, duckdb::vector<LogicalType>(kElement + 1, LogicalType::INTEGER),
                                    LogicalType(duckdb::LogicalTypeId::STRING_LITERAL), never_run);
    function.stability = duckdb::FunctionStability::VOLATILE; // never folded
    catalog::install_set(instance, duckdb::ScalarFunctionSet(std::move(function)));
}

Owned<duckdb::ParsedExpression> parameter_probe(std::size_t number, std::size_t place) {
    duckdb::vector<Owned<duckdb::ParsedExpression>> arguments;
    for (const auto value : {static_cast<std::int32_t>(number), static_cast<std::int32_t>(place), kImplicit, 0})
        arguments.push_back(duckdb::make_uniq<duckdb::ConstantExpression>(Value::INTEGER(value)));
    return duckdb::make_uniq<duckdb::FunctionExpression>("system", "pg_catalog", kProbe, std::move(arguments));
}

std::size_t probed_parameter(const duckdb::ParsedExpression& expression) {
    if (expression.GetExpressionClass() != duckdb::ExpressionClass::FUNCTION) return 0;
    const auto& call = expression.Cast<duckdb::FunctionExpression>();
    if (call.catalog != "system" || call.function_name != kProbe) return 0;
    return call.children[kNumber]->Cast<duckdb::ConstantExpression>().value.GetValue<std::size_t>();
}

void mark_explicit(duckdb::ParsedExpression& probe, std::uint32_t type) {
    auto& mark = probe.Cast<duckdb::FunctionExpression>().children[kExplicit];
    mark = duckdb::make_uniq<duckdb::ConstantExpression>(Value::INTEGER(static_cast<std::int32_t>(type)));
}

void mark_element(duckdb::ParsedExpression& probe) {
    probe.Cast<duckdb::FunctionExpression>().children[kElement] =
        duckdb::make_uniq<duckdb::ConstantExpression>(Value::INTEGER(1));
}

std::map<std::size_t, std::uint32_t> probed_types(duckdb::ClientContext& context,
                                                  Owned<duckdb::SQLStatement> statement) {
    ProbeVisitor visitor;
    try {
        duckdb::Planner planner(context);
        planner.CreatePlan(std::move(statement));
        if (planner.plan) visitor.VisitOperator(*planner.plan);
    } catch (const duckdb::Exception& error) {
        auto reason = to_sql_error(error);
        if (reason.sqlstate() == protocol::sqlstate::kAmbiguousFunction) throw reason;
        return {};
    }
    std::map<std::size_t, std::uint32_t> types;
    for (const auto& [place, finding] : visitor.found())
        if (finding.certain) types.try_emplace(finding.number, finding.type);
    return types;
}

} // namespace redstart::sql

#include "sql/rule/wide_rows.hpp"

#include "sql/rule/length_check.hpp"
#include "sql/rule/row_slices.hpp"
#include "sql/rule/row_widths.hpp"

#include <algorithm>
#include <optional>

#include <duckdb.hpp>
#include <duckdb/main/client_config.hpp>
#include <duckdb/planner/expression/list.hpp>
#include <duckdb/planner/expression_iterator.hpp>
#include <duckdb/planner/operator/logical_aggregate.hpp>
#include <duckdb/planner/operator/logical_any_join.hpp>
#include <duckdb/planner/operator/logical_comparison_join.hpp>
#include <duckdb/planner/operator/logical_order.hpp>
#include <duckdb/planner/operator/logical_top_n.hpp>

namespace redstart::sql {
namespace {

using duckdb::Expression;
using duckdb::ExpressionClass;
using duckdb::LogicalOperator;
using duckdb::LogicalOperatorType;

// A row that makes less makes 8 MB of a chunk.
constexpr double kWideRow = 4096;
// Of a result: what a chunk may have at least to be cut.
constexpr double kWideResult = 512;

// What rows are grouped or ordered by.
template <typename Use> void each_key(LogicalOperator& plan, Use use) {
    switch (plan.type) {
    case LogicalOperatorType::LOGICAL_AGGREGATE_AND_GROUP_BY:
        for (auto& group : plan.Cast<duckdb::LogicalAggregate>().groups) use(*group);
        break;
    case LogicalOperatorType::LOGICAL_ORDER_BY:
        for (auto& order : plan.Cast<duckdb::LogicalOrder>().orders) use(*order.expression);
        break;
    case LogicalOperatorType::LOGICAL_TOP_N:
        for (auto& order : plan.Cast<duckdb::LogicalTopN>().orders) use(*order.expression);
        break;
    default: break;
    }
}

template <typename Use> void each_expression(LogicalOperator& plan, Use use) {
    for (auto& expression : plan.expressions) use(*expression);
    each_key(plan, use);
}

// Of what takes rows in to find equal ones.
bool compares_records(LogicalOperator& plan) {
    switch (plan.type) {
    case LogicalOperatorType::LOGICAL_UNION: return false; // what it drops, a DISTINCT above it does
    case LogicalOperatorType::LOGICAL_COMPARISON_JOIN:
    case LogicalOperatorType::LOGICAL_DELIM_JOIN: {
        const auto& conditions = plan.Cast<duckdb::LogicalComparisonJoin>().conditions;
        return std::any_of(conditions.begin(), conditions.end(),
                           [](const auto& condition) { return has_array_of_records(condition.left->return_type); });
    }
    case LogicalOperatorType::LOGICAL_ANY_JOIN: {
        RowWidths widths;
        widths.of(*plan.Cast<duckdb::LogicalAnyJoin>().condition);
        return widths.made().compares_records;
    }
    default: return true;
    }
}

bool computes_row_by_row(LogicalOperatorType type) {
    switch (type) {
    case LogicalOperatorType::LOGICAL_PROJECTION:
    case LogicalOperatorType::LOGICAL_FILTER:
    case LogicalOperatorType::LOGICAL_AGGREGATE_AND_GROUP_BY:
    case LogicalOperatorType::LOGICAL_WINDOW:
    case LogicalOperatorType::LOGICAL_ORDER_BY:
    case LogicalOperatorType::LOGICAL_TOP_N: return true;
    default: return false;
    }
}

// What the rows of `plan` may have of text, as far as it says; for a result.
double result_width(LogicalOperator& plan) {
    double width = 0;
    plan.ResolveOperatorTypes();
    for (std::size_t i = 0; i < plan.types.size(); ++i) {
        if (!may_be_long(plan.types[i])) continue;
        const auto limit = length_limit(plan.types[i]);
        auto bytes = limit ? std::min<double>(limit->bytes, kLongestText) : kLongestText;
        if (plan.type == LogicalOperatorType::LOGICAL_PROJECTION) {
            const auto made = RowWidths().of(*plan.expressions[i]);
            if (made.per_input == 0) bytes = std::min(bytes, std::min(made.fixed, kLongestText));
        }
        width += bytes;
    }
    return width;
}

bool returns_rows(const LogicalOperator& plan) {
    switch (plan.type) {
    case LogicalOperatorType::LOGICAL_GET: return true;
    case LogicalOperatorType::LOGICAL_INSERT:
    case LogicalOperatorType::LOGICAL_UPDATE:
    case LogicalOperatorType::LOGICAL_DELETE:
    case LogicalOperatorType::LOGICAL_MERGE_INTO:
    case LogicalOperatorType::LOGICAL_CREATE_TABLE: return false;
    default: return !plan.children.empty();
    }
}

class Slicing {
public:
    explicit Slicing(duckdb::ClientContext& context) : context_(context) {}

    void visit(Owned<LogicalOperator>& plan) {
        for (auto& child : plan->children) visit(child);
        slice_joined_arrays(*plan);
        if (!computes_row_by_row(plan->type) || plan->children.size() != 1) return;
        RowWidths widths;
        each_expression(*plan, [&](const Expression& value) { widths.of(value); });
        each_key(*plan, [&](const Expression& key) { widths.look_at(key); });
        const auto made = widths.made();
        if (made.fixed < kWideRow && made.per_input == 0 && made.looked_at < kWideRow && made.looked_at_per_input == 0)
            return;
        std::shared_ptr<SeenWidth> seen;
        if (plan->type == LogicalOperatorType::LOGICAL_PROJECTION) seen = std::make_shared<SeenWidth>();
        put_slicer(plan->children[0], context_, made, seen);
        if (seen) put_meter(plan, context_, seen, false);
    }

private:
    // A join takes rows in, and compares their keys, a chunk at a time; so does what looks for equal rows.
    void slice_joined_arrays(LogicalOperator& plan) {
        switch (plan.type) {
        case LogicalOperatorType::LOGICAL_DISTINCT:
        case LogicalOperatorType::LOGICAL_INTERSECT:
        case LogicalOperatorType::LOGICAL_EXCEPT:
        case LogicalOperatorType::LOGICAL_UNION:
        case LogicalOperatorType::LOGICAL_COMPARISON_JOIN:
        case LogicalOperatorType::LOGICAL_ANY_JOIN:
        case LogicalOperatorType::LOGICAL_DELIM_JOIN: break;
        default: return;
        }
        const bool compares = compares_records(plan);
        for (auto& child : plan.children) {
            child->ResolveOperatorTypes();
            const auto arrays = std::count_if(child->types.begin(), child->types.end(), has_arrays);
            const bool records =
                compares && std::any_of(child->types.begin(), child->types.end(), has_array_of_records);
            if (arrays > 0) put_slicer(child, context_, {0, 0, 0, static_cast<double>(arrays), records}, nullptr);
        }
    }

    duckdb::ClientContext& context_;
};

// What of a result waits for its client: the engine counts rows without their texts, which may have `width` bytes. The
// least that it takes is three: 60 % of it for the next rows, and the rest for those behind, have to be something.
void bound_buffer(duckdb::ClientContext& context, LogicalOperator& plan, double width) {
    constexpr duckdb::idx_t kNarrow = 1'000'000; // the engine's own default
    constexpr duckdb::idx_t kLeast = 3;
    constexpr double kTexts = 2 << 20;
    double row = 0;
    for (const auto& type : plan.types) row += static_cast<double>(duckdb::GetTypeIdSize(type.InternalType()));
    auto& size = duckdb::ClientConfig::GetConfig(context).streaming_buffer_size;
    size = width < kWideResult ? kNarrow : std::max(kLeast, static_cast<duckdb::idx_t>(row * kTexts / width));
}

} // namespace

void slice_wide_rows(duckdb::ClientContext& context, Owned<LogicalOperator>& plan) {
    switch (plan->type) {
    case LogicalOperatorType::LOGICAL_EXPLAIN: // nothing runs, and a cluster shows nothing of this
    case LogicalOperatorType::LOGICAL_PREPARE:
    case LogicalOperatorType::LOGICAL_EXECUTE: return;
    default: break;
    }
    const bool rows = returns_rows(*plan);
    const auto width = rows ? result_width(*plan) : 0;
    if (rows) bound_buffer(context, *plan, width);
    Slicing(context).visit(plan);
    if (width >= kWideResult) put_meter(plan, context, nullptr, true);
}

} // namespace redstart::sql

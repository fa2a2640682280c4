#include "sql/rule/wide_rows.hpp"

#include "sql/rule/length_check.hpp"
#include "sql/rule/row_slices.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include <duckdb.hpp>
#include <duckdb/main/client_config.hpp>
#include <duckdb/planner/expression/list.hpp>
#include <duckdb/planner/expression_iterator.hpp>
#include <duckdb/planner/operator/logical_aggregate.hpp>
#include <duckdb/planner/operator/logical_order.hpp>
#include <duckdb/planner/operator/logical_top_n.hpp>

namespace redstart::sql {
namespace {

using duckdb::Expression;
using duckdb::ExpressionClass;
using duckdb::LogicalOperator;
using duckdb::LogicalOperatorType;

constexpr double kLongest = 65535; // no text is longer
constexpr double kShortColumn = 1024;
// A row that makes less makes 8 MB of a chunk.
constexpr double kWideRow = 4096;
// Of a result: what a chunk may have at least to be cut.
constexpr double kWideResult = 512;

// Functions whose texts are not longer than the longest of their arguments.
constexpr auto kShortening = std::to_array<std::string_view>(
    {"left", "lower", "ltrim", "lcase", "rtrim",  "reverse", "right",         "split_part",     "substr",  "substring",
     "trim", "ucase", "upper", "btrim", "nullif", "rs_char", "regexp_substr", "regexp_extract", "strtrim", "initcap"});
// And those whose texts are short whatever comes in.
constexpr auto kShort = std::to_array<std::string_view>({"md5", "sha1", "sha256", "to_char", "strftime", "dayname",
                                                         "monthname", "chr", "to_hex", "format_type", "date_part",
                                                         "timezone", "version", "current_setting", "pg_get_userbyid"});

template <typename Names> bool among(const Names& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_text(const duckdb::LogicalType& type) { return type.InternalType() == duckdb::PhysicalType::VARCHAR; }
bool may_be_long(const duckdb::LogicalType& type) { return is_text(type) || type.IsNested(); }

// How long one value may be: `fixed` bytes, and `per_input` times what came in.
RowWidth longer(RowWidth a, RowWidth b) { return {std::max(a.fixed, b.fixed), std::max(a.per_input, b.per_input)}; }
RowWidth sum(RowWidth a, RowWidth b) {
    return {a.fixed + b.fixed, a.per_input + b.per_input, a.looked_at + b.looked_at,
            a.looked_at_per_input + b.looked_at_per_input};
}
RowWidth bounded(RowWidth a) { return {std::min(a.fixed, kLongest), a.per_input}; }

bool has_arrays(const duckdb::LogicalType& type) {
    switch (type.InternalType()) {
    case duckdb::PhysicalType::LIST:
    case duckdb::PhysicalType::ARRAY: return true;
    case duckdb::PhysicalType::STRUCT: {
        const auto& fields = duckdb::StructType::GetChildTypes(type);
        return std::any_of(fields.begin(), fields.end(), [](const auto& field) { return has_arrays(field.second); });
    }
    default: return false;
    }
}

// The values of one expression, and what they are made of.
class Widths {
public:
    RowWidth made() const { return made_; }

    RowWidth of(const Expression& value) {
        switch (value.GetExpressionClass()) {
        case ExpressionClass::BOUND_COLUMN_REF: return of_column(value.return_type);
        case ExpressionClass::BOUND_CONSTANT: {
            const auto& constant = value.Cast<duckdb::BoundConstantExpression>().value;
            if (constant.type().IsNested()) made_.fixed += value_bytes(constant); // each row gets one of its own
            if (constant.IsNull() || !is_text(constant.type())) return {16, 0};
            return {static_cast<double>(duckdb::StringValue::Get(constant).size()), 0};
        }
        case ExpressionClass::BOUND_FUNCTION: return of_function(value.Cast<duckdb::BoundFunctionExpression>());
        case ExpressionClass::BOUND_CAST: {
            const auto child = of(*value.Cast<duckdb::BoundCastExpression>().child);
            if (!may_be_long(value.return_type)) return {16, 0};
            const auto& from = value.Cast<duckdb::BoundCastExpression>().child->return_type;
            return from.IsNested() ? make({kLongest, 0}) : is_text(from) ? child : RowWidth{64, 0};
        }
        case ExpressionClass::BOUND_AGGREGATE: // min() and max() compare arrays and records by keys as long as those
            if (is_extreme(value.Cast<duckdb::BoundAggregateExpression>())) made_ = sum(made_, {0, 1});
            [[fallthrough]];
        case ExpressionClass::BOUND_WINDOW: // their texts are made elsewhere
            of_children(value);
            return {0, 0};
        default: // choices, conditions: one of their parts, as it is
            look_at_children(value);
            return of_children(value);
        }
    }

    // A key of groups or of an order: arrays are hashed or compared element by element, all rows of a chunk in one go.
    void look_at(const Expression& key) {
        if (has_arrays(key.return_type)) made_.looked_at_per_input += 1;
    }

private:
    static bool is_extreme(const duckdb::BoundAggregateExpression& call) {
        return !call.children.empty() && call.children[0]->return_type.IsNested() &&
               (call.function.name == "min" || call.function.name == "max");
    }

    static double value_bytes(const duckdb::Value& value) {
        if (value.IsNull() || !may_be_long(value.type())) return 16;
        if (is_text(value.type())) return static_cast<double>(duckdb::StringValue::Get(value).size()) + 16;
        double bytes = 16;
        const bool record = value.type().InternalType() == duckdb::PhysicalType::STRUCT;
        if (value.type().InternalType() == duckdb::PhysicalType::ARRAY) return kLongest;
        for (const auto& part :
             record ? duckdb::StructValue::GetChildren(value) : duckdb::ListValue::GetChildren(value))
            bytes += value_bytes(part);
        return bytes;
    }

    static RowWidth of_column(const duckdb::LogicalType& type) {
        if (!may_be_long(type)) return {16, 0};
        const auto limit = length_limit(type);
        if (limit && limit->bytes <= kShortColumn) return {static_cast<double>(limit->bytes), 0};
        return {0, 1};
    }

    RowWidth make(RowWidth width) {
        width = bounded(width);
        made_ = sum(made_, width);
        return width;
    }

    RowWidth of_children(const Expression& value) {
        RowWidth longest;
        duckdb::ExpressionIterator::EnumerateChildren(
            value, [&](const Expression& child) { longest = longer(longest, of(child)); });
        return longest;
    }

    // Arrays are compared and searched element by element, all rows of a chunk in one go.
    void look_at_children(const Expression& value) {
        duckdb::ExpressionIterator::EnumerateChildren(value, [&](const Expression& child) {
            if (!has_arrays(child.return_type)) return;
            if (child.GetExpressionClass() == ExpressionClass::BOUND_CONSTANT)
                made_.looked_at += value_bytes(child.Cast<duckdb::BoundConstantExpression>().value);
            else
                made_.looked_at_per_input += 1;
        });
    }

    RowWidth of_function(const duckdb::BoundFunctionExpression& call) {
        look_at_children(call);
        RowWidth together;
        RowWidth longest;
        for (const auto& argument : call.children) {
            const auto width = of(*argument);
            together = sum(together, width);
            longest = longer(longest, width);
        }
        if (!may_be_long(call.return_type)) return {16, 0};
        const auto& name = call.function.name;
        if (among(kShort, name)) return make({128, 0});
        if (among(kShortening, name) || name.starts_with("rs_varchar_") || name.starts_with("rs_char_") ||
            name.starts_with("rs_truncate_"))
            return make(longest);
        if (name == "||" || name == "concat" || name == "concat_op" || name == "concat_ws") return make(together);
        if (name == "replace") return make(of_replace(call, longest));
        if (name == "lpad" || name == "rpad" || name == "repeat" || name == "replicate")
            return make(of_counted(call, longest));
        return make({kLongest, 0});
    }

    static std::optional<double> number(const Expression& value) {
        if (value.GetExpressionClass() != ExpressionClass::BOUND_CONSTANT) return std::nullopt;
        const auto& constant = value.Cast<duckdb::BoundConstantExpression>().value;
        if (constant.IsNull() || !constant.type().IsNumeric()) return std::nullopt;
        return std::clamp(constant.GetValue<double>(), 0.0, kLongest);
    }

    static std::optional<double> length(const Expression& value) {
        if (value.GetExpressionClass() != ExpressionClass::BOUND_CONSTANT) return std::nullopt;
        const auto& constant = value.Cast<duckdb::BoundConstantExpression>().value;
        if (constant.IsNull() || !is_text(constant.type())) return std::nullopt;
        return static_cast<double>(duckdb::StringValue::Get(constant).size());
    }

    // The engine's functions of a number: lpad has so many characters, repeat so many times the text.
    static RowWidth of_counted(const duckdb::BoundFunctionExpression& call, RowWidth longest) {
        const auto count = call.children.size() > 1 ? number(*call.children[1]) : std::nullopt;
        if (!count) return {kLongest, 0};
        if (call.function.name.ends_with("pad")) return {4 * *count, 0};
        return longest.per_input > 0 ? RowWidth{kLongest, 0} : RowWidth{*count * longest.fixed, 0};
    }

    static RowWidth of_replace(const duckdb::BoundFunctionExpression& call, RowWidth longest) {
        if (call.children.size() != 3) return {kLongest, 0};
        const auto from = length(*call.children[1]);
        const auto to = length(*call.children[2]);
        if (!from || !to || *from == 0) return {kLongest, 0};
        const auto factor = std::max(1.0, *to / *from);
        if (factor > 1 && longest.per_input > 0) return {kLongest, 0};
        return {longest.fixed * factor, longest.per_input};
    }

    RowWidth made_;
};

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
        auto bytes = limit ? std::min<double>(limit->bytes, kLongest) : kLongest;
        if (plan.type == LogicalOperatorType::LOGICAL_PROJECTION) {
            const auto made = Widths().of(*plan.expressions[i]);
            if (made.per_input == 0) bytes = std::min(bytes, std::min(made.fixed, kLongest));
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
        Widths widths;
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
        for (auto& child : plan.children) {
            child->ResolveOperatorTypes();
            const auto arrays = std::count_if(child->types.begin(), child->types.end(), has_arrays);
            if (arrays > 0) put_slicer(child, context_, {0, 0, 0, static_cast<double>(arrays)}, nullptr);
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

#include "sql/rule/row_widths.hpp"

#include "sql/rule/length_check.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include <duckdb.hpp>
#include <duckdb/planner/expression/list.hpp>
#include <duckdb/planner/expression_iterator.hpp>

namespace redstart::sql {
namespace {

using duckdb::Expression;
using duckdb::ExpressionClass;

constexpr double kLongest = kLongestText;
constexpr double kShortColumn = 1024;
// Functions whose texts are not longer than the longest of their arguments.
constexpr auto kShortening = std::to_array<std::string_view>(
    {"left", "lower", "ltrim", "lcase", "rtrim",  "reverse", "right",         "split_part",     "substr",  "substring",
     "trim", "ucase", "upper", "btrim", "nullif", "rs_char", "regexp_substr", "regexp_extract", "strtrim", "initcap"});
// And those whose texts are short whatever comes in.
constexpr auto kShort = std::to_array<std::string_view>({"md5", "sha1", "sha256", "to_char", "strftime", "dayname",
                                                         "monthname", "chr", "to_hex", "format_type", "date_part",
                                                         "timezone", "version", "current_setting", "pg_get_userbyid"});

// Those that compare the elements of an array.
constexpr auto kSearching =
    std::to_array<std::string_view>({"nullif", "array_position", "list_position", "array_contains", "list_contains",
                                     "array_has", "list_has", "array_indexof", "list_indexof"});

template <typename Names> bool among(const Names& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_text(const duckdb::LogicalType& type) { return type.InternalType() == duckdb::PhysicalType::VARCHAR; }

// How long one value may be: `fixed` bytes, and `per_input` times what came in.
RowWidth longer(RowWidth a, RowWidth b) { return {std::max(a.fixed, b.fixed), std::max(a.per_input, b.per_input)}; }
RowWidth sum(RowWidth a, RowWidth b) {
    return {a.fixed + b.fixed, a.per_input + b.per_input, a.looked_at + b.looked_at,
            a.looked_at_per_input + b.looked_at_per_input, a.compares_records || b.compares_records};
}
RowWidth bounded(RowWidth a) { return {std::min(a.fixed, kLongest), a.per_input}; }

// The values of one expression, and what they are made of.
class Walk {
public:
    explicit Walk(RowWidth& made) : made_(made) {}

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
            if (compares(value)) note_compared(value);
            return of_children(value);
        }
    }

    // A key of groups or of an order: arrays are hashed or compared element by element, all rows of a chunk in one go.
    void look_at(const Expression& key) {
        if (has_arrays(key.return_type)) made_.looked_at_per_input += 1;
        if (has_array_of_records(key.return_type)) made_.compares_records = true;
    }

private:
    static bool compares(const Expression& value) {
        switch (value.GetExpressionClass()) {
        case ExpressionClass::BOUND_COMPARISON:
        case ExpressionClass::BOUND_BETWEEN: return true;
        case ExpressionClass::BOUND_OPERATOR:
            return value.GetExpressionType() == duckdb::ExpressionType::COMPARE_IN ||
                   value.GetExpressionType() == duckdb::ExpressionType::COMPARE_NOT_IN;
        default: return false;
        }
    }

    void note_compared(const Expression& value) {
        duckdb::ExpressionIterator::EnumerateChildren(value, [&](const Expression& child) {
            if (has_array_of_records(child.return_type)) made_.compares_records = true;
        });
    }

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
        if (among(kSearching, call.function.name)) note_compared(call);
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

    RowWidth& made_;
};

} // namespace

RowWidth RowWidths::of(const Expression& value) { return Walk(made_).of(value); }
void RowWidths::look_at(const Expression& key) { Walk(made_).look_at(key); }

bool may_be_long(const duckdb::LogicalType& type) { return is_text(type) || type.IsNested(); }

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

bool has_array_of_records(const duckdb::LogicalType& type) {
    switch (type.InternalType()) {
    case duckdb::PhysicalType::LIST: {
        const auto& element = duckdb::ListType::GetChildType(type);
        return element.InternalType() == duckdb::PhysicalType::STRUCT || has_array_of_records(element);
    }
    case duckdb::PhysicalType::STRUCT: {
        const auto& fields = duckdb::StructType::GetChildTypes(type);
        return std::any_of(fields.begin(), fields.end(),
                           [](const auto& field) { return has_array_of_records(field.second); });
    }
    default: return false;
    }
}

} // namespace redstart::sql

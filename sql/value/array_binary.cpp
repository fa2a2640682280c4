#include "sql/value/array_binary.hpp"

#include "catalog/type/type_map.hpp"
#include "protocol/binary_array.hpp"
#include "protocol/error.hpp"
#include "protocol/pg_type.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/value/value_writer.hpp"

#include <algorithm>

#include <duckdb.hpp>
#include <fmt/core.h>

namespace redstart::sql {
namespace {

namespace oid = protocol::oid;
namespace state = protocol::sqlstate;
using duckdb::LogicalType;
using duckdb::LogicalTypeId;
using duckdb::UnifiedVectorFormat;
using duckdb::Value;
using protocol::SqlError;

// What is inside all the lists.
const LogicalType& innermost_type(const LogicalType& list) {
    const auto* type = &duckdb::ListType::GetChildType(list);
    while (type->id() == LogicalTypeId::LIST) type = &duckdb::ListType::GetChildType(*type);
    return *type;
}

bool is_list(const Value& value) { return value.type().id() == LogicalTypeId::LIST; }

// The elements of all the lists, in order; the lengths of the first list of every depth are the dimensions.
class Flattened {
public:
    explicit Flattened(const Value& list) { add(list, 0); }

    std::vector<std::size_t> dimensions;
    std::vector<Value> elements;
    bool has_null = false;

private:
    void add(const Value& value, std::size_t depth) {
        const auto& items = duckdb::ListValue::GetChildren(value);
        if (dimensions.size() == depth) dimensions.push_back(items.size());
        const bool nested = !items.empty() && is_list(items.front());
        if (items.size() != dimensions[depth] || (!nested && depth + 1 != dimensions.size())) mismatch();
        for (const auto& item : items) {
            if (nested && item.IsNull()) mismatch();
            if (nested) {
                add(item, depth + 1);
            } else {
                has_null |= item.IsNull();
                elements.push_back(item);
            }
        }
    }

    [[noreturn]] static void mismatch() {
        throw SqlError(state::kArraySubscriptError,
                       "multidimensional arrays must have array expressions with matching dimensions");
    }
};

void write_elements(protocol::WireWriter& out, const std::vector<Value>& elements, const LogicalType& type) {
    duckdb::Vector vector(type, std::max<std::size_t>(elements.size(), 1));
    for (std::size_t i = 0; i < elements.size(); ++i) vector.SetValue(i, elements[i]);
    UnifiedVectorFormat format;
    vector.ToUnifiedFormat(elements.size(), format);
    const ValueWriter writer(type, protocol::Format::Binary);
    for (std::size_t i = 0; i < elements.size(); ++i) {
        const auto index = format.sel->get_index(i);
        if (!format.validity.RowIsValid(index)) {
            out.null_field();
            continue;
        }
        const auto field = out.field_begin();
        writer.write(out, format, index);
        out.field_end(field);
    }
}

std::string binary(const Value& list) {
    Flattened flat(list);
    if (flat.elements.empty()) flat.dimensions.clear();
    const auto& type = innermost_type(list.type());
    const bool vector = list.type().HasAlias(); // int2vector, oidvector: a dimension even when they are empty
    if (vector) flat.dimensions = {flat.elements.size()};
    // text and varchar are one type to the engine; an array of either is text[].
    const auto wire = catalog::wire_type(type).oid;
    protocol::WireWriter out;
    protocol::write_binary_array_header(out, wire == oid::kVarchar && !type.HasAlias() ? oid::kText : wire,
                                        flat.has_null, flat.dimensions, vector ? 0 : 1);
    write_elements(out, flat.elements, type);
    return std::string(out.view());
}

bool is_character(std::uint32_t type) { return type == oid::kText || type == oid::kVarchar; }

std::string type_text(std::uint32_t type) { return std::to_string(type) + " (" + protocol::format_type(type) + ")"; }

LogicalType common_type(const std::vector<Value>& values, std::uint32_t element) {
    if (element != oid::kNumeric) return catalog::logical_type(element);
    std::uint8_t scale = 0;
    for (const auto& value : values)
        if (!value.IsNull()) scale = std::max(scale, duckdb::DecimalType::GetScale(value.type()));
    return LogicalType::DECIMAL(38, scale);
}

} // namespace

void check_array(const LogicalType& list) {
    const auto& type = innermost_type(list);
    if (!ValueWriter(type, protocol::Format::Binary))
        throw SqlError(state::kFeatureNotSupported, "no binary output function available for type " + list.ToString());
}

void arrays_to_binary(duckdb::Vector& source, duckdb::Vector& target, std::size_t count) {
    for (std::size_t row = 0; row < count; ++row) {
        const auto value = source.GetValue(row);
        target.SetValue(row, value.IsNull() ? Value(LogicalType::BLOB) : Value::BLOB_RAW(binary(value)));
    }
}

Value array_from_binary(std::uint32_t type, std::string_view field, ElementReader* read) {
    const auto expected = protocol::find_type(type)->element_oid;
    const auto array = protocol::parse_binary_array(field);
    if (array.element_type != expected && !(is_character(array.element_type) && is_character(expected)))
        throw SqlError(state::kDatatypeMismatch,
                       fmt::format("binary data has array element type {} instead of expected {}",
                                   type_text(array.element_type), type_text(expected)));
    if (array.dimensions.size() > 1)
        throw SqlError(state::kFeatureNotSupported, "arrays of several dimensions are not supported as parameters");
    std::vector<Value> values;
    for (const auto& element : array.elements) values.push_back(element ? read(expected, *element) : Value());
    const auto common = common_type(values, expected);
    for (auto& value : values) value = value.IsNull() ? Value(common) : value.DefaultCastAs(common);
    return Value::LIST(common, {values.begin(), values.end()});
}

} // namespace redstart::sql

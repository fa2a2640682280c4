#include "sql/array_text.hpp"

#include <duckdb.hpp>

namespace redstart::sql {
namespace {

bool needs_quotes(const std::string& element) {
    if (element.empty() || duckdb::StringUtil::CIEquals(element, "null")) return true;
    return element.find_first_of("{}\",\\ \t\n\r\v\f") != std::string::npos;
}

void append_element(std::string& out, const duckdb::Value& element) {
    if (element.IsNull()) {
        out += "NULL";
    } else if (element.type().id() == duckdb::LogicalTypeId::LIST) {
        out += array_text(element);
    } else if (element.type().id() == duckdb::LogicalTypeId::BOOLEAN) {
        out += element.GetValue<bool>() ? "t" : "f";
    } else if (const auto text = element.ToString(); !needs_quotes(text)) {
        out += text;
    } else {
        out += '"';
        for (const char c : text) {
            if (c == '"' || c == '\\') out += '\\';
            out += c;
        }
        out += '"';
    }
}

// int2vectorout and oidvectorout: numbers with blanks between them.
std::string vector_text(const duckdb::Value& list) {
    std::string out;
    for (const auto& element : duckdb::ListValue::GetChildren(list))
        out.append(out.empty() ? "" : " ").append(element.ToString());
    return out;
}

bool is_vector(const duckdb::LogicalType& type) {
    return type.HasAlias() && (type.GetAlias() == "int2vector" || type.GetAlias() == "oidvector");
}

} // namespace

std::string array_text(const duckdb::Value& list) {
    if (is_vector(list.type())) return vector_text(list);
    std::string out = "{";
    for (const auto& element : duckdb::ListValue::GetChildren(list)) {
        if (out.size() > 1) out += ',';
        append_element(out, element);
    }
    return out + '}';
}

void arrays_to_text(duckdb::Vector& source, duckdb::Vector& target, std::size_t count) {
    for (std::size_t row = 0; row < count; ++row) {
        const auto value = source.GetValue(row);
        target.SetValue(row, value.IsNull() ? duckdb::Value() : duckdb::Value(array_text(value)));
    }
}

} // namespace redstart::sql

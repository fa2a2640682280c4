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

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kBlanks = " \t\n\r\v\f";
    const auto first = text.find_first_not_of(kBlanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

// One element of array text, from `i` to the comma behind it; false when the text is no array of one dimension.
bool read_element(std::string_view text, std::size_t& i, ArrayElements& elements) {
    std::string value;
    bool quoted = false;
    bool inside = false;
    for (; i < text.size() && (inside || text[i] != ','); ++i) {
        const char c = text[i];
        if (c == '\\' && i + 1 < text.size())
            value += text[++i];
        else if (c == '"')
            quoted = true, inside = !inside;
        else if (!inside && (c == '{' || c == '}'))
            return false;
        else
            value += c;
    }
    if (inside) return false;
    if (!quoted) value = trimmed(value);
    if (!quoted && value.empty()) return false;
    if (!quoted && duckdb::StringUtil::CIEquals(value, "null"))
        elements.emplace_back();
    else
        elements.emplace_back(std::move(value));
    return true;
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

std::optional<ArrayElements> array_elements(std::string_view text) {
    text = trimmed(text);
    if (text.size() < 2 || text.front() != '{' || text.back() != '}') return std::nullopt;
    text = text.substr(1, text.size() - 2);
    ArrayElements elements;
    if (trimmed(text).empty()) return elements;
    for (std::size_t i = 0; i <= text.size(); ++i)
        if (!read_element(text, i, elements)) return std::nullopt;
    return elements;
}

void arrays_to_text(duckdb::Vector& source, duckdb::Vector& target, std::size_t count) {
    for (std::size_t row = 0; row < count; ++row) {
        const auto value = source.GetValue(row);
        target.SetValue(row, value.IsNull() ? duckdb::Value() : duckdb::Value(array_text(value)));
    }
}

} // namespace redstart::sql

#include "catalog/functions/kit/overload.hpp"
#include "catalog/functions/text/json_text.hpp"
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"

#include <initializer_list>

namespace redstart::catalog {

namespace {

using protocol::SqlError;
using Text = std::string_view;
using Result = std::optional<std::string>;

// nullopt for a text that is no JSON of that kind when the caller asked for NULL, else an error.
std::optional<JsonText> parsed(Text text, bool null_if_invalid, bool array) {
    auto json = JsonText::parse(text);
    if (json && array && !json->is_array()) json.reset();
    if (!json && !null_if_invalid)
        throw SqlError(protocol::sqlstate::kInvalidJsonText, array ? "invalid json array object " + std::string(text)
                                                                   : "invalid json object " + std::string(text));
    return json;
}

Result extract_path(Text text, std::initializer_list<Text> path, bool null_if_invalid) {
    auto json = parsed(text, null_if_invalid, false);
    for (const auto name : path) {
        if (!json) break;
        json = json->is_object() ? json->member(name) : std::nullopt;
    }
    return json && !json->is_null() ? Result(json->text()) : std::nullopt;
}

// One signature for each length of the path, without and with null_if_invalid.
Result path1(Text json, Text a) { return extract_path(json, {a}, false); }
Result path2(Text json, Text a, Text b) { return extract_path(json, {a, b}, false); }
Result path3(Text json, Text a, Text b, Text c) { return extract_path(json, {a, b, c}, false); }
Result path4(Text json, Text a, Text b, Text c, Text d) { return extract_path(json, {a, b, c, d}, false); }
Result path5(Text json, Text a, Text b, Text c, Text d, Text e) { return extract_path(json, {a, b, c, d, e}, false); }
Result path1_or(Text json, Text a, bool null) { return extract_path(json, {a}, null); }
Result path2_or(Text json, Text a, Text b, bool null) { return extract_path(json, {a, b}, null); }
Result path3_or(Text json, Text a, Text b, Text c, bool null) { return extract_path(json, {a, b, c}, null); }
Result path4_or(Text json, Text a, Text b, Text c, Text d, bool null) { return extract_path(json, {a, b, c, d}, null); }
Result path5_or(Text json, Text a, Text b, Text c, Text d, Text e, bool null) {
    return extract_path(json, {a, b, c, d, e}, null);
}

Result element_or(Text text, std::int32_t index, bool null_if_invalid) {
    const auto json = parsed(text, null_if_invalid, true);
    if (!json || index < 0) return std::nullopt;
    const auto found = json->element(static_cast<std::size_t>(index));
    return found && !found->is_null() ? Result(found->text()) : std::nullopt;
}
Result element(Text text, std::int32_t index) { return element_or(text, index, false); }

std::optional<std::int32_t> length_or(Text text, bool null_if_invalid) {
    const auto json = parsed(text, null_if_invalid, true);
    if (!json) return std::nullopt;
    return static_cast<std::int32_t>(json->size());
}
std::optional<std::int32_t> length(Text text) { return length_or(text, false); }

// Redshift's IS_VALID_JSON asks for an object, as its pair asks for an array.
bool is_valid_json(Text text) {
    const auto json = JsonText::parse(text);
    return json && json->is_object();
}
bool is_valid_json_array(Text text) {
    const auto json = JsonText::parse(text);
    return json && json->is_array();
}

} // namespace

Overloads json_functions() {
    return {
        overload<path1>("json_extract_path_text"),
        overload<path2>("json_extract_path_text"),
        overload<path3>("json_extract_path_text"),
        overload<path4>("json_extract_path_text"),
        overload<path5>("json_extract_path_text"),
        overload<path1_or>("json_extract_path_text"),
        overload<path2_or>("json_extract_path_text"),
        overload<path3_or>("json_extract_path_text"),
        overload<path4_or>("json_extract_path_text"),
        overload<path5_or>("json_extract_path_text"),
        overload<element>("json_extract_array_element_text"),
        overload<element_or>("json_extract_array_element_text"),
        overload<length>("json_array_length"),
        overload<length_or>("json_array_length"),
        overload<is_valid_json>("is_valid_json"),
        overload<is_valid_json_array>("is_valid_json_array"),
    };
}

} // namespace redstart::catalog

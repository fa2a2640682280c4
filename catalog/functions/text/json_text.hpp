// JsonText: a checked JSON text, walked without building a tree; values come back as slices of the text.
// A view of text that must outlive it; pure functions, any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace redstart::catalog {

class JsonText {
public:
    // nullopt when the text is not one JSON value (RFC 8259; at most 512 levels deep).
    static std::optional<JsonText> parse(std::string_view text);

    bool is_array() const { return value_.starts_with('['); }
    bool is_object() const { return value_.starts_with('{'); }
    bool is_null() const { return value_ == "null"; }

    // The number of elements of an array.
    std::size_t size() const;
    // An element of an array, or the member of an object (the last one of that name); nullopt when there is none.
    std::optional<JsonText> element(std::size_t index) const;
    std::optional<JsonText> member(std::string_view name) const;

    // A string without its quotes and escapes; any other value as it is written.
    std::string text() const;

private:
    explicit JsonText(std::string_view value) : value_(value) {}

    std::string_view value_;
};

} // namespace redstart::catalog

#include "tests/unit/server/fakes.hpp"

namespace redstart::test {
namespace {

std::uint32_t number(std::string_view bytes) {
    std::uint32_t value = 0;
    for (const char c : bytes.substr(0, 4)) value = value << 8 | static_cast<unsigned char>(c);
    return value;
}

std::string error_fields(std::string_view body) {
    std::string severity, code, text;
    while (body.size() > 1) {
        const char field = body.front();
        const auto value = body.substr(1, body.find('\0', 1) - 1);
        if (field == 'S') severity = value;
        if (field == 'C') code = value;
        if (field == 'M') text = value;
        body.remove_prefix(value.size() + 2);
    }
    return severity + ":" + code + ":" + text;
}

} // namespace

std::string summary(std::string_view bytes) {
    std::string text;
    while (!bytes.empty()) {
        if (!text.empty()) text += ' ';
        if (bytes.size() == 1 || bytes.size() < number(bytes.substr(1)) + 1) return text + "rest:" + std::string(bytes);
        const char tag = bytes.front();
        const auto length = number(bytes.substr(1));
        const auto body = bytes.substr(5, length - 4);
        text += tag;
        if (tag == 'Z') text += ":" + std::string(body);
        if (tag == 'R') text += ":" + std::to_string(number(body));
        if (tag == 'E' || tag == 'N') text += ":" + error_fields(body);
        if (tag == 'S') text += ":" + std::string(body.substr(0, body.find('\0')));
        bytes.remove_prefix(length + 1);
    }
    return text;
}

} // namespace redstart::test

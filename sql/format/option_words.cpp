#include "sql/format/option_words.hpp"

#include "protocol/sqlstate.hpp"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <utility>

#include <fmt/core.h>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using protocol::SqlError;

bool is_octal(char c) { return c >= '0' && c <= '7'; }

} // namespace

std::string OptionWords::next() {
    const auto& token = cursor_.peek();
    if (token.kind != TokenKind::Identifier) cursor_.fail();
    auto word = identifier_value(token);
    if (!introduces(word) && !seen_.insert(word).second)
        throw SqlError(state::kSyntaxError, "conflicting or redundant options")
            .position(character_position(statement_.source, token.offset));
    cursor_.next();
    return word;
}

bool OptionWords::accept(std::string_view word) {
    const auto& token = cursor_.peek();
    if (token.kind != TokenKind::Identifier || identifier_value(token) != word) return false;
    cursor_.next();
    return true;
}

std::string OptionWords::text() {
    accept("as");
    if (!at_text()) cursor_.fail();
    return string_value(cursor_.next(), false);
}

std::string OptionWords::word() {
    accept("as");
    return at_text() ? text() : cursor_.name();
}

std::uint64_t OptionWords::number(std::string_view option, std::uint64_t low, std::uint64_t high) {
    accept("as");
    const auto& token = cursor_.peek();
    const auto digits = is_string(token) ? string_value(token, false) : std::string(token.text);
    if (token.kind != TokenKind::Integer && !is_string(token)) cursor_.fail();
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc() || end != digits.data() + digits.size() || value < low || value > high)
        invalid(option, fmt::format("must be a number from {} to {}", low, high));
    cursor_.next();
    return value;
}

bool OptionWords::flag(bool otherwise) {
    if (accept("on") || accept("true")) return true;
    if (accept("off") || accept("false")) return false;
    return otherwise;
}

char OptionWords::character(std::string_view option) {
    const auto given = text();
    char value = given.empty() ? '\0' : given.front();
    if (given.size() == 4 && value == '\\' && is_octal(given[1]) && is_octal(given[2]) && is_octal(given[3])) {
        value = static_cast<char>((given[1] - '0') * 64 + (given[2] - '0') * 8 + (given[3] - '0'));
    } else if (given.size() == 2 && value == '\\') {
        constexpr std::string_view kLetters = "tbfv\\";
        constexpr std::string_view kMeanings = "\t\b\f\v\\";
        const auto at = kLetters.find(given[1]);
        if (at == std::string_view::npos) invalid(option, "must be a single ASCII character");
        value = kMeanings[at];
    } else if (given.size() != 1) {
        invalid(option, "must be a single ASCII character");
    }
    if (static_cast<unsigned char>(value) >= 0x80 || value == '\0') invalid(option, "must be a single ASCII character");
    if (value == '\n' || value == '\r') invalid(option, "cannot be newline or carriage return");
    return value;
}

// 'label:width,label:width'
std::vector<std::size_t> OptionWords::widths() {
    const auto spec = text();
    std::vector<std::size_t> widths;
    for (std::size_t at = 0; at <= spec.size();) {
        const auto end = std::min(spec.find(',', at), spec.size());
        const auto part = std::string_view(spec).substr(at, end - at);
        const auto colon = part.rfind(':');
        auto digits = colon == std::string_view::npos ? std::string_view() : part.substr(colon + 1);
        while (digits.starts_with(' ')) digits.remove_prefix(1);
        while (digits.ends_with(' ')) digits.remove_suffix(1);
        std::size_t width = 0;
        const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), width);
        if (error != std::errc() || stop != digits.data() + digits.size() || width == 0 || width > (4U << 20))
            invalid("fixedwidth", "must be a list such as 'id:5,name:20'");
        widths.push_back(width);
        at = end + 1;
    }
    return widths;
}

bool OptionWords::shared(const std::string& option, Authorization& authorization, std::string& region,
                         Compression& compression) {
    if (option == "iam_role") {
        authorization.role = word();
    } else if (option == "credentials") {
        const auto given = text();
        check_authorization();
        credentials(given, authorization);
    } else if (option == "access_key_id") {
        authorization.key_id = text();
    } else if (option == "secret_access_key") {
        authorization.secret = text();
    } else if (option == "session_token") {
        authorization.token = text();
    } else if (option == "region") {
        region = text();
    } else if (option == "gzip") {
        compression = Compression::Gzip;
    } else if (option == "bzip2") {
        compression = Compression::Bzip2;
    } else if (option == "zstd") {
        compression = Compression::Zstd;
    } else if (option == "encrypted" || option == "master_symmetric_key" || option == "kms_key_id") {
        refuse(option);
    } else
        return false;
    check_authorization();
    return true;
}

void OptionWords::credentials(std::string_view text, Authorization& authorization) const {
    const std::pair<std::string_view, std::string*> names[] = {{"aws_iam_role", &authorization.role},
                                                               {"aws_access_key_id", &authorization.key_id},
                                                               {"aws_secret_access_key", &authorization.secret},
                                                               {"token", &authorization.token}};
    bool good = true;
    while (good && !text.empty()) {
        const auto part = text.substr(0, text.find(';'));
        const auto equals = std::min(part.find('='), part.size());
        const auto name = part.substr(0, equals);
        const auto value = part.substr(std::min(equals + 1, part.size()));
        if (name == "master_symmetric_key") refuse(name);
        const auto* found =
            std::find_if(std::begin(names), std::end(names), [&](const auto& n) { return n.first == name; });
        good = found != std::end(names) && found->second->empty() && !value.empty() &&
               value.find_first_of(" \t\r\n") == std::string_view::npos;
        if (good) *found->second = value;
        text.remove_prefix(std::min(part.size() + 1, text.size()));
    }
    const bool key = !authorization.key_id.empty() && !authorization.secret.empty() && authorization.role.empty();
    const bool role = !authorization.role.empty() && authorization.key_id.empty() && authorization.secret.empty() &&
                      authorization.token.empty();
    if (good && (key || role)) return;
    throw SqlError(state::kInternalError,
                   "Invalid credentials. Must be of the format: credentials 'aws_iam_role=...' or "
                   "'aws_access_key_id=...;aws_secret_access_key=...[;token=...]'");
}

void OptionWords::check_authorization() const {
    exclude("iam_role", {"credentials", "access_key_id", "secret_access_key", "session_token"});
    exclude("credentials", {"access_key_id", "secret_access_key", "session_token"});
    exclude("gzip", {"bzip2", "zstd", "lzop"});
    exclude("bzip2", {"zstd", "lzop"});
}

void OptionWords::exclude(std::string_view option, std::initializer_list<std::string_view> others) const {
    if (!has(option)) return;
    for (const auto other : others)
        if (has(other)) conflict(option, other);
}

void OptionWords::require_only(std::string_view format, std::initializer_list<std::string_view> options) const {
    for (const auto& word : seen_)
        if (std::find(options.begin(), options.end(), word) == options.end())
            throw SqlError(state::kFeatureNotSupported, fmt::format("{} argument is not supported for {} based {}",
                                                                    upper_case(word), upper_case(format), command_));
}

void OptionWords::check_key() const {
    if (has("access_key_id") != has("secret_access_key") || (has("session_token") && !has("access_key_id")))
        invalid("access_key_id", "and SECRET_ACCESS_KEY must be given together");
}

void OptionWords::refuse(std::string_view option) const {
    const auto keyword = option.substr(0, option.find(' '));
    throw SqlError(state::kFeatureNotSupported, fmt::format("{} {}{} is not supported", command_, upper_case(keyword),
                                                            option.substr(keyword.size())));
}

void OptionWords::invalid(std::string_view option, std::string what) const {
    throw SqlError(state::kInvalidParameterValue, fmt::format("{} {} {}", command_, upper_case(option), what));
}

void OptionWords::conflict(std::string_view one, std::string_view other) const {
    throw SqlError(state::kSyntaxError,
                   fmt::format("{} cannot be used with {} in {}", upper_case(one), upper_case(other), command_));
}

} // namespace redstart::sql

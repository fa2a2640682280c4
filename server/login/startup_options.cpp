#include "server/login/startup_options.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>

namespace redstart::server {
namespace {

std::vector<std::string> split_words(std::string_view text) {
    std::vector<std::string> words;
    bool in_word = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (std::isspace(static_cast<unsigned char>(text[i]))) {
            in_word = false;
            continue;
        }
        if (!in_word) words.emplace_back();
        in_word = true;
        if (text[i] == '\\' && i + 1 < text.size()) ++i;
        words.back() += text[i];
    }
    return words;
}

// "name=value"; a dash in the name stands for an underscore.
std::optional<std::pair<std::string, std::string>> split_assignment(std::string_view text) {
    const auto equals = text.find('=');
    if (equals == 0 || equals == std::string_view::npos) return std::nullopt;
    std::string name(text.substr(0, equals));
    std::replace(name.begin(), name.end(), '-', '_');
    return std::pair(std::move(name), std::string(text.substr(equals + 1)));
}

} // namespace

StartupSettings parse_command_line_options(std::string_view options) {
    StartupSettings settings;
    const auto words = split_words(options);
    for (std::size_t i = 0; i < words.size(); ++i) {
        std::string_view word = words[i];
        if (word == "-c" && i + 1 < words.size()) {
            word = words[++i];
        } else if (word.starts_with("--") || word.starts_with("-c")) {
            word.remove_prefix(2);
        } else {
            continue;
        }
        if (auto setting = split_assignment(word)) settings.push_back(std::move(*setting));
    }
    return settings;
}

StartupSettings startup_settings(const protocol::StartupRequest& request) {
    constexpr std::array<std::string_view, 4> not_settings = {"user", "database", "options", "replication"};
    StartupSettings settings;
    for (const auto& [name, value] : request.parameters) {
        if (std::find(not_settings.begin(), not_settings.end(), name) != not_settings.end()) continue;
        if (!name.starts_with("_pq_.")) settings.emplace_back(name, value);
    }
    if (const auto options = request.find("options")) {
        for (auto& setting : parse_command_line_options(*options)) settings.push_back(std::move(setting));
    }
    return settings;
}

} // namespace redstart::server

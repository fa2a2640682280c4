#include "sql/settings/settings.hpp"

#include "protocol/client_text.hpp"
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/parse/token_text.hpp"
#include "sql/settings/settings_table.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/core.h>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using protocol::SqlError;

SqlError unrecognized(std::string_view name) {
    return {state::kUndefinedObject, "unrecognized configuration parameter \"" + std::string(name) + "\""};
}

bool is_context_variable(std::string_view name) { return name.find('.') != std::string_view::npos; }

// Values go out to clients (ParameterStatus, SHOW) and are kept by every session: libpq gives up a connection that
// announces a parameter of megabytes.
SqlError too_long(std::string_view name, std::size_t bytes) {
    return SqlError(state::kInvalidParameterValue, fmt::format("invalid value for parameter \"{}\"", name))
        .detail(fmt::format("A value may have {} bytes, this one has {}.", kLongestValue, bytes));
}

void check_length(std::string_view name, std::string_view value) {
    if (value.size() > kLongestValue) throw too_long(name, value.size());
}

void refuse_fixed(std::string_view key) {
    const auto* parameter = find_parameter(key);
    if (parameter == nullptr || parameter->use != ParameterUse::Fixed) return;
    throw SqlError(state::kCantChangeRuntimeParam, fmt::format("parameter \"{}\" cannot be changed", parameter->name));
}

// The settings in the start-up packet's `options`: "-c name=value --name=value"; a backslash keeps a blank.
std::vector<std::pair<std::string, std::string>> command_line(std::string_view options) {
    std::vector<std::string> words(1);
    for (std::size_t i = 0; i < options.size(); ++i) {
        if (options[i] == '\\' && i + 1 < options.size())
            words.back() += options[++i];
        else if (options[i] != ' ')
            words.back() += options[i];
        else if (!words.back().empty())
            words.emplace_back();
    }
    std::vector<std::pair<std::string, std::string>> out;
    for (auto word : words) {
        if (word.starts_with("--") || word.starts_with("-c")) word.erase(0, 2);
        const auto equals = word.find('=');
        if (equals != std::string::npos) out.emplace_back(word.substr(0, equals), word.substr(equals + 1));
    }
    return out;
}

} // namespace

std::string cut_application_name(std::string name) {
    return protocol::cut_text(std::move(name), kLongestApplicationName);
}

Settings::Settings(std::string_view user_name, bool superuser, const TimeZones& zones) : zones_(&zones) {
    startup_["session_authorization"] = user_name;
    startup_["is_superuser"] = superuser ? "on" : "off";
}

void Settings::apply_startup(const std::vector<std::pair<std::string, std::string>>& settings) {
    for (const auto& [name, value] : settings) {
        if (lower_case(name) == "options") {
            apply_startup(command_line(value));
            continue;
        }
        const auto* parameter = find_parameter(name);
        if (parameter == nullptr || parameter->use == ParameterUse::Fixed) continue;
        const auto key = lower_case(name);
        const bool as_it_is = parameter->kind == ParameterKind::List;
        try {
            if (key != "application_name") check_length(key, value);
            startup_[key] = fitted(key, as_it_is ? value : normalized(*parameter, {value}, value_of(key), *zones_));
        } catch (const SqlError&) {
            // A driver's value that does not fit must not keep its user out: what was there before stays.
        }
    }
    read_kept();
}

std::string Settings::key_of(std::string_view name) {
    auto key = lower_case(name);
    if (find_parameter(key) == nullptr && !is_context_variable(key)) throw unrecognized(name);
    return key;
}

const std::string* Settings::find(std::string_view key) const {
    for (const auto* values : {&local_, &pending_, &committed_, &startup_})
        if (const auto found = values->find(key); found != values->end()) return &found->second;
    return nullptr;
}

std::string Settings::value_of(std::string_view key) const {
    if (const auto* value = find(key)) return *value;
    const auto* parameter = find_parameter(key);
    return parameter == nullptr ? "" : std::string(parameter->initial);
}

template <typename Change> ReportedChanges Settings::reporting(Change change) {
    auto before = reported();
    change();
    read_kept();
    auto after = reported();
    std::erase_if(after, [&](const auto& now) { return std::find(before.begin(), before.end(), now) != before.end(); });
    return after;
}

void Settings::read_kept() {
    const auto text = value_of("statement_timeout");
    std::int64_t milliseconds = 0;
    std::from_chars(text.data(), text.data() + text.size(), milliseconds);
    statement_timeout_ = std::chrono::milliseconds(milliseconds);
    case_sensitive_identifiers_ = is_on("enable_case_sensitive_identifier") || !is_on("downcase_delimited_identifier");
    uppercase_names_ = is_on("describe_field_name_in_uppercase");
    cluster_rules_ = is_on("cluster_rules");
}

ReportedChanges Settings::assign(const std::string& key, std::string value, bool local) {
    refuse_fixed(key);
    value = fitted(key, std::move(value));
    check_length(key, value);
    check_room(key, value);
    return reporting([&] {
        if (!local) local_.erase(key);
        (local ? local_ : pending_)[key] = std::move(value);
    });
}

// Parameters are as many as the table has; context variables are as many as a client makes up.
void Settings::check_room(std::string_view key, std::string_view value) const {
    if (find_parameter(key) != nullptr) return;
    if (key.size() > kLongestVariableName)
        throw SqlError(state::kInvalidName,
                       fmt::format("the name of a session context variable may have {} bytes", kLongestVariableName));
    auto bytes = key.size() + value.size();
    for (const auto* values : {&local_, &pending_, &committed_})
        for (const auto& [name, kept] : *values)
            if (name != key && find_parameter(name) == nullptr) bytes += name.size() + kept.size();
    if (bytes > kVariablesTogether)
        throw SqlError(state::kConfigurationLimitExceeded, "too many session context variables")
            .detail(fmt::format("Names and values together may have {} bytes.", kVariablesTogether));
}

std::string Settings::fitted(std::string_view key, std::string value) {
    return key == "application_name" ? cut_application_name(std::move(value)) : std::move(value);
}

ReportedChanges Settings::set(std::string_view name, const std::vector<std::string>& values, bool local) {
    const auto key = key_of(name);
    refuse_fixed(key);
    std::size_t bytes = 0;
    for (const auto& value : values) bytes += value.size();
    if (bytes > kLongestValue && key != "application_name") throw too_long(key, bytes);
    if (const auto* parameter = find_parameter(key))
        return assign(key, normalized(*parameter, values, value_of(key), *zones_), local);
    std::string joined;
    for (const auto& value : values) joined += (joined.empty() ? "" : ", ") + value;
    return assign(key, std::move(joined), local);
}

ReportedChanges Settings::set(const SetStatement& statement) {
    if (statement.is_default) return reset(statement.name, statement.local);
    return set(statement.name, statement.values, statement.local);
}

ReportedChanges Settings::set_config(std::string_view name, std::string_view value, bool local) {
    const auto key = key_of(name);
    const auto* parameter = find_parameter(key);
    if (parameter == nullptr || parameter->kind == ParameterKind::List) return assign(key, std::string(value), local);
    return set(name, {std::string(value)}, local);
}

ReportedChanges Settings::set_internal(std::string_view name, std::string value) {
    return reporting([&] { startup_[lower_case(name)] = std::move(value); });
}

ReportedChanges Settings::reset(std::string_view name, bool local) {
    const auto initial = [this](const std::string& key) {
        if (const auto found = startup_.find(key); found != startup_.end()) return found->second;
        const auto* parameter = find_parameter(key);
        return parameter == nullptr ? std::string() : std::string(parameter->initial);
    };
    if (lower_case(name) != "all") {
        const auto key = key_of(name);
        return assign(key, initial(key), local);
    }
    return reporting([&] {
        local_.clear();
        for (const auto& [key, value] : committed_) pending_.emplace(key, "");
        for (auto& [key, value] : pending_) value = initial(key);
    });
}

std::optional<std::string> Settings::first_value(const SetStatement& statement) const {
    if (statement.is_default && lower_case(statement.name) == "all") return std::nullopt;
    auto probe = *this;
    probe.set(statement);
    if (statement.is_default) return std::nullopt;
    return probe.get(statement.name);
}

ReportedChanges Settings::commit() {
    if (pending_.empty() && local_.empty()) return {};
    return reporting([this] {
        local_.clear();
        for (auto& [key, value] : pending_) committed_[key] = std::move(value);
        pending_.clear();
    });
}

ReportedChanges Settings::rollback() {
    if (pending_.empty() && local_.empty()) return {};
    return reporting([this] {
        local_.clear();
        pending_.clear();
    });
}

std::optional<std::string> Settings::get(std::string_view name) const {
    const auto key = lower_case(name);
    if (const auto* value = find(key)) return *value;
    const auto* parameter = find_parameter(key);
    if (parameter == nullptr) return std::nullopt;
    return std::string(parameter->initial);
}

bool Settings::is_on(std::string_view name) const { return value_of(name) == "on"; }

Settings::Shown Settings::show(std::string_view name) const {
    auto value = get(name);
    if (!value) throw unrecognized(name);
    const auto* parameter = find_parameter(name);
    if (parameter == nullptr) return {lower_case(name), std::move(*value), ""};
    return {std::string(parameter->name), std::move(*value), std::string(parameter->description)};
}

std::vector<Settings::Shown> Settings::show_all() const {
    std::vector<Shown> all;
    for (const auto& parameter : parameters()) all.push_back(show(parameter.name));
    return all;
}

ReportedChanges Settings::reported() const {
    ReportedChanges all;
    for (const auto name : reported_parameters()) {
        auto value = value_of(lower_case(name));
        if (name != "session_id" || !value.empty()) all.emplace_back(name, std::move(value));
    }
    return all;
}

LexOptions Settings::lex_options() const { return {.backslash_escapes = !is_on("standard_conforming_strings")}; }

} // namespace redstart::sql

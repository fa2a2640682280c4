#include "sql/format/json_values.hpp"

#include "sql/parse/token_text.hpp"

#include <nlohmann/json.hpp>

namespace redstart::sql {
namespace {

using Json = nlohmann::json;

std::string json_text(const std::string& text) {
    return Json(text).dump(-1, ' ', false, Json::error_handler_t::replace);
}

// Takes the values of the outermost object; structures in it are written again, without white space.
class ObjectHandler : public nlohmann::json_sax<Json> {
public:
    ObjectHandler(const std::vector<std::string>& columns, bool ignore_case,
                  std::vector<std::optional<std::string>>& values)
        : columns_(columns), ignore_case_(ignore_case), values_(values) {}

    bool null() override { return scalar("null", std::nullopt); }
    bool boolean(bool value) override { return scalar(value ? "true" : "false", value ? "true" : "false"); }
    bool number_integer(number_integer_t value) override { return number(std::to_string(value)); }
    bool number_unsigned(number_unsigned_t value) override { return number(std::to_string(value)); }
    bool number_float(number_float_t, const string_t& written) override { return number(written); }
    bool string(string_t& value) override { return depth_ == 1 ? scalar("", value) : scalar(json_text(value), value); }
    bool binary(binary_t&) override { return false; }
    bool start_object(std::size_t) override { return open('{'); }
    bool start_array(std::size_t) override { return open('['); }
    bool end_object() override { return close('}'); }
    bool end_array() override { return close(']'); }
    bool key(string_t& name) override {
        if (depth_ == 1)
            take(name);
        else
            comma().append(json_text(name)).append(":"), first_ = true;
        return true;
    }
    bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override { return false; }

private:
    bool number(std::string text) { return scalar(text, text); }

    bool scalar(const std::string& json, std::optional<std::string> value) {
        if (depth_ == 1)
            set(std::move(value));
        else
            comma().append(json);
        return true;
    }
    bool open(char bracket) {
        if (++depth_ == 1) return bracket == '{';
        if (depth_ == 2) first_ = true;
        comma().push_back(bracket);
        first_ = true;
        return true;
    }
    bool close(char bracket) {
        if (--depth_ == 0) return true;
        text_.push_back(bracket);
        first_ = false;
        if (depth_ == 1) set(std::exchange(text_, {}));
        return true;
    }
    // Before a value inside a structure.
    std::string& comma() {
        if (!std::exchange(first_, false)) text_.push_back(',');
        return text_;
    }
    void take(const std::string& name) {
        const auto wanted = ignore_case_ ? lower_case(name) : name;
        const auto found = std::find(columns_.begin(), columns_.end(), wanted);
        target_ = found == columns_.end() ? nullptr : &values_[static_cast<std::size_t>(found - columns_.begin())];
    }
    void set(std::optional<std::string> value) {
        if (target_ != nullptr) *target_ = std::move(value);
    }

    const std::vector<std::string>& columns_;
    const bool ignore_case_;
    std::vector<std::optional<std::string>>& values_;
    std::optional<std::string>* target_ = nullptr; // where the value of the current key goes
    std::string text_;                             // of the structure that is open
    bool first_ = true;
    int depth_ = 0;
};

} // namespace

std::string read_json_object(std::string_view text, const std::vector<std::string>& columns, bool ignore_case,
                             std::vector<std::optional<std::string>>& values) {
    values.assign(columns.size(), std::nullopt);
    if (text.starts_with('[')) return "Invalid JSON: arrays need a JSONPaths file";
    ObjectHandler handler(columns, ignore_case, values);
    return Json::sax_parse(text, &handler) ? "" : "Invalid JSON format";
}

std::optional<std::vector<ManifestEntry>> read_manifest(std::string_view text) {
    const auto json = Json::parse(text, nullptr, false);
    if (!json.is_object() || !json.contains("entries") || !json["entries"].is_array()) return std::nullopt;
    std::vector<ManifestEntry> entries;
    for (const auto& entry : json["entries"]) {
        if (!entry.is_object() || !entry.contains("url") || !entry["url"].is_string()) return std::nullopt;
        const auto mandatory = entry.find("mandatory");
        if (mandatory != entry.end() && !mandatory->is_boolean()) return std::nullopt;
        entries.push_back({entry["url"].get<std::string>(), mandatory != entry.end() && mandatory->get<bool>()});
    }
    return entries;
}

} // namespace redstart::sql

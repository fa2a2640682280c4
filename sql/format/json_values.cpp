#include "sql/format/json_values.hpp"

#include "sql/parse/token_text.hpp"

#include <nlohmann/json.hpp>

namespace redstart::sql {
namespace {

using Json = nlohmann::json;

std::string json_text(const std::string& text) {
    return Json(text).dump(-1, ' ', false, Json::error_handler_t::replace);
}

// Takes the elements that paths lead to; structures are written again, without white space.
class RecordHandler : public nlohmann::json_sax<Json> {
public:
    RecordHandler(const JsonPaths& paths, std::vector<std::optional<std::string>>& values)
        : paths_(paths), values_(values), node_(&paths.root) {}

    const std::string& problem() const noexcept { return problem_; }

    bool null() override { return scalar("null", std::nullopt); }
    bool boolean(bool value) override { return scalar(value ? "true" : "false", value ? "true" : "false"); }
    bool number_integer(number_integer_t value) override { return number(std::to_string(value)); }
    bool number_unsigned(number_unsigned_t value) override { return number(std::to_string(value)); }
    bool number_float(number_float_t, const string_t& written) override { return number(written); }
    bool string(string_t& value) override { return scalar(recording_ > 0 ? json_text(value) : "", value); }
    bool binary(binary_t&) override { return false; }
    bool start_object(std::size_t) override { return open(false); }
    bool start_array(std::size_t) override { return open(true); }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }
    bool key(string_t& name) override {
        if (recording_ > 0) comma().append(json_text(name)).append(":"), first_ = true;
        const auto* const above = open_.back().node;
        node_ = nullptr;
        if (above == nullptr) return true;
        const auto found = above->keys.find(paths_.ignore_case && open_.size() == 1 ? lower_case(name) : name);
        if (found != above->keys.end()) node_ = &found->second;
        return true;
    }
    bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override { return false; }

private:
    struct Open {
        const PathNode* node; // nullptr: nothing in it is wanted
        bool array;
        std::size_t next = 0;  // index of an array
        std::size_t begin = 0; // in text_, if the structure itself is wanted
    };

    bool wanted() const { return node_ != nullptr && !node_->columns.empty(); }

    // In an array no key tells which element comes.
    void find_item() {
        if (open_.empty() || !open_.back().array) return;
        const auto* const above = open_.back().node;
        const auto index = open_.back().next++;
        node_ = nullptr;
        if (above == nullptr) return;
        const auto found = above->items.find(index);
        if (found != above->items.end()) node_ = &found->second;
    }
    bool number(const std::string& text) { return scalar(text, text); }

    bool scalar(const std::string& json, std::optional<std::string> value) {
        find_item();
        if (recording_ > 0) comma().append(json);
        if (node_ != nullptr && value && !(node_->keys.empty() && node_->items.empty())) return fail_step();
        if (wanted())
            for (const auto column : node_->columns) values_[column] = value;
        return !open_.empty(); // a record is a structure
    }
    bool open(bool array) {
        find_item();
        if (open_.empty() && array && paths_.by_name) {
            problem_ = "Invalid JSON: arrays need a JSONPaths file";
            return false;
        }
        if (node_ != nullptr && !(array ? node_->keys.empty() : node_->items.empty())) return fail_step();
        const bool record = wanted();
        if (record && recording_ == 0) {
            text_.clear();
            first_ = true;
        }
        recording_ += record ? 1 : 0;
        if (recording_ > 0) comma();
        open_.push_back({node_, array, 0, text_.size()});
        if (recording_ > 0) text_.push_back(array ? '[' : '{');
        first_ = true;
        return true;
    }
    bool close() {
        const auto closed = open_.back();
        open_.pop_back();
        if (recording_ == 0) return true;
        text_.push_back(closed.array ? ']' : '}');
        first_ = false;
        if (closed.node == nullptr || closed.node->columns.empty()) return true;
        for (const auto column : closed.node->columns) values_[column] = text_.substr(closed.begin);
        --recording_;
        return true;
    }
    bool fail_step() {
        problem_ = node_->items.empty() ? "Invalid JSONPath format: Member is not an object."
                                        : "Invalid JSONPath format: Member is not an array.";
        return false;
    }
    // Before a value inside a structure.
    std::string& comma() {
        if (!std::exchange(first_, false)) text_.push_back(',');
        return text_;
    }

    const JsonPaths& paths_;
    std::vector<std::optional<std::string>>& values_;
    const PathNode* node_; // of the value that comes next
    std::vector<Open> open_;
    int recording_ = 0; // wanted structures that are open
    std::string text_;  // of them
    bool first_ = true;
    std::string problem_;
};

} // namespace

std::string read_json_record(std::string_view text, const JsonPaths& paths,
                             std::vector<std::optional<std::string>>& values) {
    values.assign(paths.count, std::nullopt);
    RecordHandler handler(paths, values);
    if (Json::sax_parse(text, &handler)) return "";
    return handler.problem().empty() ? "Invalid JSON format" : handler.problem();
}

namespace {

// "meta": {"content_length": 99}; nullopt: it is there, and is none.
std::optional<std::optional<std::uint64_t>> content_length(const Json& entry) {
    const auto meta = entry.find("meta");
    if (meta == entry.end()) return std::optional<std::uint64_t>();
    if (!meta->is_object()) return std::nullopt;
    const auto length = meta->find("content_length");
    if (length == meta->end()) return std::optional<std::uint64_t>();
    if (!length->is_number_unsigned()) return std::nullopt;
    return std::optional(length->get<std::uint64_t>());
}

} // namespace

std::optional<std::vector<ManifestEntry>> read_manifest(std::string_view text) {
    const auto json = Json::parse(text, nullptr, false);
    if (!json.is_object() || !json.contains("entries") || !json["entries"].is_array()) return std::nullopt;
    std::vector<ManifestEntry> entries;
    for (const auto& entry : json["entries"]) {
        if (!entry.is_object() || !entry.contains("url") || !entry["url"].is_string()) return std::nullopt;
        const auto mandatory = entry.find("mandatory");
        if (mandatory != entry.end() && !mandatory->is_boolean()) return std::nullopt;
        const auto size = content_length(entry);
        if (!size) return std::nullopt;
        entries.push_back({entry["url"].get<std::string>(), mandatory != entry.end() && mandatory->get<bool>(), *size});
    }
    return entries;
}

} // namespace redstart::sql

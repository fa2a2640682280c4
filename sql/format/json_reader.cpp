#include "sql/format/json_reader.hpp"

#include "sql/format/json_values.hpp"

#include <algorithm>

namespace redstart::sql {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

} // namespace

JsonReader::JsonReader(const LoadOptions& options, const std::vector<std::string>& columns)
    : paths_(options.json_paths ? *options.json_paths : paths_by_name(columns, options.json == "auto ignorecase")),
      header_(options.header_lines) {}

void JsonReader::feed(std::string_view bytes) {
    if (start_ > 0) {
        buffer_.erase(0, start_);
        scanned_ -= start_;
        start_ = 0;
    }
    buffer_.append(bytes);
}

void JsonReader::move_to(std::size_t at) {
    line_ += static_cast<std::uint64_t>(std::count(buffer_.begin() + static_cast<std::ptrdiff_t>(start_),
                                                   buffer_.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
    start_ = scanned_ = at;
    depth_ = 0;
    in_string_ = false;
}

bool JsonReader::skip_header() {
    while (header_ > 0) {
        const auto end = buffer_.find('\n', start_);
        move_to(std::min(end == std::string::npos ? end : end + 1, buffer_.size()));
        if (end == std::string::npos) return false;
        --header_;
    }
    return true;
}

void JsonReader::skip_space() {
    auto at = start_;
    while (at < buffer_.size() && is_space(buffer_[at])) ++at;
    if (at != start_) move_to(at);
}

std::size_t JsonReader::find_end() {
    if (at_structure()) return find_structure_end();
    const auto at = buffer_.find_first_of("{[\n", start_ + 1);
    return at == std::string::npos && ended_ ? buffer_.size() : at;
}

std::size_t JsonReader::find_structure_end() {
    for (; scanned_ < buffer_.size(); ++scanned_) {
        const char c = buffer_[scanned_];
        if (in_string_) {
            if (c == '\\') {
                if (scanned_ + 1 >= buffer_.size()) return std::string::npos; // what it escapes has not come yet
                ++scanned_;
            } else if (c == '"') {
                in_string_ = false;
            }
        } else if (c == '"') {
            in_string_ = true;
        } else if (c == '{' || c == '[') {
            ++depth_;
        } else if ((c == '}' || c == ']') && --depth_ == 0) {
            return scanned_ + 1;
        }
    }
    return std::string::npos;
}

bool JsonReader::next(Record& record) {
    if (!skip_header()) return false;
    skip_space();
    if (start_ >= buffer_.size()) return false;
    auto end = find_end();
    if (end == std::string::npos) {
        too_long_ = too_long_ || buffer_.size() - start_ > kMaxRecord;
        if (!ended_ && !too_long_) return false;
        end = buffer_.size(); // what is not closed is one error, however much of it there is
    }
    const auto text = std::string_view(buffer_).substr(start_, end - start_);
    record.fields.clear();
    record.text = text.substr(0, kMaxRecord);
    record.error = LoadError::None;
    record.reason.clear();
    record.position = 0;
    ++records_;
    if (!at_structure() || too_long_) {
        record.error = LoadError::InvalidLine;
        record.reason = too_long_ ? "JSON object is longer than 4 MB" : "Invalid JSON: an object was expected";
        too_long_ = false;
    } else {
        parse(text, record);
    }
    move_to(end);
    record.line = line_;
    return true;
}

void JsonReader::parse(std::string_view text, Record& record) {
    const auto problem = read_json_record(text, paths_, values_);
    if (!problem.empty()) {
        record.error = LoadError::InvalidLine;
        record.reason = problem;
        return;
    }
    for (const auto& value : values_)
        record.fields.push_back(value ? std::optional<std::string_view>(*value) : std::nullopt);
}

} // namespace redstart::sql

#include "sql/transfer/load_failures.hpp"

#include "catalog/state/clock.hpp"
#include "protocol/client_text.hpp"
#include "protocol/utf8.hpp"

#include <algorithm>

namespace redstart::sql {
namespace {

constexpr std::size_t kMostShown = 1024; // of a line and a value, as STL_LOAD_ERRORS has them
constexpr std::size_t kMostReplacements = 100;
constexpr std::size_t kMostKept = 1000;                  // failures of one load; a cluster keeps some per slice, too
constexpr std::size_t kMostBytes = std::size_t{8} << 20; // of their texts

} // namespace

std::string shown_bytes(std::string_view bytes, std::size_t most) {
    std::string text(bytes.substr(0, most));
    for (std::size_t at = 0;;) {
        const auto bad = protocol::find_invalid_utf8(std::string_view(text).substr(at));
        if (bad == std::string_view::npos) break;
        at += bad;
        text[at] = '?';
    }
    std::replace(text.begin(), text.end(), '\0', '?');
    return text;
}

void LoadFailures::add(const RecordPlace& place, const std::vector<std::optional<std::string_view>>& values,
                       FieldError error) {
    ++count_;
    if (kept_.size() < kMostKept && bytes_ < kMostBytes) {
        auto& [file, failure] = kept_.emplace_back();
        file = place.file;
        failure.file = files_[place.file];
        failure.line = static_cast<std::int64_t>(place.line);
        failure.position = static_cast<std::int32_t>(std::min<std::size_t>(error.position, INT32_MAX));
        failure.raw_line = shown_bytes(place.text, kMostShown);
        failure.code = static_cast<std::int32_t>(error.code);
        failure.reason = shown_bytes(error.reason, kMostShown);
        failure.time = now_micros();
        for (const auto& value : values)
            failure.values.push_back(value ? std::optional(shown_bytes(*value, kMostShown)) : std::nullopt);
        if (!values.empty() && values.size() <= columns_.size()) {
            const auto& column = columns_[values.size() - 1];
            failure.column = column.name();
            failure.type = column.type_name();
            failure.length = column.length_text();
            failure.raw_value = failure.values.back().value_or("");
        }
        bytes_ += failure.raw_line.size() + failure.raw_value.size();
        for (const auto& value : failure.values) bytes_ += sizeof value + (value ? value->size() : 0);
    }
    if (count_ >= limit_) throw TooMany{};
}

void LoadFailures::add_replacement(const RecordPlace& place, const LoadColumn& column) {
    if (replacements_.size() >= kMostReplacements) return;
    auto& row = replacements_.emplace_back();
    row.file = files_[place.file];
    row.line = static_cast<std::int64_t>(place.line);
    row.column = column.name();
    row.raw_line = shown_bytes(place.text, kMostShown);
    row.time = now_micros();
}

std::vector<catalog::LoadFailure> LoadFailures::take() {
    std::stable_sort(kept_.begin(), kept_.end(), [](const Kept& a, const Kept& b) {
        return std::pair(a.file, a.failure.line) < std::pair(b.file, b.failure.line);
    });
    std::vector<catalog::LoadFailure> failures;
    for (auto& kept : kept_) failures.push_back(std::move(kept.failure));
    kept_.clear();
    return failures;
}

} // namespace redstart::sql

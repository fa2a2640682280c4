#include "sql/format/line_reader.hpp"

#include <algorithm>

namespace redstart::sql {
namespace {

void refuse(Record& record, std::string_view text) {
    constexpr std::size_t kShown = 1024;
    record.text = text.substr(0, kShown);
    record.error = LoadError::InvalidLine;
    record.reason = "Record is longer than 4 MB";
}

} // namespace

void LineReader::feed(std::string_view bytes) {
    if (start_ > 0) {
        buffer_.erase(0, start_);
        scanned_ -= start_;
        start_ = 0;
    }
    buffer_.append(bytes);
}

std::size_t LineReader::find_end(std::string_view text, std::size_t, std::size_t& scanned) {
    const auto end = text.find('\n', scanned);
    scanned = end == std::string_view::npos ? text.size() : end;
    return end;
}

bool LineReader::next(Record& record) {
    while (true) {
        const std::string_view text = buffer_;
        if (!begun_) {
            begun_ = true;
            begin_record();
        }
        auto end = header_ > 0 || too_long_ ? text.find('\n', scanned_) : find_end(text, start_, scanned_);
        if (end == std::string_view::npos) {
            if (!ended_ && !too_long_ && text.size() - start_ > kMaxRecord) {
                too_long_ = true;
                ++line_;
                record = {};
                record.line = line_;
                refuse(record, text.substr(start_));
                return true;
            }
            if (!ended_) {
                if (too_long_ || header_ > 0) start_ = scanned_ = text.size();
                return false;
            }
            if (start_ >= text.size()) return false;
            end = text.size();
        }
        if (take(record, end, std::min(end + 1, text.size()))) return true;
    }
}

// False: it is none to hand out.
bool LineReader::take(Record& record, std::size_t end, std::size_t next) {
    auto line = std::string_view(buffer_).substr(start_, end - start_);
    start_ = scanned_ = next;
    begun_ = false;
    if (too_long_) return too_long_ = false;
    ++line_;
    if (header_ > 0) {
        --header_;
        return false;
    }
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty() && options_.ignore_blank_lines) return false;
    record.fields.clear();
    record.line = line_;
    record.text = line;
    record.error = LoadError::None;
    record.reason.clear();
    record.position = 0;
    if (line.size() > kMaxRecord)
        refuse(record, line);
    else
        split(line, record);
    return true;
}

} // namespace redstart::sql

#include "sql/format/fixed_width_reader.hpp"

#include "protocol/utf8.hpp"

namespace redstart::sql {

void FixedWidthReader::split(std::string_view line, Record& record) {
    std::size_t at = 0;
    for (const auto width : options_.widths) {
        if (at >= line.size()) return; // the rest is missing
        const auto bytes = protocol::byte_offset(line.substr(at), width);
        const auto field = line.substr(at, bytes);
        const auto bare = protocol::without_trailing_blanks(field);
        const bool null = field == options_.null_text || bare == options_.null_text;
        record.fields.push_back(null ? std::nullopt : std::optional(field));
        at += bytes;
    }
    if (at >= line.size() || protocol::without_trailing_blanks(line.substr(at)).empty()) return;
    record.error = LoadError::ExtraColumns;
    record.reason = "Extra column(s) found";
    record.position = at;
}

} // namespace redstart::sql

// JsonReader: one record per JSON object or array, its elements matched to columns. Owned by one COPY, used on one
// thread. Source: Redshift developer guide, "Data format parameters", JSON.
#pragma once

#include "sql/format/record_reader.hpp"

#include <string>
#include <vector>

namespace redstart::sql {

class JsonReader final : public RecordReader {
public:
    JsonReader(const LoadOptions& options, const std::vector<std::string>& columns);

    void feed(std::string_view bytes) override;
    void end() override { ended_ = true; }
    bool next(Record& record) override;
    std::uint64_t lines() const override { return records_; }

private:
    bool skip_header();
    void skip_space();
    bool at_structure() const { return buffer_[start_] == '{' || buffer_[start_] == '['; }
    // Where the structure or the junk at start_ ends; npos when more bytes are needed.
    std::size_t find_end();
    std::size_t find_structure_end();
    void parse(std::string_view text, Record& record);
    void move_to(std::size_t at);

    const JsonPaths paths_;
    std::uint64_t header_;
    std::string buffer_;
    std::size_t start_ = 0;
    std::size_t scanned_ = 0;
    int depth_ = 0; // of brackets, where scanned_ is
    bool in_string_ = false;
    bool ended_ = false;
    bool too_long_ = false;
    std::uint64_t line_ = 1; // where start_ is
    std::uint64_t records_ = 0;
    std::vector<std::optional<std::string>> values_;
};

} // namespace redstart::sql

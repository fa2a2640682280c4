// LoadFailures: the rows of one COPY that could not be loaded, and when there are too many of them (MAXERROR).
// Owned by one COPY, used on the session's thread.
#pragma once

#include "catalog/state/transfers.hpp"
#include "sql/format/record_reader.hpp"
#include "sql/transfer/load_column.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace redstart::sql {

// Where a record stands, for a failure that is found later.
struct RecordPlace {
    std::size_t file = 0; // its number
    std::uint64_t line = 0;
    std::string text; // as much as is shown
};

class LoadFailures {
public:
    // Thrown when the limit is reached; the statement's error is made of it.
    struct TooMany {};

    LoadFailures(const LoadOptions& options, const std::vector<LoadColumn>& columns)
        : limit_(options.ignore_all_errors ? UINT64_MAX : std::max<std::uint64_t>(1, options.max_errors)),
          columns_(columns) {}

    void begin_file(const std::string& url) { files_.push_back(url); }
    std::size_t file() const noexcept { return files_.size() - 1; }
    // One more failure reaches the limit: what came before must be looked at first.
    bool last_one() const noexcept { return count_ + 1 >= limit_; }
    // `values`: those of the row up to the one that failed, the last of them; none when the whole record failed.
    // Throws TooMany when it reaches the limit.
    void add(const RecordPlace& place, const std::vector<std::optional<std::string_view>>& values, FieldError error);
    // ACCEPTINVCHARS has replaced something in a row; the first 100 of a load are kept (r_STL_REPLACEMENTS).
    void add_replacement(const RecordPlace& place, const LoadColumn& column);
    std::uint64_t count() const noexcept { return count_; }
    // In the order of the data.
    std::vector<catalog::LoadFailure> take();
    std::vector<catalog::LoadFailure> take_replacements() { return std::move(replacements_); }

private:
    struct Kept {
        std::size_t file = 0;
        catalog::LoadFailure failure;
    };

    const std::uint64_t limit_;
    const std::vector<LoadColumn>& columns_;
    std::vector<std::string> files_;
    std::vector<Kept> kept_; // the first ones
    std::vector<catalog::LoadFailure> replacements_;
    std::uint64_t count_ = 0;
    std::size_t bytes_ = 0; // of what is kept
};

// Text that views can show: whole characters, at most `most` bytes; what is no text becomes a question mark.
std::string shown_bytes(std::string_view bytes, std::size_t most);

} // namespace redstart::sql

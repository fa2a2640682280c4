// RecordReader: the bytes of one object in, cut anywhere; its records out, or what is wrong with one. One class per
// format below it, all pure. Owned by one COPY, used on one thread.
#pragma once

#include "sql/format/transfer_options.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace redstart::sql {

// Why a record, or a field of it, cannot be loaded. Source of the codes: Redshift developer guide, "Load error
// reference"; the texts are those of public reports.
enum class LoadError : int {
    None = 0,
    ExtraColumns = 1202,
    MissingEndQuote = 1203,
    OutOfRange = 1204,
    InvalidDate = 1205,
    InvalidTimestamp = 1206,
    InvalidDigit = 1207,
    InvalidFloat = 1208,
    InvalidDecimal = 1209,
    InvalidBoolean = 1210,
    NotNull = 1213,
    DelimiterNotFound = 1214,
    InvalidLine = 1216,
    InvalidText = 1220,
    InvalidEncoding = 1221,
    Scan = 15007, // of a columnar file as a whole (public reports)
};

// One record; the views live until the reader's next call.
struct Record {
    std::vector<std::optional<std::string_view>> fields; // nullopt: NULL
    std::uint64_t line = 0;                              // of its end, from 1
    std::string_view text;                               // as it is in the object
    LoadError error = LoadError::None;                   // of the record as a whole: it has no fields, or not all
    std::string reason;
    std::size_t position = 0; // of the error in the text
};

// A record of more bytes cannot be loaded (Redshift developer guide, COPY).
inline constexpr std::size_t kMaxRecord = std::size_t{4} << 20;

class RecordReader {
public:
    virtual ~RecordReader() = default;
    // More bytes; call next() until it returns false afterwards.
    virtual void feed(std::string_view bytes) = 0;
    // There are no more bytes; call next() until it returns false afterwards.
    virtual void end() = 0;
    // The next record; false when more bytes are needed or none is left. It may have more or fewer fields than there
    // are columns.
    virtual bool next(Record& record) = 0;
    // The records so far.
    virtual std::uint64_t lines() const = 0;
};

} // namespace redstart::sql

// Row: the arguments and the result of one call of a function whose body knows nothing of the engine.
// Views point into the engine's vectors and live as long as the call; used on one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace duckdb {
class DataChunk;
class Vector;
} // namespace duckdb

namespace redstart::catalog {

// Values as the engine stores them: days and microseconds since 1970-01-01, a timestamptz in UTC.
struct Date {
    std::int32_t days = 0;
    friend auto operator<=>(const Date&, const Date&) = default;
};
struct TimeOfDay {
    std::int64_t micros = 0;
    friend auto operator<=>(const TimeOfDay&, const TimeOfDay&) = default;
};
// The clock time in the upper 40 bits; in the others the zone, counted from 15:59:59 east of UTC westwards.
struct TimeTz {
    std::uint64_t bits = 0;

    static constexpr std::int32_t kMostSeconds = 16 * 60 * 60 - 1;
    static constexpr TimeTz of(std::int64_t micros, std::int32_t east) {
        return {static_cast<std::uint64_t>(micros) << 24U | static_cast<std::uint64_t>(kMostSeconds - east)};
    }
    constexpr std::int64_t micros() const { return static_cast<std::int64_t>(bits >> 24U); }
    constexpr std::int32_t east() const { return kMostSeconds - static_cast<std::int32_t>(bits & 0xFFFFFFU); }
};
struct Timestamp {
    std::int64_t micros = 0;
    friend auto operator<=>(const Timestamp&, const Timestamp&) = default;
};
struct TimestampTz {
    std::int64_t micros = 0;
    friend auto operator<=>(const TimestampTz&, const TimestampTz&) = default;
};
struct Interval {
    std::int32_t months = 0;
    std::int32_t days = 0;
    std::int64_t micros = 0;
};
// A VARBYTE: of an argument, and one that a body has made.
struct Bytes {
    std::string_view data;
};
struct OwnBytes {
    std::string data;
};

class Row {
public:
    static constexpr std::size_t kMaxArguments = 8;

    // `arguments` must be kept and not change; `result` becomes a flat vector. A text that is put into it may have
    // `longest` bytes.
    Row(duckdb::DataChunk& arguments, duckdb::Vector& result, std::size_t longest);
    ~Row();
    Row(const Row&) = delete;
    Row& operator=(const Row&) = delete;

    void move_to(std::size_t row);

    bool is_null(std::size_t argument) const;
    template <typename T> T get(std::size_t argument) const {
        return static_cast<const T*>(data_[argument])[index_[argument]];
    }

    void put_null();
    void put_text(std::string_view text); // throws SqlError 54000 when it is too long
    template <typename T> void put(const T& value) { static_cast<T*>(result_data_)[row_] = value; }

private:
    struct Formats;

    Formats* formats_;
    const void* data_[kMaxArguments] = {};
    std::size_t index_[kMaxArguments] = {};
    duckdb::Vector& result_;
    void* result_data_;
    const std::size_t longest_;
    std::size_t row_ = 0;
};

template <> std::string_view Row::get<std::string_view>(std::size_t argument) const;
template <> inline Bytes Row::get<Bytes>(std::size_t argument) const { return {get<std::string_view>(argument)}; }
template <> inline void Row::put<OwnBytes>(const OwnBytes& bytes) { put_text(bytes.data); }
template <> inline void Row::put<Bytes>(const Bytes& bytes) { put_text(bytes.data); }
template <> inline void Row::put<std::string_view>(const std::string_view& text) { put_text(text); }
template <> inline void Row::put<std::string>(const std::string& text) { put_text(text); }

} // namespace redstart::catalog

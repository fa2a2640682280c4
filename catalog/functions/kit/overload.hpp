// Overload: the declaration of one signature of a function, made from a plain C++ function over values.
// Constants; any thread. A body may throw protocol::SqlError.
#pragma once

#include "catalog/engine/bounded_text.hpp"
#include "catalog/functions/kit/row.hpp"

#include <array>
#include <type_traits>
#include <utility>
#include <vector>

namespace redstart::catalog {

enum class Kind : unsigned char {
    Boolean,
    Int2,
    Int4,
    Int8,
    Float4,
    Float8,
    Numeric,
    Text,
    Bytes,
    Date,
    Time,
    TimeTz,
    Timestamp,
    TimestampTz,
    Interval,
};

struct Overload {
    std::string_view name;
    void (*body)(Row& row);
    Kind result;
    std::size_t size;                                         // arguments
    std::array<Kind, Row::kMaxArguments> arguments;           // what the body takes
    std::array<Kind, Row::kMaxArguments> accepts = arguments; // what a call may give: the engine casts it
    std::size_t longest = kMaxTextBytes;                      // bytes of a result that is a text
};

namespace detail {

template <typename T> struct Plain { using type = T; };
template <typename T> struct Plain<std::optional<T>> { using type = T; };

template <typename T> inline constexpr bool kOptional = !std::is_same_v<typename Plain<T>::type, T>;

template <typename T> consteval Kind kind_of() {
    using Value = typename Plain<T>::type;
    if constexpr (std::is_same_v<Value, bool>)
        return Kind::Boolean;
    else if constexpr (std::is_same_v<Value, std::int16_t>)
        return Kind::Int2;
    else if constexpr (std::is_same_v<Value, std::int32_t>)
        return Kind::Int4;
    else if constexpr (std::is_same_v<Value, std::int64_t>)
        return Kind::Int8;
    else if constexpr (std::is_same_v<Value, float>)
        return Kind::Float4;
    else if constexpr (std::is_same_v<Value, double>)
        return Kind::Float8;
    else if constexpr (std::is_same_v<Value, Bytes> || std::is_same_v<Value, OwnBytes>)
        return Kind::Bytes;
    else if constexpr (std::is_same_v<Value, Date>)
        return Kind::Date;
    else if constexpr (std::is_same_v<Value, TimeOfDay>)
        return Kind::Time;
    else if constexpr (std::is_same_v<Value, TimeTz>)
        return Kind::TimeTz;
    else if constexpr (std::is_same_v<Value, Timestamp>)
        return Kind::Timestamp;
    else if constexpr (std::is_same_v<Value, TimestampTz>)
        return Kind::TimestampTz;
    else if constexpr (std::is_same_v<Value, Interval>)
        return Kind::Interval;
    else {
        static_assert(std::is_same_v<Value, std::string_view> || std::is_same_v<Value, std::string>);
        return Kind::Text;
    }
}

// An argument that the body takes as std::optional may be NULL; any other NULL makes the result NULL.
template <typename T> T argument(const Row& row, std::size_t index) {
    if constexpr (kOptional<T>) {
        if (row.is_null(index)) return std::nullopt;
        return row.get<typename Plain<T>::type>(index);
    } else {
        return row.get<T>(index);
    }
}

template <typename T> void put(Row& row, const T& value) {
    if constexpr (kOptional<T>)
        value ? row.put(*value) : row.put_null();
    else
        row.put(value);
}

template <auto Body, typename Result, typename... Arguments, std::size_t... Index>
void call(Row& row, std::index_sequence<Index...>) {
    if (((!kOptional<Arguments> && row.is_null(Index)) || ...)) return row.put_null();
    put<Result>(row, Body(argument<Arguments>(row, Index)...));
}

template <auto Body> struct Adapter;
template <typename Result, typename... Arguments, Result (*Body)(Arguments...)> struct Adapter<Body> {
    static void run(Row& row) { call<Body, Result, Arguments...>(row, std::index_sequence_for<Arguments...>()); }
    static constexpr Overload declare(std::string_view name) {
        return {name, run, kind_of<Result>(), sizeof...(Arguments), {kind_of<Arguments>()...}};
    }
};

} // namespace detail

// The signature of `Body` under an SQL name: argument and result types come from the C++ types.
template <auto Body> constexpr Overload overload(std::string_view name) { return detail::Adapter<Body>::declare(name); }

// The same, taking another type for one argument that the engine casts to the body's.
constexpr Overload accepting(Overload overload, std::size_t argument, Kind kind) {
    overload.accepts[argument] = kind;
    return overload;
}

using Overloads = std::vector<Overload>;

// Adds a body that takes a timestamp as argument `argument` for everything that a date and time can be given as: text,
// date, timestamp, timestamptz (as the session's local time).
void add_for_times(Overloads& overloads, const Overload& overload, std::size_t argument);
// The same for two neighbouring arguments, in every combination.
void add_for_pairs(Overloads& overloads, const Overload& overload, std::size_t argument);

// The families of declarations, one file each.
Overloads length_functions();      // cutting and measuring text
Overloads padding_functions();     // what builds long text: repeat, lpad, replace, ...
Overloads text_search_functions(); // substring, strpos, split_part, ...
Overloads text_form_functions();   // initcap, soundex, crc32, sha2, strtol, ...
Overloads byte_functions();        // VARBYTE: to_hex, from_varbyte, getbit, ...
Overloads hash_functions();        // fnv_hash, murmur3_32_hash, farmfingerprint64, checksum
Overloads regex_text_functions();  // regexp_replace and its relatives
Overloads json_functions();
Overloads math_functions();
Overloads date_arithmetic_functions(); // dateadd, datediff, add_months, ...
Overloads date_part_functions();       // date_part, date_trunc, ...
Overloads date_comparison_functions(); // date_cmp and its relatives
Overloads format_functions();          // to_char, to_date, to_timestamp, to_number

} // namespace redstart::catalog

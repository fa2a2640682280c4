// What the tests of the COPY readers share: a whole input, in pieces of any size, to rows or to its error.
#pragma once

#include "protocol/error.hpp"
#include "sql/copy/copy_reader.hpp"
#include "sql/copy/copy_reader_factory.hpp"

#include <functional>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace redstart::sql::testing {

using Row = std::vector<std::optional<std::string>>;

struct Reading {
    std::vector<Row> rows; // those before the error
    std::string error;     // sqlstate, message, and CONTEXT behind " @ "
    friend bool operator==(const Reading&, const Reading&) = default;
};

inline CopyOptions text_options() { return {}; }

inline CopyOptions csv_options() {
    CopyOptions options;
    options.format = CopyFormat::Csv;
    options.delimiter = ',';
    options.null_text.clear();
    return options;
}

inline CopyOptions binary_options() {
    CopyOptions options;
    options.format = CopyFormat::Binary;
    return options;
}

// Sizes of the pieces the input is cut into.
using Pieces = std::function<std::size_t()>;

inline Pieces whole() {
    return [] { return std::string::npos; };
}
inline Pieces bytewise() {
    return [] { return std::size_t{1}; };
}
inline Pieces random_pieces(std::mt19937& random) {
    return [&random] { return std::size_t{1} + random() % 7; };
}

inline Reading read(const CopyOptions& options, std::string_view input, const Pieces& pieces = whole()) {
    const CopySource source{"t", {"a", "b"}};
    const auto reader = make_copy_reader(options, source);
    Reading reading;
    CopyRow row;
    const auto drain = [&] {
        while (reader->next(row)) {
            reader->require_all_fields(row);
            Row copy;
            for (const auto& field : row.fields)
                copy.push_back(field ? std::optional<std::string>(*field) : std::nullopt);
            reading.rows.push_back(std::move(copy));
        }
    };
    try {
        while (!input.empty()) {
            const auto piece = input.substr(0, pieces());
            reader->feed(piece);
            input.remove_prefix(piece.size());
            drain();
        }
        reader->end();
        drain();
    } catch (const protocol::SqlError& error) {
        reading.error = error.sqlstate() + " " + error.message();
        if (!error.context().empty()) reading.error += " @ " + error.context();
    }
    return reading;
}

// Inputs made of the pieces that mean something to a format, in any order.
inline std::string random_input(std::mt19937& random, const std::vector<std::string>& pieces) {
    std::string input;
    for (auto count = random() % 24; count > 0; --count) input += pieces[random() % pieces.size()];
    return input;
}

} // namespace redstart::sql::testing

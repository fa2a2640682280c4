// Cell: one field of a row that a table function hands to the engine.
// A short-lived reference into an engine vector; used on the thread that fills it.
#pragma once

#include "catalog/state/system_state.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace duckdb {
class Vector;
} // namespace duckdb

namespace redstart::catalog {

class Cell {
public:
    Cell(duckdb::Vector& vector, std::size_t row) : vector_(vector), row_(row) {}

    void null();
    void boolean(bool value);
    void integer(std::int64_t value); // into any integer column; the value fits by declaration
    void number(double value);        // into a float4 or float8 column
    void text(std::string_view value);
    void time(Micros value); // into a timestamp column; 0 is NULL
    void texts(const std::vector<std::string>& values);
    void integers(const std::vector<std::int64_t>& values);

private:
    duckdb::Vector& vector_;
    std::size_t row_;
};

} // namespace redstart::catalog

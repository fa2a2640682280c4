// ValueWriter: one value of an engine vector in PostgreSQL's text or binary format, and which types have one.
// A value; used on the backend's thread.
#pragma once

#include "catalog/engine/engine_types.hpp"
#include "protocol/frontend.hpp"
#include "protocol/wire_writer.hpp"
#include "sql/value/date_style.hpp"
#include "sql/value/interval_style.hpp"

#include <cstddef>
#include <cstdint>

namespace duckdb {
struct UnifiedVectorFormat;
} // namespace duckdb

namespace redstart::sql {

// What a type's writer has to know of the type.
struct ValueShape {
    unsigned scale = 0;    // DECIMAL
    std::size_t width = 0; // char(n): blanks are added up to n characters
    unsigned digits = 0;   // of rounded floats
    DateStyle style;
    IntervalStyle intervals = IntervalStyle::Postgres;
};

class ValueWriter {
public:
    // Writes nothing (see operator bool) for a type whose values have to be converted first: texts that need the
    // engine (time zones, names of objects), and arrays.
    // Floats as text are exact, and rounded where `extra_float_digits` is not above 0 (PostgreSQL).
    // Dates and timestamps as text have the style.
    ValueWriter(const duckdb::LogicalType& type, protocol::Format format, int extra_float_digits = 1,
                DateStyle style = {});
    // Intervals as text.
    explicit ValueWriter(IntervalStyle style);
    // Copies the bytes of VARCHAR and BLOB: what is converted already.
    static ValueWriter verbatim();

    explicit operator bool() const noexcept { return write_ != nullptr; }

    // The bytes of the value at `index`, an index into the data of `vector`; it is not NULL. May throw 22008.
    void write(protocol::WireWriter& out, const duckdb::UnifiedVectorFormat& vector, std::uint64_t index) const {
        write_(out, vector, index, shape_);
    }

private:
    using Write = void (*)(protocol::WireWriter&, const duckdb::UnifiedVectorFormat&, std::uint64_t, const ValueShape&);
    ValueWriter() = default;

    Write write_ = nullptr;
    ValueShape shape_;
};

bool is_float(const duckdb::LogicalType& type);
// Types whose text is the name of an object (regclass, regtype, ...) and whose binary form is its OID.
bool is_object_name(const duckdb::LogicalType& type);

} // namespace redstart::sql

#include "sql/run/result.hpp"

#include "catalog/type/type_map.hpp"
#include "protocol/error.hpp"
#include "protocol/pg_type.hpp"
#include "protocol/sqlstate.hpp"
#include "protocol/value_binary.hpp"
#include "protocol/value_text.hpp"

#include <algorithm>

#include <duckdb.hpp>
#include <fmt/core.h>

namespace redstart::sql {
namespace {

using protocol::Format;

void write_value(protocol::WireWriter& out, const StaticValue& value, Format format) {
    if (std::holds_alternative<std::monostate>(value)) return out.null_field();
    const bool binary = format == Format::Binary;
    const auto field = out.field_begin();
    if (const auto* flag = std::get_if<bool>(&value))
        binary ? protocol::write_binary_bool(out, *flag) : protocol::write_text_bool(out, *flag);
    else if (const auto* small = std::get_if<std::int32_t>(&value))
        binary ? protocol::write_binary_int4(out, *small) : protocol::write_text_int4(out, *small);
    else if (const auto* big = std::get_if<std::int64_t>(&value))
        binary ? protocol::write_binary_int8(out, *big) : protocol::write_text_int8(out, *big);
    else
        out.bytes(std::get<std::string>(value));
    out.field_end(field);
}

} // namespace

void Result::set_formats(const std::vector<Format>& formats) {
    if (formats.size() > 1 && formats.size() != columns_.size())
        throw protocol::SqlError(protocol::sqlstate::kProtocolViolation,
                                 fmt::format("bind message has {} result formats but query has {} columns",
                                             formats.size(), columns_.size()));
    for (std::size_t index = 0; index < columns_.size(); ++index)
        columns_[index].format = protocol::format_of(formats, index);
}

void Result::copy_as(const EncoderFactory&) {
    throw protocol::SqlError(protocol::sqlstate::kInternalError, "this result cannot be copied");
}

void Result::step_back() {
    throw protocol::SqlError(protocol::sqlstate::kObjectNotInPrerequisiteState, "cursor can only scan forward");
}

std::vector<protocol::ColumnDescription> describe_columns(const std::vector<std::string>& names,
                                                          const std::vector<duckdb::LogicalType>& types) {
    std::vector<protocol::ColumnDescription> columns;
    for (std::size_t index = 0; index < types.size(); ++index) {
        const auto wire = catalog::wire_type(types[index]);
        protocol::ColumnDescription column;
        column.name = names[index];
        column.type = wire.oid;
        column.size = wire.size;
        column.typmod = wire.typmod;
        columns.push_back(std::move(column));
    }
    return columns;
}

std::uint64_t StaticResult::write_rows(ClientOutput& output, Interrupts& interrupts, std::uint64_t max_rows) {
    std::uint64_t written = 0;
    while (next_ < rows_.size() && (max_rows == 0 || written < max_rows)) {
        auto& out = output.writer();
        const auto& row = rows_[next_++];
        out.begin('D');
        out.i16(static_cast<std::uint16_t>(row.size()));
        for (std::size_t index = 0; index < row.size(); ++index) write_value(out, row[index], columns_[index].format);
        out.end();
        ++written;
        if (!output.flush_if_full()) interrupts.check();
    }
    return written;
}

std::uint64_t StaticResult::skip_rows(Interrupts&, std::uint64_t max_rows) {
    const auto left = rows_.size() - next_;
    const auto skipped = max_rows == 0 ? left : std::min<std::uint64_t>(left, max_rows);
    next_ += skipped;
    return skipped;
}

std::unique_ptr<Result> StaticResult::take_rows(std::uint64_t max_rows) {
    const auto left = rows_.size() - next_;
    const auto count = max_rows == 0 ? left : std::min<std::uint64_t>(left, max_rows);
    const auto first = rows_.begin() + static_cast<std::ptrdiff_t>(next_);
    next_ += count;
    return std::make_unique<StaticResult>(columns_, std::vector(first, first + static_cast<std::ptrdiff_t>(count)));
}

protocol::ColumnDescription static_column(std::string name, std::uint32_t type) {
    protocol::ColumnDescription column;
    column.name = std::move(name);
    column.type = type;
    const auto* known = protocol::find_type(type);
    column.size = known == nullptr ? std::int16_t{-1} : known->length;
    return column;
}

} // namespace redstart::sql

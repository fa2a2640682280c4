#include "sql/result.hpp"

#include "catalog/type_map.hpp"
#include "protocol/error.hpp"
#include "protocol/pg_type.hpp"
#include "protocol/sqlstate.hpp"
#include "protocol/value_binary.hpp"
#include "protocol/value_text.hpp"
#include "sql/copy_row_writer.hpp"
#include "sql/engine_call.hpp"
#include "sql/errors.hpp"
#include "sql/row_writer.hpp"

#include <duckdb.hpp>
#include <duckdb/common/types/column/column_data_collection.hpp>
#include <duckdb/storage/buffer_manager.hpp>

namespace redstart::sql {
namespace {

using duckdb::ColumnDataCollection;
using protocol::Format;

class EngineResult : public Result {
public:
    EngineResult(duckdb::Connection& connection, duckdb::unique_ptr<duckdb::QueryResult> rows)
        : connection_(connection), stream_(std::move(rows)), types_(stream_->types.begin(), stream_->types.end()) {
        columns_ = describe_columns({stream_->names.begin(), stream_->names.end()}, types_);
    }

    std::uint64_t write_rows(ClientOutput& output, Interrupts& interrupts, std::uint64_t max_rows) override {
        if (!writer_) writer_ = std::make_unique<RowWriter>(*connection_.context, types_, formats());
        std::uint64_t written = 0;
        while (max_rows == 0 || written < max_rows) {
            if (row_ == rows_in_chunk()) {
                if (!next_chunk(output, interrupts)) break;
                writer_->use(*chunk_);
            }
            writer_->write(output.writer(), row_++);
            ++written;
            if (!output.flush_if_full() || interrupts.pending()) interrupts.check();
        }
        return written;
    }

    bool exhausted() const override { return exhausted_; }

    void copy_as(const CopyOptions& options) override {
        writer_ = std::make_unique<CopyRowWriter>(*connection_.context, types_, options);
    }

    void spool(ClientOutput& output, Interrupts& interrupts) override {
        if (!stream_) return;
        auto& buffers = duckdb::BufferManager::GetBufferManager(*connection_.context);
        auto spooled = duckdb::make_uniq<ColumnDataCollection>(buffers, stream_->types);
        const EngineCall call(output);
        while (auto chunk = fetch(interrupts)) spooled->Append(*chunk);
        stream_.reset();
        spooled_ = std::move(spooled);
        spooled_->InitializeScan(scan_);
    }

private:
    std::vector<Format> formats() const {
        std::vector<Format> formats;
        for (const auto& column : columns_) formats.push_back(column.format);
        return formats;
    }
    std::size_t rows_in_chunk() const { return chunk_ ? chunk_->size() : 0; }

    // nullptr at the end; throws the statement's error, the client's own reason first.
    duckdb::unique_ptr<duckdb::DataChunk> fetch(Interrupts& interrupts) {
        duckdb::unique_ptr<duckdb::DataChunk> chunk;
        duckdb::ErrorData error;
        if (!stream_->TryFetch(chunk, error)) {
            interrupts.check();
            throw to_sql_error(error);
        }
        if (!chunk || chunk->size() == 0) return nullptr;
        return chunk;
    }

    bool next_chunk(ClientOutput& output, Interrupts& interrupts) {
        row_ = 0;
        if (spooled_) {
            if (!chunk_ || !spooled_scan_ready_) {
                chunk_ = duckdb::make_uniq<duckdb::DataChunk>();
                spooled_->InitializeScanChunk(scan_, *chunk_);
                spooled_scan_ready_ = true;
            }
            exhausted_ = !spooled_->Scan(scan_, *chunk_);
        } else if (stream_) {
            const EngineCall call(output);
            chunk_ = fetch(interrupts);
            exhausted_ = chunk_ == nullptr;
            if (exhausted_) stream_.reset();
        } else {
            exhausted_ = true;
        }
        return !exhausted_;
    }

    duckdb::Connection& connection_;
    duckdb::unique_ptr<duckdb::QueryResult> stream_;
    std::vector<duckdb::LogicalType> types_;
    std::unique_ptr<RowEncoder> writer_;
    duckdb::unique_ptr<duckdb::DataChunk> chunk_;
    std::size_t row_ = 0;
    bool exhausted_ = false;
    duckdb::unique_ptr<ColumnDataCollection> spooled_;
    duckdb::ColumnDataScanState scan_;
    bool spooled_scan_ready_ = false;
};

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
    for (std::size_t index = 0; index < columns_.size(); ++index)
        columns_[index].format = protocol::format_of(formats, index);
}

void Result::copy_as(const CopyOptions&) {
    throw protocol::SqlError(protocol::sqlstate::kInternalError, "this result cannot be copied");
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

std::unique_ptr<Result> make_engine_result(duckdb::Connection& connection, Owned<duckdb::QueryResult> rows) {
    return std::make_unique<EngineResult>(connection, std::move(rows));
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

protocol::ColumnDescription static_column(std::string name, std::uint32_t type) {
    protocol::ColumnDescription column;
    column.name = std::move(name);
    column.type = type;
    const auto* known = protocol::find_type(type);
    column.size = known == nullptr ? std::int16_t{-1} : known->length;
    return column;
}

} // namespace redstart::sql

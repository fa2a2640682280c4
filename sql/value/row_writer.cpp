#include "sql/value/row_writer.hpp"

#include "catalog/type/type_map.hpp"
#include "protocol/error.hpp"
#include "protocol/pg_type.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/value/array_binary.hpp"
#include "sql/value/text_forms.hpp"
#include "sql/value/value_writer.hpp"

#include <duckdb.hpp>
#include <duckdb/common/vector_operations/vector_operations.hpp>

namespace redstart::sql {
namespace {

using duckdb::LogicalType;
using duckdb::LogicalTypeId;
using protocol::Format;
using protocol::WireWriter;

bool is_array(const LogicalType& type) { return type.id() == LogicalTypeId::LIST; }

} // namespace

struct RowWriter::Column {
    Column(duckdb::ClientContext& context, const LogicalType& column_type, Format column_format)
        : type(column_type), format(column_format),
          writer(format == Format::Text ? text_writer(context, type) : ValueWriter(type, format)) {}

    LogicalType type;
    Format format;
    ValueWriter writer;
    bool convert = false; // when a chunk is taken
    duckdb::UnifiedVectorFormat vector;
    duckdb::unique_ptr<duckdb::Vector> converted;
};

RowWriter::RowWriter(duckdb::ClientContext& context, const std::vector<LogicalType>& types,
                     const std::vector<Format>& formats)
    : context_(context) {
    for (std::size_t index = 0; index < types.size(); ++index) {
        Column column(context, types[index], protocol::format_of(formats, index));
        column.convert = !column.writer;
        if (column.convert) prepare(column);
        columns_.push_back(std::move(column));
    }
}

RowWriter::~RowWriter() = default;
RowWriter::RowWriter(RowWriter&&) noexcept = default;

// Chooses what a type without a writer of its own becomes.
void RowWriter::prepare(Column& column) {
    if (column.format == Format::Binary && is_object_name(column.type)) {
        const auto number = catalog::logical_type(protocol::oid::kOid);
        column.writer = ValueWriter(number, Format::Binary);
        column.converted = duckdb::make_uniq<duckdb::Vector>(number);
        return;
    }
    const bool bytes = column.format == Format::Binary && is_array(column.type);
    if (column.format == Format::Binary && !bytes && column.type.id() != LogicalTypeId::SQLNULL)
        throw protocol::SqlError(protocol::sqlstate::kFeatureNotSupported,
                                 "no binary output function available for type " + column.type.ToString());
    if (bytes) check_array(column.type);
    column.writer = ValueWriter::verbatim();
    column.converted = duckdb::make_uniq<duckdb::Vector>(bytes ? LogicalType::BLOB : LogicalType::VARCHAR);
}

void RowWriter::convert(Column& column, duckdb::Vector& source, std::size_t count) {
    const LogicalType type = column.converted->GetType();
    column.converted = duckdb::make_uniq<duckdb::Vector>(type, count);
    if (type.id() == LogicalTypeId::VARCHAR)
        values_to_text(context_, source, *column.converted, count);
    else if (is_array(column.type))
        arrays_to_binary(source, *column.converted, count);
    else
        duckdb::VectorOperations::Cast(context_, source, *column.converted, count);
}

void RowWriter::use(duckdb::DataChunk& chunk) {
    for (std::size_t index = 0; index < columns_.size(); ++index) {
        auto& column = columns_[index];
        auto* source = &chunk.data[index];
        if (column.convert) {
            convert(column, *source, chunk.size());
            source = column.converted.get();
        }
        column.vector = duckdb::UnifiedVectorFormat();
        source->ToUnifiedFormat(chunk.size(), column.vector);
    }
}

void RowWriter::write(WireWriter& out, std::size_t row) {
    out.begin('D');
    write_fields(out, row);
    out.end();
}

void RowWriter::write_fields(WireWriter& out, std::size_t row) const {
    out.i16(static_cast<std::uint16_t>(columns_.size()));
    for (const auto& column : columns_) {
        const auto index = column.vector.sel->get_index(row);
        if (!column.vector.validity.RowIsValid(index)) {
            out.null_field();
            continue;
        }
        const auto field = out.field_begin();
        column.writer.write(out, column.vector, index);
        out.field_end(field);
    }
}

bool RowWriter::write_value(WireWriter& out, std::size_t column_index, std::size_t row) const {
    const auto& column = columns_[column_index];
    const auto index = column.vector.sel->get_index(row);
    if (!column.vector.validity.RowIsValid(index)) return false;
    column.writer.write(out, column.vector, index);
    return true;
}

} // namespace redstart::sql

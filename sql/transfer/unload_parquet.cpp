#include "sql/transfer/unload_parquet.hpp"

#include "catalog/engine/errors.hpp"
#include "catalog/type/type_map.hpp"
#include "protocol/error.hpp"
#include "protocol/pg_type.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/value/row_writer.hpp"

#include <algorithm>

#include <duckdb.hpp>
#include <duckdb/common/vector_operations/vector_operations.hpp>
#include <fmt/core.h>

namespace redstart::sql {
namespace {

namespace oid = protocol::oid;
namespace state = protocol::sqlstate;
using duckdb::LogicalType;
using protocol::SqlError;

// The size of a file is rounded down to whole row groups of this size (r_UNLOAD).
constexpr std::uint64_t kGroup = std::uint64_t{32} * 1000 * 1000;

std::uint64_t file_size(std::uint64_t wanted) { return wanted < kGroup ? wanted : wanted / kGroup * kGroup; }

// What the file has for a value of the type.
LogicalType stored_type(const LogicalType& type, const std::string& name) {
    const auto wire = catalog::wire_type(type);
    switch (wire.oid) {
    case oid::kBool: return LogicalType::BOOLEAN;
    case oid::kInt2: return LogicalType::SMALLINT;
    case oid::kInt4: return LogicalType::INTEGER;
    case oid::kInt8: return LogicalType::BIGINT;
    case oid::kFloat4: return LogicalType::FLOAT;
    case oid::kFloat8: return LogicalType::DOUBLE;
    case oid::kDate: return LogicalType::DATE;
    case oid::kTimestamp:
    case oid::kTimestampTz: return LogicalType::TIMESTAMP; // the zone is not unloaded
    case oid::kText:
    case oid::kVarchar:
    case oid::kBpchar: return LogicalType::VARCHAR;
    case oid::kNumeric:
        if (type.id() == duckdb::LogicalTypeId::DECIMAL)
            return LogicalType::DECIMAL(duckdb::DecimalType::GetWidth(type), duckdb::DecimalType::GetScale(type));
        return LogicalType::DECIMAL(38, 0);
    default: break;
    }
    const auto* known = protocol::find_type(wire.oid);
    throw SqlError(state::kFeatureNotSupported, fmt::format("UNLOAD PARQUET does not support the type {} of \"{}\"",
                                                            known == nullptr ? "unknown" : known->sql_name, name));
}

// Blanks that a client sees, and the engine does not have, are written by the encoder of rows.
bool is_written_as_text(const LogicalType& type) {
    return catalog::wire_type(type).oid == oid::kBpchar ||
           (stored_type(type, {}).id() == duckdb::LogicalTypeId::VARCHAR &&
            type.id() != duckdb::LogicalTypeId::VARCHAR);
}

} // namespace

// Gathers the rows of a chunk that belong to one file.
class ParquetFiles::Rows final : public RowEncoder {
public:
    Rows(ParquetFiles& files, duckdb::ClientContext& context, const std::vector<LogicalType>& types)
        : files_(files), context_(context), texts_(context, types, {protocol::Format::Text}) {
        for (const auto& type : types) as_text_.push_back(is_written_as_text(type));
        files_.rows_ = this;
    }
    ~Rows() override { files_.rows_ = nullptr; }

    void use(duckdb::DataChunk& chunk) override {
        hand_over();
        texts_.use(chunk);
        chunk_ = std::make_unique<duckdb::DataChunk>();
        const auto& types = *files_.types_;
        chunk_->Initialize(duckdb::Allocator::DefaultAllocator(), {types.begin(), types.end()});
        for (std::size_t column = 0; column < types.size(); ++column) convert(chunk.data[column], column, chunk.size());
        chunk_->SetCardinality(chunk.size());
    }

    void write(protocol::WireWriter&, std::size_t row) override {
        if (begin_ == end_) begin_ = row;
        end_ = row + 1;
    }

    void hand_over() {
        if (begin_ == end_) return;
        duckdb::DataChunk part;
        part.InitializeEmpty(chunk_->GetTypes());
        part.Reference(*chunk_);
        if (begin_ > 0 || end_ < chunk_->size()) part.Slice(begin_, end_ - begin_);
        begin_ = end_ = 0;
        files_.append(part);
    }

private:
    void convert(duckdb::Vector& source, std::size_t column, std::size_t count) {
        auto& target = chunk_->data[column];
        if (as_text_[column]) return write_texts(column, count);
        if (source.GetType().InternalType() == target.GetType().InternalType()) return target.Reinterpret(source);
        try {
            duckdb::VectorOperations::Cast(context_, source, target, count);
        } catch (const std::exception& error) { throw to_sql_error(error); }
    }

    void write_texts(std::size_t column, std::size_t count) {
        auto& target = chunk_->data[column];
        for (std::size_t row = 0; row < count; ++row) {
            value_.clear();
            const bool there = texts_.write_value(value_, column, row);
            duckdb::FlatVector::SetNull(target, row, !there);
            if (!there) continue;
            const auto text = value_.view();
            duckdb::FlatVector::GetData<duckdb::string_t>(target)[row] =
                duckdb::StringVector::AddString(target, text.data(), text.size());
        }
    }

    ParquetFiles& files_;
    duckdb::ClientContext& context_;
    RowWriter texts_;
    std::vector<bool> as_text_;
    protocol::WireWriter value_;
    std::unique_ptr<duckdb::DataChunk> chunk_;
    std::size_t begin_ = 0; // of the rows of the chunk that wait to be handed over
    std::size_t end_ = 0;
};

ParquetFiles::ParquetFiles(const UnloadOptions& options, UnloadFiles& files)
    : options_(options), files_(files), group_bytes_(std::min(options.row_group_size, options.max_file_size)),
      file_bytes_(file_size(options.max_file_size)), types_(std::make_unique<std::vector<LogicalType>>()) {}

ParquetFiles::~ParquetFiles() = default;

EncoderFactory ParquetFiles::encoder() {
    return [this](duckdb::ClientContext& context, const std::vector<LogicalType>& types,
                  const std::vector<std::string>& names) -> std::unique_ptr<RowEncoder> {
        names_ = names;
        types_->clear();
        for (std::size_t column = 0; column < types.size(); ++column)
            types_->push_back(stored_type(types[column], names[column]));
        return std::make_unique<Rows>(*this, context, types);
    };
}

void ParquetFiles::begin_file() {
    writer_ = std::make_unique<ParquetWriter>(instance_, names_, *types_,
                                              [this](std::string_view bytes) { files_.append(bytes); });
    written_ = true;
}

void ParquetFiles::append(duckdb::DataChunk& rows) {
    if (!writer_) begin_file();
    writer_->append(rows);
    file_rows_ += rows.size();
    if (writer_->waiting_bytes() < group_bytes_) return;
    const auto before = files_.part_bytes();
    writer_->end_row_group();
    last_group_ = files_.part_bytes() - before;
    if (files_.part_bytes() + last_group_ > file_bytes_) end_file();
}

void ParquetFiles::end_file() {
    if (rows_ != nullptr) rows_->hand_over();
    if (!writer_) return;
    writer_->finish();
    writer_.reset();
    files_.end_part(std::exchange(file_rows_, 0));
}

void ParquetFiles::finish() {
    if (rows_ != nullptr) rows_->hand_over();
    if (!written_ && options_.partition_by.empty()) begin_file();
    end_file();
}

} // namespace redstart::sql

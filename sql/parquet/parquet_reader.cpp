#include "sql/parquet/parquet_reader.hpp"

#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"

#include <algorithm>

#include <duckdb.hpp>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using protocol::SqlError;

std::string text_of(const duckdb::Value& value) { return value.IsNull() ? std::string() : value.ToString(); }

std::int64_t number_of(const duckdb::Value& value, std::int64_t otherwise) {
    return value.IsNull() ? otherwise : value.GetValue<std::int64_t>();
}

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
    return text;
}

} // namespace

std::string ParquetColumn::shown(std::size_t place) const {
    const auto text = lower(repetition) + " " + (type.empty() ? "group" : lower(type)) + " " + name;
    const auto number = [](bool one) { return one ? "1" : "0"; };
    return text + " [i:" + std::to_string(place) + " d:" + number(repetition != "REQUIRED") +
           " r:" + number(repetition == "REPEATED") + "]";
}

ParquetReader::ParquetReader(ParquetInstance& instance, std::unique_ptr<RangedObject> object)
    : instance_(instance), path_(instance.files().add(std::move(object))) {
    read_schema();
}

ParquetReader::~ParquetReader() {
    rows_.reset();
    instance_.files().remove(path_);
}

// The engine lists the nodes of the schema's tree in the order of their beginnings, each with how many it has below.
void ParquetReader::read_schema() {
    const auto result =
        instance_.connection().Query("SELECT name, type, repetition_type, converted_type, logical_type, precision, "
                                     "scale, num_children FROM parquet_schema('" +
                                     path_ + "')");
    if (result->HasError()) fail(result->GetErrorObject());
    std::int64_t below = -1; // nodes that belong to the last column; -1: the root comes first
    for (const auto& row : *result) {
        const auto children = number_of(row.GetValue<duckdb::Value>(7), 0);
        if (below < 0) {
            below = 0;
            continue;
        }
        if (below > 0) {
            below += children - 1;
            continue;
        }
        ParquetColumn column;
        column.name = text_of(row.GetValue<duckdb::Value>(0));
        column.type = children > 0 ? std::string() : text_of(row.GetValue<duckdb::Value>(1));
        column.repetition = text_of(row.GetValue<duckdb::Value>(2));
        column.converted = text_of(row.GetValue<duckdb::Value>(3));
        column.logical = text_of(row.GetValue<duckdb::Value>(4));
        column.precision = number_of(row.GetValue<duckdb::Value>(5), -1);
        column.scale = number_of(row.GetValue<duckdb::Value>(6), -1);
        columns_.push_back(std::move(column));
        below = children;
    }
}

void ParquetReader::select(const std::vector<std::string>& expressions) {
    std::string query = "SELECT ";
    for (std::size_t index = 0; index < expressions.size(); ++index)
        query += (index == 0 ? "" : ", ") + expressions[index];
    rows_ = instance_.connection().SendQuery(query + " FROM read_parquet('" + path_ + "')");
    if (rows_->HasError()) fail(rows_->GetErrorObject());
}

Owned<duckdb::DataChunk> ParquetReader::next() {
    Owned<duckdb::DataChunk> chunk;
    duckdb::ErrorData error;
    if (!rows_->TryFetch(chunk, error)) fail(error);
    return chunk && chunk->size() > 0 ? std::move(chunk) : nullptr;
}

// What storage says comes first; the engine has only its text.
void ParquetReader::fail(const duckdb::ErrorData& error) const {
    instance_.files().rethrow();
    switch (error.Type()) {
    case duckdb::ExceptionType::OUT_OF_MEMORY:
        throw SqlError(state::kOutOfMemory, "out of memory").detail("The file's row groups are too large.");
    case duckdb::ExceptionType::CONVERSION:
    case duckdb::ExceptionType::OUT_OF_RANGE: throw SqlError(state::kNumericValueOutOfRange, "a value is out of range");
    default: throw SqlError(state::kInternalError, "The object is not a valid Parquet file");
    }
}

} // namespace redstart::sql

#include "sql/transfer/load_parquet.hpp"

#include "catalog/type/type_map.hpp"
#include "protocol/client_text.hpp"
#include "protocol/error.hpp"
#include "protocol/hashing.hpp"
#include "protocol/pg_type.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/format/record_reader.hpp"
#include "sql/value/text_casts.hpp"

#include <algorithm>

#include <duckdb.hpp>
#include <fmt/core.h>

namespace redstart::sql {
namespace {

namespace oid = protocol::oid;
namespace state = protocol::sqlstate;
using catalog::WireType;
using protocol::SqlError;

constexpr std::int32_t kModifierHead = 4; // a type modifier counts its own length

std::int32_t length_of(const WireType& type) { return type.typmod < 0 ? -1 : type.typmod - kModifierHead; }
std::int32_t precision_of(const WireType& type) { return (type.typmod - kModifierHead) >> 16; }
std::int32_t scale_of(const WireType& type) { return (type.typmod - kModifierHead) & 0xFFFF; }

[[noreturn]] void throw_scan_error(std::string context) { throw ScanError{std::move(context)}; }

// As the messages call it.
std::string scan_type(const WireType& type) {
    switch (type.oid) {
    case oid::kInt2: return "SMALLINT";
    case oid::kInt4: return "INT";
    case oid::kInt8: return "BIGINT";
    case oid::kFloat4: return "FLOAT";
    case oid::kFloat8: return "DOUBLE";
    case oid::kBool: return "BOOLEAN";
    case oid::kDate: return "DATE";
    case oid::kTimestamp:
    case oid::kTimestampTz: return "TIMESTAMP";
    case oid::kNumeric:
        return "DECIMAL(" + std::to_string(precision_of(type)) + ", " + std::to_string(scale_of(type)) + ")";
    case oid::kBpchar: return "CHAR(" + std::to_string(length_of(type)) + ")";
    case oid::kVarchar: return "VARCHAR(" + std::to_string(length_of(type)) + ")";
    default: break;
    }
    const auto* known = protocol::find_type(type.oid);
    return known == nullptr ? "unknown" : std::string(known->sql_name);
}

bool is_one_of(const std::string& text, std::initializer_list<const char*> words) {
    return std::any_of(words.begin(), words.end(), [&text](const char* word) { return text == word; });
}

bool is_timestamp(const ParquetColumn& file) {
    if (file.type == "INT96") return true;
    return file.type == "INT64" && (is_one_of(file.converted, {"TIMESTAMP_MILLIS", "TIMESTAMP_MICROS"}) ||
                                    file.logical.starts_with("TimestampType"));
}

bool is_decimal(const ParquetColumn& file) {
    return file.converted == "DECIMAL" || file.logical.starts_with("DecimalType");
}

// Which function of the engine reads the column; empty: none. `%` is the column.
std::string reading(const WireType& table, const ParquetColumn& file) {
    const auto& type = file.type;
    switch (table.oid) {
    case oid::kInt2:
    case oid::kInt4:
        if (type != "INT32" || !is_one_of(file.converted, {"", "INT_8", "INT_16", "INT_32"})) return {};
        return table.oid == oid::kInt2 ? "CAST(% AS SMALLINT)" : "CAST(% AS INTEGER)";
    case oid::kInt8: return type == "INT64" && is_one_of(file.converted, {"", "INT_64"}) ? "CAST(% AS BIGINT)" : "";
    case oid::kFloat4: return type == "FLOAT" ? "CAST(% AS FLOAT)" : "";
    case oid::kFloat8: return type == "DOUBLE" ? "CAST(% AS DOUBLE)" : "";
    case oid::kBool: return type == "BOOLEAN" ? "CAST(% AS BOOLEAN)" : "";
    case oid::kDate: return type == "INT32" && file.converted == "DATE" ? "CAST(% AS DATE)" : "";
    // The moment, whatever a time zone would make of it.
    case oid::kTimestamp: return is_timestamp(file) ? "make_timestamp(epoch_us(%))" : "";
    case oid::kTimestampTz: return is_timestamp(file) ? "make_timestamp(epoch_us(%))" : "";
    case oid::kNumeric:
        if (!is_decimal(file)) return {};
        return "CAST(% AS DECIMAL(" + std::to_string(precision_of(table)) + ", " + std::to_string(scale_of(table)) +
               "))";
    case oid::kBpchar:
    case oid::kVarchar:
        if (type != "BYTE_ARRAY" || is_decimal(file)) return {};
        return file.converted.empty() && file.logical.empty() ? "%" : "CAST(% AS VARCHAR)"; // bytes: see check_texts()
    case oid::kVarbyte: return type == "BYTE_ARRAY" && file.converted.empty() ? "CAST(% AS BLOB)" : "";
    default: return {};
    }
}

void check_decimal(const ParquetTarget& target, const WireType& table, const ParquetColumn& file) {
    const auto differs = [&](const char* what, std::int64_t there, std::int32_t here) {
        if (there == here) return;
        throw_scan_error(
            fmt::format("File '{0}' column '{1}' has a {2} that does not match the table metadata {2}. File "
                        "metadata {2}: {3}, table metadata {2}: {4}",
                        target.object, file.name, what, there, here));
    };
    differs("precision", file.precision, precision_of(table));
    differs("scale", std::max<std::int64_t>(file.scale, 0), scale_of(table));
}

std::string expression(const ParquetTarget& target, std::size_t index, const ParquetColumn& file) {
    const auto table = catalog::wire_type((*target.table.types)[index]);
    auto text = file.repetition == "REPEATED" ? std::string() : reading(table, file);
    if (text.empty())
        throw_scan_error(fmt::format("File '{0}' has an incompatible Parquet schema for column '{0}.{1}'. Column type: "
                                     "{2}, Parquet schema:\n{3}",
                                     target.object, target.table.columns[index], scan_type(table), file.shown(index)));
    if (table.oid == oid::kNumeric) check_decimal(target, table, file);
    return text.replace(text.find('%'), 1, "#" + std::to_string(index + 1));
}

} // namespace

SqlError scan_error(const ScanError& error) {
    constexpr const char* kLine = "\n  -----------------------------------------------";
    return SqlError(state::kInternalError, "Spectrum Scan Error")
        .detail(fmt::format("{0}\n  error:  Spectrum Scan Error\n  code:      {1}\n  context:   {2}{0}", kLine,
                            static_cast<int>(LoadError::Scan), error.context));
}

std::vector<std::string> parquet_expressions(const ParquetTarget& target, const std::vector<ParquetColumn>& columns) {
    const auto wanted = target.table.columns.size();
    if (columns.size() > wanted || (columns.size() < wanted && !target.fill))
        throw_scan_error(fmt::format(
            "Unmatched number of columns between table and file. Table columns: {}, Data columns: {}, File name: {}",
            wanted, columns.size(), target.object));
    std::vector<std::string> expressions;
    for (std::size_t index = 0; index < columns.size(); ++index)
        expressions.push_back(expression(target, index, columns[index]));
    return expressions;
}

ParquetRows::ParquetRows(duckdb::ClientContext& context, ParquetTarget target)
    : context_(context), target_(std::move(target)), typed_(std::make_unique<duckdb::DataChunk>()) {
    const auto& types = *target_.table.types;
    typed_->Initialize(duckdb::Allocator::DefaultAllocator(), {types.begin(), types.end()});
}

ParquetRows::~ParquetRows() = default;

void ParquetRows::convert(duckdb::DataChunk& read, const Sink& sink) {
    const auto count = read.size();
    typed_->Reset();
    for (std::size_t index = 0; index < typed_->ColumnCount(); ++index) {
        auto& target = typed_->data[index];
        if (index >= read.ColumnCount()) {
            target.SetVectorType(duckdb::VectorType::CONSTANT_VECTOR);
            duckdb::ConstantVector::SetNull(target, true);
            continue;
        }
        auto& source = read.data[index];
        const auto type = catalog::wire_type(target.GetType()).oid;
        if (type == oid::kBpchar || type == oid::kVarchar) check_texts(index, source, count);
        if (type == oid::kBpchar) { // stored with its blanks
            source.Flatten(count);
            cast_texts(context_, source, target, count);
        } else {
            target.Reinterpret(source);
        }
    }
    typed_->SetCardinality(count);
    sink(*typed_);
}

// Bytes that the file does not say to be UTF-8 must be; the engine has looked at the others.
void ParquetRows::check_texts(std::size_t column, duckdb::Vector& texts, std::size_t count) const {
    const auto most = length_of(catalog::wire_type((*target_.table.types)[column]));
    const bool checked = texts.GetType().id() == duckdb::LogicalTypeId::VARCHAR;
    duckdb::UnifiedVectorFormat format;
    texts.ToUnifiedFormat(count, format);
    const auto* values = duckdb::UnifiedVectorFormat::GetData<duckdb::string_t>(format);
    for (std::size_t row = 0; row < count; ++row) {
        const auto place = format.sel->get_index(row);
        if (!format.validity.RowIsValid(place)) continue;
        const std::string_view text(values[place].GetData(), values[place].GetSize());
        if (const auto bad = checked ? text.npos : protocol::find_invalid_utf8(text); bad != text.npos)
            throw_scan_error(fmt::format(
                "String contains invalid or unsupported UTF8 codepoints. Bad UTF8 hex sequence: {}, File name: {}",
                protocol::to_hex(text.substr(bad, 1)), target_.object));
        if (most < 0 || text.size() <= static_cast<std::size_t>(most)) continue;
        throw_scan_error(fmt::format("The length of the data column {} is longer than the length defined in the table. "
                                     "Table: {}, Data: {}, File name: {}",
                                     target_.table.columns[column], most, text.size(), target_.object));
    }
}

} // namespace redstart::sql

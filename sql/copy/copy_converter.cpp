#include "sql/copy/copy_converter.hpp"

#include "catalog/engine/errors.hpp"
#include "catalog/type/type_map.hpp"
#include "protocol/pg_type.hpp"
#include "protocol/sqlstate.hpp"
#include "protocol/utf8.hpp"
#include "sql/value/text_casts.hpp"
#include "sql/value/value_input.hpp"

#include <duckdb.hpp>

namespace redstart::sql {
namespace {

namespace oid = protocol::oid;
namespace state = protocol::sqlstate;
using duckdb::FlatVector;
using duckdb::LogicalType;
using duckdb::LogicalTypeId;
using duckdb::Value;
using protocol::SqlError;

constexpr std::size_t kMaxBytes = std::size_t{4} << 20;

SqlError cast_error(const std::string& message) {
    return to_sql_error(duckdb::ErrorData(duckdb::ExceptionType::CONVERSION, message));
}

} // namespace

struct CopyConverter::Column {
    LogicalType type;
    catalog::WireType wire;
    std::size_t length = 0; // in bytes; 0: any
    bool blank_padded = false;

    // As the table holds it: char(n) without the blanks that pad it, blanks beyond the length cut off.
    std::string_view stored(std::string_view value) const {
        if (blank_padded) value = protocol::without_trailing_blanks(value);
        if (length == 0 || value.size() <= length) return value;
        const auto cut = value.substr(0, protocol::fitting_bytes(value, length));
        return value.find_first_not_of(' ', cut.size()) == std::string_view::npos ? cut : value;
    }
};

CopyConverter::CopyConverter(duckdb::ClientContext& context, const CopyTable& table, const CopySource& source,
                             bool binary)
    : context_(context), source_(source), binary_(binary), texts_(std::make_unique<duckdb::DataChunk>()),
      typed_(std::make_unique<duckdb::DataChunk>()) {
    duckdb::vector<LogicalType> types;
    for (const auto& type : *table.types) {
        Column column{type, catalog::wire_type(type), 0, false};
        column.blank_padded = column.wire.oid == oid::kBpchar;
        const bool limited = column.blank_padded || column.wire.oid == oid::kVarchar;
        if (limited && column.wire.typmod >= 4) column.length = static_cast<std::size_t>(column.wire.typmod - 4);
        columns_.push_back(std::move(column));
        types.push_back(type);
    }
    auto& allocator = duckdb::Allocator::DefaultAllocator();
    typed_->Initialize(allocator, types);
    texts_->Initialize(allocator, duckdb::vector<LogicalType>(types.size(), LogicalType::VARCHAR));
}

CopyConverter::~CopyConverter() = default;

bool CopyConverter::full() const noexcept { return size() == STANDARD_VECTOR_SIZE || bytes_ > kMaxBytes; }

void CopyConverter::add(const CopyRow& row) {
    binary_ ? add_binary(row) : add_text(row);
    lines_.push_back(row.line);
}

void CopyConverter::add_text(const CopyRow& row) {
    const auto at = size();
    for (std::size_t index = 0; index < columns_.size(); ++index) {
        auto& vector = texts_->data[index];
        const auto& field = row.fields[index];
        FlatVector::SetNull(vector, at, !field.has_value());
        if (!field) continue;
        const auto& column = columns_[index];
        std::string hexadecimal;
        auto value = column.stored(*field);
        if (column.wire.oid == oid::kVarbyte && !value.starts_with("\\x")) // digits alone (copy-usage-varbyte)
            value = hexadecimal = "\\x" + std::string(value);
        too_long_ |= column.length != 0 && value.size() > column.length;
        bytes_ += value.size();
        FlatVector::GetData<duckdb::string_t>(vector)[at] =
            duckdb::StringVector::AddString(vector, value.data(), value.size());
    }
}

void CopyConverter::add_binary(const CopyRow& row) {
    for (std::size_t index = 0; index < columns_.size(); ++index) {
        const auto& field = row.fields[index];
        if (field) bytes_ += field->size();
        try {
            typed_->SetValue(index, size(), field ? cast_bytes(index, *field) : Value(columns_[index].type));
        } catch (const std::exception& error) {
            throw to_sql_error(error).context(source_.place_of_column(row.line, index));
        }
    }
}

void CopyConverter::check(const CopyRow& row) const {
    for (std::size_t index = 0; index < row.fields.size(); ++index) {
        if (!row.fields[index]) continue;
        try {
            cast_bytes(index, *row.fields[index]);
        } catch (const std::exception& error) {
            throw to_sql_error(error).context(source_.place_of_column(row.line, index));
        }
    }
}

Value CopyConverter::cast_bytes(std::size_t index, std::string_view field) const {
    const auto& column = columns_[index];
    auto value = value_from_binary(column.wire.oid, field);
    if (value.type().id() != LogicalTypeId::VARCHAR) return cast(index, value);
    const auto stored = column.stored(field);
    check_length(index, stored);
    return cast(index, Value(std::string(stored)));
}

duckdb::DataChunk& CopyConverter::convert() {
    typed_->SetCardinality(size());
    if (binary_) return *typed_;
    texts_->SetCardinality(size());
    if (too_long_) throw_first_error(SqlError(state::kInternalError, "a value is too long"));
    for (std::size_t index = 0; index < columns_.size(); ++index) {
        try {
            cast_texts(context_, texts_->data[index], typed_->data[index], size());
        } catch (const std::exception& error) { throw_first_error(error); }
    }
    return *typed_;
}

// The vector casts do not say which row failed, and a row's first bad column comes first: look value by value.
void CopyConverter::throw_first_error(const std::exception& otherwise) const {
    for (std::size_t row = 0; row < size(); ++row)
        for (std::size_t index = 0; index < columns_.size(); ++index) {
            const auto value = texts_->data[index].GetValue(row);
            if (value.IsNull()) continue;
            const auto& text = duckdb::StringValue::Get(value);
            try {
                check_length(index, text);
                check_text(context_, text, columns_[index].type);
            } catch (const std::exception& error) {
                throw to_sql_error(error).context(source_.place(lines_[row], index, text));
            }
        }
    throw to_sql_error(otherwise);
}

Value CopyConverter::cast(std::size_t index, const Value& value) const {
    Value result;
    std::string message;
    if (!value.TryCastAs(context_, columns_[index].type, result, &message)) throw cast_error(message);
    return result;
}

void CopyConverter::check_length(std::size_t index, std::string_view value) const {
    const auto& column = columns_[index];
    if (column.length == 0 || value.size() <= column.length) return;
    throw SqlError(state::kStringDataRightTruncation,
                   "value too long for type " + protocol::format_type(column.wire.oid, column.wire.typmod));
}

void CopyConverter::clear() {
    texts_->Reset();
    typed_->Reset();
    lines_.clear();
    bytes_ = 0;
    too_long_ = false;
}

} // namespace redstart::sql

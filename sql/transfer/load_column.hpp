// LoadColumn: what COPY makes of a field of one column before the engine casts it: NULL, a text in the form that the
// casts read, or the reason why it cannot be loaded. Pure functions; any thread.
// Source: Redshift developer guide, "Data conversion parameters".
#pragma once

#include "catalog/engine/engine_types.hpp"
#include "protocol/error.hpp"
#include "sql/format/record_reader.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace redstart::sql {

enum class ValueKind : unsigned char {
    Char,
    Varchar,
    Date,
    Timestamp,
    TimestampTz,
    Decimal,
    Short,
    Integer,
    Long,
    Float,
    Boolean,
    Varbyte,
    Other,
};

struct FieldError {
    LoadError code = LoadError::None;
    std::string reason;
    std::size_t position = 0; // in the field
};

class LoadColumn {
public:
    LoadColumn(std::string name, const duckdb::LogicalType& type, bool required, const LoadOptions& options);

    // The value of a field; `made` holds what it had to make. nullopt and no error: NULL.
    std::optional<std::string_view> value(std::optional<std::string_view> field, std::string& made,
                                          FieldError& error) const;
    // Why the casts refused the text.
    FieldError cast_error(std::string_view text, const protocol::SqlError& error) const;
    // ACCEPTINVCHARS replaces something in the field.
    bool replaces(std::optional<std::string_view> field) const;
    // A value that is no date is NULL (ACCEPTANYDATE).
    bool forgives() const;

    const std::string& name() const noexcept { return name_; }
    const std::string& type_name() const noexcept { return type_name_; }
    std::string length_text() const { return length_ == 0 ? "0" : std::to_string(length_); }
    ValueKind kind() const noexcept { return kind_; }
    bool required() const noexcept { return required_; }
    bool is_text() const noexcept { return kind_ == ValueKind::Char || kind_ == ValueKind::Varchar; }

private:
    std::string_view characters(std::string_view field, std::string& made, FieldError& error) const;
    std::string_view date(std::string_view field, std::string& made, FieldError& error) const;
    std::string_view timestamp(std::string_view field, std::string& made, FieldError& error) const;
    std::string_view decimal(std::string_view field) const;

    std::string name_;
    std::string type_name_;
    ValueKind kind_ = ValueKind::Other;
    std::size_t length_ = 0; // in bytes; 0: any
    std::size_t scale_ = 0;
    bool required_;
    const LoadOptions& options_;
};

} // namespace redstart::sql

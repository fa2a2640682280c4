#include "sql/run/parameters.hpp"

#include "catalog/type/type_map.hpp"
#include "protocol/client_text.hpp"
#include "protocol/error.hpp"
#include "protocol/pg_type.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/value/number_input.hpp"
#include "sql/value/value_input.hpp"

#include <duckdb.hpp>
#include <fmt/core.h>

namespace redstart::sql {
namespace {

namespace oid = protocol::oid;
namespace state = protocol::sqlstate;
using duckdb::Value;
using protocol::Format;
using protocol::SqlError;

// A numeric parameter has the precision and scale of its digits, as a literal has: the engine knows no numeric without.
Value numeric_from_text(std::string_view text) {
    constexpr int kPrecision = 38;
    const auto number = decimal_from_text(text);
    const auto scale = std::min(number.scale, kPrecision - 1);
    return decimal_value(number.unscaled(kPrecision, scale), scale);
}

// Text stays text: the statement casts it to the parameter's type, with the errors of a cast.
Value text_value(std::uint32_t type, std::string_view field) {
    if (type == oid::kBytea || type == oid::kVarbyte) return Value::BLOB_RAW(bytes_from_text(field));
    if (type == oid::kNumeric) return numeric_from_text(field);
    return Value(std::string(field));
}

bool is_text(std::uint32_t type) {
    return type == 0 || type == oid::kUnknown || type == oid::kText || type == oid::kVarchar || type == oid::kBpchar ||
           type == oid::kJson;
}

} // namespace

Parameters::Parameters() = default;
Parameters::~Parameters() = default;
Parameters::Parameters(Parameters&&) noexcept = default;
Parameters& Parameters::operator=(Parameters&&) noexcept = default;

Parameters::Parameters(const protocol::Bind& message, const std::vector<std::uint32_t>& types) {
    const auto formats = message.parameter_formats.size();
    if (formats > 1 && formats != message.values.size())
        throw SqlError(state::kProtocolViolation, fmt::format("bind message has {} parameter formats but {} parameters",
                                                              formats, message.values.size()));
    for (std::size_t index = 0; index < message.values.size(); ++index) {
        const auto type = index < types.size() ? types[index] : 0;
        if (!message.values[index]) {
            values_.emplace_back();
            texts_.emplace_back();
            continue;
        }
        const auto field = *message.values[index];
        const bool binary = protocol::format_of(message.parameter_formats, index) == Format::Binary;
        if (!binary || is_text(type)) protocol::check_client_text(field);
        values_.push_back(binary ? value_from_binary(type, field) : text_value(type, field));
        texts_.emplace_back(binary && !is_text(type) ? values_.back().ToString() : std::string(field));
    }
}

Parameters::Parameters(std::vector<std::optional<std::string>> texts, const std::vector<std::uint32_t>& types)
    : texts_(std::move(texts)) {
    for (std::size_t index = 0; index < texts_.size(); ++index) {
        const auto& text = texts_[index];
        values_.push_back(text ? text_value(index < types.size() ? types[index] : 0, *text) : Value());
    }
}

} // namespace redstart::sql

#include "sql/value/alias_casts.hpp"

#include "catalog/engine/engine_error.hpp"
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/parse/token_text.hpp"
#include "sql/value/number_input.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include <duckdb.hpp>
#include <fmt/core.h>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using duckdb::CastParameters;
using duckdb::LogicalTypeId;
using duckdb::string_t;
using duckdb::Vector;
using protocol::SqlError;

constexpr std::int64_t kValues = std::int64_t{1} << 32;

// A negative number is the oid of the same bits, as in PostgreSQL.
std::int64_t oid_of(std::int64_t number, const std::string& message) {
    if (number >= kValues || number < -kValues / 2)
        catalog::throw_through_engine(SqlError(state::kNumericValueOutOfRange, message));
    return number < 0 ? number + kValues : number;
}

template <typename T> bool number_to_oid(Vector& from, Vector& to, std::size_t count, CastParameters&) {
    duckdb::UnaryExecutor::Execute<T, std::int64_t>(
        from, to, count, [](T number) { return oid_of(static_cast<std::int64_t>(number), "OID out of range"); });
    return true;
}

bool text_to_oid(Vector& from, Vector& to, std::size_t count, CastParameters&) {
    duckdb::UnaryExecutor::Execute<string_t, std::int64_t>(from, to, count, [](string_t text) {
        try {
            const std::string_view digits(text.GetData(), text.GetSize());
            return oid_of(integer_from_text<std::int64_t>(digits),
                          fmt::format("value \"{}\" is out of range for type oid", digits));
        } catch (const SqlError& error) { catalog::throw_through_engine(error); }
    });
    return true;
}

bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

// The characters that are whole within the limit.
std::string_view cut_name(std::string_view text) {
    auto size = std::min(text.size(), kMaxNameBytes);
    while (size > 0 && size < text.size() && continues_character(text[size])) --size;
    return text.substr(0, size);
}

// PostgreSQL keeps a byte, which alone need not be a character.
std::string_view cut_char(std::string_view text) {
    auto size = std::min<std::size_t>(text.size(), 1);
    while (size > 0 && size < text.size() && continues_character(text[size])) ++size;
    return text.substr(0, size);
}

template <std::string_view (*Cut)(std::string_view)>
bool cut_text(Vector& from, Vector& to, std::size_t count, CastParameters&) {
    duckdb::UnaryExecutor::Execute<string_t, string_t>(from, to, count, [&to](string_t text) {
        const auto kept = Cut({text.GetData(), text.GetSize()});
        return duckdb::StringVector::AddString(to, kept.data(), kept.size());
    });
    return true;
}

// The character with this code (PostgreSQL); what is no character by itself cannot be kept (INF).
bool number_to_char(Vector& from, Vector& to, std::size_t count, CastParameters&) {
    duckdb::UnaryExecutor::Execute<std::int32_t, string_t>(from, to, count, [&to](std::int32_t number) {
        constexpr std::int32_t kCharacters = 128;
        if (number < 0 || number >= kCharacters)
            catalog::throw_through_engine(SqlError(state::kNumericValueOutOfRange, "\"char\" out of range"));
        const auto character = static_cast<char>(number);
        return duckdb::StringVector::AddString(to, &character, number == 0 ? 0 : 1);
    });
    return true;
}

duckdb::cast_function_t cast_to_oid(const duckdb::LogicalType& source) {
    if (source.HasAlias() && source.id() != LogicalTypeId::VARCHAR) return nullptr; // an identifier already
    switch (source.id()) {
    case LogicalTypeId::SMALLINT: return number_to_oid<std::int16_t>;
    case LogicalTypeId::INTEGER: return number_to_oid<std::int32_t>;
    case LogicalTypeId::BIGINT: return number_to_oid<std::int64_t>;
    case LogicalTypeId::VARCHAR: return text_to_oid;
    default: return nullptr;
    }
}

} // namespace

void replace_alias_cast(duckdb::BoundCastInfo& cast, const duckdb::LogicalType& source,
                        const duckdb::LogicalType& target) {
    if (!target.HasAlias()) return;
    const auto alias = target.GetAlias();
    duckdb::cast_function_t function = nullptr;
    if (alias == "oid") function = cast_to_oid(source);
    if (source.id() == LogicalTypeId::INTEGER && alias == "char") function = number_to_char;
    if (source.id() == LogicalTypeId::VARCHAR && alias == "name") function = cut_text<cut_name>;
    if (source.id() == LogicalTypeId::VARCHAR && alias == "char") function = cut_text<cut_char>;
    if (function != nullptr) cast = duckdb::BoundCastInfo(function);
}

} // namespace redstart::sql

#include "catalog/type/byte_casts.hpp"

#include "catalog/engine/engine_error.hpp"
#include "catalog/type/type_map.hpp"
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"

#include <algorithm>
#include <string>
#include <type_traits>

#include <duckdb.hpp>
#include <duckdb/function/cast/cast_function_set.hpp>

namespace redstart::catalog {

namespace {

using duckdb::LogicalType;
using duckdb::string_t;
using duckdb::Vector;

constexpr std::int64_t kExplicitOnly = -1;
constexpr unsigned kBits = 8;

template <typename T> bool to_bytes(Vector& from, Vector& to, std::size_t count, duckdb::CastParameters&) {
    duckdb::UnaryExecutor::Execute<T, string_t>(from, to, count, [&to](T number) {
        char bytes[sizeof number];
        auto rest = static_cast<std::make_unsigned_t<T>>(number);
        for (std::size_t i = sizeof number; i-- > 0; rest = static_cast<decltype(rest)>(rest >> kBits))
            bytes[i] = static_cast<char>(rest & 0xFFU);
        return duckdb::StringVector::AddStringOrBlob(to, bytes, sizeof number);
    });
    return true;
}

template <typename T> constexpr const char* kOutOfRange = "bigint out of range";
template <> constexpr const char* kOutOfRange<std::int32_t> = "integer out of range";
template <> constexpr const char* kOutOfRange<std::int16_t> = "smallint out of range";

template <typename T> bool to_integer(Vector& from, Vector& to, std::size_t count, duckdb::CastParameters& cast) {
    bool all = true;
    duckdb::UnaryExecutor::ExecuteWithNulls<string_t, T>(
        from, to, count, [&](string_t bytes, duckdb::ValidityMask& validity, duckdb::idx_t row) {
            std::make_unsigned_t<T> number = 0;
            if (bytes.GetSize() <= sizeof number) {
                for (std::size_t i = 0; i < bytes.GetSize(); ++i)
                    number =
                        static_cast<decltype(number)>(number << kBits | static_cast<unsigned char>(bytes.GetData()[i]));
                return static_cast<T>(number);
            }
            const protocol::SqlError error(protocol::sqlstate::kNumericValueOutOfRange, kOutOfRange<T>);
            if (cast.error_message == nullptr) throw_through_engine(error);
            *cast.error_message = error.message();
            validity.SetInvalid(row);
            all = false;
            return T{};
        });
    return all;
}

struct Width final : duckdb::BoundCastData {
    explicit Width(std::size_t bytes) : bytes(bytes) {}
    duckdb::unique_ptr<BoundCastData> Copy() const override { return duckdb::make_uniq<Width>(bytes); }
    const std::size_t bytes;
};

// A char is stored without the blanks that fill it up.
bool fill_up(Vector& from, Vector& to, std::size_t count, duckdb::CastParameters& cast) {
    const auto width = cast.cast_data->Cast<Width>().bytes;
    duckdb::UnaryExecutor::Execute<string_t, string_t>(from, to, count, [&](string_t text) {
        std::string bytes(text.GetData(), text.GetSize());
        bytes.resize(std::max(width, bytes.size()), ' ');
        return duckdb::StringVector::AddStringOrBlob(to, bytes);
    });
    return true;
}

duckdb::BoundCastInfo bind_char(duckdb::BindCastInput&, const LogicalType& source, const LogicalType&) {
    const auto typmod = wire_type(source).typmod;
    return {fill_up, duckdb::make_uniq<Width>(typmod < 4 ? 0 : static_cast<std::size_t>(typmod - 4))};
}

template <typename T> void add(duckdb::CastFunctionSet& casts, const LogicalType& type) {
    casts.RegisterCastFunction(type, LogicalType::BLOB, duckdb::BoundCastInfo(to_bytes<T>), kExplicitOnly);
    casts.RegisterCastFunction(LogicalType::BLOB, type, duckdb::BoundCastInfo(to_integer<T>), kExplicitOnly);
}

} // namespace

void install_byte_casts(duckdb::DatabaseInstance& instance) {
    auto& casts = duckdb::CastFunctionSet::Get(instance);
    add<std::int16_t>(casts, LogicalType::SMALLINT);
    add<std::int32_t>(casts, LogicalType::INTEGER);
    add<std::int64_t>(casts, LogicalType::BIGINT);
    casts.RegisterCastFunction(aliased(LogicalType::VARCHAR, "bpchar"), LogicalType::BLOB, bind_char, kExplicitOnly);
}

} // namespace redstart::catalog

#include "catalog/engine/engine_error.hpp"
#include "catalog/information/procedures.hpp"
#include "catalog/object/catalog_index.hpp"
#include "catalog/object/identifiers.hpp"
#include "catalog/type/type_map.hpp"
#include "catalog/type/type_procedures.hpp"
#include "catalog/type/types.hpp"
#include "protocol/pg_type.hpp"
#include "protocol/sqlstate.hpp"

#include <charconv>
#include <memory>
#include <optional>

#include <duckdb.hpp>
#include <duckdb/function/cast/cast_function_set.hpp>
#include <fmt/core.h>

namespace redstart::catalog {

namespace {

using duckdb::LogicalType;
using protocol::SqlError;
namespace oid = protocol::oid;

std::optional<std::uint32_t> as_number(std::string_view text) {
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

// Each kind says how a name becomes a number and a number a name. Values are the names; "-" stands for 0 and a number
// without an object prints as itself, as PostgreSQL's reg*out functions do.
struct RegClass {
    static constexpr std::uint32_t kType = oid::kRegClass;
    static constexpr bool kChecked = true;
    static std::uint32_t oid_of(const CatalogIndex& index, const std::string& text) {
        if (const auto* relation = index.find(std::string_view(text))) return relation->oid;
        if (const auto* key = index.find_key(std::string_view(text))) return key->oid;
        throw SqlError(protocol::sqlstate::kUndefinedTable, fmt::format("relation \"{}\" does not exist", text));
    }
    static std::optional<std::string> name_of(const CatalogIndex& index, std::uint32_t number) {
        const auto* relation = index.find(number);
        if (relation != nullptr) return index.display_name(*relation);
        const auto* key = index.find_key(number);
        return key ? std::optional(index.display_name(*key)) : std::nullopt;
    }
};

struct RegType {
    static constexpr std::uint32_t kType = oid::kRegType;
    static constexpr bool kChecked = true;
    static std::uint32_t oid_of(const CatalogIndex&, const std::string& text) {
        std::string_view name = text;
        if (name.starts_with("pg_catalog.")) name.remove_prefix(11);
        const bool array = name.ends_with("[]");
        if (array) name.remove_suffix(2);
        const auto* type = protocol::find_type(detail::canonical_type(name));
        if (type == nullptr && name.find('"') != std::string_view::npos) {
            const auto parts = split_name(name); // "pg_catalog"."int4", "char"
            if (parts.size() == 1 || (parts.size() == 2 && parts[0] == "pg_catalog"))
                type = protocol::find_type(parts.back());
        }
        if (type == nullptr || (array && type->array_oid == 0))
            throw SqlError(protocol::sqlstate::kUndefinedObject, fmt::format("type \"{}\" does not exist", text));
        return array ? type->array_oid : type->oid;
    }
    static std::optional<std::string> name_of(const CatalogIndex&, std::uint32_t number) {
        return protocol::find_type(number) ? std::optional(protocol::format_type(number)) : std::nullopt;
    }
};

struct RegProc {
    static constexpr std::uint32_t kType = oid::kRegProc;
    // The engine's own functions have no row in pg_proc: their names are taken as they are, and their number is 0.
    static constexpr bool kChecked = false;
    static std::uint32_t oid_of(const CatalogIndex&, const std::string& text) {
        const auto name = split_name(text).back();
        if (const auto* procedure = find_type_procedure(std::string_view(name))) return procedure->oid;
        const auto* procedure = find_procedure(std::string_view(name));
        return procedure ? procedure->oid : 0;
    }
    static std::optional<std::string> name_of(const CatalogIndex&, std::uint32_t number) {
        if (const auto* procedure = find_type_procedure(number)) return std::string(procedure->name);
        const auto* procedure = find_procedure(number);
        return procedure ? std::optional(std::string(procedure->name)) : std::nullopt;
    }
};

struct RegNamespace {
    static constexpr std::uint32_t kType = oid::kRegNamespace;
    static constexpr bool kChecked = true;
    static std::uint32_t oid_of(const CatalogIndex& index, const std::string& text) {
        const auto name = split_name(text).back();
        if (const auto* row = index.find_namespace(std::string_view(name))) return row->oid;
        throw SqlError(protocol::sqlstate::kInvalidSchemaName, fmt::format("schema \"{}\" does not exist", name));
    }
    static std::optional<std::string> name_of(const CatalogIndex& index, std::uint32_t number) {
        const auto* row = index.find_namespace(number);
        return row ? std::optional(quote_identifier(row->name)) : std::nullopt;
    }
};

// The look-up table of one use of a cast in a statement, made when the first value arrives.
class CastState final : public duckdb::FunctionLocalState {
public:
    explicit CastState(duckdb::ClientContext& context) : context_(context) {}
    const CatalogIndex& index() {
        if (!index_) index_ = std::make_unique<CatalogIndex>(context_);
        return *index_;
    }

private:
    duckdb::ClientContext& context_;
    std::unique_ptr<CatalogIndex> index_;
};

duckdb::unique_ptr<duckdb::FunctionLocalState> make_state(duckdb::CastLocalStateParameters& parameters) {
    return duckdb::make_uniq<CastState>(*parameters.context);
}

template <typename Kind> std::string to_name(const CatalogIndex& index, std::uint32_t number) {
    if (number == 0) return "-";
    return Kind::name_of(index, number).value_or(std::to_string(number));
}

template <typename Kind> std::uint32_t to_number(const CatalogIndex& index, const std::string& text) {
    if (text == "-") return 0;
    const auto number = as_number(text);
    return number ? *number : Kind::oid_of(index, text);
}

// Applies `convert` to every value that is not NULL.
template <typename Convert>
bool cast_each(duckdb::Vector& source, duckdb::Vector& result, std::size_t count, const Convert& convert) {
    try {
        for (std::size_t row = 0; row < count; ++row) {
            const auto value = source.GetValue(row);
            result.SetValue(row, value.IsNull() ? duckdb::Value(result.GetType()) : convert(value));
        }
    } catch (const SqlError& error) { throw_through_engine(error); }
    if (count == 1) result.SetVectorType(duckdb::VectorType::CONSTANT_VECTOR);
    return true;
}

CastState& state_of(duckdb::CastParameters& parameters) { return parameters.local_state->Cast<CastState>(); }

template <typename Kind>
bool from_text(duckdb::Vector& source, duckdb::Vector& result, duckdb::idx_t count,
               duckdb::CastParameters& parameters) {
    const auto& index = state_of(parameters).index();
    return cast_each(source, result, count, [&](const duckdb::Value& value) {
        return duckdb::Value(to_name<Kind>(index, to_number<Kind>(index, value.ToString())));
    });
}

template <typename Kind>
bool from_integer(duckdb::Vector& source, duckdb::Vector& result, duckdb::idx_t count,
                  duckdb::CastParameters& parameters) {
    const auto& index = state_of(parameters).index();
    return cast_each(source, result, count, [&](const duckdb::Value& value) {
        return duckdb::Value(to_name<Kind>(index, static_cast<std::uint32_t>(value.GetValue<std::int64_t>())));
    });
}

template <typename Kind>
bool to_integer(duckdb::Vector& source, duckdb::Vector& result, duckdb::idx_t count,
                duckdb::CastParameters& parameters) {
    const auto& index = state_of(parameters).index();
    return cast_each(source, result, count, [&](const duckdb::Value& value) {
        return duckdb::Value::BIGINT(to_number<Kind>(index, value.ToString()));
    });
}

constexpr std::int64_t kImplicit = 140; // allowed, but after every other choice

template <typename Kind> void install_kind(duckdb::CastFunctionSet& casts) {
    const auto type = logical_type(Kind::kType);
    const auto kept = [] { return duckdb::BoundCastInfo(duckdb::DefaultCasts::NopCast); };
    const auto with_state = [](duckdb::cast_function_t function) {
        return duckdb::BoundCastInfo(function, nullptr, make_state);
    };
    for (const auto& text : {LogicalType(LogicalType::VARCHAR), aliased(LogicalType::VARCHAR, "varchar"),
                             logical_type(oid::kText), logical_type(oid::kName)}) {
        casts.RegisterCastFunction(text, type, Kind::kChecked ? with_state(from_text<Kind>) : kept(), kImplicit);
        casts.RegisterCastFunction(type, text, kept(), 1);
    }
    for (const auto& integer : {LogicalType(LogicalType::BIGINT), LogicalType(LogicalType::INTEGER),
                                LogicalType(LogicalType::SMALLINT), logical_type(oid::kOid)}) {
        casts.RegisterCastFunction(integer, type, with_state(from_integer<Kind>), kImplicit);
        casts.RegisterCastFunction(type, integer, with_state(to_integer<Kind>), kImplicit);
    }
}

} // namespace

void install_reg_casts(duckdb::DatabaseInstance& instance) {
    auto& casts = duckdb::CastFunctionSet::Get(instance);
    install_kind<RegClass>(casts);
    install_kind<RegType>(casts);
    install_kind<RegProc>(casts);
    install_kind<RegNamespace>(casts);
}

} // namespace redstart::catalog

#include "catalog/engine/engine_error.hpp"
#include "catalog/engine/engine_sets.hpp"
#include "catalog/functions/kit/families.hpp"
#include "catalog/object/identity.hpp"
#include "catalog/object/session_state.hpp"
#include "catalog/state/session_services.hpp"
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"

#include <duckdb.hpp>
#include <duckdb/catalog/catalog_entry/sequence_catalog_entry.hpp>
#include <duckdb/transaction/duck_transaction.hpp>

namespace redstart::catalog {

namespace {

using duckdb::LogicalType;

duckdb::SequenceCatalogEntry& sequence_of(duckdb::ClientContext& context, duckdb::DataChunk& arguments) {
    const bool temporary = duckdb::BooleanValue::Get(arguments.data[4].GetValue(0));
    const auto database = temporary ? "temp" : session_of(context).database();
    return duckdb::Catalog::GetEntry<duckdb::SequenceCatalogEntry>(
        context, database, "main", duckdb::StringValue::Get(arguments.data[0].GetValue(0)));
}

// The next values of an identity column, one for each row. They are used up also when the transaction is rolled back.
void next_values(duckdb::DataChunk& arguments, duckdb::ExpressionState& state, duckdb::Vector& result) {
    auto& context = state.GetContext();
    auto& sequence = sequence_of(context, arguments);
    auto& transaction = duckdb::DuckTransaction::Get(context, sequence.catalog);
    result.SetVectorType(duckdb::VectorType::FLAT_VECTOR);
    auto* values = duckdb::FlatVector::GetData<std::int64_t>(result);
    try {
        for (duckdb::idx_t row = 0; row < arguments.size(); ++row) values[row] = sequence.NextValue(transaction);
    } catch (const duckdb::SequenceException&) {
        throw_through_engine(
            protocol::SqlError(protocol::sqlstate::kNumericValueOutOfRange, "identity value out of range"));
    }
}

} // namespace

void install_identity(duckdb::DatabaseInstance& instance) {
    duckdb::ScalarFunction function(
        {LogicalType::VARCHAR, LogicalType::BIGINT, LogicalType::BIGINT, LogicalType::BOOLEAN, LogicalType::BOOLEAN},
        LogicalType::BIGINT, next_values);
    function.stability = duckdb::FunctionStability::VOLATILE;
    duckdb::ScalarFunctionSet set(kIdentityFunction);
    set.AddFunction(std::move(function));
    install_set(instance, std::move(set));
}

} // namespace redstart::catalog

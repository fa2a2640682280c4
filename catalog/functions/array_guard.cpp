#include "catalog/functions/array_guard.hpp"

#include "catalog/engine/engine_error.hpp"
#include "catalog/engine/process_memory.hpp"
#include "catalog/functions/array_frames.hpp"
#include "protocol/error.hpp"

#include <atomic>

#include <duckdb.hpp>
#include <duckdb/catalog/catalog_entry/aggregate_function_catalog_entry.hpp>
#include <duckdb/catalog/catalog_entry/duck_schema_entry.hpp>
#include <duckdb/common/types/list_segment.hpp>

namespace redstart::catalog {
namespace {

using duckdb::AggregateInputData;
using duckdb::idx_t;
using duckdb::PhysicalType;
using duckdb::Vector;
using protocol::SqlError;

// So much may be added before the process is looked at again, by one thread.
constexpr std::size_t kBetweenLooks = 16U << 20;
// Elements that are put into a result before it is: texts are up to 64 KiB, others a few bytes.
constexpr idx_t kTextsBetweenLooks = 1024;
constexpr idx_t kElementsBetweenLooks = 64 * 1024;
// An element that is combined counts as so many bytes, whatever it has.
constexpr std::size_t kPerCombined = 1024;
// What an element needs while it moves from a state into an array that grows.
constexpr std::int64_t kPerElement = 40;

// The engine's own; the same for all types.
std::atomic<duckdb::aggregate_update_t> engine_update = nullptr;
std::atomic<duckdb::aggregate_combine_t> engine_combine = nullptr;
std::atomic<duckdb::aggregate_finalize_t> engine_finalize = nullptr;

thread_local std::size_t added = 0;

void require_memory(std::int64_t more) {
    try {
        sql::require_process_memory(more);
    } catch (const SqlError& error) { throw_through_engine(error); }
}

std::size_t bytes_of(Vector& values, idx_t count) {
    if (values.GetType().InternalType() != PhysicalType::VARCHAR) return count * sizeof(duckdb::string_t);
    duckdb::UnifiedVectorFormat format;
    values.ToUnifiedFormat(count, format);
    const auto* texts = duckdb::UnifiedVectorFormat::GetData<duckdb::string_t>(format);
    std::size_t bytes = 0;
    for (idx_t row = 0; row < count; ++row) {
        const auto index = format.sel->get_index(row);
        bytes += format.validity.RowIsValid(index) ? texts[index].GetSize() + sizeof(duckdb::string_t) : 1;
    }
    return bytes;
}

void update(Vector inputs[], AggregateInputData& data, idx_t input_count, Vector& states, idx_t count) {
    added += bytes_of(inputs[0], count);
    if (added > kBetweenLooks) {
        added = 0;
        require_memory(0);
    }
    engine_update.load(std::memory_order_relaxed)(inputs, data, input_count, states, count);
}

// Copies what is in the states of a window's tree, which has the same values many times.
void combine(Vector& states, Vector& into, AggregateInputData& data, idx_t count) {
    duckdb::UnifiedVectorFormat format;
    states.ToUnifiedFormat(count, format);
    const auto* lists = duckdb::UnifiedVectorFormat::GetData<duckdb::LinkedList*>(format);
    for (idx_t state = 0; state < count; ++state)
        added += lists[format.sel->get_index(state)]->total_capacity * kPerCombined;
    if (added > kBetweenLooks) {
        added = 0;
        require_memory(0);
    }
    engine_combine.load(std::memory_order_relaxed)(states, into, data, count);
}

// The arrays of some states at a time; each of them begins with its list.
void finalize(Vector& states, AggregateInputData& data, Vector& result, idx_t count, idx_t offset) {
    duckdb::UnifiedVectorFormat format;
    states.ToUnifiedFormat(count, format);
    const auto* lists = duckdb::UnifiedVectorFormat::GetData<duckdb::LinkedList*>(format);
    const auto length = [&](idx_t state) { return lists[format.sel->get_index(state)]->total_capacity; };
    const bool texts = duckdb::ListType::GetChildType(result.GetType()).InternalType() == PhysicalType::VARCHAR;
    const auto most = texts ? kTextsBetweenLooks : kElementsBetweenLooks;
    const auto make = engine_finalize.load(std::memory_order_relaxed);
    idx_t all = duckdb::ListVector::GetListSize(result);
    for (idx_t first = 0; first < count;) {
        idx_t last = first;
        idx_t elements = 0;
        for (; last < count && (last == first || elements + length(last) <= most); ++last) elements += length(last);
        all += elements;
        require_array_room(all);
        if (last < count || elements > most) require_memory(static_cast<std::int64_t>(elements) * kPerElement);
        if (first == 0 && last == count) return make(states, data, result, count, offset);
        Vector some(states, first, last);
        make(some, data, result, last - first, offset + first);
        first = last;
    }
}

} // namespace

void install_array_guard(duckdb::DatabaseInstance& instance) {
    const auto transaction = duckdb::CatalogTransaction::GetSystemTransaction(instance);
    auto& catalog = duckdb::Catalog::GetSystemCatalog(instance);
    for (const auto* schema : {DEFAULT_SCHEMA, "pg_catalog"}) {
        auto& functions = catalog.GetSchema(transaction, schema)
                              .Cast<duckdb::DuckSchemaEntry>()
                              .GetCatalogSet(duckdb::CatalogType::AGGREGATE_FUNCTION_ENTRY);
        for (const auto* name : {"array_agg", "list"}) {
            auto entry = functions.GetEntry(transaction, name);
            if (!entry || entry->type != duckdb::CatalogType::AGGREGATE_FUNCTION_ENTRY) continue;
            for (auto& function : entry->Cast<duckdb::AggregateFunctionCatalogEntry>().functions.functions) {
                if (function.update == nullptr || function.update == update) continue;
                engine_update = function.update;
                engine_combine = function.combine;
                engine_finalize = function.finalize;
                function.update = update;
                function.combine = combine;
                function.finalize = finalize;
            }
        }
    }
}

} // namespace redstart::catalog

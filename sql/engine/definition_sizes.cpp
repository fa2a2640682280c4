#include "sql/engine/definition_sizes.hpp"

#include "sql/engine/planning_meter.hpp"

#include <atomic>
#include <functional>
#include <limits>

#include <duckdb.hpp>
#include <duckdb/catalog/catalog_entry/schema_catalog_entry.hpp>
#include <duckdb/catalog/catalog_entry/table_catalog_entry.hpp>
#include <duckdb/common/serializer/binary_serializer.hpp>
#include <duckdb/common/serializer/write_stream.hpp>
#include <duckdb/parser/parsed_data/create_info.hpp>
#include <duckdb/transaction/duck_transaction.hpp>

namespace redstart::sql {
namespace {

// The entry with its place in the catalog's maps and those of dependencies; the rows' storage of a table, and of each
// of its columns (measured: 1,000 empty tables of 1 and of 100 columns).
constexpr std::int64_t kPerEntry = 2048;
constexpr std::int64_t kPerTable = 6144;
constexpr std::int64_t kPerColumn = 2048;

const std::atomic<bool> kGoesOn{false};

// Counts what this thread takes while it lives, as the planning guard does, but asks nobody.
class Counted {
public:
    Counted() : before_(planning_meter) {
        planning_meter = {true, std::numeric_limits<std::int32_t>::max(), 0, std::numeric_limits<std::int64_t>::max(),
                          &kGoesOn};
    }
    ~Counted() { planning_meter = before_; }
    Counted(const Counted&) = delete;
    Counted& operator=(const Counted&) = delete;
    std::int64_t bytes() const noexcept { return planning_meter.bytes; }

private:
    const PlanningMeter before_;
};

class CountingStream final : public duckdb::WriteStream {
public:
    void WriteData(duckdb::const_data_ptr_t, duckdb::idx_t size) override { bytes_ += static_cast<std::int64_t>(size); }
    std::int64_t bytes() const noexcept { return bytes_; }

private:
    std::int64_t bytes_ = 0;
};

// The nodes of its trees are counted as they are copied. Copies share their texts: those are what it has in a file.
std::int64_t copied_bytes(const duckdb::CatalogEntry& entry) {
    const Counted counted;
    const auto copy = entry.GetInfo();
    const auto nodes = counted.bytes();
    CountingStream texts;
    duckdb::BinarySerializer serializer(texts);
    serializer.Begin();
    copy->Serialize(serializer);
    serializer.End();
    return nodes + texts.bytes();
}

using Entries = std::vector<std::reference_wrapper<duckdb::CatalogEntry>>;

duckdb::transaction_t own_id(duckdb::ClientContext& context, duckdb::Catalog& catalog) {
    return duckdb::DuckTransaction::Get(context, catalog).transaction_id;
}

// Schemas and what is in them, as far as the open transaction has made them, or else the others. The transaction keeps
// them, so that the engine's locks are not held while they are looked at.
Entries definitions(duckdb::ClientContext& context, const std::string& database, bool made_here) {
    auto& catalog = duckdb::Catalog::GetCatalog(context, database);
    const auto own = own_id(context, catalog);
    Entries entries;
    const auto take = [&](duckdb::CatalogEntry& entry) {
        if (!entry.internal && (entry.timestamp == own) == made_here) entries.emplace_back(entry);
    };
    for (const auto& schema : catalog.GetSchemas(context)) {
        take(schema.get());
        for (const auto type : {duckdb::CatalogType::TABLE_ENTRY, duckdb::CatalogType::SEQUENCE_ENTRY})
            schema.get().Scan(context, type, take);
    }
    return entries;
}

} // namespace

std::int64_t definition_bytes(const duckdb::CatalogEntry& entry) {
    auto bytes = kPerEntry + copied_bytes(entry);
    if (entry.type != duckdb::CatalogType::TABLE_ENTRY) return bytes;
    const auto& columns = entry.Cast<duckdb::TableCatalogEntry>().GetColumns();
    return bytes + kPerTable + static_cast<std::int64_t>(columns.LogicalColumnCount()) * kPerColumn;
}

std::int64_t committed_definitions(duckdb::ClientContext& context, const std::string& database) {
    std::int64_t bytes = 0;
    for (const auto& entry : definitions(context, database, false)) bytes += definition_bytes(entry);
    return bytes;
}

std::int64_t NewDefinitions::measure(duckdb::ClientContext& context, const std::string& database) {
    std::int64_t bytes = 0;
    for (const auto& entry : definitions(context, database, true))
        if (seen_.insert(&entry.get()).second) bytes += definition_bytes(entry);
    return bytes;
}

} // namespace redstart::sql

#include "sql/rule/blank/blank_columns.hpp"

#include "catalog/mutex/mutex.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include <duckdb.hpp>
#include <duckdb/catalog/catalog_entry/duck_table_entry.hpp>
#include <duckdb/storage/data_table.hpp>
#include <duckdb/storage/table/scan_state.hpp>
#include <duckdb/transaction/duck_transaction.hpp>
#include <duckdb/transaction/local_storage.hpp>

namespace redstart::sql {
namespace {

bool ends_in_blank(const duckdb::string_t& text) {
    const auto size = text.GetSize();
    return size > 0 && text.GetData()[size - 1] == ' ';
}

// Reads what the transaction sees of the column.
bool holds_blanks(duckdb::ClientContext& context, duckdb::DuckTransaction& transaction, duckdb::DataTable& table,
                  std::size_t column) {
    duckdb::TableScanState scan;
    table.InitializeScan(context, transaction, scan, {duckdb::StorageIndex(column)});
    duckdb::DataChunk rows;
    rows.Initialize(context, {table.Columns()[column].Type()});
    while (true) {
        if (context.interrupted) throw duckdb::InterruptException();
        rows.Reset();
        table.Scan(transaction, rows, scan);
        if (rows.size() == 0) return false;
        if (any_ends_in_blank(rows.data[0], rows.size())) return true;
    }
}

duckdb::DataTable& storage_of(duckdb::TableCatalogEntry& table) {
    return table.Cast<duckdb::DuckTableEntry>().GetStorage();
}

// No transaction sees a row: what is there from now on was written under watch.
bool has_no_row(duckdb::ClientContext& context, duckdb::DataTable& table) {
    if (table.GetTotalRows() > 0) return false;
    auto& local = duckdb::LocalStorage::Get(context, table.GetAttached());
    return !local.Find(table) || local.AddedRows(table) == 0;
}

} // namespace

bool any_ends_in_blank(duckdb::Vector& texts, std::size_t rows) {
    const bool constant = texts.GetVectorType() == duckdb::VectorType::CONSTANT_VECTOR;
    duckdb::UnifiedVectorFormat values;
    texts.ToUnifiedFormat(rows, values);
    const auto* data = duckdb::UnifiedVectorFormat::GetData<duckdb::string_t>(values);
    for (duckdb::idx_t row = 0; row < (constant ? 1 : rows); ++row) {
        const auto index = values.sel->get_index(row);
        if (values.validity.RowIsValid(index) && ends_in_blank(data[index])) return true;
    }
    return false;
}

// By the engine's object for the table's rows, which stays the same until columns are added, dropped or of another
// type.
struct BlankColumns::Map {
    struct Known {
        duckdb::weak_ptr<duckdb::DataTable> table; // gone: the address may be another table's by now
        std::shared_ptr<BlankColumn> column;
    };

    std::shared_ptr<BlankColumn> column_of(duckdb::DataTable& table, std::size_t column) {
        const MutexLock lock(mutex);
        auto& known = columns[{&table, column}];
        if (known.column && !known.table.expired()) return known.column;
        known.table = table.shared_from_this();
        known.column = std::make_shared<BlankColumn>();
        auto found = known.column;
        if (columns.size() >= tidy_at) forget_gone();
        return found;
    }

    void forget_gone() REQUIRES_LOCK(mutex) {
        std::erase_if(columns, [](const auto& entry) { return entry.second.table.expired(); });
        tidy_at = std::max(kTidyAt, 2 * columns.size());
    }

    static constexpr std::size_t kTidyAt = 1024;
    Mutex mutex;
    std::map<std::pair<const duckdb::DataTable*, std::size_t>, Known> columns GUARDED_BY(mutex);
    std::size_t tidy_at GUARDED_BY(mutex) = kTidyAt;
};

BlankColumns::BlankColumns() : columns_(std::make_unique<Map>()) {}
BlankColumns::~BlankColumns() = default;

bool BlankColumns::may_have(duckdb::ClientContext& context, duckdb::TableCatalogEntry& table, std::size_t column) {
    if (!table.IsDuckTable()) return true;
    auto& storage = storage_of(table);
    const auto known = columns_->column_of(storage, column);
    if (known->present()) return true;
    auto& transaction = duckdb::DuckTransaction::Get(context, storage.GetAttached());
    if (known->looked_at()) return !known->is_clean(transaction.start_time);
    if (holds_blanks(context, transaction, storage, column))
        known->note();
    else
        known->found_none(transaction.start_time);
    return known->present();
}

std::shared_ptr<BlankColumn> BlankColumns::written(duckdb::ClientContext& context, duckdb::TableCatalogEntry& table,
                                                   std::size_t column) {
    auto& storage = storage_of(table);
    auto known = columns_->column_of(storage, column);
    if (!known->looked_at() && !known->present() && has_no_row(context, storage)) known->found_none(0);
    return known;
}

} // namespace redstart::sql

#include "sql/copy/copy_inserter.hpp"

#include "sql/engine/freed_memory.hpp"
#include "sql/session/session_context.hpp"

#include <duckdb.hpp>
#include <duckdb/common/types/column/column_data_collection.hpp>
#include <duckdb/parser/expression/star_expression.hpp>
#include <duckdb/parser/query_node/select_node.hpp>
#include <duckdb/parser/statement/insert_statement.hpp>
#include <duckdb/parser/statement/select_statement.hpp>
#include <duckdb/parser/tableref/column_data_ref.hpp>
#include <duckdb/storage/buffer_manager.hpp>

namespace redstart::sql {
namespace {

// One row group of the engine, so that whole ones are written; or as much memory as a session may well take.
constexpr std::size_t kBatchRows = 122'880;
constexpr std::size_t kBatchBytes = std::size_t{64} << 20;

} // namespace

CopyInserter::CopyInserter(SessionContext& session, const CopyTable& table) : session_(session), table_(table) {
    auto& buffers = duckdb::BufferManager::GetBufferManager(*session.connection().context);
    const duckdb::vector<duckdb::LogicalType> types(table.types->begin(), table.types->end());
    batch_ = std::make_unique<duckdb::ColumnDataCollection>(buffers, types);
}

CopyInserter::~CopyInserter() {
    const auto bytes = bytes_ + batch_->SizeInBytes();
    batch_.reset();
    note_freed(bytes);
}

void CopyInserter::append(duckdb::DataChunk& rows) {
    batch_->Append(rows);
    rows_ += rows.size();
    if (batch_->Count() >= kBatchRows || batch_->SizeInBytes() >= kBatchBytes) flush();
}

void CopyInserter::flush() {
    if (batch_->Count() == 0) return;
    session_.interrupts().check();
    const auto result = session_.connection().context->Query(insert(), false);
    if (result->HasError()) throw session_.interrupts().failure(result->GetErrorObject());
    session_.interrupts().check();
    bytes_ += batch_->SizeInBytes();
    batch_->Reset();
}

Owned<duckdb::SQLStatement> CopyInserter::insert() const {
    auto node = duckdb::make_uniq<duckdb::SelectNode>();
    node->select_list.push_back(duckdb::make_uniq<duckdb::StarExpression>());
    const duckdb::vector<std::string> names(table_.columns.begin(), table_.columns.end());
    auto rows = duckdb::make_uniq<duckdb::ColumnDataRef>(*batch_, names);
    rows->alias = "copied";
    node->from_table = std::move(rows);
    auto select = duckdb::make_uniq<duckdb::SelectStatement>();
    select->node = std::move(node);
    auto insert = duckdb::make_uniq<duckdb::InsertStatement>();
    insert->catalog = table_.relation.catalog;
    insert->schema = table_.relation.schema;
    insert->table = table_.relation.name;
    insert->columns = names;
    insert->select_statement = std::move(select);
    return insert;
}

} // namespace redstart::sql

#include "sql/parquet/parquet_writer.hpp"

#include "catalog/engine/errors.hpp"

#include <duckdb.hpp>
#include <duckdb/catalog/catalog.hpp>
#include <duckdb/catalog/catalog_entry/copy_function_catalog_entry.hpp>
#include <duckdb/common/types/column/column_data_collection.hpp>
#include <duckdb/function/copy_function.hpp>
#include <duckdb/parser/parsed_data/copy_info.hpp>
#include <duckdb/storage/buffer_manager.hpp>

namespace redstart::sql {

struct ParquetWriter::File {
    duckdb::CopyFunction function{"parquet"};
    duckdb::unique_ptr<duckdb::FunctionData> bound;
    duckdb::unique_ptr<duckdb::GlobalFunctionData> state;
    duckdb::vector<duckdb::LogicalType> types;
    duckdb::unique_ptr<duckdb::ColumnDataCollection> rows;
};

namespace {

template <typename Work> void guarded(ParquetInstance& instance, Work work) {
    try {
        work();
    } catch (const std::exception& error) {
        instance.files().rethrow();
        throw to_sql_error(error);
    }
}

duckdb::unique_ptr<duckdb::ColumnDataCollection> no_rows(duckdb::ClientContext& context,
                                                         const duckdb::vector<duckdb::LogicalType>& types) {
    return duckdb::make_uniq<duckdb::ColumnDataCollection>(duckdb::BufferManager::GetBufferManager(context), types);
}

} // namespace

ParquetWriter::ParquetWriter(ParquetInstance& instance, const std::vector<std::string>& names,
                             const std::vector<duckdb::LogicalType>& types, ByteSink sink)
    : instance_(instance), path_(instance.files().add(std::move(sink))), file_(std::make_unique<File>()) {
    guarded(instance_, [&] {
        instance_.look_up([&](duckdb::ClientContext& context) {
            auto& file = *file_;
            file.types.assign(types.begin(), types.end());
            file.function = duckdb::Catalog::GetSystemCatalog(context)
                                .GetEntry<duckdb::CopyFunctionCatalogEntry>(context, DEFAULT_SCHEMA, "parquet")
                                .function;
            duckdb::CopyInfo info;
            info.options["compression"] = {duckdb::Value("snappy")};
            info.options["parquet_version"] = {duckdb::Value("V1")};
            duckdb::CopyFunctionBindInput input(info);
            file.bound = file.function.copy_to_bind(context, input, {names.begin(), names.end()}, file.types);
            file.state = file.function.copy_to_initialize_global(context, *file.bound, path_);
            file.rows = no_rows(context, file.types);
        });
    });
}

ParquetWriter::~ParquetWriter() { instance_.files().remove(path_); }

void ParquetWriter::append(duckdb::DataChunk& rows) {
    guarded(instance_, [&] { file_->rows->Append(rows); });
}

std::uint64_t ParquetWriter::waiting_bytes() const { return file_->rows->SizeInBytes(); }

void ParquetWriter::end_row_group() {
    auto& file = *file_;
    if (file.rows->Count() == 0) return;
    guarded(instance_, [&] {
        auto& context = instance_.context();
        auto rows = std::exchange(file.rows, no_rows(context, file.types));
        const auto group = file.function.prepare_batch(context, *file.bound, *file.state, std::move(rows));
        file.function.flush_batch(context, *file.bound, *file.state, *group);
    });
}

void ParquetWriter::finish() {
    end_row_group();
    guarded(instance_, [&] { file_->function.copy_to_finalize(instance_.context(), *file_->bound, *file_->state); });
}

} // namespace redstart::sql

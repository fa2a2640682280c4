#include "sql/parquet/parquet_instance.hpp"

#include <duckdb.hpp>

namespace redstart::sql {
namespace {

// A row group of 128 MB, which is the largest that is written, and what the engine makes of it.
constexpr const char* kMemory = "512MB";
// Columns are decompressed by two threads while the session's converts and inserts.
constexpr int kThreads = 2;

void configure(duckdb::DBConfig& config, std::shared_ptr<ObjectFiles> files) {
    config.SetOptionByName("autoinstall_known_extensions", duckdb::Value::BOOLEAN(false));
    config.SetOptionByName("autoload_known_extensions", duckdb::Value::BOOLEAN(false));
    config.SetOptionByName("allow_community_extensions", duckdb::Value::BOOLEAN(false));
    config.SetOptionByName("enable_external_file_cache", duckdb::Value::BOOLEAN(false));
    config.SetOptionByName("threads", duckdb::Value::BIGINT(kThreads));
    config.SetOptionByName("memory_limit", duckdb::Value(kMemory));
    config.SetOptionByName("temp_directory", duckdb::Value(""));
    config.file_system = file_system_of(std::move(files));
}

} // namespace

struct ParquetInstance::Engine {
    explicit Engine(std::shared_ptr<ObjectFiles> files) {
        duckdb::DBConfig config;
        configure(config, std::move(files));
        instance = std::make_unique<duckdb::DuckDB>(nullptr, &config);
        connection = std::make_unique<duckdb::Connection>(*instance);
    }

    std::unique_ptr<duckdb::DuckDB> instance;
    std::unique_ptr<duckdb::Connection> connection;
};

ParquetInstance::ParquetInstance()
    : files_(std::make_shared<ObjectFiles>()), engine_(std::make_unique<Engine>(files_)) {}

ParquetInstance::~ParquetInstance() = default;

duckdb::Connection& ParquetInstance::connection() noexcept { return *engine_->connection; }

duckdb::ClientContext& ParquetInstance::context() noexcept { return *engine_->connection->context; }

void ParquetInstance::look_up(const std::function<void(duckdb::ClientContext&)>& work) {
    context().RunFunctionInTransaction([&] { work(context()); });
}

} // namespace redstart::sql

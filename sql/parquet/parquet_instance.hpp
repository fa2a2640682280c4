// ParquetInstance: an engine of its own that reads and writes the Parquet objects of one statement. The server's engine
// has no function left that opens a file (sql/engine/sealed_catalog); this one has no data, no network and no files but
// the objects that it is given, and no client's text ever reaches it. Owned by one statement, used on the session's
// thread; its threads read objects.
#pragma once

#include "sql/parquet/object_files.hpp"

#include <functional>
#include <memory>
#include <string>

namespace redstart::sql {

class ParquetInstance {
public:
    ParquetInstance();
    ~ParquetInstance();
    ParquetInstance(const ParquetInstance&) = delete;
    ParquetInstance& operator=(const ParquetInstance&) = delete;

    ObjectFiles& files() noexcept { return *files_; }
    duckdb::Connection& connection() noexcept;
    duckdb::ClientContext& context() noexcept;
    // Runs work that looks into the instance's catalog.
    void look_up(const std::function<void(duckdb::ClientContext&)>& work);

private:
    struct Engine;
    const std::shared_ptr<ObjectFiles> files_;
    const std::unique_ptr<Engine> engine_;
};

} // namespace redstart::sql

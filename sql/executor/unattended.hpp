// Unattended: runs statements for which no client waits, as a superuser of the server's own: first start, samples.
// Owns an Executor; used on one thread.
#pragma once

#include "sql/executor/executor.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace redstart::sql {

class Unattended {
public:
    Unattended(const ExecutorServices& services, const std::string& user, std::int32_t user_id,
               const std::string& database);
    ~Unattended();
    Unattended(const Unattended&) = delete;
    Unattended& operator=(const Unattended&) = delete;

    // Runs the statements of `sql`; their results are thrown away. Throws SqlError.
    void run(std::string_view sql);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace redstart::sql

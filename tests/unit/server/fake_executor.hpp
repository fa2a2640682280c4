// A stand-in for the engine: an sql::Executor of its own, so that sessions, backends and the
// registry are tested without a database. What a statement does is said by its text:
//   error | fatal | boom | oom    throw; copy   takes COPY data; begin | rollback   set the transaction status;
//   engine   waits inside the engine until it is stopped; stuck   the same, but ignores signals until released;
//   flood    writes rows until it is stopped; anything else answers "OK".
#pragma once

#include "sql/executor/executor.hpp"

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

namespace redstart::test {

struct FakeEngine {
    std::atomic<int> executors{0};    // alive
    std::atomic<int> inside{0};       // statements in the engine
    std::atomic<bool> release{false}; // lets "stuck" go on
    std::atomic<std::int64_t> sequence{0};
    std::atomic<int> unannounced{0}; // terminations of which nothing was said before
    std::string copied;              // what the last COPY took
};

FakeEngine& fake_engine();

// An sql::ExecutorFactory.
std::unique_ptr<sql::Executor> make_fake_executor(sql::ExecutorServices services, sql::SessionIdentity identity,
                                                  sql::ClientOutput& output, sql::StatementObserver& observer);

} // namespace redstart::test

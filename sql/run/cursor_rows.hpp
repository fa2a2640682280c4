// CursorRows: the rows one FETCH takes from a cursor, as the result of the FETCH. Keeps the cursor's portal alive.
// Owned by a portal or a simple query; used on the backend's thread.
#pragma once

#include "sql/run/portal.hpp"
#include "sql/run/result.hpp"

#include <cstdint>
#include <memory>

namespace redstart::sql {

class CursorRows final : public Result {
public:
    // At most `count` rows (0: all that are left) of `cursor`, which has been started.
    CursorRows(std::shared_ptr<Portal> cursor, std::uint64_t count);

    std::uint64_t write_rows(ClientOutput& output, Interrupts& interrupts, std::uint64_t max_rows) override;
    std::uint64_t skip_rows(Interrupts& interrupts, std::uint64_t max_rows) override;
    // The FETCH is done, whatever of its rows was asked for: the cursor stands behind all of them.
    void spool() override;
    std::unique_ptr<Result> take_rows(std::uint64_t max_rows) override;

private:
    // Does `pass` with the number of rows to take (0: all), and counts what it returns.
    template <typename Pass> std::uint64_t take(std::uint64_t max_rows, Pass pass);

    const std::shared_ptr<Portal> cursor_;
    const bool all_;
    std::uint64_t left_;
    std::unique_ptr<Result> taken_; // what is left of them since they were spooled
};

} // namespace redstart::sql

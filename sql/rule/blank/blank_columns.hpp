// BlankColumns: which columns hold texts that end in a blank. Comparisons ignore trailing blanks, and only for such
// columns they have to look.
// One per instance of the engine, kept by the plan rules; all functions are for any thread.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>

namespace duckdb {
class ClientContext;
class TableCatalogEntry;
class Vector;
} // namespace duckdb

namespace redstart::sql {

// What is known of one column. A value that ends in a blank is told before it is written, and is never forgotten, so
// that a snapshot that has the value comes after it was told.
class BlankColumn {
public:
    // A value that ends in a blank is about to be written.
    void note() noexcept { present_.store(true, std::memory_order_release); }
    bool present() const noexcept { return present_.load(std::memory_order_acquire); }

    // The rows that transactions see which began at `since` or later have been looked at, and none ends in a blank.
    void found_none(std::uint64_t since) noexcept { clean_since_.store(since, std::memory_order_release); }
    bool looked_at() const noexcept { return clean_since_.load(std::memory_order_acquire) != kNever; }
    // Whether that was found, and holds for a transaction that began at `start`.
    bool is_clean(std::uint64_t start) const noexcept {
        return !present() && start >= clean_since_.load(std::memory_order_acquire);
    }

private:
    static constexpr std::uint64_t kNever = UINT64_MAX;
    std::atomic<bool> present_{false};
    std::atomic<std::uint64_t> clean_since_{kNever};
};

// Whether one of the first `rows` texts of a vector ends in a blank.
bool any_ends_in_blank(duckdb::Vector& texts, std::size_t rows);

class BlankColumns {
public:
    BlankColumns();
    ~BlankColumns();
    BlankColumns(const BlankColumns&) = delete;
    BlankColumns& operator=(const BlankColumns&) = delete;

    // Whether the transaction of `context` may see a value that ends in a blank in a column of text of the engine's
    // table, by its place there. Reads the column where nothing is known of it: once after a start for a table that was
    // there before. Throws the engine's exceptions, and hears a cancel.
    bool may_have(duckdb::ClientContext& context, duckdb::TableCatalogEntry& table, std::size_t column);

    // The column, about to be written to by the transaction of `context`.
    std::shared_ptr<BlankColumn> written(duckdb::ClientContext& context, duckdb::TableCatalogEntry& table,
                                         std::size_t column);

private:
    struct Map;
    std::unique_ptr<Map> columns_;
};

} // namespace redstart::sql

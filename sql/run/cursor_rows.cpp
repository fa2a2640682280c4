#include "sql/run/cursor_rows.hpp"

#include <algorithm>

#include <duckdb.hpp>

namespace redstart::sql {

CursorRows::CursorRows(std::shared_ptr<Portal> cursor, std::uint64_t count)
    : cursor_(std::move(cursor)), all_(count == 0), left_(count) {
    columns_ = cursor_->outcome->rows->columns();
    Result::set_formats(
        {cursor_->cursor && cursor_->cursor->binary ? protocol::Format::Binary : protocol::Format::Text});
}

template <typename Pass> std::uint64_t CursorRows::take(std::uint64_t max_rows, Pass pass) {
    auto wanted = max_rows;
    if (!all_) wanted = max_rows == 0 ? left_ : std::min(left_, max_rows);
    if ((!all_ && left_ == 0) || cursor_->finished) return 0;
    const auto taken = pass(wanted);
    if (!all_) left_ -= taken;
    const bool ended = wanted == 0 || taken < wanted;
    if (ended) left_ = 0;
    cursor_->finished = ended;
    if (cursor_->cursor) cursor_->cursor->position += taken;
    cursor_->outcome->rows->spool(); // a client that thinks about what it fetched holds nothing of the engine
    return taken;
}

std::uint64_t CursorRows::write_rows(ClientOutput& output, Interrupts& interrupts, std::uint64_t max_rows) {
    std::vector<protocol::Format> formats;
    for (const auto& column : columns_) formats.push_back(column.format);
    auto& rows = taken_ ? *taken_ : *cursor_->outcome->rows;
    rows.set_formats(formats);
    if (taken_) return rows.write_rows(output, interrupts, max_rows);
    return take(max_rows, [&](std::uint64_t wanted) { return rows.write_rows(output, interrupts, wanted); });
}

std::uint64_t CursorRows::skip_rows(Interrupts& interrupts, std::uint64_t max_rows) {
    if (taken_) return taken_->skip_rows(interrupts, max_rows);
    auto& rows = *cursor_->outcome->rows;
    return take(max_rows, [&](std::uint64_t wanted) { return rows.skip_rows(interrupts, wanted); });
}

void CursorRows::spool() {
    if (!taken_) taken_ = take_rows(0);
}

std::unique_ptr<Result> CursorRows::take_rows(std::uint64_t max_rows) {
    if (taken_) return taken_->take_rows(max_rows);
    std::unique_ptr<Result> taken;
    take(max_rows, [&](std::uint64_t wanted) {
        taken = cursor_->outcome->rows->take_rows(wanted);
        return taken->extent().rows;
    });
    if (!taken) taken = std::make_unique<StaticResult>(columns_, std::vector<std::vector<StaticValue>>());
    return taken;
}

} // namespace redstart::sql

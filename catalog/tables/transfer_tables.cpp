#include "catalog/state/transfers.hpp"
#include "catalog/tables/table_function.hpp"

namespace redstart::catalog {

namespace {

using TransferPtr = std::shared_ptr<const TransferRow>;

bool is_running(const TransferPtr& transfer) { return transfer->status == "running"; }

constexpr auto kTransferWriters = std::to_array<Writer<TransferPtr>>({
    [](const TransferPtr& row, Cell& out) { out.integer(row->user_id); },
    [](const TransferPtr& row, Cell& out) { out.integer(row->query_id); },
    [](const TransferPtr& row, Cell& out) { out.integer(row->xid); },
    [](const TransferPtr& row, Cell& out) { out.integer(row->pid); },
    [](const TransferPtr& row, Cell& out) { out.text(row->database); },
    [](const TransferPtr& row, Cell& out) { out.integer(row->table); },
    [](const TransferPtr& row, Cell& out) { out.text(row->table_name); },
    [](const TransferPtr& row, Cell& out) { out.text(row->source); },
    [](const TransferPtr& row, Cell& out) { out.text(row->format); },
    [](const TransferPtr& row, Cell& out) { out.text(row->status); },
    [](const TransferPtr& row, Cell& out) { out.integer(row->rows); },
    [](const TransferPtr& row, Cell& out) { out.integer(static_cast<std::int64_t>(row->files.size())); },
    [](const TransferPtr& row, Cell& out) {
        std::int64_t bytes = 0;
        for (const auto& file : row->files) bytes += file.bytes;
        out.integer(bytes);
    },
    [](const TransferPtr& row, Cell& out) { out.integer(static_cast<std::int64_t>(row->failures.size())); },
    [](const TransferPtr& row, Cell& out) { out.time(row->start_time); },
    [](const TransferPtr& row, Cell& out) { is_running(row) ? out.null() : out.time(row->end_time); },
    [](const TransferPtr& row, Cell& out) { out.integer(row->end_time - row->start_time); },
});

// An object of a statement, or a row that could not be loaded, or a value of such a row.
template <typename Part> struct PartOf {
    TransferPtr transfer;
    const Part* part = nullptr;
    std::size_t field = 0;
};
using File = PartOf<TransferFile>;
using Failure = PartOf<LoadFailure>;

constexpr auto kFileWriters = std::to_array<Writer<File>>({
    [](const File& row, Cell& out) { out.integer(row.transfer->user_id); },
    [](const File& row, Cell& out) { out.integer(row.transfer->query_id); },
    [](const File& row, Cell& out) { out.integer(row.transfer->pid); },
    [](const File& row, Cell& out) { out.text(row.transfer->format); },
    [](const File& row, Cell& out) { out.text(row.part->name); },
    [](const File& row, Cell& out) { out.integer(row.part->lines); },
    [](const File& row, Cell& out) { out.integer(row.part->bytes); },
    [](const File& row, Cell& out) { out.time(row.part->start_time); },
    [](const File& row, Cell& out) { out.time(row.part->end_time); },
    [](const File& row, Cell& out) { out.integer(row.part->end_time - row.part->start_time); },
});

constexpr auto kFailureWriters = std::to_array<Writer<Failure>>({
    [](const Failure& row, Cell& out) { out.integer(row.transfer->user_id); },
    [](const Failure& row, Cell& out) { out.integer(row.transfer->query_id); },
    [](const Failure& row, Cell& out) { out.integer(row.transfer->xid); },
    [](const Failure& row, Cell& out) { out.integer(row.transfer->pid); },
    [](const Failure& row, Cell& out) { out.text(row.transfer->database); },
    [](const Failure& row, Cell& out) { out.integer(row.transfer->table); },
    [](const Failure& row, Cell& out) { out.text(row.part->file); },
    [](const Failure& row, Cell& out) { out.integer(row.part->line); },
    [](const Failure& row, Cell& out) { out.text(row.part->column); },
    [](const Failure& row, Cell& out) { out.text(row.part->type); },
    [](const Failure& row, Cell& out) { out.text(row.part->length); },
    [](const Failure& row, Cell& out) { out.integer(row.part->position); },
    [](const Failure& row, Cell& out) { out.text(row.part->raw_line); },
    [](const Failure& row, Cell& out) { out.text(row.part->raw_value); },
    [](const Failure& row, Cell& out) { out.integer(row.part->code); },
    [](const Failure& row, Cell& out) { out.text(row.part->reason); },
    [](const Failure& row, Cell& out) { out.time(row.part->time); },
});

constexpr auto kValueWriters = std::to_array<Writer<Failure>>({
    [](const Failure& row, Cell& out) { out.integer(row.transfer->user_id); },
    [](const Failure& row, Cell& out) { out.integer(row.transfer->query_id); },
    [](const Failure& row, Cell& out) { out.integer(row.transfer->pid); },
    [](const Failure& row, Cell& out) { out.text(row.part->file); },
    [](const Failure& row, Cell& out) { out.integer(row.part->line); },
    [](const Failure& row, Cell& out) { out.integer(static_cast<std::int64_t>(row.field)); },
    [](const Failure& row, Cell& out) { out.text(row.part->column); },
    [](const Failure& row, Cell& out) {
        const auto& value = row.part->values[row.field];
        value ? out.text(*value) : out.null();
    },
    [](const Failure& row, Cell& out) { out.text(row.part->type); },
    [](const Failure& row, Cell& out) { out.text(row.part->length); },
});

constexpr auto kProgressWriters = std::to_array<Writer<TransferPtr>>({
    [](const TransferPtr& row, Cell& out) { out.integer(row->user_id); },
    [](const TransferPtr& row, Cell& out) { out.integer(row->query_id); },
    [](const TransferPtr& row, Cell& out) { out.integer(row->pid); },
    [](const TransferPtr& row, Cell& out) { out.time(row->end_time); },
    [](const TransferPtr& row, Cell& out) { out.integer(row->progress.bytes_to_load); },
    [](const TransferPtr& row, Cell& out) { out.integer(row->progress.bytes_loaded); },
    [](const TransferPtr& row, Cell& out) { out.integer(row->progress.lines); },
    [](const TransferPtr& row, Cell& out) { out.integer(row->progress.files); },
    [](const TransferPtr& row, Cell& out) { out.integer(row->progress.files_complete); },
    [](const TransferPtr& row, Cell& out) { out.text(row->progress.file); },
});

std::unique_ptr<RowSource> open_progress(const ScanContext& context) {
    std::vector<TransferPtr> rows;
    for (const auto& transfer : context.session.history()->loads)
        if (is_running(transfer)) rows.push_back(transfer);
    return make_rows(std::move(rows), kProgressWriters);
}

std::unique_ptr<RowSource> open_replacements(const ScanContext& context) {
    std::vector<Failure> rows;
    for (const auto& transfer : context.session.history()->loads)
        for (const auto& replaced : transfer->replacements) rows.push_back({transfer, &replaced});
    return make_rows(std::move(rows), kFailureWriters);
}

std::unique_ptr<RowSource> open_loads(const ScanContext& context) {
    return make_rows(context.session.history()->loads, kTransferWriters);
}

std::unique_ptr<RowSource> open_unloads(const ScanContext& context) {
    return make_rows(context.session.history()->unloads, kTransferWriters);
}

std::unique_ptr<RowSource> files_of(const std::vector<TransferPtr>& transfers) {
    std::vector<File> rows;
    for (const auto& transfer : transfers)
        for (const auto& file : transfer->files) rows.push_back({transfer, &file});
    return make_rows(std::move(rows), kFileWriters);
}

std::unique_ptr<RowSource> open_load_files(const ScanContext& context) {
    return files_of(context.session.history()->loads);
}

std::unique_ptr<RowSource> open_unload_files(const ScanContext& context) {
    return files_of(context.session.history()->unloads);
}

std::unique_ptr<RowSource> open_failures(const ScanContext& context) {
    std::vector<Failure> rows;
    for (const auto& transfer : context.session.history()->loads)
        for (const auto& failure : transfer->failures) rows.push_back({transfer, &failure});
    return make_rows(std::move(rows), kFailureWriters);
}

std::unique_ptr<RowSource> open_values(const ScanContext& context) {
    std::vector<Failure> rows;
    for (const auto& transfer : context.session.history()->loads)
        for (const auto& failure : transfer->failures)
            for (std::size_t field = 0; field < failure.values.size(); ++field)
                rows.push_back({transfer, &failure, field});
    return make_rows(std::move(rows), kValueWriters);
}

constexpr Columns kTransferColumns =
    "userid int, query int, xid bigint, pid int, db_name text, tbl oid, table_name text, source text, format text, "
    "status text, loaded bigint, files int, bytes bigint, errors int, starttime timestamp, endtime timestamp, "
    "duration bigint";
constexpr Columns kFileColumns = "userid int, query int, pid int, format text, filename text, lines bigint, "
                                 "bytes bigint, starttime timestamp, endtime timestamp, duration bigint";

constexpr Columns kFailureColumns =
    "userid int, query int, xid bigint, pid int, db_name text, tbl oid, filename text, line bigint, colname text, "
    "type text, col_length text, pos int, raw_line text, raw_value text, code int, reason text, starttime timestamp";

constexpr auto kFunctions = std::to_array<TableFunction>({
    {"rs_loads", kTransferColumns, "", open_loads},
    {"rs_unloads", kTransferColumns, "", open_unloads},
    {"rs_load_files", kFileColumns, "", open_load_files},
    {"rs_unload_files", kFileColumns, "", open_unload_files},
    {"rs_load_progress",
     "userid int, query int, pid int, recordtime timestamp, bytes_to_load bigint, bytes_loaded bigint, lines bigint, "
     "files bigint, files_complete bigint, filename text",
     "", open_progress},
    {"rs_load_failures", kFailureColumns, "", open_failures},
    {"rs_load_replacements", kFailureColumns, "", open_replacements},
    {"rs_load_values",
     "userid int, query int, pid int, filename text, line bigint, field int, colname text, value text, type text, "
     "col_length text",
     "", open_values},
});

} // namespace

std::span<const TableFunction> transfer_table_functions() { return kFunctions; }

} // namespace redstart::catalog

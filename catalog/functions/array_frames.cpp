#include "catalog/functions/array_frames.hpp"

#include "catalog/engine/engine_error.hpp"
#include "catalog/engine/process_memory.hpp"
#include "catalog/functions/call_guard.hpp"
#include "protocol/sqlstate.hpp"

#include <algorithm>
#include <new>
#include <utility>

#include <duckdb.hpp>
#include <duckdb/common/types/column/column_data_collection.hpp>
#include <duckdb/common/types/list_segment.hpp>
#include <duckdb/common/vector_operations/aggregate_executor.hpp>
#include <duckdb/function/aggregate_function.hpp>

namespace redstart::catalog {
namespace {

using duckdb::AggregateFunction;
using duckdb::data_ptr_t;
using duckdb::idx_t;
using duckdb::ListVector;
using duckdb::Vector;
using protocol::SqlError;

// So much may be added before the process is looked at again, by one thread.
constexpr std::size_t kBetweenLooks = 16U << 20;
constexpr std::size_t kPerValue = 16;
constexpr std::size_t kPerText = 4096; // some are long

// The page of a partition's rows that was read last: frames of neighbouring rows overlap.
class Cursor {
public:
    explicit Cursor(const duckdb::WindowPartitionInput& partition) : rows_(*partition.inputs) {
        rows_.InitializeScan(scan_, partition.column_ids);
        rows_.InitializeScanChunk(scan_, page_);
    }

    // Appends the rows from `row` to `end`, as far as they stand in one page; tells where the next one begins.
    idx_t append(idx_t row, idx_t end, const duckdb::ValidityMask& filter, Vector& arrays) {
        if (row < scan_.current_row_index || row >= scan_.next_row_index) rows_.Seek(row, scan_, page_);
        const auto first = row - scan_.current_row_index;
        const auto last = std::min(end, scan_.next_row_index);
        const auto count = last - row;
        require_array_room(ListVector::GetListSize(arrays) + count);
        require_room(count);
        if (filter.AllValid()) {
            ListVector::Append(arrays, page_.data[0], first + count, first);
            return last;
        }
        duckdb::SelectionVector chosen(count);
        idx_t kept = 0;
        for (idx_t i = 0; i < count; ++i)
            if (filter.RowIsValid(row + i)) chosen.set_index(kept++, first + i);
        ListVector::Append(arrays, page_.data[0], chosen, kept);
        return last;
    }

private:
    // What arrays are made of is outside of the engine's limit.
    void require_room(idx_t count) {
        const bool texts = page_.data[0].GetType().InternalType() == duckdb::PhysicalType::VARCHAR;
        since_look_ += count * (texts ? kPerText : kPerValue);
        if (since_look_ < kBetweenLooks) return;
        since_look_ = 0;
        try {
            sql::require_process_memory(0);
        } catch (const SqlError& error) { throw_through_engine(error); }
    }

    std::size_t since_look_ = 0;
    const duckdb::ColumnDataCollection& rows_;
    duckdb::ColumnDataScanState scan_{};
    duckdb::DataChunk page_;
};

// The engine's state, and what is behind it only while frames are computed.
struct State {
    duckdb::LinkedList list;
    Cursor* cursor = nullptr;
};

idx_t size(const AggregateFunction&) { return sizeof(State); }
void initialize(const AggregateFunction&, data_ptr_t state) { new (state) State(); }

void destroy(Vector& states, duckdb::AggregateInputData&, idx_t count) {
    duckdb::UnifiedVectorFormat format;
    states.ToUnifiedFormat(count, format);
    const auto* all = duckdb::UnifiedVectorFormat::GetData<State*>(format);
    for (idx_t i = 0; i < count; ++i) delete std::exchange(all[format.sel->get_index(i)]->cursor, nullptr);
}

void compute(duckdb::AggregateInputData&, const duckdb::WindowPartitionInput& partition, duckdb::const_data_ptr_t,
             data_ptr_t local, const duckdb::SubFrames& frames, Vector& result, idx_t row) {
    auto& state = *reinterpret_cast<State*>(local);
    if (state.cursor == nullptr) state.cursor = new Cursor(partition);
    const auto before = ListVector::GetListSize(result);
    for (const auto& frame : frames)
        for (auto next = frame.start; next < frame.end;)
            next = state.cursor->append(next, frame.end, partition.filter_mask, result);
    const auto elements = ListVector::GetListSize(result) - before;
    duckdb::FlatVector::GetData<duckdb::list_entry_t>(result)[row] = {before, elements};
    if (elements == 0) duckdb::FlatVector::SetNull(result, row, true);
}

} // namespace

void copy_frames(AggregateFunction& function) {
    const bool known = function.name == "array_agg" || function.name == "list";
    if (!known || function.window != nullptr || function.destructor != nullptr) return;
    if (function.state_size(function) != sizeof(State::list))
        throw duckdb::InternalException("the state of array_agg() is not what it was");
    function.state_size = size;
    function.initialize = initialize;
    function.destructor = destroy;
    function.window = compute;
}

void require_array_room(std::size_t elements) {
    if (elements > kMostElements)
        throw_through_engine(
            SqlError(protocol::sqlstate::kProgramLimitExceeded, "array size exceeds the maximum allowed"));
}

} // namespace redstart::catalog

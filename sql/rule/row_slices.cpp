#include "sql/rule/row_slices.hpp"

#include "catalog/engine/engine_error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/rule/stream_memory.hpp"

#include <algorithm>

#include <duckdb.hpp>
#include <duckdb/execution/physical_operator.hpp>
#include <duckdb/execution/physical_plan_generator.hpp>
#include <duckdb/main/client_context_state.hpp>
#include <duckdb/planner/operator/logical_extension_operator.hpp>
#include <fmt/core.h>

namespace redstart::sql {
namespace {

using duckdb::DataChunk;
using duckdb::idx_t;
using duckdb::OperatorResultType;
using duckdb::Vector;

// What a slice may make of texts, and what goes to the client at once.
constexpr double kMadeAtOnce = 1 << 20;
constexpr std::int64_t kSentAtOnce = 256 * 1024;
// What a slice may look at: some ten milliseconds, behind which an interrupt is heard.
constexpr double kLookedAtAtOnce = 4 << 20;
// What the engine compares of one array in half a second, where its elements are records; and what an array in one
// counts as.
constexpr double kMostCompared = 200'000;
constexpr double kValuesOfArray = 16;
// Less is not accounted for: the engine's own chunks have as much.
constexpr std::int64_t kSmall = 64 * 1024;

constexpr const char* kStateName = "redstart_streams";

struct StreamState final : duckdb::ClientContextState {
    explicit StreamState(std::shared_ptr<StreamMemory> stream) : memory(std::move(stream)) {}
    using duckdb::ClientContextState::QueryEnd;
    void QueryEnd() override { memory->forget_buffered(); }
    std::shared_ptr<StreamMemory> memory;
};

// Connections of our own have no session; what they read is small.
std::shared_ptr<StreamMemory> memory_of(duckdb::ClientContext& context) {
    if (const auto state = context.registered_state->Get<StreamState>(kStateName)) return state->memory;
    return std::make_shared<StreamMemory>();
}

[[noreturn]] void out_of_memory() { catalog::throw_through_engine(StreamMemory::exhausted()); }

void slice_column(Vector& out, Vector& in, idx_t offset, idx_t count) {
    if (in.GetVectorType() != duckdb::VectorType::DICTIONARY_VECTOR) return out.Slice(in, offset, offset + count);
    // Without the dictionary's name: the engine would compute all of a dictionary's values at once.
    const auto& chosen = duckdb::DictionaryVector::SelVector(in);
    duckdb::SelectionVector rows(count);
    for (idx_t i = 0; i < count; ++i) rows.set_index(i, chosen.get_index(offset + i));
    out.Slice(duckdb::DictionaryVector::Child(in), rows, count);
}

void slice(DataChunk& out, DataChunk& in, idx_t offset, idx_t count) {
    for (idx_t column = 0; column < in.ColumnCount(); ++column)
        slice_column(out.data[column], in.data[column], offset, count);
    out.SetCardinality(count);
}

// A value's own bytes in a vector, without what it points to.
idx_t width_of(const duckdb::LogicalType& type) {
    if (type.InternalType() != duckdb::PhysicalType::STRUCT) return duckdb::GetTypeIdSize(type.InternalType());
    idx_t width = 1;
    for (const auto& field : duckdb::StructType::GetChildTypes(type)) width += width_of(field.second);
    return width;
}

std::int64_t bytes_of(Vector& vector, idx_t rows) {
    using duckdb::PhysicalType;
    const auto type = vector.GetType().InternalType();
    if (type == PhysicalType::STRUCT) {
        if (vector.GetVectorType() != duckdb::VectorType::FLAT_VECTOR) vector.Flatten(rows);
        std::int64_t bytes = 0;
        for (auto& field : duckdb::StructVector::GetEntries(vector)) bytes += bytes_of(*field, rows);
        return bytes;
    }
    if (type == PhysicalType::LIST) {
        if (vector.GetVectorType() != duckdb::VectorType::FLAT_VECTOR) vector.Flatten(rows);
        auto& elements = duckdb::ListVector::GetEntry(vector);
        const auto count = duckdb::ListVector::GetListSize(vector);
        return static_cast<std::int64_t>(count * width_of(elements.GetType())) + bytes_of(elements, count);
    }
    if (type != PhysicalType::VARCHAR) return 0;
    duckdb::UnifiedVectorFormat values;
    vector.ToUnifiedFormat(rows, values);
    const auto* texts = duckdb::UnifiedVectorFormat::GetData<duckdb::string_t>(values);
    std::int64_t bytes = 0;
    for (idx_t row = 0; row < rows; ++row) {
        const auto index = values.sel->get_index(row);
        if (!values.validity.RowIsValid(index) || texts[index].IsInlined()) continue;
        bytes += texts[index].GetSize();
    }
    return bytes;
}

// What the rows would have if none shared an array with others.
double unshared_bytes(Vector& vector, idx_t rows) {
    if (vector.GetType().InternalType() != duckdb::PhysicalType::LIST)
        return static_cast<double>(bytes_of(vector, rows));
    const auto held = static_cast<double>(bytes_of(vector, rows));
    const auto elements = static_cast<double>(duckdb::ListVector::GetListSize(vector));
    duckdb::UnifiedVectorFormat arrays;
    vector.ToUnifiedFormat(rows, arrays);
    const auto* entries = duckdb::UnifiedVectorFormat::GetData<duckdb::list_entry_t>(arrays);
    double seen = 0;
    for (idx_t row = 0; row < rows; ++row) {
        const auto index = arrays.sel->get_index(row);
        if (arrays.validity.RowIsValid(index)) seen += static_cast<double>(entries[index].length);
    }
    return elements > 0 ? held / elements * seen : 0;
}

double unshared_bytes(DataChunk& chunk) {
    double bytes = 0;
    for (auto& column : chunk.data) bytes += unshared_bytes(column, chunk.size());
    return bytes;
}

// How many values the engine compares one after the other for an element of that kind. `elements` has them all.
double values_of_element(Vector& elements) {
    switch (elements.GetType().InternalType()) {
    case duckdb::PhysicalType::STRUCT: {
        double values = 1;
        for (auto& field : duckdb::StructVector::GetEntries(elements)) values += values_of_element(*field);
        return values;
    }
    case duckdb::PhysicalType::LIST: return kValuesOfArray;
    default: return 1;
    }
}

// Of one array of records that is not compared in a moment; the longest of them counts.
void refuse_long_records(Vector& vector, idx_t rows) {
    const auto& type = vector.GetType();
    if (type.InternalType() == duckdb::PhysicalType::STRUCT) {
        if (vector.GetVectorType() != duckdb::VectorType::FLAT_VECTOR) vector.Flatten(rows);
        for (auto& field : duckdb::StructVector::GetEntries(vector)) refuse_long_records(*field, rows);
        return;
    }
    if (type.InternalType() != duckdb::PhysicalType::LIST) return;
    const auto element = duckdb::ListType::GetChildType(type).InternalType();
    if (element != duckdb::PhysicalType::STRUCT && element != duckdb::PhysicalType::LIST) return;
    const auto values = values_of_element(duckdb::ListVector::GetEntry(vector));
    duckdb::UnifiedVectorFormat arrays;
    vector.ToUnifiedFormat(rows, arrays);
    const auto* entries = duckdb::UnifiedVectorFormat::GetData<duckdb::list_entry_t>(arrays);
    for (idx_t row = 0; row < rows; ++row) {
        const auto index = arrays.sel->get_index(row);
        if (!arrays.validity.RowIsValid(index)) continue;
        if (static_cast<double>(entries[index].length) * values <= kMostCompared) continue;
        catalog::throw_through_engine(
            protocol::SqlError(protocol::sqlstate::kProgramLimitExceeded, "array of records is too long to be compared")
                .detail(fmt::format("The records of an array that is compared may have {} values together.",
                                    static_cast<std::int64_t>(kMostCompared))));
    }
}

// State and behaviour that both operators share: an incoming chunk goes out in pieces.
struct SliceState : duckdb::OperatorState {
    explicit SliceState(std::shared_ptr<StreamMemory> memory) : share(std::move(memory)) {}
    StreamMemory::Share share;
    idx_t offset = 0; // rows of the incoming chunk that went out
    double input_bytes = 0;
};

OperatorResultType hand_on(DataChunk& input, DataChunk& output, SliceState& state, idx_t rows) {
    const auto count = std::min<idx_t>(rows, input.size() - state.offset);
    if (count == input.size()) {
        output.Reference(input);
        return OperatorResultType::NEED_MORE_INPUT;
    }
    slice(output, input, state.offset, count);
    state.offset += count;
    if (state.offset < input.size()) return OperatorResultType::HAVE_MORE_OUTPUT;
    state.offset = 0;
    return OperatorResultType::NEED_MORE_INPUT;
}

// What the slicer has set aside for the rows that are being computed on this thread: the meter that belongs to it comes
// right behind, on the same thread, and knows what they really need.
thread_local StreamMemory::Share* set_aside = nullptr;

class PhysicalSlices : public duckdb::PhysicalOperator {
public:
    PhysicalSlices(duckdb::PhysicalPlan& plan, duckdb::PhysicalOperator& child, std::shared_ptr<StreamMemory> memory,
                   std::shared_ptr<SeenWidth> seen)
        : PhysicalOperator(plan, duckdb::PhysicalOperatorType::EXTENSION, child.types, child.estimated_cardinality),
          memory_(std::move(memory)), seen_(std::move(seen)) {
        children.push_back(child);
    }
    bool ParallelOperator() const override { return true; }
    duckdb::unique_ptr<duckdb::OperatorState> GetOperatorState(duckdb::ExecutionContext&) const override {
        return duckdb::make_uniq<SliceState>(memory_);
    }

protected:
    const std::shared_ptr<StreamMemory> memory_;
    const std::shared_ptr<SeenWidth> seen_;
};

class Slicer final : public PhysicalSlices {
public:
    Slicer(duckdb::PhysicalPlan& plan, duckdb::PhysicalOperator& child, std::shared_ptr<StreamMemory> memory,
           std::shared_ptr<SeenWidth> seen, RowWidth width)
        : PhysicalSlices(plan, child, std::move(memory), std::move(seen)), width_(width) {}
    std::string GetName() const override { return "SLICES"; }

    OperatorResultType Execute(duckdb::ExecutionContext&, DataChunk& input, DataChunk& output,
                               duckdb::GlobalOperatorState&, duckdb::OperatorState& base) const override {
        auto& state = base.Cast<SliceState>();
        if (state.offset == 0 && (width_.per_input > 0 || width_.looked_at_per_input > 0))
            state.input_bytes = unshared_bytes(input) / static_cast<double>(input.size());
        if (state.offset == 0 && width_.compares_records)
            for (auto& column : input.data) refuse_long_records(column, input.size());
        const auto made = std::max(1.0, width_.fixed + width_.per_input * state.input_bytes);
        const auto least = static_cast<idx_t>(std::clamp(kMadeAtOnce / made, 1.0, double(STANDARD_VECTOR_SIZE)));
        auto rows = least;
        if (seen_) rows = std::max(least, static_cast<idx_t>(seen_->rows.load(std::memory_order_relaxed)));
        rows = std::min({rows, looked_at_once(state), input.size()});
        // What was seen so far says nothing for sure: the most that the rows may need is set aside for them.
        while (!reserve(state, rows, made)) {
            if (rows <= 1) out_of_memory();
            rows = rows > least ? least : rows / 2;
        }
        if (seen_) set_aside = &state.share;
        return hand_on(input, output, state, rows);
    }

private:
    idx_t looked_at_once(const SliceState& state) const {
        const auto looked_at = std::max(1.0, width_.looked_at + width_.looked_at_per_input * state.input_bytes);
        return static_cast<idx_t>(std::clamp(kLookedAtAtOnce / looked_at, 1.0, double(STANDARD_VECTOR_SIZE)));
    }
    bool reserve(SliceState& state, idx_t rows, double made) const {
        const auto bytes = static_cast<std::int64_t>(static_cast<double>(rows) * made);
        if (bytes <= static_cast<std::int64_t>(kMadeAtOnce)) {
            state.share.set(0);
            return true;
        }
        return state.share.try_set(bytes, rows > 1 ? StreamMemory::kLimit : StreamMemory::kHardLimit);
    }

    const RowWidth width_;
};

class Meter final : public PhysicalSlices {
public:
    Meter(duckdb::PhysicalPlan& plan, duckdb::PhysicalOperator& child, std::shared_ptr<StreamMemory> memory,
          std::shared_ptr<SeenWidth> seen, bool result)
        : PhysicalSlices(plan, child, std::move(memory), std::move(seen)), result_(result) {}
    std::string GetName() const override { return "METER"; }

    OperatorResultType Execute(duckdb::ExecutionContext&, DataChunk& input, DataChunk& output,
                               duckdb::GlobalOperatorState&, duckdb::OperatorState& base) const override {
        auto& state = base.Cast<SliceState>();
        if (state.offset == 0) look_at(input, state);
        const auto per_row = std::max(1.0, state.input_bytes / static_cast<double>(input.size()));
        const auto rows = result_ && state.input_bytes > static_cast<double>(kSentAtOnce)
                              ? static_cast<idx_t>(std::max(1.0, static_cast<double>(kSentAtOnce) / per_row))
                              : input.size();
        const auto result = hand_on(input, output, state, rows);
        if (result_ && state.share.bytes() > 0)
            memory_->buffered(static_cast<std::int64_t>(per_row * static_cast<double>(output.size())));
        return result;
    }

private:
    void look_at(DataChunk& input, SliceState& state) const {
        if (seen_) set_aside->set(0);
        const auto bytes = text_bytes(input);
        state.input_bytes = static_cast<double>(bytes);
        if (seen_) {
            const auto rows = static_cast<double>(input.size());
            const auto next = std::min(2 * rows, kMadeAtOnce * rows / std::max(1.0, state.input_bytes));
            seen_->rows.store(static_cast<std::uint32_t>(std::clamp(next, 1.0, double(STANDARD_VECTOR_SIZE))),
                              std::memory_order_relaxed);
        }
        if (!state.share.try_set(bytes > kSmall ? bytes : 0, StreamMemory::kHardLimit)) out_of_memory();
    }

    const bool result_;
};

// Both in a logical plan.
class LogicalSlices final : public duckdb::LogicalExtensionOperator {
public:
    using Make = std::function<duckdb::PhysicalOperator&(duckdb::PhysicalPlanGenerator&, duckdb::PhysicalOperator&)>;
    explicit LogicalSlices(Make make) : make_(std::move(make)) {}

    duckdb::PhysicalOperator& CreatePlan(duckdb::ClientContext&, duckdb::PhysicalPlanGenerator& planner) override {
        return make_(planner, planner.CreatePlan(*children[0]));
    }
    duckdb::vector<duckdb::ColumnBinding> GetColumnBindings() override { return children[0]->GetColumnBindings(); }
    std::string GetExtensionName() const override { return "redstart_slices"; }
    bool SupportSerialization() const override { return false; }

protected:
    void ResolveTypes() override { types = children[0]->types; }

private:
    const Make make_;
};

void put(Owned<duckdb::LogicalOperator>& plan, LogicalSlices::Make make) {
    Owned<duckdb::LogicalOperator> slices = duckdb::make_uniq<LogicalSlices>(std::move(make));
    if (plan->has_estimated_cardinality) slices->SetEstimatedCardinality(plan->estimated_cardinality);
    slices->children.push_back(std::move(plan));
    plan = std::move(slices);
}

} // namespace

void put_slicer(Owned<duckdb::LogicalOperator>& plan, duckdb::ClientContext& context, RowWidth width,
                std::shared_ptr<SeenWidth> seen) {
    put(plan, [=, memory = memory_of(context)](auto& planner, auto& child) -> duckdb::PhysicalOperator& {
        return planner.template Make<Slicer>(child, memory, seen, width);
    });
}

void put_meter(Owned<duckdb::LogicalOperator>& plan, duckdb::ClientContext& context, std::shared_ptr<SeenWidth> seen,
               bool result) {
    put(plan, [=, memory = memory_of(context)](auto& planner, auto& child) -> duckdb::PhysicalOperator& {
        return planner.template Make<Meter>(child, memory, seen, result);
    });
}

std::int64_t text_bytes(DataChunk& chunk) {
    std::int64_t bytes = 0;
    for (auto& column : chunk.data) bytes += bytes_of(column, chunk.size());
    return bytes;
}

void account_streams(duckdb::ClientContext& context, std::shared_ptr<StreamMemory> memory) {
    context.registered_state->Insert(kStateName, duckdb::make_shared_ptr<StreamState>(std::move(memory)));
}

} // namespace redstart::sql

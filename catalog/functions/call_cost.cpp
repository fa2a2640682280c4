#include "catalog/functions/call_cost.hpp"

#include "catalog/functions/text/regex_states.hpp"
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"

#include <algorithm>
#include <vector>

#include <duckdb.hpp>
#include <fmt/core.h>

namespace redstart::catalog {

namespace {

using duckdb::LogicalTypeId;
using duckdb::PhysicalType;
using duckdb::UnifiedVectorFormat;
using protocol::SqlError;
namespace state = protocol::sqlstate;

constexpr std::size_t kMostSteps = 100'000'000; // of one value: half a second
constexpr std::size_t kQuick = 12;              // most searches look at few states for each byte

std::string_view text_at(const UnifiedVectorFormat& format, std::size_t row) {
    const auto index = format.sel->get_index(row);
    if (!format.validity.RowIsValid(index)) return {};
    const auto& text = UnifiedVectorFormat::GetData<duckdb::string_t>(format)[index];
    return {text.GetData(), text.GetSize()};
}

void check_depth(std::string_view json) {
    if (json.size() <= static_cast<std::size_t>(kMaxJsonDepth)) return;
    int depth = 0;
    bool quoted = false;
    for (std::size_t i = 0; i < json.size(); ++i) {
        const char c = json[i];
        if (quoted && c == '\\')
            ++i;
        else if (c == '"')
            quoted = !quoted;
        else if (!quoted && (c == '[' || c == '{') && ++depth > kMaxJsonDepth)
            throw SqlError(state::kStatementTooComplex,
                           fmt::format("JSON is nested deeper than {} levels", kMaxJsonDepth));
        else if (!quoted && (c == ']' || c == '}'))
            --depth;
    }
}

// What one element of a list's vector takes.
std::size_t element_size(duckdb::Vector& list) {
    constexpr std::size_t kPlain = 16;
    auto& child = duckdb::ListVector::GetEntry(list);
    const auto count = duckdb::ListVector::GetListSize(list);
    if (child.GetType().InternalType() != PhysicalType::VARCHAR || count == 0) return kPlain;
    UnifiedVectorFormat format;
    child.ToUnifiedFormat(count, format);
    std::size_t bytes = 0;
    for (std::size_t i = 0; i < count; ++i) bytes += text_at(format, i).size();
    return kPlain + bytes / count;
}

} // namespace

struct CallCost::Columns {
    struct Column {
        UnifiedVectorFormat format;
        bool text = false;
        std::size_t element = 0; // of a list
        std::size_t size(std::size_t row) const {
            if (text) return text_at(format, row).size();
            if (element == 0) return 0;
            const auto index = format.sel->get_index(row);
            if (!format.validity.RowIsValid(index)) return 0;
            return UnifiedVectorFormat::GetData<duckdb::list_entry_t>(format)[index].length * element;
        }
    };
    std::vector<Column> columns;

    std::size_t size(std::size_t row) const {
        std::size_t size = 0;
        for (const auto& column : columns) size += column.size(row);
        return size;
    }
    std::string_view text(std::size_t argument, std::size_t row) const {
        return argument < columns.size() && columns[argument].text ? text_at(columns[argument].format, row)
                                                                   : std::string_view();
    }
    // Patterns are nearly always constant.
    std::size_t states(std::string_view pattern) {
        if (pattern.data() != last_pattern.data() || pattern.size() != last_pattern.size()) {
            check_pattern(pattern);
            last_states = regex_states(pattern);
            last_pattern = pattern;
        }
        return last_states;
    }
    std::string_view last_pattern;
    std::size_t last_states = 0;
};

CallCost::CallCost(duckdb::DataChunk& arguments, const CallLimits& limits)
    : columns_(std::make_unique<Columns>()), limits_(limits) {
    const bool once = arguments.AllConstant();
    const auto rows = once ? std::min<duckdb::idx_t>(arguments.size(), 1) : arguments.size();
    columns_->columns.resize(arguments.ColumnCount());
    bool any = false;
    for (std::size_t i = 0; i < arguments.ColumnCount(); ++i) {
        auto& vector = arguments.data[i];
        auto& column = columns_->columns[i];
        const auto type = vector.GetType().InternalType();
        column.text = type == PhysicalType::VARCHAR;
        if (type == PhysicalType::LIST) column.element = element_size(vector);
        if (!column.text && column.element == 0) continue;
        any = true;
        vector.ToUnifiedFormat(arguments.size(), column.format);
    }
    if (!any) return;
    for (std::size_t row = 0; row < rows; ++row) total_ += of_row(row);
}

CallCost::~CallCost() = default;

std::size_t CallCost::of_row(std::size_t row) const {
    auto steps = columns_->size(row);
    const auto first = columns_->text(0, row);
    const auto second = columns_->text(1, row);
    if (limits_.json)
        for (std::size_t i = 0; i < columns_->columns.size(); ++i) check_depth(columns_->text(i, row));
    if (limits_.work == Work::Product) steps += first.size() * second.size();
    if (limits_.work == Work::Pattern) steps += first.size() * columns_->states(second);
    if (limits_.work == Work::Matches) steps += first.size() * first.size() / kQuick * columns_->states(second);
    if (limits_.work == Work::Separator) steps += first.size() * columns_->columns.size();
    if (limits_.work != Work::Length && steps > kMostSteps)
        throw limits_.work == Work::Pattern || limits_.work == Work::Matches
            ? SqlError(state::kInvalidRegularExpression,
                       "invalid regular expression: regular expression is too complex")
            : SqlError(state::kProgramLimitExceeded, "the arguments are too long to be computed together");
    return steps;
}

} // namespace redstart::catalog

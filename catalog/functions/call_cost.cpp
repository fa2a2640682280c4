#include "catalog/functions/call_cost.hpp"

#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"

#include <algorithm>
#include <charconv>
#include <vector>

#include <duckdb.hpp>

namespace redstart::catalog {

namespace {

using duckdb::LogicalTypeId;
using duckdb::PhysicalType;
using duckdb::UnifiedVectorFormat;
using protocol::SqlError;
namespace state = protocol::sqlstate;

constexpr std::size_t kMostSteps = 100'000'000; // of one value: half a second
constexpr std::size_t kQuick = 12;              // most searches look at few states for each byte
constexpr std::size_t kManyStates = 1'000'000'000;

// A text's bytes are counted in the pattern; what it compiles to is not.
class StateCounter {
public:
    explicit StateCounter(std::string_view pattern) : rest_(pattern) {}

    std::size_t count() {
        while (!rest_.empty()) step();
        while (groups_.size() > 1) close();
        return groups_.back();
    }

private:
    void atom(std::size_t size) {
        last_ = size;
        groups_.back() = std::min(groups_.back() + size, kManyStates);
    }

    void close() {
        const auto size = groups_.back();
        groups_.pop_back();
        atom(size + 2);
    }

    // {n}, {n,} or {n,m} makes as many copies; anything else is text.
    void repeat() {
        std::size_t most = 0;
        const auto end = rest_.find('}');
        if (end == std::string_view::npos) return atom(1);
        auto counts = rest_.substr(0, end);
        const auto comma = counts.find(',');
        for (const auto part : {counts.substr(0, comma),
                                comma == std::string_view::npos ? counts.substr(0, 0) : counts.substr(comma + 1)}) {
            std::size_t number = 0;
            std::from_chars(part.data(), part.data() + part.size(), number);
            most = std::max(most, std::min<std::size_t>(number, 1000)); // more than 1000 is refused
        }
        rest_.remove_prefix(end + 1);
        const auto before = groups_.back() - last_;
        groups_.back() = before;
        atom(std::min(last_ * (most + 1), kManyStates));
    }

    void bracket() {
        constexpr std::size_t kNamedClass = 1000;
        auto end = rest_.find(']', 1);
        while (end != std::string_view::npos && rest_[end - 1] == ':') end = rest_.find(']', end + 1); // [:alpha:]
        const auto inside = rest_.substr(0, end);
        rest_.remove_prefix(std::min(inside.size() + 1, rest_.size()));
        atom(inside.size() * 4 + 8 + (inside.find("\\p") != std::string_view::npos ? kNamedClass : 0));
    }

    void step() {
        constexpr std::size_t kAnyCharacter = 10; // the forms of UTF-8
        constexpr std::size_t kUnicodeClass = 1000;
        const char c = rest_.front();
        rest_.remove_prefix(1);
        switch (c) {
        case '(': return groups_.push_back(0);
        case ')': return groups_.size() > 1 ? close() : atom(1);
        case '[': return bracket();
        case '{': return repeat();
        case '.': return atom(kAnyCharacter);
        case '\\': {
            const bool unicode = rest_.starts_with('p') || rest_.starts_with('P');
            if (!rest_.empty()) rest_.remove_prefix(1);
            return atom(unicode ? kUnicodeClass : kAnyCharacter);
        }
        default: return atom(1);
        }
    }

    std::string_view rest_;
    std::vector<std::size_t> groups_{0}; // the states of each open group so far
    std::size_t last_ = 0;
};

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
                           "JSON is nested deeper than " + std::to_string(kMaxJsonDepth) + " levels");
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

std::size_t regex_states(std::string_view pattern) { return StateCounter(pattern).count(); }

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

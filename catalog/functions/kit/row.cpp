#include "catalog/functions/kit/row.hpp"

#include "catalog/engine/bounded_text.hpp"
#include "catalog/engine/call_interrupt.hpp"

#include <duckdb.hpp>

namespace redstart::catalog {

static_assert(sizeof(Date) == sizeof(duckdb::date_t) && sizeof(Timestamp) == sizeof(duckdb::timestamp_t));
static_assert(sizeof(Interval) == sizeof(duckdb::interval_t) && sizeof(TimeOfDay) == sizeof(duckdb::dtime_t));

struct Row::Formats {
    duckdb::UnifiedVectorFormat columns[kMaxArguments];
    std::size_t count = 0;
};

Row::Row(duckdb::DataChunk& arguments, duckdb::Vector& result, std::size_t longest)
    : formats_(new Formats), result_(result), result_data_(duckdb::FlatVector::GetData(result)), longest_(longest) {
    formats_->count = arguments.ColumnCount();
    for (std::size_t i = 0; i < formats_->count; ++i) {
        arguments.data[i].ToUnifiedFormat(arguments.size(), formats_->columns[i]);
        data_[i] = formats_->columns[i].data;
    }
}

Row::~Row() { delete formats_; }

void Row::move_to(std::size_t row) {
    row_ = row;
    for (std::size_t i = 0; i < formats_->count; ++i) index_[i] = formats_->columns[i].sel->get_index(row);
}

bool Row::is_null(std::size_t argument) const {
    return !formats_->columns[argument].validity.RowIsValid(index_[argument]);
}

template <> std::string_view Row::get<std::string_view>(std::size_t argument) const {
    const auto& text = static_cast<const duckdb::string_t*>(data_[argument])[index_[argument]];
    count_work(text.GetSize());
    return {text.GetData(), text.GetSize()};
}

void Row::put_null() { duckdb::FlatVector::SetNull(result_, row_, true); }

void Row::put_text(std::string_view text) {
    if (text.size() > longest_) refuse_long_text();
    duckdb::FlatVector::GetData<duckdb::string_t>(result_)[row_] =
        duckdb::StringVector::AddString(result_, text.data(), text.size());
}

} // namespace redstart::catalog

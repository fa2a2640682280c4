#include "sql/transfer/load_converter.hpp"

#include "catalog/engine/errors.hpp"
#include "sql/value/text_casts.hpp"

#include <duckdb.hpp>

namespace redstart::sql {
namespace {

using duckdb::FlatVector;
using duckdb::LogicalType;

constexpr std::size_t kMaxBytes = std::size_t{4} << 20;
constexpr std::size_t kMostShown = 1024;

} // namespace

LoadConverter::LoadConverter(duckdb::ClientContext& context, const std::vector<LogicalType>& types,
                             const std::vector<LoadColumn>& columns, const LoadOptions& options, LoadFailures& failures,
                             Sink sink)
    : context_(context), columns_(columns), options_(options), failures_(failures), sink_(std::move(sink)),
      texts_(std::make_unique<duckdb::DataChunk>()), typed_(std::make_unique<duckdb::DataChunk>()) {
    auto& allocator = duckdb::Allocator::DefaultAllocator();
    typed_->Initialize(allocator, duckdb::vector<LogicalType>(types.begin(), types.end()));
    texts_->Initialize(allocator, duckdb::vector<LogicalType>(types.size(), LogicalType::VARCHAR));
}

LoadConverter::~LoadConverter() = default;

void LoadConverter::add(const Record& record) {
    record_.fields = record.fields;
    record_.line = record.line;
    record_.text = record.text;
    record_.error = record.error;
    record_.reason = record.reason;
    record_.position = record.position;
    if (!complete(record_)) return reject(record_, {}, {record_.error, record_.reason, record_.position});
    if (!put(record_)) return;
    const auto shown = record.text.substr(0, kMostShown);
    rows_.push_back({failures_.file(), record.line, lines_.size(), shown.size()});
    lines_.append(shown);
    if (rows_.size() == STANDARD_VECTOR_SIZE || bytes_ > kMaxBytes) flush();
}

// As many fields as columns; false: there cannot be, or the record is none at all.
bool LoadConverter::complete(Record& record) {
    if (record.error != LoadError::None) return false;
    auto& fields = record.fields;
    const auto wanted = columns_.size();
    // A line may end with a delimiter.
    if (options_.format == DataFormat::Delimited && fields.size() == wanted + 1 && fields.back() &&
        fields.back()->empty())
        fields.pop_back();
    if (fields.size() > wanted) {
        record.error = LoadError::ExtraColumns;
        record.reason = "Extra column(s) found";
    } else if (fields.size() < wanted && !options_.fill_record) {
        record.error = LoadError::DelimiterNotFound;
        record.reason = "Delimiter not found";
    }
    if (record.error != LoadError::None) {
        record.position = record.text.size();
        return false;
    }
    while (fields.size() < wanted) {
        const bool empty = columns_[fields.size()].kind() == ValueKind::Varchar;
        fields.push_back(empty ? std::optional<std::string_view>("") : std::nullopt);
    }
    return true;
}

// False: it was rejected.
bool LoadConverter::put(const Record& record) {
    const LoadColumn* replaced = nullptr; // the first column in which something was
    for (std::size_t index = 0; index < columns_.size(); ++index) {
        FieldError error;
        const auto value = columns_[index].value(record.fields[index], made_, error);
        if (error.code != LoadError::None) {
            const auto end = record.fields.begin() + static_cast<std::ptrdiff_t>(index + 1);
            reject(record, Values(record.fields.begin(), end), std::move(error));
            return false;
        }
        if (replaced == nullptr && columns_[index].replaces(record.fields[index])) replaced = &columns_[index];
        store(index, value);
    }
    if (replaced != nullptr)
        failures_.add_replacement({failures_.file(), record.line, std::string(record.text.substr(0, kMostShown))},
                                  *replaced);
    return true;
}

void LoadConverter::store(std::size_t column, std::optional<std::string_view> value) {
    auto& vector = texts_->data[column];
    const auto row = rows_.size();
    FlatVector::SetNull(vector, row, !value.has_value());
    if (!value) return;
    bytes_ += value->size();
    FlatVector::GetData<duckdb::string_t>(vector)[row] =
        duckdb::StringVector::AddString(vector, value->data(), value->size());
}

void LoadConverter::reject(const Record& record, const Values& values, FieldError error) {
    if (failures_.last_one()) flush(); // an error in the rows before comes first
    failures_.add({failures_.file(), record.line, std::string(record.text.substr(0, kMostShown))}, values,
                  std::move(error));
}

void LoadConverter::flush() {
    auto count = rows_.size();
    if (count == 0) return;
    if (!cast_all(count)) {
        count = sift(count);
        if (count > 0) cast_all(count);
    }
    typed_->SetCardinality(count);
    if (count > 0) sink_(*typed_);
    texts_->Reset();
    typed_->Reset();
    rows_.clear();
    lines_.clear();
    bytes_ = 0;
}

bool LoadConverter::cast_all(std::size_t count) {
    typed_->Reset();
    texts_->SetCardinality(count);
    try {
        for (std::size_t index = 0; index < columns_.size(); ++index)
            cast_texts(context_, texts_->data[index], typed_->data[index], count);
    } catch (const std::exception&) { return false; }
    return true;
}

std::size_t LoadConverter::sift(std::size_t count) {
    duckdb::SelectionVector kept(count);
    std::size_t left = 0;
    for (std::size_t row = 0; row < count; ++row)
        if (good(row)) kept.set_index(left++, row);
    texts_->Slice(kept, left);
    texts_->Flatten();
    return left;
}

bool LoadConverter::good(std::size_t row) {
    for (std::size_t index = 0; index < columns_.size(); ++index) {
        auto& vector = texts_->data[index];
        if (FlatVector::IsNull(vector, row)) continue;
        const auto text = FlatVector::GetData<duckdb::string_t>(vector)[row].GetString();
        try {
            check_text(context_, text, typed_->data[index].GetType());
        } catch (const std::exception& failure) {
            const auto& column = columns_[index];
            if (column.forgives() && !column.required()) {
                FlatVector::SetNull(vector, row, true);
                continue;
            }
            Values values;
            for (std::size_t before = 0; before <= index; ++before) {
                const auto& shown = texts_->data[before];
                if (FlatVector::IsNull(shown, row))
                    values.emplace_back();
                else
                    values.emplace_back(std::string_view(FlatVector::GetData<duckdb::string_t>(shown)[row].GetData(),
                                                         FlatVector::GetData<duckdb::string_t>(shown)[row].GetSize()));
            }
            failures_.add(place_of(rows_[row]), values, column.cast_error(text, to_sql_error(failure)));
            return false;
        }
    }
    return true;
}

} // namespace redstart::sql

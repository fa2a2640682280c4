#include "catalog/tables/cell.hpp"

#include <duckdb.hpp>

namespace redstart::catalog {

using duckdb::FlatVector;

void Cell::null() { FlatVector::SetNull(vector_, row_, true); }

void Cell::boolean(bool value) { FlatVector::GetData<bool>(vector_)[row_] = value; }

void Cell::integer(std::int64_t value) {
    switch (vector_.GetType().InternalType()) {
    case duckdb::PhysicalType::INT16:
        FlatVector::GetData<std::int16_t>(vector_)[row_] = static_cast<std::int16_t>(value);
        break;
    case duckdb::PhysicalType::INT32:
        FlatVector::GetData<std::int32_t>(vector_)[row_] = static_cast<std::int32_t>(value);
        break;
    default: FlatVector::GetData<std::int64_t>(vector_)[row_] = value;
    }
}

void Cell::number(double value) {
    if (vector_.GetType().InternalType() == duckdb::PhysicalType::FLOAT)
        FlatVector::GetData<float>(vector_)[row_] = static_cast<float>(value);
    else
        FlatVector::GetData<double>(vector_)[row_] = value;
}

void Cell::text(std::string_view value) {
    FlatVector::GetData<duckdb::string_t>(vector_)[row_] =
        duckdb::StringVector::AddString(vector_, value.data(), value.size());
}

void Cell::time(Micros value) {
    if (value == 0) return null();
    FlatVector::GetData<duckdb::timestamp_t>(vector_)[row_] = duckdb::timestamp_t(value);
}

void Cell::texts(const std::vector<std::string>& values) {
    duckdb::vector<duckdb::Value> items;
    for (const auto& value : values) items.emplace_back(value);
    vector_.SetValue(row_, duckdb::Value::LIST(duckdb::LogicalType::VARCHAR, std::move(items)));
}

void Cell::integers(const std::vector<std::int64_t>& values) {
    duckdb::vector<duckdb::Value> items;
    for (const auto value : values) items.push_back(duckdb::Value::BIGINT(value));
    vector_.SetValue(row_, duckdb::Value::LIST(duckdb::LogicalType::BIGINT, std::move(items)));
}

} // namespace redstart::catalog

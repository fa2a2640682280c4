#include "sql/store/store_writer.hpp"

#include "sql/store/store_rows.hpp"

namespace redstart::sql {

void StoreWriter::write(StoreStatement statement, StoreValues values) {
    run_store(connection_, sql_of(statement), values);
    if (made_ != nullptr) made_->push_back({statement, std::move(values)});
}

// Two transactions that do not see each other's number meet in its row.
std::int32_t take_number(StoreWriter& writer, const std::string& counter) {
    const auto rows = select_store(writer.connection(), "value", "counters WHERE name=$1", {counter});
    const auto number = number_of<std::int32_t>(rows.at(0).at(0)) + 1;
    writer.write(StoreStatement::SetCounter, {counter, store_value(number)});
    return number;
}

} // namespace redstart::sql

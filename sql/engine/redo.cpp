#include "sql/engine/redo.hpp"

#include "catalog/engine/errors.hpp"
#include "catalog/engine/object_notes.hpp"
#include "sql/engine/fault_functions.hpp"
#include "sql/store/store_rows.hpp"
#include "sql/store/store_writer.hpp"

#include <charconv>

#include <duckdb.hpp>
#include <duckdb/catalog/catalog_entry/schema_catalog_entry.hpp>

namespace redstart::sql {
namespace {

constexpr const char* kChanges = "changes"; // a tag of the note
constexpr std::string_view kPrefix = "redo_";

std::string note_of(std::int32_t number) { return std::string(kPrefix) + std::to_string(number); }

// The numbers of the notes that are in the database.
std::vector<std::int32_t> noted(duckdb::ClientContext& context, const std::string& database) {
    std::vector<std::int32_t> numbers;
    for (const auto& object : catalog::noted_objects(context, database, kPrefix)) {
        std::int32_t number = 0;
        const auto digits = std::string_view(object).substr(kPrefix.size());
        const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), number);
        if (read.ec == std::errc() && read.ptr == digits.data() + digits.size()) numbers.push_back(number);
    }
    return numbers;
}

// Every change of the store that is noted counts there, so that one whose number it has, or had, was made.
bool was_made(duckdb::Connection& connection, std::int32_t number) {
    const auto rows = select_store(connection, "value", "counters WHERE name=$1", {kChangeCounter});
    return number_of<std::int32_t>(rows.at(0).at(0)) >= number;
}

void make(duckdb::Connection& connection, const std::vector<StoreChange>& changes) {
    connection.BeginTransaction();
    try {
        StoreWriter writer(connection);
        for (const auto& change : changes) writer.write(change);
        connection.Commit();
    } catch (const std::exception& error) {
        if (connection.HasActiveTransaction()) connection.Rollback();
        throw to_sql_error(error);
    }
}

} // namespace

void note_redo(duckdb::ClientContext& context, const std::string& database, std::int32_t number,
               const std::vector<StoreChange>& changes) {
    catalog::change_notes(context, database, note_of(number), {{kChanges, changes_as_text(changes)}});
}

void forget_redo(duckdb::Connection& connection, const std::string& database, std::int32_t number) noexcept {
    try {
        connection.context->RunFunctionInTransaction(
            [&] { catalog::drop_notes(*connection.context, database, note_of(number)); });
    } catch (const std::exception&) {
        // There is no room, or the engine has failed.
    }
}

bool apply_redo(duckdb::Connection& connection, const std::string& database) {
    std::vector<std::int32_t> numbers;
    connection.context->RunFunctionInTransaction([&] { numbers = noted(*connection.context, database); });
    for (const auto number : numbers) {
        std::string text;
        connection.context->RunFunctionInTransaction(
            [&] { text = catalog::notes_of(*connection.context, database, note_of(number)).tags[kChanges]; });
        if (!was_made(connection, number)) make(connection, changes_from_text(text));
        fault_point("redo made");
        forget_redo(connection, database, number);
    }
    return !numbers.empty();
}

} // namespace redstart::sql

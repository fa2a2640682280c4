// What the server acts on is told by the type of the engine's error: a client's words may be in the text of others.
#include "catalog/engine/errors.hpp"
#include "catalog/engine/unknown_message.hpp"
#include "protocol/sqlstate.hpp"

#include <string>
#include <string_view>
#include <vector>

#include <catch2/catch.hpp>
#include <duckdb.hpp>
#include <duckdb/common/error_data.hpp>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using duckdb::ErrorData;
using duckdb::ExceptionType;

std::string sqlstate_of(ExceptionType type, const std::string& text) {
    return std::string(to_sql_error(ErrorData(type, text)).sqlstate());
}

constexpr const char* kFull = "Could not write file \"dev.duckdb\": No space left on device";

TEST_CASE("errors: the state of disk and files is told by errors of files") {
    CHECK(sqlstate_of(ExceptionType::IO, kFull) == state::kDiskFull);
    CHECK(sqlstate_of(ExceptionType::TRANSACTION, std::string("Failed to commit: ") + kFull) == state::kDiskFull);
    const std::string checkpoint = "Failed to commit: Failed to create checkpoint because of error: ";
    CHECK(sqlstate_of(ExceptionType::TRANSACTION, checkpoint + kFull) == state::kDiskFull);
    CHECK(sqlstate_of(ExceptionType::TRANSACTION, checkpoint + "failed to offload data block of size 32.0 KiB") ==
          state::kDiskFull);
    CHECK(sqlstate_of(ExceptionType::IO, "Corrupt database file: computed checksum 1 ...") == state::kDataCorrupted);
}

TEST_CASE("errors: conflicts are told by errors of transactions") {
    CHECK(sqlstate_of(ExceptionType::TRANSACTION, "Conflict on update!") == state::kInternalError);
    CHECK(is_row_conflict(ErrorData(ExceptionType::TRANSACTION, "Conflict on update!")));
}

TEST_CASE("errors: a text that no rule knows is told in words of our own, and reported once without its quotes") {
    static std::vector<std::string> reported;
    report_unknown_messages([](std::string_view kind, std::string_view text) {
        reported.push_back(std::string(kind) + ": " + std::string(text));
    });
    const std::string text = "Flux capacitor of \"a secret\" has 88 HUGEINT vectors";
    for (const auto type :
         {ExceptionType::PARSER, ExceptionType::BINDER, ExceptionType::CATALOG, ExceptionType::CONVERSION,
          ExceptionType::OUT_OF_RANGE, ExceptionType::INVALID_INPUT, ExceptionType::NOT_IMPLEMENTED, ExceptionType::IO,
          ExceptionType::TRANSACTION, ExceptionType::CONSTRAINT, ExceptionType::DEPENDENCY, ExceptionType::INVALID_TYPE,
          ExceptionType::MISMATCH_TYPE, ExceptionType::INTERNAL, ExceptionType::SERIALIZATION}) {
        const auto told = to_sql_error(ErrorData(type, text));
        INFO(told.message());
        CHECK(told.sqlstate().size() == 5);
        CHECK_FALSE(told.message().empty());
        for (const auto& part : {told.message(), told.detail(), told.hint()}) {
            CHECK(part.find("Flux") == std::string::npos);
            CHECK(part.find("secret") == std::string::npos);
            CHECK(part.find("HUGEINT") == std::string::npos);
        }
    }
    report_unknown_messages(nullptr);
    REQUIRE(reported.size() == 1);
    CHECK(reported.front() == "Parser: Flux capacitor of \"\" has # HUGEINT vectors");
}

TEST_CASE("errors: what a client wrote says nothing of the server") {
    for (const auto* text : {"No space left on device", kFull, "Out of Memory Error: failed", "Conflict on update!",
                             "Catalog write-write conflict on create", "Corrupt database file",
                             "Current transaction is aborted", "FATAL Error: Failed: database has been invalidated",
                             R"({"exception_type":"FATAL","exception_message":"No space left on device"})"}) {
        for (const auto type : {ExceptionType::INVALID_INPUT, ExceptionType::CONVERSION, ExceptionType::OUT_OF_RANGE,
                                ExceptionType::CONSTRAINT, ExceptionType::BINDER, ExceptionType::CATALOG}) {
            const duckdb::Exception thrown(type, text);
            const auto told = std::string(to_sql_error(thrown).sqlstate());
            INFO(text << ": " << told);
            for (const auto acted_on : {state::kDiskFull, state::kOutOfMemory, state::kDataCorrupted, state::kIoError,
                                        state::kInternalError, state::kInFailedSqlTransaction, state::kSystemError})
                CHECK(told != acted_on);
            CHECK_FALSE(is_row_conflict(ErrorData(thrown)));
            CHECK_FALSE(is_engine_fault(ErrorData(thrown)));
        }
    }
    // A name in the text of a conflict.
    CHECK(sqlstate_of(ExceptionType::TRANSACTION,
                      "Catalog write-write conflict on create with \"No space left on device\"") ==
          state::kInternalError);
    CHECK(sqlstate_of(ExceptionType::TRANSACTION, "Failed to commit: PRIMARY KEY or UNIQUE constraint violation: "
                                                  "duplicate key \"No space left on device\"") != state::kDiskFull);
}

} // namespace
} // namespace redstart::sql

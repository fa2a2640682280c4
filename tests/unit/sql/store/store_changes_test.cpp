#include "protocol/error.hpp"
#include "sql/store/store_changes.hpp"

#include <catch2/catch.hpp>

using namespace redstart::sql;

TEST_CASE("Changes of the system database are the same after they were text") {
    const std::vector<StoreChange> changes{
        {StoreStatement::InsertUser, {"101", "a:b-3:", "", std::nullopt, "\xC3\xA4\n"}},
        {StoreStatement::DropGroupMembers, {std::nullopt, "101"}},
        {StoreStatement::DeleteCounter, {}},
    };
    const auto again = changes_from_text(changes_as_text(changes));
    REQUIRE(again.size() == changes.size());
    for (std::size_t i = 0; i < changes.size(); ++i) {
        CHECK(again[i].statement == changes[i].statement);
        CHECK(again[i].values == changes[i].values);
    }
    CHECK(changes_from_text("").empty());
}

TEST_CASE("What is no text of changes is refused") {
    const auto good = changes_as_text({{StoreStatement::RenameGroup, {"1", "name"}}});
    for (std::size_t size = 1; size < good.size(); ++size) {
        INFO(size);
        CHECK_THROWS_AS(changes_from_text(good.substr(0, size)), redstart::protocol::SqlError);
    }
    for (const auto* text : {"-", "x", "3:foo1:0", "11:delete user", "11:delete user-", "11:delete user1:x",
                             "11:delete user20:99999999999999999999", "99999999999999999999:x"}) {
        INFO(text);
        CHECK_THROWS_AS(changes_from_text(text), redstart::protocol::SqlError);
    }
}

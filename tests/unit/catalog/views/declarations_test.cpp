#include "catalog/views/views.hpp"
#include "tests/unit/catalog/fixture.hpp"

#include <set>

#include <catch2/catch.hpp>

using namespace redstart::catalog;

TEST_CASE("every declared view installs with exactly its declared columns") {
    CatalogFixture catalog;
    for (const auto* view : all_views()) {
        INFO(view->schema << "." << view->name);
        const auto answer =
            catalog.query("SELECT * FROM " + std::string(view->schema) + "." + std::string(view->name) + " LIMIT 0");
        REQUIRE(answer.error == "");
        const auto declared = view->columns.parse();
        REQUIRE(answer.names.size() == declared.size());
        for (std::size_t i = 0; i < declared.size(); ++i) {
            INFO(declared[i].name);
            CHECK(answer.names[i] == declared[i].name);
            CHECK(answer.types[i].oid == declared[i].type);
            CHECK(answer.types[i].typmod == declared[i].typmod);
        }
    }
}

TEST_CASE("every view can be read, and hides no runtime error") {
    CatalogFixture catalog;
    for (const auto* view : all_views()) {
        INFO(view->schema << "." << view->name);
        CHECK(catalog.query("SELECT * FROM " + std::string(view->schema) + "." + std::string(view->name)).error == "");
    }
}

TEST_CASE("OIDs and names of views are unique, and can be looked up") {
    std::set<std::uint32_t> oids;
    std::set<std::pair<std::string_view, std::string_view>> names;
    for (const auto* view : all_views()) {
        INFO(view->schema << "." << view->name);
        CHECK(oids.insert(view->oid).second);
        CHECK(names.insert({view->schema, view->name}).second);
        CHECK(view->oid < 100000);
        CHECK(find_view(view->schema, view->name) == view);
        CHECK(find_view(view->oid) == view);
    }
    CHECK(find_view("pg_catalog", "no_such_view") == nullptr);
}

TEST_CASE("a view that shows a user his own rows has a column to tell them by") {
    for (const auto* view : all_views()) {
        INFO(view->name);
        if (view->access == Access::UserRows) CHECK(user_column(*view) != "");
    }
}

TEST_CASE("names Redshift has and Redstart does not are known, and no view is among them") {
    CHECK(known_unsupported_relation("svv_table_info"));
    CHECK(known_unsupported_relation("stl_wlm_query"));
    CHECK(known_unsupported_relation("svcs_s3log"));
    CHECK_FALSE(known_unsupported_relation("orders"));
    for (const auto* view : all_views()) {
        INFO(view->name);
        CHECK_FALSE(known_unsupported_relation(view->name));
    }
}

TEST_CASE("column lists parse to PostgreSQL's types and modifiers") {
    constexpr Columns columns =
        "a int, \"table\" char(20), c numeric(38,0), d text[], e \"char\", f varchar, g timestamp";
    const auto parsed = columns.parse();
    REQUIRE(parsed.size() == 7);
    CHECK(columns.size() == 7);
    CHECK(parsed[0].type == 23);
    CHECK(parsed[1].name == "table");
    CHECK(parsed[1].type == 1042);
    CHECK(parsed[1].typmod == 24);
    CHECK(parsed[2].type == 1700);
    CHECK(parsed[2].typmod == ((38 << 16) | 0) + 4);
    CHECK(parsed[3].type == 1009);
    CHECK(parsed[4].type == 18);
    CHECK(parsed[5].type == 1043);
    CHECK(parsed[5].typmod == -1);
    CHECK(parsed[6].type == 1114);
}

TEST_CASE("the catalog is installed well within a start's 300 ms") {
    CatalogFixture catalog;
    INFO("install took " << catalog.install_time().count() << " us");
    CHECK(catalog.install_time() < std::chrono::milliseconds(200)); // processor time; generous: sanitizers
}

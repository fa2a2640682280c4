#include "tests/unit/catalog/functions/semantics_database.hpp"

#include <catch2/catch.hpp>

using redstart::catalog::SemanticsDatabase;

TEST_CASE("json_extract_path_text") {
    SemanticsDatabase db;
    const std::string json = "'{\"f2\":{\"f3\":1},\"f4\":{\"f5\":99,\"f6\":\"star\"}}'";
    CHECK(db.call("json_extract_path_text", json + ", 'f4', 'f6'") == "star");
    CHECK(db.call("json_extract_path_text", json + ", 'f4', 'f5'") == "99");
    CHECK(db.call("json_extract_path_text", json + ", 'f2'") == "{\"f3\":1}");
    CHECK(db.call("json_extract_path_text", json + ", 'f4', 'f7'") == "NULL");
    CHECK(db.call("json_extract_path_text", json + ", 'f4', 'f6', 'f7'") == "NULL");
    CHECK(db.call("json_extract_path_text", "'{\"a\": 1.10}', 'a'") == "1.10");
    CHECK(db.call("json_extract_path_text", "'{\"a\":\"x\\ny\\u00e9\\ud83d\\ude00\"}', 'a'") == "x\nyé😀");
    CHECK(db.call("json_extract_path_text", "'{\"a\":{\"b\":{\"c\":{\"d\":{\"e\":7}}}}}', 'a', 'b', 'c', 'd', 'e'") ==
          "7");
}

TEST_CASE("what is no JSON is an error or, when asked for, NULL") {
    SemanticsDatabase db;
    const std::string broken = "'{\"f4\":{\"f5\":99}'";
    CHECK(db.call("json_extract_path_text", broken + ", 'f4'") == "22032 invalid json object {\"f4\":{\"f5\":99}");
    CHECK(db.call("json_extract_path_text", broken + ", 'f4', true") == "NULL");
    CHECK(db.call("json_array_length", "'[11,12,13,{\"f1\":21,\"f2\":[25,26]},14'").starts_with("22032"));
    CHECK(db.call("json_array_length", "'[11,12,13,{\"f1\":21,\"f2\":[25,26]},14', true") == "NULL");
    CHECK(db.call("json_array_length", "'{}'").starts_with("22032"));
    CHECK(db.value("SELECT system.pg_catalog.is_valid_json(main.repeat('[', 65535))") == "false");
}

TEST_CASE("arrays") {
    SemanticsDatabase db;
    CHECK(db.call("json_array_length", "'[11,12,13,{\"f1\":21,\"f2\":[25,26]},14]'") == "5");
    CHECK(db.call("json_array_length", "' [ ] '") == "0");
    CHECK(db.type("SELECT system.pg_catalog.json_array_length('[]')") == "INTEGER");
    CHECK(db.call("json_extract_array_element_text", "'[111,112,113]', 2") == "113");
    CHECK(db.call("json_extract_array_element_text", "'[\"a\",[\"b\",1]]', 1") == "[\"b\",1]");
    CHECK(db.call("json_extract_array_element_text", "'[1]', 5") == "NULL");
    CHECK(db.call("json_extract_array_element_text", "'[1,]', 0").starts_with("22032"));
}

TEST_CASE("validity") {
    SemanticsDatabase db;
    CHECK(db.call("is_valid_json", "'{\"a\":2}'") == "true");
    CHECK(db.call("is_valid_json", "'{\"a\":{\"b\":{\"c\":1}}'") == "false");
    CHECK(db.call("is_valid_json_array", "'[\"a\", -1.5e3, true, null]'") == "true");
    for (const auto* wrong : {"'[01]'", "'[1.]'", "'[tru]'", "'[\"\\x\"]'", "'[1 2]'", "'[] x'", "''"})
        CHECK(db.call("is_valid_json_array", wrong) == "false");
}

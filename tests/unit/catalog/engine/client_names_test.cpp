// Names of functions that only the server writes, in texts for clients.
#include "catalog/engine/client_names.hpp"

#include <catch2/catch.hpp>

using redstart::sql::client_name;
using redstart::sql::in_client_names;

TEST_CASE("a function has the name that the client wrote") {
    CHECK(client_name("rs_upper") == "upper");
    CHECK(client_name("rs_regex_not_imatch") == "!~*");
    CHECK(client_name("rs_series") == "generate_series");
    CHECK(client_name("upper") == "upper");
    CHECK(client_name("users_rs_x") == "users_rs_x");
}

TEST_CASE("texts have no name of the server's own, but for what is quoted") {
    CHECK(in_client_names("function rs_regexp_instr(character varying) does not exist") ==
          "function regexp_instr(character varying) does not exist");
    CHECK(in_client_names("rs_a(rs_b), rs_c") == "a(b), c");
    CHECK(in_client_names("column \"rs_x\" of 'rs_y' in rs_z") == "column \"rs_x\" of 'rs_y' in z");
    CHECK(in_client_names("users_rs_x and xrs_y") == "users_rs_x and xrs_y");
    CHECK(in_client_names("an open \"rs_x") == "an open \"rs_x");
    CHECK(in_client_names("") == "");
}

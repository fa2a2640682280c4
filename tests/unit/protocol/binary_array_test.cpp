// Arrays in binary, both ways and in pieces; tests/wire/arrays.pt holds the bytes against PostgreSQL's.
#include "protocol/binary_array.hpp"
#include "tests/unit/protocol/bytes.hpp"

using namespace redstart::protocol;
using namespace redstart::protocol::testing;

namespace {

std::string written(std::span<const std::size_t> dimensions, const std::vector<std::optional<std::string>>& elements) {
    WireWriter out;
    bool has_null = false;
    for (const auto& element : elements) has_null |= !element;
    write_binary_array_header(out, 25, has_null, dimensions);
    for (const auto& element : elements) element ? out.field(*element) : out.null_field();
    return std::string(out.view());
}

TEST_CASE("an array in binary is read as it was written", "[array]") {
    const std::vector<std::optional<std::string>> elements = {"a", std::nullopt, "", "bc", "d", "e"};
    const std::vector<std::size_t> shapes[] = {{6}, {2, 3}, {1, 6, 1}};
    for (const auto& shape : shapes) {
        const auto bytes = written(shape, elements);
        const auto array = parse_binary_array(bytes);
        CHECK(array.element_type == 25);
        CHECK(array.dimensions == shape);
        REQUIRE(array.elements.size() == elements.size());
        for (std::size_t i = 0; i < elements.size(); ++i) {
            REQUIRE(array.elements[i].has_value() == elements[i].has_value());
            if (elements[i]) CHECK(*array.elements[i] == *elements[i]);
        }
        // Every piece of it is too short.
        for (std::size_t size = 0; size < bytes.size(); ++size)
            CHECK(error_of([&] { parse_binary_array(std::string_view(bytes).substr(0, size)); }).sqlstate() == "08P01");
        CHECK(error_of([&] { parse_binary_array(bytes + "x"); }).sqlstate() == "22P03");
    }
}

TEST_CASE("an array without elements has no dimensions", "[array]") {
    for (const std::vector<std::size_t>& shape : {std::vector<std::size_t>{}, {0}, {3, 0}}) {
        const auto array = parse_binary_array(written(shape, {}));
        CHECK(array.dimensions.empty());
        CHECK(array.elements.empty());
    }
}

TEST_CASE("sizes that lie reserve no memory", "[array]") {
    const std::size_t huge = 0x7fffffff;
    CHECK(error_of([&] { parse_binary_array(written({{huge}}, {"a"})); }).sqlstate() == "08P01");
    CHECK(error_of([&] { parse_binary_array(written({{huge, huge, huge}}, {"a"})); }).sqlstate() == "54000");
    CHECK(error_of([&] { parse_binary_array(written({{1, 1, 1, 1, 1, 1, 1}}, {"a"})); }).sqlstate() == "54000");
    CHECK(error_of([&] { parse_binary_array(written({{std::size_t{0xffffffff}}}, {"a"})); }).sqlstate() == "22P03");
}

} // namespace

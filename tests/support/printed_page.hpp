// Lists of a page that are printed from declarations: compared, or written with REDSTART_ACCEPT=1. For Catch2 tests.
#pragma once

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

#include <catch2/catch.hpp>

namespace redstart::test {

// The table of REDSTART_SOURCE/`page` that begins with `header` is `printed`.
inline void check_printed(const std::string& page, const std::string& header, const std::string& printed) {
    const char* source = std::getenv("REDSTART_SOURCE");
    if (source == nullptr) {
        WARN("REDSTART_SOURCE is not set: " << page << " is not looked at");
        return;
    }
    const auto path = std::string(source) + "/" + page;
    std::ostringstream read;
    read << std::ifstream(path).rdbuf();
    const auto text = read.str();
    const auto first = text.find(header);
    REQUIRE(first != std::string::npos);
    const auto end = std::min(text.find("\n\n", first), text.size() - 1) + 1;
    if (std::getenv("REDSTART_ACCEPT") != nullptr)
        std::ofstream(path) << text.substr(0, first) << printed << text.substr(end);
    else
        CHECK(text.substr(first, end - first) == printed);
}

} // namespace redstart::test

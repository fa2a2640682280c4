// One statement that calls one function, made from a number: the same number gives the same statement.
// Pure; any thread.
#pragma once

#include "tests/functions/signatures.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace redstart::test {

std::string make_statement(const std::vector<Signature>& signatures, std::uint64_t seed);

} // namespace redstart::test

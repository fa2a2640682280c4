// Corpus: the conversations that are mutated, those of tests/wire and of this folder. A value.
#pragma once

#include "tests/mutator/mutation.hpp"

#include <string>
#include <vector>

namespace redstart::test {

// Every conversation of the scripts (*.pt) in the folder, with its start-up packet in front.
// Throws std::runtime_error when there is none.
std::vector<Messages> read_conversations(const std::string& folder);

} // namespace redstart::test

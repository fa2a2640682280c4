// Mutation: a client's conversation with some of its bytes changed, the way faults and attackers change them.
// Values and pure functions but for the random numbers, which are the caller's; one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace redstart::test {

using Random = std::mt19937_64;

// 0 ... below - 1; `below` is at least 1.
inline std::size_t pick(Random& random, std::size_t below) { return random() % below; }
inline bool one_in(Random& random, std::size_t times) { return pick(random, times) == 0; }

// The messages of one conversation, each whole; the first may be a start-up packet, which has no tag.
using Messages = std::vector<std::string>;

// Up to eight changes to the messages or to their bytes: messages left out, repeated, exchanged or taken from `other`;
// bits flipped, bytes set, inserted, deleted and repeated, lengths that lie, an end that comes too early.
std::string mutate(Messages messages, const Messages& other, Random& random);

} // namespace redstart::test

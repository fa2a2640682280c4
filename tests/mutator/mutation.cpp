#include "tests/mutator/mutation.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace redstart::test {
namespace {

constexpr std::size_t kMostChanges = 8;
constexpr std::size_t kMostBytes = 40;

char any_byte(Random& random) {
    constexpr std::array kOdd{'\0', '\1', '\x7f', '\x80', '\xff', '"', '\'', ';', '\\', '\n', 'Q', 'X', 'd', '('};
    return one_in(random, 2) ? kOdd[pick(random, kOdd.size())] : static_cast<char>(random());
}

// Where a message keeps its length.
std::size_t length_at(const Messages& messages, std::size_t i) {
    return i == 0 && !messages[0].empty() && messages[0][0] == '\0' ? 0 : 1;
}

void lie_about_length(Messages& messages, Random& random) {
    const auto i = pick(random, messages.size());
    const auto at = length_at(messages, i);
    auto& message = messages[i];
    if (message.size() < at + 4) return;
    constexpr std::array<std::uint32_t, 9> kLies{0, 3, 4, 5, 10'001, 65'536, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF};
    auto length = kLies[pick(random, kLies.size())];
    if (one_in(random, 2)) length = static_cast<std::uint32_t>(message.size() - at + pick(random, 17) - 8);
    for (int byte = 0; byte < 4; ++byte) message[at + byte] = static_cast<char>(length >> (24 - 8 * byte));
}

void change_messages(Messages& messages, const Messages& other, Random& random) {
    const auto i = pick(random, messages.size());
    const auto place = messages.begin() + static_cast<std::ptrdiff_t>(i);
    switch (pick(random, 6)) {
    case 0: messages.erase(place); break;
    case 1: messages.insert(place, std::string(messages[i])); break;
    case 2: std::swap(messages[i], messages[pick(random, messages.size())]); break;
    case 3: messages.insert(place, std::string(other[pick(random, other.size())])); break;
    case 4: lie_about_length(messages, random); break;
    default:
        if (!messages[i].empty() && length_at(messages, i) == 1) messages[i][0] = any_byte(random);
    }
}

void change_bytes(std::string& bytes, Random& random) {
    const auto at = pick(random, bytes.size());
    const auto count = std::min(1 + pick(random, kMostBytes), bytes.size() - at);
    switch (pick(random, 7)) {
    case 0:
    case 1: bytes[at] = static_cast<char>(bytes[at] ^ 1 << pick(random, 8)); break;
    case 2: bytes[at] = any_byte(random); break;
    case 3: bytes.insert(at, 1 + pick(random, 4), any_byte(random)); break;
    case 4: bytes.erase(at, count); break;
    case 5: bytes.insert(at, bytes.substr(at, count)); break;
    default:
        if (one_in(random, 4)) bytes.resize(at);
    }
}

} // namespace

std::string mutate(Messages messages, const Messages& other, Random& random) {
    const auto changes = 1 + pick(random, kMostChanges);
    const auto of_messages = pick(random, changes + 1);
    for (std::size_t i = 0; i < of_messages && !messages.empty(); ++i) change_messages(messages, other, random);
    std::string bytes;
    for (const auto& message : messages) bytes += message;
    for (auto i = of_messages; i < changes && !bytes.empty(); ++i) change_bytes(bytes, random);
    return bytes;
}

} // namespace redstart::test

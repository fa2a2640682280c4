#include "tests/mutator/corpus.hpp"

#include "tests/wire/message_text.hpp"
#include "tests/wire/script.hpp"

#include <filesystem>
#include <stdexcept>

namespace redstart::test {

std::vector<Messages> read_conversations(const std::string& folder) {
    std::vector<Messages> conversations;
    for (const auto& file : std::filesystem::directory_iterator(folder)) {
        if (file.path().extension() != ".pt") continue;
        for (const auto& conversation : wire::read_script(file.path())) {
            auto& messages = conversations.emplace_back();
            if (!conversation.raw)
                messages.push_back(wire::encode_message(R"(Startup 3.0 "user"="mutant" "database"="dev")"));
            for (const auto& exchange : conversation.exchanges)
                for (const auto& message : exchange.messages) messages.push_back(wire::encode_message(message));
            if (messages.empty()) conversations.pop_back();
        }
    }
    if (conversations.empty()) throw std::runtime_error("no scripts in " + folder);
    return conversations;
}

} // namespace redstart::test

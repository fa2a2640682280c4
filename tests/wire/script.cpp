#include "tests/wire/script.hpp"

#include <fstream>
#include <stdexcept>
#include <string_view>

namespace redstart::wire {
namespace {

class Reader {
public:
    void line(const std::string& text) {
        if (text.empty()) return;
        if (text.starts_with("#")) {
            comments_.push_back(text);
        } else if (text.starts_with("test ") || text.starts_with("raw ")) {
            begin(text);
        } else if (text.starts_with("> ")) {
            message(text.substr(2));
        } else if (!answer(text)) {
            throw std::runtime_error("neither a test, a message nor an answer: " + text);
        }
    }

    std::vector<Conversation> conversations;

private:
    void begin(const std::string& text) {
        Conversation made;
        made.raw = text.starts_with("raw ");
        made.name = text.substr(text.find(' ') + 1);
        made.comments.swap(comments_);
        conversations.push_back(std::move(made));
    }

    Conversation& current() {
        if (conversations.empty()) throw std::runtime_error("a line before the first test");
        return conversations.back();
    }

    void message(const std::string& text) {
        auto& exchanges = current().exchanges;
        if (exchanges.empty() || !exchanges.back().answers.empty()) exchanges.emplace_back();
        exchanges.back().messages.push_back(text);
    }

    bool answer(const std::string& text) {
        struct Prefix {
            std::string_view text;
            bool redstart, postgres;
        };
        for (const auto& [prefix, redstart, postgres] :
             {Prefix{"< ", true, true}, Prefix{"<redstart ", true, false}, Prefix{"<postgres ", false, true}}) {
            if (!text.starts_with(prefix)) continue;
            if (current().exchanges.empty()) throw std::runtime_error("an answer to no message: " + text);
            current().exchanges.back().answers.push_back({redstart, postgres, text.substr(prefix.size())});
            return true;
        }
        return false;
    }

    std::vector<std::string> comments_;
};

} // namespace

std::vector<Conversation> read_script(const std::string& path) {
    std::ifstream file(path);
    if (!file) throw std::runtime_error("cannot read " + path);
    Reader reader;
    std::string line;
    for (int number = 1; std::getline(file, line); ++number) {
        try {
            reader.line(line);
        } catch (const std::runtime_error& error) {
            throw std::runtime_error(path + ":" + std::to_string(number) + ": " + error.what());
        }
    }
    return std::move(reader.conversations);
}

void write_script(const std::string& path, const std::vector<Conversation>& conversations) {
    std::ofstream file(path);
    bool first = true;
    for (const auto& conversation : conversations) {
        if (!first) file << '\n';
        first = false;
        for (const auto& comment : conversation.comments) file << comment << '\n';
        file << (conversation.raw ? "raw " : "test ") << conversation.name << '\n';
        for (const auto& exchange : conversation.exchanges) {
            for (const auto& message : exchange.messages) file << "> " << message << '\n';
            for (const auto& answer : exchange.answers)
                file << (!answer.postgres   ? "<redstart "
                         : !answer.redstart ? "<postgres "
                                            : "< ")
                     << answer.text << '\n';
        }
    }
}

} // namespace redstart::wire

// OptionWords: the options of COPY and UNLOAD, word by word, with what both of them have: authorization, region,
// compression, the forms of values. On the stack of one parse.
#pragma once

#include "sql/format/transfer_options.hpp"
#include "sql/parse/token_cursor.hpp"

#include <set>
#include <string>
#include <string_view>

namespace redstart::sql {

class OptionWords {
public:
    OptionWords(const Statement& statement, TokenCursor& cursor, std::string command)
        : statement_(statement), cursor_(cursor), command_(std::move(command)) {}

    // Calls `option` with each option's word in lower case, behind which its value stands, to the end of the statement.
    // Throws 42601 for what is no word, or was there before.
    template <typename Option> void each(Option option) {
        while (!cursor_.at_end()) {
            const auto word = next();
            if (!introduces(word))
                option(word);
            else if (cursor_.at_end())
                cursor_.fail();
            cursor_.accept(',');
        }
    }
    // The next token is this word; then past it.
    bool accept(std::string_view word);
    // A string, after AS if it is there; backslashes in it mean themselves.
    std::string text();
    bool at_text() const { return is_string(cursor_.peek()); }
    // A string or a bare word.
    std::string word();
    std::uint64_t number(std::string_view option, std::uint64_t low, std::uint64_t high);
    // ON, TRUE, OFF, FALSE, or nothing.
    bool flag(bool otherwise);
    // One ASCII character: itself, \t or another letter's escape, or \ddd.
    char character(std::string_view option);
    std::vector<std::size_t> widths();

    // True when the word was an option that both commands have.
    bool shared(const std::string& option, Authorization& authorization, std::string& region, Compression& compression);

    // Throw.
    [[noreturn]] void refuse(std::string_view option) const;                        // 0A000
    [[noreturn]] void invalid(std::string_view option, std::string what) const;     // 22023
    [[noreturn]] void conflict(std::string_view one, std::string_view other) const; // 42601

    // Which of the options were given.
    bool has(std::string_view option) const { return seen_.contains(option); }
    // Throws when the option was given with one of the others.
    void exclude(std::string_view option, std::initializer_list<std::string_view> others) const;
    // Throws 0A000 for the first option that is none of these.
    void require_only(std::string_view format, std::initializer_list<std::string_view> options) const;
    // Throws when one half of a key was given without the other.
    void check_key() const;

private:
    static bool introduces(std::string_view word) { return word == "as" || word == "format" || word == "with"; }
    // The next word, and past it.
    std::string next();
    void check_authorization() const;
    // 'aws_iam_role=...' or 'aws_access_key_id=...;aws_secret_access_key=...[;token=...]'. Throws XX000.
    void credentials(std::string_view text, Authorization& authorization) const;

    const Statement& statement_;
    TokenCursor& cursor_;
    const std::string command_;
    std::set<std::string, std::less<>> seen_;
};

} // namespace redstart::sql

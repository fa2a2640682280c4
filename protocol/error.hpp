// SqlError: the one exception type of Redstart, and the shape of every ErrorResponse and NoticeResponse.
// A value without ownership of anything shared; may be copied and thrown on any thread.
#pragma once

#include <exception>
#include <string>
#include <string_view>
#include <utility>

namespace redstart::protocol {

// PostgreSQL's elog levels that can reach a client. Fatal and Panic close the connection after they were sent.
enum class Severity : unsigned char { Debug, Log, Info, Notice, Warning, Error, Fatal, Panic };

// The word sent in field S, for example "ERROR". Source: PostgreSQL, "Error and Notice Message Fields".
std::string_view severity_name(Severity severity) noexcept;

// One error or notice, with the fields Redshift sends (S, C, M and optional D, H, P, W; never V). R, the routine, is
// there where drivers look at it: PostgreSQL's name of the function that found the error.
// `sqlstate` is five characters (see sqlstate.hpp). `position` counts characters from 1 in the text the client sent,
// 0 when unknown. The setters return *this so that a throw can be written in one expression:
//     throw SqlError(sqlstate::kUndefinedTable, "...").hint("...");
class SqlError : public std::exception {
public:
    SqlError(std::string_view sqlstate, std::string message, Severity severity = Severity::Error)
        : severity_(severity), sqlstate_(sqlstate), message_(std::move(message)) {}

    static SqlError fatal(std::string_view sqlstate, std::string message) {
        return {sqlstate, std::move(message), Severity::Fatal};
    }
    static SqlError warning(std::string_view sqlstate, std::string message) {
        return {sqlstate, std::move(message), Severity::Warning};
    }

    SqlError& detail(std::string text) & { return detail_ = std::move(text), *this; }
    SqlError&& detail(std::string text) && { return detail_ = std::move(text), std::move(*this); }
    SqlError& hint(std::string text) & { return hint_ = std::move(text), *this; }
    SqlError&& hint(std::string text) && { return hint_ = std::move(text), std::move(*this); }
    SqlError& context(std::string text) & { return context_ = std::move(text), *this; }
    SqlError&& context(std::string text) && { return context_ = std::move(text), std::move(*this); }
    SqlError& routine(std::string name) & { return routine_ = std::move(name), *this; }
    SqlError&& routine(std::string name) && { return routine_ = std::move(name), std::move(*this); }
    // The name that the error is about, where its place is to be looked up in the client's text. It is not sent.
    SqlError& subject(std::string name) & { return subject_ = std::move(name), *this; }
    SqlError&& subject(std::string name) && { return subject_ = std::move(name), std::move(*this); }
    SqlError& position(int character) & { return position_ = character, *this; }
    SqlError&& position(int character) && { return position_ = character, std::move(*this); }

    Severity severity() const noexcept { return severity_; }
    const std::string& sqlstate() const noexcept { return sqlstate_; }
    const std::string& message() const noexcept { return message_; }
    const std::string& detail() const noexcept { return detail_; }
    const std::string& hint() const noexcept { return hint_; }
    const std::string& context() const noexcept { return context_; }
    const std::string& routine() const noexcept { return routine_; }
    const std::string& subject() const noexcept { return subject_; }
    int position() const noexcept { return position_; }
    const char* what() const noexcept override { return message_.c_str(); }

private:
    Severity severity_;
    std::string sqlstate_;
    std::string message_;
    std::string detail_;
    std::string hint_;
    std::string context_;
    std::string routine_;
    std::string subject_;
    int position_ = 0;
};

} // namespace redstart::protocol

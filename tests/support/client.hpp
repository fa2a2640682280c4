// Client: one libpq connection whose every wait has a deadline. One owner, one thread.
#pragma once

#include "tests/support/deadline.hpp"
#include "tests/support/server_process.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include <libpq-fe.h>

namespace redstart::test {

// What the server said to one statement, or a notice.
struct Answer {
    std::string tag; // "SELECT", "INSERT 0 1", ...; "COPY IN" and "COPY OUT" while copying
    std::vector<std::string> columns;
    std::vector<std::uint32_t> types; // OIDs
    std::vector<std::vector<std::optional<std::string>>> rows;
    // Of an error or a notice. `sqlstate` is "lost" when the connection ended without a word.
    std::string severity, sqlstate, message, detail, hint;

    bool failed() const { return !sqlstate.empty(); }
    // "NULL" for NULL. Throws std::out_of_range where there is no such value.
    std::string value(std::size_t row = 0, std::size_t column = 0) const;
};

// The server refused the connection. what() is "FATAL:  SQLSTATE: message".
class ConnectError : public std::runtime_error {
    using runtime_error::runtime_error;
};

struct Login {
    std::string user = "admin";
    std::string password;
    std::string database = "dev";
};

class Client {
public:
    // Throws ConnectError; std::runtime_error when nothing happened in time.
    explicit Client(const ServerProcess& server, const Login& login = {});
    Client(Client&&) noexcept = default;
    Client& operator=(Client&&) noexcept = default;

    // Sends one simple query; wait() for what it brings. Throws std::runtime_error when libpq cannot send.
    void send(const std::string& sql);
    // The answers to what was sent, one per statement, up to ReadyForQuery or a COPY. Throws std::runtime_error when
    // they have not come by the limit.
    std::vector<Answer> wait_all(std::chrono::milliseconds limit = kPatience);
    // The last of them, which is the error if there was one.
    Answer wait(std::chrono::milliseconds limit = kPatience);
    Answer run(const std::string& sql, std::chrono::milliseconds limit = kPatience);
    // As run(), and throws std::runtime_error with the error if there was one.
    Answer must(const std::string& sql);
    // True when an answer to what was sent is complete.
    bool answered();
    // Like wait() for a result too large to keep: rows are read and dropped.
    Answer drain(std::chrono::milliseconds limit = kPatience);

    // True when the server has closed the connection by the limit; what it said before that is in notices().
    bool closed(std::chrono::milliseconds limit = kPatience);
    // A CancelRequest for this session, over a connection of its own.
    void request_cancel();

    std::int32_t pid() const { return PQbackendPID(connection_.get()); }
    std::string pid_text() const { return std::to_string(pid()); }
    // 'I', 'T' or 'E' of the last ReadyForQuery, '?' when there is no connection.
    char status() const;
    int socket() const { return PQsocket(connection_.get()); }
    PGconn* native() { return connection_.get(); }
    std::vector<Answer>& notices() { return *notices_; }

private:
    struct Finish {
        void operator()(PGconn* connection) const { PQfinish(connection); }
    };
    // False when the limit passed before the connection became readable.
    bool read_some(const Deadline& deadline);

    std::unique_ptr<std::vector<Answer>> notices_; // outlives moves: libpq holds its address
    std::unique_ptr<PGconn, Finish> connection_;
};

} // namespace redstart::test

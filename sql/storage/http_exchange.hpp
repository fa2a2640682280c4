// HttpExchange: one request over HTTP and its answer, read as it comes; over libcurl. Owned by one statement, used on
// one thread. HttpConnections, shared by all, keeps connections open between exchanges; any thread.
// Nothing but the URL's host is reached: no redirection is followed, no proxy asked.
#pragma once

#include "catalog/mutex/mutex.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace redstart::sql {

// The network's mistake, or the server's: there is no answer, or no whole one. Never reaches a client as it is.
class HttpFailure : public std::runtime_error {
public:
    HttpFailure(const std::string& text, int code) : std::runtime_error(text), code_(code) {}
    int code() const noexcept { return code_; } // libcurl's

private:
    int code_;
};

class HttpConnections {
public:
    HttpConnections();
    ~HttpConnections();
    HttpConnections(const HttpConnections&) = delete;
    HttpConnections& operator=(const HttpConnections&) = delete;

private:
    friend class HttpExchange;
    void* take();
    void give_back(void* multi) noexcept;

    Mutex mutex_;
    std::vector<void*> idle_ GUARDED_BY(mutex_);
};

struct HttpRequest {
    std::string method; // GET, HEAD, PUT, POST, DELETE
    std::string url;
    std::vector<std::string> headers; // lines
    std::string_view body;            // of PUT and POST; outlives the exchange
    std::string ca_file;              // empty: the system's
    std::chrono::milliseconds patience{60'000};
};

class HttpExchange {
public:
    // `check` throws to end it; it is called at least every 50 ms.
    HttpExchange(HttpConnections& connections, const HttpRequest& request, const std::function<void()>& check);
    ~HttpExchange();
    HttpExchange(const HttpExchange&) = delete;
    HttpExchange& operator=(const HttpExchange&) = delete;

    // Waits for the answer's headers. Throws HttpFailure, as all of these do.
    int status();
    // By its name in lower case; empty: not there.
    const std::string& header(const std::string& name) const;
    // The next bytes of the answer; 0 at its end.
    std::size_t read(std::span<char> buffer);
    // The rest of the answer, as far as `most` bytes.
    std::string text(std::size_t most);

private:
    struct Handles;
    template <typename Enough> void wait(Enough enough);
    void note_result();
    void end(const std::string& failure, int code);
    void check_failure() const; // throws what has ended it
    bool moved();

    static std::size_t take_header(char* line, std::size_t one, std::size_t size, void* self);
    static std::size_t take_body(char* bytes, std::size_t one, std::size_t size, void* self);

    const std::function<void()>& check_;
    const std::chrono::milliseconds patience_;
    const std::unique_ptr<Handles> handles_;
    std::map<std::string, std::string> headers_;
    bool answered_ = false; // all headers are there
    bool paused_ = false;
    bool ended_ = false;
    int code_ = 0; // libcurl's, when it has failed
    std::string failure_;
    std::string waiting_;   // what has come and was not read yet
    std::size_t taken_ = 0; // of it
    long long bytes_moved_ = 0;
};

} // namespace redstart::sql

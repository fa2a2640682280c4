#include "sql/storage/http_exchange.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstring>
#include <new>
#include <utility>

#include <curl/curl.h>

namespace redstart::sql {
namespace {

constexpr std::size_t kMostIdle = 16;
constexpr std::size_t kMostWaiting = std::size_t{1} << 20;
constexpr std::size_t kMostHeaders = 100;
constexpr long kConnectMilliseconds = 10'000;
constexpr int kPollMilliseconds = 50;

using Clock = std::chrono::steady_clock;

std::string trimmed(std::string_view text) {
    while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front())) != 0) text.remove_prefix(1);
    while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back())) != 0) text.remove_suffix(1);
    return std::string(text);
}

} // namespace

HttpConnections::HttpConnections() {
    // Before any thread is there that could use it.
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) throw std::runtime_error("libcurl cannot be used");
}

HttpConnections::~HttpConnections() {
    for (void* multi : idle_) curl_multi_cleanup(multi);
    curl_global_cleanup();
}

void* HttpConnections::take() {
    {
        const MutexLock lock(mutex_);
        if (!idle_.empty()) {
            void* const multi = idle_.back();
            idle_.pop_back();
            return multi;
        }
    }
    void* const multi = curl_multi_init();
    if (multi == nullptr) throw std::bad_alloc();
    return multi;
}

void HttpConnections::give_back(void* multi) noexcept {
    {
        const MutexLock lock(mutex_);
        if (idle_.size() < kMostIdle) {
            idle_.reserve(kMostIdle);
            idle_.push_back(multi);
            return;
        }
    }
    curl_multi_cleanup(multi);
}

struct HttpExchange::Handles {
    explicit Handles(HttpConnections& pool) : connections(pool), multi(pool.take()), easy(curl_easy_init()) {
        if (easy != nullptr) return;
        connections.give_back(multi);
        throw std::bad_alloc();
    }
    ~Handles() {
        curl_multi_remove_handle(multi, easy);
        curl_easy_cleanup(easy);
        curl_slist_free_all(lines);
        connections.give_back(multi);
    }
    Handles(const Handles&) = delete;
    Handles& operator=(const Handles&) = delete;

    void add_line(const std::string& line) {
        auto* const longer = curl_slist_append(lines, line.c_str());
        if (longer == nullptr) throw std::bad_alloc();
        lines = longer;
    }

    HttpConnections& connections;
    CURLM* const multi;
    CURL* const easy;
    curl_slist* lines = nullptr;
    std::array<char, CURL_ERROR_SIZE> error{};
};

HttpExchange::HttpExchange(HttpConnections& connections, const HttpRequest& request, const std::function<void()>& check)
    : check_(check), patience_(request.patience), handles_(std::make_unique<Handles>(connections)) {
    auto* const easy = handles_->easy;
    for (const auto& line : request.headers) handles_->add_line(line);
    curl_easy_setopt(easy, CURLOPT_URL, request.url.c_str());
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_PATH_AS_IS, 1L); // it is signed as it is
    curl_easy_setopt(easy, CURLOPT_PROXY, "");
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L); // no waiting for a name server
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS,
                     std::min<long>(kConnectMilliseconds, static_cast<long>(request.patience.count())));
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, handles_->error.data());
    if (!request.ca_file.empty()) curl_easy_setopt(easy, CURLOPT_CAINFO, request.ca_file.c_str());
    if (request.method == "HEAD") {
        curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
    } else if (request.method == "PUT" || request.method == "POST") {
        handles_->add_line("Expect:"); // no asking first
        handles_->add_line("Content-Type: application/octet-stream");
        curl_easy_setopt(easy, CURLOPT_POST, 1L);
        curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
        curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request.body.empty() ? "" : request.body.data());
    }
    if (request.method != "HEAD") curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, request.method.c_str());
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, handles_->lines);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &HttpExchange::take_header);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, this);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &HttpExchange::take_body);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, this);
    if (curl_multi_add_handle(handles_->multi, easy) != CURLM_OK) throw std::bad_alloc();
}

HttpExchange::~HttpExchange() = default;

std::size_t HttpExchange::take_header(char* line, std::size_t one, std::size_t size, void* self) {
    auto& exchange = *static_cast<HttpExchange*>(self);
    const std::string_view text(line, one * size);
    try {
        if (text.starts_with("HTTP/")) {
            exchange.headers_.clear(); // one behind 100 Continue
        } else if (text == "\r\n" || text == "\n") {
            long status = 0;
            curl_easy_getinfo(exchange.handles_->easy, CURLINFO_RESPONSE_CODE, &status);
            exchange.answered_ = status >= 200;
        } else if (const auto colon = text.find(':');
                   colon != std::string_view::npos && exchange.headers_.size() < kMostHeaders) {
            auto name = trimmed(text.substr(0, colon));
            std::transform(name.begin(), name.end(), name.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
            exchange.headers_[name] = trimmed(text.substr(colon + 1));
        }
    } catch (const std::exception&) { return 0; } // no memory: the exchange fails
    return one * size;
}

std::size_t HttpExchange::take_body(char* bytes, std::size_t one, std::size_t size, void* self) {
    auto& exchange = *static_cast<HttpExchange*>(self);
    exchange.answered_ = true;
    if (exchange.waiting_.size() - exchange.taken_ >= kMostWaiting) {
        exchange.paused_ = true;
        return CURL_WRITEFUNC_PAUSE;
    }
    try {
        exchange.waiting_.append(bytes, one * size);
    } catch (const std::exception&) { return 0; }
    return one * size;
}

bool HttpExchange::moved() {
    curl_off_t up = 0;
    curl_off_t down = 0;
    curl_easy_getinfo(handles_->easy, CURLINFO_SIZE_UPLOAD_T, &up);
    curl_easy_getinfo(handles_->easy, CURLINFO_SIZE_DOWNLOAD_T, &down);
    return std::exchange(bytes_moved_, up + down) != up + down;
}

void HttpExchange::end(const std::string& failure, int code) {
    ended_ = true;
    failure_ = failure;
    code_ = code;
}

void HttpExchange::check_failure() const {
    if (code_ != 0) throw HttpFailure(failure_, code_);
}

void HttpExchange::note_result() {
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(handles_->multi, &left)) {
        if (message->msg != CURLMSG_DONE || message->easy_handle != handles_->easy) continue;
        const auto result = message->data.result;
        const std::string told = handles_->error.data();
        end(told.empty() ? curl_easy_strerror(result) : told, result);
    }
}

// Lets bytes move until it is enough, or nothing more comes.
template <typename Enough> void HttpExchange::wait(Enough enough) {
    auto quiet_since = Clock::now();
    while (!ended_ && !enough()) {
        if (std::exchange(paused_, false)) curl_easy_pause(handles_->easy, CURLPAUSE_CONT);
        int running = 0;
        curl_multi_perform(handles_->multi, &running);
        note_result();
        if (ended_ || enough()) break;
        check_();
        const auto now = Clock::now();
        if (moved()) quiet_since = now;
        if (now - quiet_since > patience_)
            return end("Operation timed out after " + std::to_string(patience_.count()) +
                           " milliseconds without a byte",
                       CURLE_OPERATION_TIMEDOUT);
        curl_multi_poll(handles_->multi, nullptr, 0, kPollMilliseconds, nullptr);
    }
}

int HttpExchange::status() {
    wait([this] { return answered_; });
    if (!answered_) check_failure();
    long status = 0;
    curl_easy_getinfo(handles_->easy, CURLINFO_RESPONSE_CODE, &status);
    return static_cast<int>(status);
}

const std::string& HttpExchange::header(const std::string& name) const {
    static const std::string kNone;
    const auto found = headers_.find(name);
    return found == headers_.end() ? kNone : found->second;
}

std::size_t HttpExchange::read(std::span<char> buffer) {
    if (taken_ == waiting_.size()) {
        waiting_.clear();
        taken_ = 0;
        wait([this, &buffer] { return waiting_.size() >= std::min(buffer.size(), kMostWaiting); });
        if (waiting_.empty()) check_failure(); // what has come before it counts
    }
    const auto got = std::min(buffer.size(), waiting_.size() - taken_);
    std::memcpy(buffer.data(), waiting_.data() + taken_, got);
    taken_ += got;
    return got;
}

std::string HttpExchange::text(std::size_t most) {
    std::string text;
    std::array<char, 16 * 1024> piece{};
    while (text.size() < most) {
        const auto got = read(piece);
        if (got == 0) break;
        text.append(piece.data(), got);
    }
    return text;
}

} // namespace redstart::sql

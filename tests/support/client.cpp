#include "tests/support/client.hpp"

#include <poll.h>

namespace redstart::test {
namespace {

struct Clear {
    void operator()(PGresult* result) const { PQclear(result); }
};
using Result = std::unique_ptr<PGresult, Clear>;

std::string field(const PGresult* result, int code) {
    const char* text = PQresultErrorField(result, code);
    return text == nullptr ? std::string() : std::string(text);
}

void take_error(const PGresult* result, Answer& answer) {
    answer.severity = field(result, PG_DIAG_SEVERITY);
    answer.sqlstate = field(result, PG_DIAG_SQLSTATE);
    answer.message = field(result, PG_DIAG_MESSAGE_PRIMARY);
    answer.detail = field(result, PG_DIAG_MESSAGE_DETAIL);
    answer.hint = field(result, PG_DIAG_MESSAGE_HINT);
    if (!answer.sqlstate.empty()) return;
    answer.sqlstate = "lost";
    answer.message = PQresultErrorMessage(result);
}

Answer answer_from(PGresult* result) {
    Answer answer;
    switch (PQresultStatus(result)) {
    case PGRES_BAD_RESPONSE:
    case PGRES_FATAL_ERROR: take_error(result, answer); return answer;
    case PGRES_COPY_IN: answer.tag = "COPY IN"; return answer;
    case PGRES_COPY_OUT: answer.tag = "COPY OUT"; return answer;
    default: answer.tag = PQcmdStatus(result);
    }
    for (int column = 0; column < PQnfields(result); ++column) {
        answer.columns.emplace_back(PQfname(result, column));
        answer.types.push_back(PQftype(result, column));
    }
    for (int row = 0; row < PQntuples(result); ++row) {
        auto& values = answer.rows.emplace_back();
        for (int column = 0; column < PQnfields(result); ++column)
            values.push_back(PQgetisnull(result, row, column)
                                 ? std::nullopt
                                 : std::optional<std::string>(PQgetvalue(result, row, column)));
    }
    return answer;
}

void take_notice(void* notices, const PGresult* result) {
    Answer notice;
    take_error(result, notice);
    static_cast<std::vector<Answer>*>(notices)->push_back(std::move(notice));
}

bool is_copy(const PGresult* result) {
    const auto status = PQresultStatus(result);
    return status == PGRES_COPY_IN || status == PGRES_COPY_OUT;
}

} // namespace

std::string Answer::value(std::size_t row, std::size_t column) const {
    return rows.at(row).at(column).value_or("NULL");
}

Client::Client(const ServerProcess& server, const Login& login) : notices_(std::make_unique<std::vector<Answer>>()) {
    const auto port = std::to_string(server.port());
    const char* names[] = {"host", "port", "user", "dbname", "password", "sslmode", "gssencmode", nullptr};
    const char* values[] = {
        "127.0.0.1", port.c_str(), login.user.c_str(), login.database.c_str(), login.password.c_str(), "disable",
        "disable",   nullptr};
    connection_.reset(PQconnectStartParams(names, values, 0));
    PQsetErrorVerbosity(connection_.get(), PQERRORS_VERBOSE); // the SQLSTATE of a refusal is in its text only
    PQsetNoticeReceiver(connection_.get(), take_notice, notices_.get());
    const Deadline deadline(kPatience);
    auto state = PGRES_POLLING_WRITING;
    while (state == PGRES_POLLING_READING || state == PGRES_POLLING_WRITING) {
        pollfd wanted{socket(), static_cast<short>(state == PGRES_POLLING_READING ? POLLIN : POLLOUT), 0};
        if (::poll(&wanted, 1, deadline.left()) <= 0) throw std::runtime_error("no answer to the start-up packet");
        state = PQconnectPoll(connection_.get());
    }
    if (state != PGRES_POLLING_OK) throw ConnectError(PQerrorMessage(connection_.get()));
}

void Client::send(const std::string& sql) {
    if (PQsendQuery(connection_.get(), sql.c_str()) != 1)
        throw std::runtime_error("cannot send: " + std::string(PQerrorMessage(connection_.get())));
}

bool Client::read_some(const Deadline& deadline) {
    pollfd wanted{socket(), POLLIN, 0};
    if (::poll(&wanted, 1, deadline.left()) <= 0) return false;
    PQconsumeInput(connection_.get()); // a failure becomes a result
    return true;
}

std::vector<Answer> Client::wait_all(std::chrono::milliseconds limit) {
    const Deadline deadline(limit);
    std::vector<Answer> answers;
    for (;;) {
        while (PQisBusy(connection_.get()) == 1)
            if (!read_some(deadline)) throw std::runtime_error("no answer in time");
        const Result result(PQgetResult(connection_.get()));
        if (!result) return answers;
        answers.push_back(answer_from(result.get()));
        if (is_copy(result.get())) return answers;
    }
}

Answer Client::wait(std::chrono::milliseconds limit) {
    auto answers = wait_all(limit);
    if (answers.empty()) throw std::runtime_error("nothing was sent");
    // A connection that ends after its FATAL gives one more result, about the end.
    if (answers.size() > 1 && answers.back().sqlstate == "lost") answers.pop_back();
    return std::move(answers.back());
}

Answer Client::run(const std::string& sql, std::chrono::milliseconds limit) {
    send(sql);
    return wait(limit);
}

Answer Client::must(const std::string& sql) {
    auto answer = run(sql);
    if (answer.failed()) throw std::runtime_error(sql + ": " + answer.sqlstate + ": " + answer.message);
    return answer;
}

bool Client::answered() {
    read_some(Deadline(0ms));
    return PQisBusy(connection_.get()) == 0;
}

Answer Client::drain(std::chrono::milliseconds limit) {
    const Deadline deadline(limit);
    Answer last;
    for (;;) {
        while (PQisBusy(connection_.get()) == 1)
            if (!read_some(deadline)) throw std::runtime_error("no answer in time");
        const Result result(PQgetResult(connection_.get()));
        if (!result) return last;
        auto answer = answer_from(result.get());
        if (last.failed() && answer.sqlstate == "lost") continue;
        last = std::move(answer);
    }
}

bool Client::closed(std::chrono::milliseconds limit) {
    const Deadline deadline(limit);
    while (PQstatus(connection_.get()) == CONNECTION_OK) {
        if (!read_some(deadline)) return false;
        PQisBusy(connection_.get()); // parses what came
    }
    return true;
}

void Client::request_cancel() {
    struct Free {
        void operator()(PGcancel* cancel) const { PQfreeCancel(cancel); }
    };
    const std::unique_ptr<PGcancel, Free> cancel(PQgetCancel(connection_.get()));
    char error[256] = "";
    if (PQcancel(cancel.get(), error, sizeof error) != 1) throw std::runtime_error(error);
}

char Client::status() const {
    switch (PQtransactionStatus(connection_.get())) {
    case PQTRANS_IDLE: return 'I';
    case PQTRANS_INTRANS: return 'T';
    case PQTRANS_INERROR: return 'E';
    default: return '?';
    }
}

} // namespace redstart::test

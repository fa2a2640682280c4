// Latency side by side: the same libpq client against PostgreSQL 15 and Redstart in one run, in turn, so that a noisy
// machine is noisy for both. Prints per measure p50 and p99 of each and their ratio (Redstart / PostgreSQL).
// Usage: bench_latency POSTGRES_CONNINFO REDSTART_CONNINFO [rounds]
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <libpq-fe.h>

namespace {

using Clock = std::chrono::steady_clock;
using Samples = std::vector<double>; // microseconds

// 100,000 of them, made as a cluster makes them: generate_series() is for the leader node there.
const std::string kDigits =
    "(select 0 as d union all select 1 union all select 2 union all select 3 union all select 4 "
    "union all select 5 union all select 6 union all select 7 union all select 8 union all "
    "select 9)";
const std::string kManyRows = "insert into bench_many select i, 'row ' || i from (select a.d + 10 * b.d + 100 * c.d + "
                              "1000 * e.d + 10000 * f.d + 1 as i from " +
                              kDigits + " a, " + kDigits + " b, " + kDigits + " c, " + kDigits + " e, " + kDigits +
                              " f) g";
constexpr const char* kHeavy = "select count(*) from generate_series(1,30000) a(x), generate_series(1,30000) b(y), "
                               "generate_series(1,30000) c(z) where x + y + z = 7";

double micros_since(Clock::time_point start) {
    return std::chrono::duration<double, std::micro>(Clock::now() - start).count();
}

class Connection {
public:
    explicit Connection(const std::string& info) : connection_(PQconnectdb(info.c_str()), PQfinish) {
        if (PQstatus(connection_.get()) != CONNECTION_OK) throw std::runtime_error(PQerrorMessage(connection_.get()));
    }
    PGconn* get() const { return connection_.get(); }
    int pid() const { return PQbackendPID(connection_.get()); }
    void send(const char* sql) const {
        if (PQsendQuery(connection_.get(), sql) != 1) throw std::runtime_error(PQerrorMessage(connection_.get()));
    }
    // Reads to the end of the answer; returns the SQLSTATE of the first error, empty without one.
    std::string finish() const {
        std::string state;
        while (PGresult* result = PQgetResult(connection_.get())) {
            const char* code = PQresultErrorField(result, PG_DIAG_SQLSTATE);
            if (state.empty() && code != nullptr) state = code;
            PQclear(result);
        }
        return state;
    }
    std::string run(const char* sql) const { return send(sql), finish(); }
    void must(const char* sql) const {
        if (const auto state = run(sql); !state.empty()) throw std::runtime_error(std::string(sql) + ": " + state);
    }

private:
    std::unique_ptr<PGconn, void (*)(PGconn*)> connection_;
};

void pause() { std::this_thread::sleep_for(std::chrono::milliseconds(20)); }

// Each measure returns one sample of one server.
struct Server {
    explicit Server(std::string conninfo) : info(std::move(conninfo)), client(info), admin(info) {
        client.run("drop table bench_one");
        client.must("create table bench_one(a int, b varchar(20))");
        client.must("insert into bench_one values (1, 'one')");
        client.run("drop table bench_many");
        client.must("create table bench_many(id int primary key, b varchar(20))");
        client.must(kManyRows.c_str());
        PQclear(PQprepare(client.get(), "p", "select $1::int", 0, nullptr));
        PQclear(PQprepare(client.get(), "key", "select b from bench_many where id = $1", 0, nullptr));
    }
    double query(const char* sql) const {
        const auto start = Clock::now();
        client.must(sql);
        return micros_since(start);
    }
    double prepared(const char* name) const {
        const char* values[] = {"4242"};
        const auto start = Clock::now();
        PGresult* result = PQexecPrepared(client.get(), name, 1, values, nullptr, nullptr, 0);
        const auto taken = micros_since(start);
        if (PQntuples(result) != 1) throw std::runtime_error(PQerrorMessage(client.get()));
        PQclear(result);
        return taken;
    }
    double cancel() const {
        client.send(kHeavy);
        pause();
        const auto sql = "select pg_cancel_backend(" + std::to_string(client.pid()) + ")";
        const auto start = Clock::now();
        admin.send(sql.c_str());
        if (client.finish() != "57014") throw std::runtime_error("the victim was not cancelled");
        const auto taken = micros_since(start);
        admin.finish();
        return taken;
    }
    double terminate() const {
        const Connection holder(info);
        holder.must("begin");
        holder.must("lock bench_one");
        client.send("select * from bench_one");
        pause();
        const auto sql = "select pg_terminate_backend(" + std::to_string(holder.pid()) + ")";
        const auto start = Clock::now();
        admin.send(sql.c_str());
        if (!client.finish().empty()) throw std::runtime_error("the waiter got an error");
        const auto taken = micros_since(start);
        admin.finish();
        return taken;
    }
    double reconnect() const {
        const auto start = Clock::now();
        const Connection fresh(info);
        fresh.must("select 1");
        return micros_since(start);
    }

    std::string info;
    Connection client;
    Connection admin;
};

double percentile(Samples samples, double share) {
    std::sort(samples.begin(), samples.end());
    return samples[std::min(samples.size() - 1, static_cast<std::size_t>(share * static_cast<double>(samples.size())))];
}

void report(const char* name, const Samples& postgres, const Samples& redstart) {
    const double p50 = percentile(postgres, 0.5), p99 = percentile(postgres, 0.99);
    const double r50 = percentile(redstart, 0.5), r99 = percentile(redstart, 0.99);
    std::printf("%-34s %10.0f %10.0f %10.0f %10.0f   %6.2f %6.2f\n", name, p50, p99, r50, r99, r50 / p50, r99 / p99);
    std::fflush(stdout);
}

void compare(const char* name, int rounds, Server& postgres, Server& redstart,
             const std::function<double(Server&)>& measure) {
    Samples theirs, ours;
    measure(postgres), measure(redstart); // warm
    for (int round = 0; round < rounds; ++round) {
        theirs.push_back(measure(postgres));
        ours.push_back(measure(redstart));
    }
    report(name, theirs, ours);
}

// Cancels while eight other sessions run heavy queries on the same server.
void cancel_under_load(Server& redstart, int rounds) {
    std::vector<std::unique_ptr<Connection>> heavy;
    for (int index = 0; index < 8; ++index) {
        heavy.push_back(std::make_unique<Connection>(redstart.info));
        heavy.back()->send(kHeavy);
    }
    Samples samples;
    for (int round = 0; round < rounds; ++round) samples.push_back(redstart.cancel());
    std::printf("%-34s %10s %10s %10.0f %10.0f\n", "cancel beside 8 heavy queries", "", "", percentile(samples, 0.5),
                percentile(samples, 0.99));
    for (const auto& connection : heavy) {
        redstart.admin.run(("select pg_terminate_backend(" + std::to_string(connection->pid()) + ")").c_str());
        connection->finish();
    }
}

} // namespace

int main(int argc, char** argv) {
    if (argc < 3) {
        std::fprintf(stderr, "usage: %s POSTGRES_CONNINFO REDSTART_CONNINFO [rounds]\n", argv[0]);
        return 2;
    }
    const int rounds = argc > 3 ? std::atoi(argv[3]) : 1000;
    const int slow = std::max(rounds / 20, 10);
    try {
        Server postgres(argv[1]), redstart(argv[2]);
        std::printf("%-34s %21s %21s   %13s\n", "microseconds", "PostgreSQL p50/p99", "Redstart p50/p99",
                    "ratio p50/p99");
        for (const char* sql : {"select 1", "select 1+1", "select * from bench_one"})
            compare(sql, rounds, postgres, redstart, [sql](Server& server) { return server.query(sql); });
        compare("select $1::int, prepared", rounds, postgres, redstart,
                [](Server& server) { return server.prepared("p"); });
        compare("one of 100,000 rows by key", rounds, postgres, redstart,
                [](Server& server) { return server.query("select b from bench_many where id = 4242"); });
        compare("the same, prepared", rounds, postgres, redstart,
                [](Server& server) { return server.prepared("key"); });
        compare("pg_cancel_backend -> error", slow, postgres, redstart, [](Server& server) { return server.cancel(); });
        compare("terminate holder -> waiter's row", slow, postgres, redstart,
                [](Server& server) { return server.terminate(); });
        compare("connect, select 1, close", rounds / 2, postgres, redstart,
                [](Server& server) { return server.reconnect(); });
        cancel_under_load(redstart, slow);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "bench_latency: %s\n", error.what());
        return 1;
    }
    return 0;
}

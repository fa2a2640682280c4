// How often a statement is read, resolved and planned, by kind and by protocol: once, or the table says why more.
#include "sql/engine/engine.hpp"
#include "sql/executor/engine_install.hpp"
#include "sql/executor/no_client.hpp"
#include "sql/executor/session_executor.hpp"
#include "sql/lock/lock_manager.hpp"

#include <string>
#include <string_view>
#include <vector>

#include <catch2/catch.hpp>

using namespace redstart;
using namespace redstart::sql;

namespace {

struct NoState final : catalog::SystemState {
    std::shared_ptr<const catalog::LiveSnapshot> live() const override {
        return std::make_shared<catalog::LiveSnapshot>();
    }
    std::shared_ptr<const catalog::HistorySnapshot> history() const override {
        return std::make_shared<catalog::HistorySnapshot>();
    }
};

struct NoSignals final : BackendSignals {
    SignalOutcome signal(SignalKind, std::int32_t, std::int32_t, bool, std::optional<std::string>) override {
        return SignalOutcome::NoSuchSession;
    }
    void engine_event(EngineEvent, std::string_view) override {}
    void engine_lost() override {}
};

SessionIdentity identity() {
    SessionIdentity identity;
    identity.user_id = catalog::kBootstrapUserId;
    identity.user_name = "rdsdb";
    identity.database = "dev";
    return identity;
}

class Client {
public:
    Client() {
        run("create table t (i int, s smallint, n numeric(10,2), v varchar(10), d date)");
        run("create table u (i int, j int)");
        run("insert into t values (1, 1, 1.5, 'a', '2020-01-01')");
    }
    void run(std::string_view sql) {
        try {
            executor_.simple_query(sql);
        } catch (const protocol::SqlError& error) { FAIL(std::string(sql) + ": " + error.message()); }
    }
    void parse(std::string_view sql, std::vector<std::uint32_t> types) {
        try {
            executor_.parse({.name = "", .sql = sql, .types = std::move(types)});
        } catch (const protocol::SqlError& error) { FAIL(std::string(sql) + ": " + error.message()); }
    }
    void describe() { executor_.describe({.target = 'S', .name = ""}); }
    void execute(const std::vector<std::optional<std::string_view>>& values) {
        executor_.bind(
            {.portal = "", .statement = "", .parameter_formats = {}, .values = values, .result_formats = {}});
        executor_.execute({.portal = "", .max_rows = 0});
        executor_.sync();
    }
    // What happened since the last call: "rewritten parsed resolved bound planned".
    std::string passes() {
        const auto now = executor_.passes();
        const auto since = std::exchange(before_, now);
        const auto difference = [](std::size_t a, std::size_t b) { return std::to_string(a - b) + " "; };
        auto text = difference(now.rewritten, since.rewritten) + difference(now.parsed, since.parsed) +
                    difference(now.resolved, since.resolved) + difference(now.bound, since.bound) +
                    difference(now.planned, since.planned);
        text.pop_back();
        return text;
    }

private:
    Engine engine_{EngineOptions(), engine_installers()};
    LockManager locks_;
    NoState state_;
    NoSignals signals_;
    NoClient nobody_;
    SessionExecutor executor_{{engine_, locks_, state_, signals_}, identity(), nobody_, nobody_};
    StatementPasses before_;
};

struct Simple {
    const char* sql;
    const char* passes;
};

struct Extended {
    const char* sql;
    std::vector<std::uint32_t> types;
    std::vector<std::optional<std::string_view>> values;
    const char* parsed;
    const char* executed;
};

} // namespace

TEST_CASE("a statement of the simple protocol is read, resolved and planned once") {
    const std::vector<Simple> table = {
        {"select 1", "0 0 0 0 0"}, // without the engine
        {"select i + 1 from t", "1 1 1 0 1"},
        {"select t.i from t join u using (i)", "1 1 1 0 1"},
        {"insert into u values (1, 2)", "1 1 1 0 1"},
        {"update u set j = 3", "1 1 1 0 1"},
        {"delete from u", "1 1 1 0 1"},
        {"explain select * from t", "1 1 1 0 1"},
        {"create table w (i int)", "1 1 1 0 1"},
        {"create view x as select i from t", "1 1 1 0 1"},
        {"alter table w add column j int", "1 1 2 0 1"}, // again under its lock: views may have come
        {"copy t to stdout", "0 0 1 0 1"},               // the tree is made, not read
        {"copy (select i from t) to stdout", "1 1 1 0 1"},
        {"select i from t; select j from u", "2 2 2 0 2"},
        {"begin; insert into u values (1, 2); commit", "1 1 1 0 1"},
        {"set search_path to public; select i from t", "1 1 1 0 1"},
        {"prepare p(int) as select i from t where i = $1", "1 1 1 0 1"},
        {"execute p(1)", "0 0 0 0 1"}, // the engine plans for each execution, with what the tables hold then
    };
    Client client;
    client.passes();
    for (const auto& [sql, passes] : table) {
        client.run(sql);
        INFO(sql);
        CHECK(client.passes() == passes);
    }
}

TEST_CASE("a statement of the extended protocol is read once, and planned for each execution") {
    const std::vector<Extended> table = {
        {"select $1::int", {}, {"1"}, "0 0 0 0 0", "0 0 0 0 0"},
        {"select i from t", {}, {}, "1 1 1 0 1", "0 0 0 0 1"},
        {"select v from t where i = $1", {}, {"1"}, "1 1 1 0 1", "0 0 0 0 1"},
        {"select v from t where i = $1", {23}, {"1"}, "1 1 1 0 1", "0 0 0 0 1"},
        {"insert into u values ($1, $2)", {}, {"1", "2"}, "1 1 1 0 1", "0 0 0 0 1"},
        {"select i + $1 from t", {}, {"1"}, "1 1 2 1 1", "0 0 0 0 1"},
        {"select n from t where n > $1", {}, {"1.0"}, "1 1 1 0 1", "0 0 0 0 1"},
        {"select n from t where n > $1", {1700}, {"1.0"}, "1 1 2 1 1", "0 0 0 0 1"},
        {"select coalesce($1, $2) from t", {}, {"a", "b"}, "1 1 3 2 1", "0 0 0 0 1"},
        {"select i from t where $1 = $2", {}, {"a", "b"}, "1 1 2 1 1", "0 0 0 0 1"},
        {"select n + $1 from t", {}, {"1"}, "1 1 3 2 1", "0 0 0 0 1"},
    };
    Client client;
    client.passes();
    for (const auto& [sql, types, values, parsed, executed] : table) {
        INFO(sql << ", " << types.size() << " types");
        client.parse(sql, types);
        CHECK(client.passes() == parsed);
        client.describe();
        CHECK(client.passes() == "0 0 0 0 0");
        for (int time = 0; time < 2; ++time) {
            client.execute(values);
            CHECK(client.passes() == executed);
        }
    }
}

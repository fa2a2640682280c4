#include "tests/functions/local_session.hpp"

#include "sql/engine/engine.hpp"
#include "sql/executor/engine_install.hpp"
#include "sql/executor/no_client.hpp"
#include "sql/executor/session_executor.hpp"
#include "sql/executor/unattended.hpp"
#include "sql/lock/lock_manager.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <ctime>
#include <mutex>
#include <thread>

#include <sys/resource.h>

namespace redstart::test {
namespace {

class NoServer final : public sql::NoClient, public sql::BackendSignals, public catalog::SystemState {
public:
    bool flush_if_full() override {
        if (writer().size() > (1U << 20)) writer().clear();
        return true;
    }
    sql::SignalOutcome signal(sql::SignalKind, std::int32_t, std::int32_t, bool, std::optional<std::string>) override {
        return sql::SignalOutcome::NoSuchSession;
    }
    void engine_lost() override {}
    void engine_event(sql::EngineEvent, std::string_view) override {}
    std::shared_ptr<const catalog::LiveSnapshot> live() const override {
        return std::make_shared<catalog::LiveSnapshot>();
    }
    std::shared_ptr<const catalog::HistorySnapshot> history() const override {
        return std::make_shared<catalog::HistorySnapshot>();
    }
};

sql::EngineOptions engine_options() {
    sql::EngineOptions options;
    options.threads = 1; // the session's: its processor time is the statement's
    options.memory_limit = "1GB";
    return options;
}

sql::SessionIdentity admin() {
    sql::SessionIdentity identity;
    identity.pid = 1;
    identity.user_id = catalog::kFirstUserId;
    identity.user_name = "admin";
    identity.database = "dev";
    identity.startup_settings = {{"cluster_rules", "off"}}; // what it refuses is not computed
    return identity;
}

double processor_seconds(clockid_t clock) {
    timespec time{};
    ::clock_gettime(clock, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

std::int64_t peak_mib() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss / 1024;
}

} // namespace

struct LocalSession::Impl {
    explicit Impl(double patience) : engine(engine_options(), sql::engine_installers()), patience(patience) {
        const sql::ExecutorServices services{engine, locks, client, client};
        sql::Unattended(services, "rdsdb", catalog::kBootstrapUserId, "dev")
            .run("CREATE USER admin PASSWORD 'Secret1234' CREATEUSER");
        executor.emplace(services, admin(), client, client);
        ::pthread_getcpuclockid(::pthread_self(), &clock);
        watcher = std::thread([this] { watch(); });
    }
    ~Impl() {
        ended = true;
        watcher.join();
    }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    // Cancels, and as the server's watcher does says so again.
    void watch() {
        while (!ended) {
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
            const double began = start;
            if (began == 0 || processor_seconds(clock) - began < patience) continue;
            if (cancelled == 0) {
                cancelled = processor_seconds(clock);
                executor->cancel(std::nullopt);
            }
            executor->nudge();
        }
    }

    NoServer client;
    sql::Engine engine;
    sql::LockManager locks;
    std::optional<sql::SessionExecutor> executor;
    const double patience;
    clockid_t clock{};
    std::atomic<double> start{0}; // 0: no statement runs
    std::atomic<double> cancelled{0};
    std::atomic<bool> ended{false};
    std::thread watcher;
};

LocalSession::LocalSession(double patience) : impl_(std::make_unique<Impl>(patience)) {}

LocalSession::~LocalSession() = default;

sql::Engine& LocalSession::engine() { return impl_->engine; }

Outcome LocalSession::run(const std::string& sql) {
    Outcome outcome;
    const auto peak = peak_mib();
    const double start = processor_seconds(impl_->clock);
    impl_->cancelled = 0;
    impl_->start = start;
    try {
        impl_->executor->simple_query(sql);
    } catch (const protocol::SqlError& error) {
        impl_->executor->fail(error);
        outcome.error = error;
    }
    impl_->start = 0;
    const double end = processor_seconds(impl_->clock);
    outcome.seconds = end - start;
    if (impl_->cancelled > 0) outcome.unheard = end - impl_->cancelled;
    outcome.growth = peak_mib() - peak;
    impl_->client.writer().clear();
    return outcome;
}

} // namespace redstart::test

#include "server/server.hpp"

#include "server/config/log.hpp"
#include "server/config/option_table.hpp"
#include "server/data_directory.hpp"
#include "server/first_start.hpp"
#include "server/login/hba_file.hpp"
#include "server/login/login_secret.hpp"
#include "server/login/login_throttle.hpp"
#include "server/net/listener.hpp"
#include "server/net/reception.hpp"
#include "server/net/socket_options.hpp"
#include "server/net/tls_context.hpp"
#include "server/session/backend.hpp"
#include "server/session/backend_registry.hpp"
#include "server/session/backend_threads.hpp"
#include "server/session/history.hpp"
#include "server/session/server_state.hpp"
#include "server/session/watcher.hpp"
#include "server/shutdown_limit.hpp"
#include "sql/engine/engine.hpp"
#include "sql/executor/engine_install.hpp"
#include "sql/executor/session_executor.hpp"
#include "sql/lock/lock_manager.hpp"
#include "sql/storage/local_storage.hpp"
#include "sql/storage/s3_storage.hpp"

#include <cstdio>
#include <exception>
#include <functional>
#include <memory>
#include <system_error>
#include <utility>

#include <fmt/format.h>

namespace redstart::server {
namespace {

// After SIGTERM: the sessions have this long to roll back before the server stops waiting for them...
constexpr std::chrono::milliseconds kRollbackTime{3500};
// ... and the whole has this long before the process ends as it is.
constexpr std::chrono::milliseconds kShutdownTime{4700};

Listener listen(const Options& options) {
    Listener listener(options.host, options.port);
    if (options.hba_file.empty() && options.auth == AuthMode::Trust && !options.allow_insecure_trust &&
        !listener.only_loopback()) {
        throw ConfigError(fmt::format("--auth trust on {} would let anyone in; "
                                      "add --allow-insecure-trust if that is what you want",
                                      options.host));
    }
    return listener;
}

// The buckets of COPY and UNLOAD; nullptr: none.
std::unique_ptr<sql::Storage> open_storage(const Options& options) {
    if (!options.s3.endpoint.empty()) return std::make_unique<sql::S3Storage>(options.s3);
    if (options.s3_local.empty()) return nullptr;
    try {
        return std::make_unique<sql::LocalStorage>(options.s3_local);
    } catch (const std::system_error& error) {
        throw ConfigError(fmt::format("--s3-local \"{}\": {}", options.s3_local, error.code().message()));
    }
}

} // namespace

// The members are made from top to bottom and destroyed from bottom to top: what is used outlives what uses it.
struct Server::Impl {
    explicit Impl(const Options& given);

    void report_files();
    void announce() const;
    void start_backend(FileDescriptor socket) noexcept;
    void reload() noexcept;
    static void reload_one(const char* what, const std::function<void()>& action) noexcept;
    void shut_down();

    const Options options;
    DataDirectory directory;
    Listener listener;
    const std::unique_ptr<sql::Storage> storage; // nullptr: none
    sql::Engine engine;
    TlsContext tls;
    const std::unique_ptr<HbaFile> rules; // nullptr: none
    LoginThrottle throttle;
    sql::LockManager locks;
    History history;
    BackendRegistry registry;
    StatementTimers timers;
    ServerState state;
    const AuthPolicy auth;
    const BackendServices services;
    BackendThreads threads;
};

Server::Impl::Impl(const Options& given)
    : options(given), directory(options.data_dir), listener(listen(options)), storage(open_storage(options)),
      engine({.data_dir = options.data_dir,
              .database = options.database,
              .threads = options.threads,
              .memory_limit = options.memory_limit,
              .temp_limit = options.temp_limit,
              .isolation = options.isolation,
              .salvage = options.salvage},
             sql::engine_installers()),
      tls(options),
      rules(options.hba_file.empty() ? nullptr : std::make_unique<HbaFile>(options.hba_file, !options.tls_ca.empty())),
      history(options.history_size), registry(options.max_connections, history),
      state(registry, history, locks), auth{options.auth, login_secret(options), options.require_ssl, rules.get()},
      services{.session = {auth, engine.users(), engine.databases(), true, engine.time_zones()},
               .executor = {engine, locks, state, registry, storage.get()},
               .make_executor = sql::make_session_executor,
               .registry = registry,
               .history = history,
               .tls = tls,
               .throttle = throttle,
               .timers = timers,
               .limits = options.limits,
               .session_gone = [this](const std::string& database) { engine.trim_log(database, registry); }} {
    report_files();
    for (const std::string& news :
         {unused_database(options, engine.databases()),
          create_superuser(options, listener.port(), engine.users(), engine.databases(), services.executor),
          create_sample(options, engine.users(), services.executor)})
        if (!news.empty()) std::fprintf(stderr, "%s\n", news.c_str());
}

void Server::Impl::report_files() {
    for (const auto& saved : engine.salvaged())
        log::event(LogLevel::Warning, "salvaged", {{"file", saved.file}, {"copy", saved.copy}, {"kept", saved.kept}});
    for (const auto& damage : engine.damages()) registry.engine_event(sql::EngineEvent::DatabaseDamaged, damage);
}

// The one line on stdout that scripts wait for.
void Server::Impl::announce() const {
    const bool brackets = options.host.find(':') != std::string::npos; // an IPv6 address
    const std::string host = brackets ? "[" + options.host + "]" : options.host;
    std::printf("redstart ready on %s:%d\n", host.c_str(), listener.port());
    std::fflush(stdout);
}

void Server::Impl::start_backend(FileDescriptor socket) noexcept {
    threads.reap();
    try {
        prepare_client_socket(socket.get(), options.tcp);
        if (threads.start(std::make_unique<Backend>(services, std::move(socket)))) return;
        log::event(LogLevel::Warning, "connection_refused", {{"reason", "no thread"}});
    } catch (const std::exception& error) {
        log::event(LogLevel::Warning, "connection_refused", {{"reason", error.what()}});
    }
}

void Server::Impl::reload_one(const char* what, const std::function<void()>& action) noexcept {
    try {
        action();
        log::event(LogLevel::Info, fmt::format("{}_reloaded", what));
    } catch (const std::exception& error) {
        log::event(LogLevel::Error, fmt::format("{}_kept", what), {{"reason", error.what()}});
    }
}

void Server::Impl::reload() noexcept {
    reload_one("certificate", [this] { tls.reload(); });
    if (rules) reload_one("hba_file", [this] { rules->reload(); });
}

void Server::Impl::shut_down() {
    registry.terminate_all(EndReason::ServerShutdown);
    if (!registry.wait_until_empty(SteadyClock::now() + kRollbackTime)) {
        log::event(LogLevel::Warning, "sessions_left", {{"count", registry.sessions().size()}});
        end_process(); // a checkpoint would wait for them, too
    }
    threads.join_all();
    const std::string problems = engine.checkpoint();
    if (!problems.empty()) log::event(LogLevel::Warning, "checkpoint_failed", {{"reason", problems}});
}

Server::Server(const Options& options) : impl_(std::make_unique<Impl>(options)) {}

// Closing the engine is part of the time the shutdown may take.
Server::~Server() = default;

void Server::run() {
    {
        const Watcher watcher(impl_->registry, impl_->threads, impl_->timers, impl_->engine.memory_limit());
        {
            Reception reception([this](FileDescriptor socket) { impl_->start_backend(std::move(socket)); },
                                [this](const std::string& network) { return impl_->registry.crowded(network); });
            impl_->listener.run({.connected = [&](FileDescriptor socket) { reception.add(std::move(socket)); },
                                 .ready = [this] { impl_->announce(); },
                                 .hangup = [this] { impl_->reload(); }});
        }
        limit_shutdown(kShutdownTime);
        impl_->shut_down();
    }
    log::event(LogLevel::Info, "stopped");
}

} // namespace redstart::server

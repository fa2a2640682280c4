#include "sql/sample/create.hpp"

#include "sql/engine/engine.hpp"
#include "sql/executor/unattended.hpp"
#include "sql/sample/load.hpp"

#include <duckdb.hpp>

namespace redstart::sql {

bool create_tickit(const ExecutorServices& services, std::int32_t scale, const std::string& owner,
                   std::int32_t owner_id) {
    const std::string name = "tickit";
    auto& engine = services.engine;
    if (engine.has_database(name)) return false;
    catalog::Database database;
    database.name = name;
    database.owner_id = owner_id;
    database.isolation_level = engine.default_isolation();
    engine.create_database(std::move(database), Engine::Contents::ToCome);
    Unattended session(services, owner, owner_id, name);
    const auto connection = engine.connect(name);
    load_tickit(*connection, name, scale, [&](std::string_view ddl) { session.run(ddl); });
    engine.finish_database(name);
    return true;
}

} // namespace redstart::sql

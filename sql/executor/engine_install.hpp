// What the rooms of this floor put into the engine: the casts from text, the rules on plans, the probes of parameters,
// and the views' names of their database. A value without state; any thread.
#pragma once

#include "sql/engine/engine.hpp"

namespace redstart::sql {

// For the constructor of Engine.
EngineInstallers engine_installers();

} // namespace redstart::sql

// Portal: a bound statement and as much of its result as was handed out. Owned by the session; on its thread.
#pragma once

#include "sql/parameters.hpp"
#include "sql/prepared.hpp"
#include "sql/result.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace redstart::sql {

struct Portal {
    std::shared_ptr<Prepared> statement; // keeps the text alive after Close of the statement
    Parameters parameters;
    std::vector<protocol::Format> formats;
    std::optional<Outcome> outcome; // once started
    bool finished = false;          // its CommandComplete was sent
};

} // namespace redstart::sql

// Portal: a bound statement and as much of its result as was handed out; a cursor is a portal that DECLARE made.
// Owned by the session's Portals; on its thread.
#pragma once

#include "catalog/state/system_state.hpp"
#include "sql/run/parameters.hpp"
#include "sql/run/prepared.hpp"
#include "sql/run/result.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace redstart::sql {

// The part of a portal that only a cursor has.
struct CursorState {
    bool hold = false;          // WITH HOLD: survives the commit of its transaction
    bool kept = false;          // it has survived it
    bool binary = false;        // DECLARE BINARY
    bool no_scroll = false;     // NO SCROLL
    std::int64_t xid = 0;       // of the transaction that declared it
    catalog::Micros opened = 0; // when
    std::uint64_t position = 0; // rows that were fetched or passed over
};

struct Portal {
    std::shared_ptr<Prepared> statement; // keeps the text alive after Close of the statement
    std::shared_ptr<const Parameters> parameters;
    std::unique_ptr<PreparedMemory::Share> memory; // of the parameters, where they have much or the portal a name
    std::vector<protocol::Format> formats;
    std::optional<Outcome> outcome; // once started
    bool finished = false;          // nothing is left to hand out
    std::optional<CursorState> cursor;

    bool has_rows() const { return outcome && outcome->rows; }
};

} // namespace redstart::sql

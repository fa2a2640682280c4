// each_pass(): hands one part of a statement to each of the passes, in their order. A function template; called by
// StatementResolver on its thread.
#pragma once

#include "sql/qualify/qualifier.hpp"
#include "sql/resolve/desugar.hpp"
#include "sql/resolve/typing.hpp"

namespace redstart::sql {

// Calls `visit` with one pass after the other; each has to go over the same parts of the tree. A part that is resolved
// while a pass is in another one, as the query of a view, gets passes of its own: no name of the one is known in the
// other.
template <typename Visit> void each_pass(ResolveState& state, const Visit& visit) {
    Qualifier qualifier(state);
    visit(qualifier);
    Typing typing(state);
    visit(typing);
    Desugar desugar(state, typing.parameters());
    visit(desugar);
    desugar.finish();
}

} // namespace redstart::sql

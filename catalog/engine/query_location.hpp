// Places in the text that the engine has parsed, as the engine's trees tell them. Pure functions, any thread.
#pragma once

#include <algorithm>

namespace duckdb {
class optional_idx;
} // namespace duckdb

namespace redstart::catalog {

// What SqlError::position() takes: from 1; 0 when the place is not known.
int position_at(const duckdb::optional_idx& location);

// Where the leftmost part of an expression stands, parsed (Iterator: ParsedExpressionIterator) or bound
// (ExpressionIterator); 0 when it is not known. An operator itself stands between its operands.
template <typename Iterator, typename Expression> int leftmost_position(const Expression& expression) {
    int position = position_at(expression.GetQueryLocation());
    Iterator::EnumerateChildren(expression, [&](const Expression& child) {
        const auto inner = leftmost_position<Iterator>(child);
        if (inner != 0) position = position == 0 ? inner : std::min(position, inner);
    });
    return position;
}

} // namespace redstart::catalog

// unpadded(): a text without the blanks at its end, which is what comparisons of CHAR and VARCHAR look at
// (r_Character_types); noted(): a value that is about to be written, told to what is known of its column.
// Functions over bound expressions, for the thread that plans; what they make runs on any of the engine's threads.
#pragma once

#include "catalog/engine/engine_types.hpp"

#include <memory>

namespace duckdb {
class Expression;
}

namespace redstart::sql {

class BlankColumn;

// `text` without its blanks, of the same type. Nothing is copied: it is a prefix.
Owned<duckdb::Expression> unpadded(Owned<duckdb::Expression> text);

// `text` as it is; BlankColumn::note() is called when it is a value that ends in a blank. `place`: the column's place
// in its table, for the engine takes calls of one name and the same arguments for one.
Owned<duckdb::Expression> noted(Owned<duckdb::Expression> text, std::shared_ptr<BlankColumn> column, std::size_t place);

} // namespace redstart::sql

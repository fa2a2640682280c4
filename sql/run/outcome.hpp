// Outcome: what running a statement gave, for the executor to answer with; and CopyReceiver, which takes the data of a
// COPY that the statement began. A value and an interface; on the session's thread.
#pragma once

#include "sql/parse/statement_kind.hpp"
#include "sql/run/result.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace redstart::sql {

// Takes what the client sends after CopyInResponse.
class CopyReceiver {
public:
    virtual ~CopyReceiver() = default;
    // The next bytes, cut anywhere; none: there are no more at hand, what is there is to be looked at now. Throws 22P04
    // and the errors of the values, with CONTEXT `COPY t, line 3, column c`.
    virtual void append(std::string_view data) = 0;
    // The end of the data: returns the number of rows loaded.
    virtual std::uint64_t finish() = 0;
    // The line that is being read, `COPY t, line 3`; empty when there is none yet.
    virtual std::string place() const = 0;
};

// What a statement gave: rows to hand out, a number of rows it changed, or a COPY that waits for the client's data.
struct Outcome {
    std::unique_ptr<Result> rows; // nullptr for a command
    std::uint64_t affected = 0;
    std::optional<StatementKind> tag; // when the command answers with another one's tag
    std::unique_ptr<CopyReceiver> copy;
};

} // namespace redstart::sql

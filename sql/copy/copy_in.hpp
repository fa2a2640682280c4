// CopyIn: one COPY table FROM STDIN: bytes in, rows appended to the table in the session's transaction.
// Owned by the session while the client sends; on its thread.
#pragma once

#include "catalog/engine/engine_types.hpp"
#include "sql/parse/control_statements.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace redstart::sql {

class EngineRunner;
class SessionContext;

class CopyIn {
public:
    // Resolves and locks the table, opens the engine's transaction and writes CopyInResponse.
    // Throws 42P01, 42703 for an unknown column, 42809 for a view, 0A000 for what is not supported.
    CopyIn(SessionContext& session, EngineRunner& runner, const CopyStatement& statement);
    ~CopyIn();
    CopyIn(const CopyIn&) = delete;
    CopyIn& operator=(const CopyIn&) = delete;

    // The next bytes, cut anywhere; none: there are no more at hand, what is there is to be looked at now. Throws 22P04
    // and the errors of the values, with CONTEXT `COPY t, line 3, column c`.
    void append(std::string_view data);
    // The end of the data: returns the number of rows loaded.
    std::uint64_t finish();

    // The line that is being read, `COPY t, line 3`; empty when there is none yet.
    std::string place() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

// COPY table or (query) TO STDOUT: writes CopyOutResponse, the rows and CopyDone; returns the number of rows.
std::uint64_t copy_out(SessionContext& session, EngineRunner& runner, const CopyStatement& statement);

} // namespace redstart::sql

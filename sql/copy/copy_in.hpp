// CopyIn: one COPY table FROM STDIN: bytes in, rows appended to the table in the session's transaction.
// Owned by the session while the client sends; on its thread.
#pragma once

#include "catalog/engine/engine_types.hpp"
#include "sql/parse/control_statements.hpp"
#include "sql/run/outcome.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace redstart::sql {

class EngineRunner;
class SessionContext;

class CopyIn final : public CopyReceiver {
public:
    // Resolves and locks the table, opens the engine's transaction and writes CopyInResponse.
    // Throws 42P01, 42703 for an unknown column, 42809 for a view, 0A000 for what is not supported.
    CopyIn(SessionContext& session, EngineRunner& runner, const CopyStatement& statement);
    ~CopyIn() override;
    CopyIn(const CopyIn&) = delete;
    CopyIn& operator=(const CopyIn&) = delete;

    void append(std::string_view data) override;
    std::uint64_t finish() override;
    std::string place() const override;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

// COPY table or (query) TO STDOUT: writes CopyOutResponse, the rows and CopyDone; returns the number of rows.
std::uint64_t copy_out(SessionContext& session, EngineRunner& runner, const CopyStatement& statement);

} // namespace redstart::sql

// TransactionEnd: the one place where a session's transaction ends: its portals and cursors, the engine's transaction
// and the locks, settings that were local, users that were changed, and who is told of it, in the order that keeps what
// was promised. Owned by the executor; on the backend's thread.
#pragma once

#include "sql/run/portals.hpp"
#include "sql/session/session_context.hpp"

namespace redstart::sql {

class TransactionEnd {
public:
    TransactionEnd(SessionContext& session, Portals& portals) : session_(session), portals_(portals) {}

    // Commits block or implicit transaction. Throws what the engine refuses to commit with, and what keeping the rows
    // of a cursor WITH HOLD throws; the caller then calls fail().
    void commit();
    void rollback();
    // After an error: everything is rolled back and released; inside a block the 25P02 gate stays.
    void fail(const protocol::SqlError& error);
    // The engine has failed, and the transaction went with it while the session's thread was elsewhere.
    void lost(const protocol::SqlError& error);

private:
    SessionContext& session_;
    Portals& portals_;
};

} // namespace redstart::sql

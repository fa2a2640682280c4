// Schedule: one run of a Spec's steps over a fresh LockTable, in an order chosen step by step, beside NaiveLocks.
// One thread. What a client would see goes to the output; a broken rule of the lock table throws std::logic_error.
#pragma once

#include "sql/lock/lock_table.hpp"
#include "tests/locks/spec.hpp"
#include "tests/support/naive_locks.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace redstart::test {

class Schedule {
public:
    explicit Schedule(const Spec& spec);

    // The sessions that can run their next step: one that waits for a lock can only be cancelled.
    std::vector<std::size_t> runnable() const;
    // Runs the next step of a session. Throws std::runtime_error when it is not runnable.
    void run_next(std::size_t session);
    bool finished() const;

    // "permutation ..." and one line per step that did not simply succeed at once.
    std::string output() const;

private:
    struct Session {
        sql::Xid xid = 0;
        std::size_t next = 0;     // index of its next step
        std::string waiting_step; // name of the step that waits
        bool failed = false;      // until its commit, as after an error in a transaction block
    };

    void lock(Session& session, const Step& step);
    void fail(Session& session);
    void commit(Session& session);
    void report(const Step& step, const std::string& what);
    void completed(const std::vector<sql::Xid>& woken);
    void check() const;
    sql::RelationId relation_id(const std::string& name);
    std::string session_name(sql::Xid xid) const;

    const Spec& spec_;
    sql::LockTable table_;
    NaiveLocks naive_;
    std::vector<Session> sessions_;
    std::vector<std::string> relations_;
    std::string steps_run_;
    std::string lines_;
};

} // namespace redstart::test

// What the session tests share: one trusting server in memory, and what other sessions can see of one.
// The server lives as long as the process; one thread.
#pragma once

#include "tests/support/client.hpp"

#include <string>
#include <vector>

namespace redstart::test {

// Started at the first call. It has a table `numbers (i int)` of 10,000 rows and the user `plain`, not a superuser.
ServerProcess& server();
// A session on it.
Client session(const std::string& user = "admin", const std::string& database = "dev");

// Statements that do not end by themselves: one that only computes, and one that sends rows without end.
extern const char* const kEndless;
extern const char* const kFlood;

// These ask the system views until they say so, and fail the test when they never do.
void require_running(Client& observer, const Client& victim);
void require_waiting(Client& observer, const Client& victim);
// No transaction, lock, waiting request or session of `pid` is left within `limit`.
void require_gone(Client& observer, const std::string& pid, std::chrono::milliseconds limit = kPatience);
// No transaction and no lock of it is left, the session is.
void require_no_locks(Client& observer, const Client& victim, std::chrono::milliseconds limit = kPatience);

// Rows of pg_locks of this session that are granted, or that wait.
int granted(Client& observer, const Client& of);
int waiting(Client& observer, const Client& of);

// Every kind of cancel, for the tests that are the same for each.
struct Cancel {
    const char* name;
    void (*send)(Client& observer, Client& victim);
};
extern const std::vector<Cancel> kCancels;

// pg_terminate_backend of it, which answers 1.
void terminate(Client& observer, const Client& victim);
// The FATAL that a terminated session ends with.
void require_terminated(const Answer& answer);
// The error of a cancelled statement, without a message of the canceller's.
void require_cancelled(const Answer& answer);

// Until nothing more arrives at this socket, although nobody reads from it: the server's side is full.
void require_full(Client& client);

} // namespace redstart::test

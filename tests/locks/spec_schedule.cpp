#include "tests/locks/spec_schedule.hpp"

#include "sql/lock/cycle_search.hpp"

#include <algorithm>
#include <stdexcept>

namespace redstart::test {

namespace {

void require(bool condition, const std::string& message) {
    if (!condition) throw std::logic_error(message);
}

} // namespace

Schedule::Schedule(const Spec& spec) : spec_(spec), sessions_(spec.sessions.size()) {
    for (std::size_t i = 0; i < sessions_.size(); ++i) sessions_[i].xid = static_cast<sql::Xid>(i + 1);
}

std::vector<std::size_t> Schedule::runnable() const {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < sessions_.size(); ++i) {
        const std::vector<Step>& steps = spec_.steps[i];
        if (sessions_[i].next == steps.size()) continue;
        const bool cancel = steps[sessions_[i].next].action == Step::Action::Cancel;
        if (sessions_[i].waiting_step.empty() || cancel) found.push_back(i);
    }
    return found;
}

void Schedule::run_next(std::size_t index) {
    const std::vector<std::size_t> ready = runnable();
    Session& session = sessions_[index];
    const Step& step = spec_.steps[index][session.next];
    if (std::find(ready.begin(), ready.end(), index) == ready.end())
        throw std::runtime_error("step " + step.name + " cannot run: " + session.waiting_step + " waits");
    ++session.next;
    steps_run_ += " " + step.name;
    switch (step.action) {
    case Step::Action::Lock: lock(session, step); break;
    case Step::Action::Commit: commit(session); break;
    case Step::Action::Cancel:
        if (session.waiting_step.empty()) {
            report(step, "no effect");
        } else {
            lines_ += "  " + session.waiting_step + " <cancelled>\n";
            fail(session);
        }
        break;
    }
    check();
}

bool Schedule::finished() const {
    for (std::size_t i = 0; i < sessions_.size(); ++i)
        if (sessions_[i].next != spec_.steps[i].size() || !sessions_[i].waiting_step.empty()) return false;
    require(table_.empty(), "locks are left at the end");
    return true;
}

std::string Schedule::output() const { return "permutation" + steps_run_ + "\n" + lines_; }

void Schedule::lock(Session& session, const Step& step) {
    if (session.failed) return report(step, "skipped");
    const sql::RelationId relation = relation_id(step.relation);
    const bool granted = table_.request(session.xid, relation, step.mode) == sql::LockTable::Outcome::Granted;
    require(granted == naive_.request(session.xid, relation, step.mode), step.name + ": granted or not differs");
    if (granted) return;
    session.waiting_step = step.name;
    const std::vector<sql::LockTable::Edge> cycle = sql::find_cycle(table_, session.xid);
    require(cycle.empty() != naive_.deadlocked(), step.name + ": deadlock or not differs");
    if (cycle.empty()) return report(step, "waiting");
    std::string members;
    for (const sql::LockTable::Edge& edge : cycle) members += " " + session_name(edge.waiter);
    report(step, "deadlock:" + members);
    fail(session);
}

// As the executor does on an error in a transaction block: the wait ends, and every lock is released at once.
void Schedule::fail(Session& session) {
    session.failed = true;
    session.waiting_step.clear();
    const std::vector<sql::Xid> woken = table_.cancel_wait(session.xid);
    require(woken == naive_.cancel_wait(session.xid), "cancel wakes others than it should");
    completed(woken);
    check();
    const std::vector<sql::Xid> released = table_.release_all(session.xid);
    require(released == naive_.release_all(session.xid), "rollback wakes others than it should");
    completed(released);
}

void Schedule::commit(Session& session) {
    session.failed = false;
    const std::vector<sql::Xid> woken = table_.release_all(session.xid);
    require(woken == naive_.release_all(session.xid), "commit wakes others than it should");
    completed(woken);
}

void Schedule::report(const Step& step, const std::string& what) { lines_ += step.name + " <" + what + ">\n"; }

void Schedule::completed(const std::vector<sql::Xid>& woken) {
    for (const sql::Xid xid : woken) {
        Session& session = sessions_.at(static_cast<std::size_t>(xid - 1));
        lines_ += "  " + session.waiting_step + " <completed>\n";
        session.waiting_step.clear();
    }
}

void Schedule::check() const {
    const std::string wrong = table_.check_invariants();
    require(wrong.empty(), "invariant: " + wrong);
    require(!naive_.deadlocked(), "a deadlock was not detected");
    const std::string difference = naive_.difference(table_);
    require(difference.empty(), difference);
}

sql::RelationId Schedule::relation_id(const std::string& name) {
    auto at = std::find(relations_.begin(), relations_.end(), name);
    if (at == relations_.end()) at = relations_.insert(at, name);
    return static_cast<sql::RelationId>(at - relations_.begin() + 1);
}

std::string Schedule::session_name(sql::Xid xid) const { return spec_.sessions.at(static_cast<std::size_t>(xid - 1)); }

} // namespace redstart::test

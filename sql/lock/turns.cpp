#include "sql/lock/turns.hpp"

#include <utility>

namespace redstart::sql {

void Turns::begin(Kind kind) {
    const MutexLock lock(mutex_);
    Side& own = sides_[index(kind)];
    const Side& other = sides_[1 - index(kind)];
    if (other.inside == 0 && other.waiting == 0) {
        ++own.inside;
        return;
    }
    ++own.waiting;
    const auto before = own.admitted;
    while (own.admitted == before) own.changed.wait(mutex_); // end() has counted this one in
}

// The last of its kind lets in all of the other kind that wait by now.
void Turns::end(Kind kind) {
    const MutexLock lock(mutex_);
    Side& other = sides_[1 - index(kind)];
    if (--sides_[index(kind)].inside > 0 || other.waiting == 0) return;
    other.inside = std::exchange(other.waiting, 0);
    ++other.admitted;
    other.changed.notify_all();
}

} // namespace redstart::sql

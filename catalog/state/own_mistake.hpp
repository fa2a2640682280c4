// The mark of an error that tells of a mistake of the server's own: the tree check refuses a statement whose tree the
// passes have left unfinished (XX000), and the session, which sees the mark, logs it. A constant, any thread.
#pragma once

namespace redstart::catalog {

// SqlError::routine() of such an error.
inline constexpr const char* kOwnMistake = "check_resolved";

} // namespace redstart::catalog

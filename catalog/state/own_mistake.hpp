// What marks the errors that a check of the server's own finds in what the server made. A constant, any thread.
#pragma once

namespace redstart::catalog {

// Their SqlError::routine(); they are logged as well.
inline constexpr const char* kOwnMistake = "check_resolved";

} // namespace redstart::catalog

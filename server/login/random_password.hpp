// The superuser's first password when the person who starts the server gives none. Any thread.
#pragma once

#include <string>

namespace redstart::server {

// 24 letters and digits without look-alikes, at least one upper-case letter, one lower-case letter and one digit (the
// rule of CREATE USER).
std::string random_password();

} // namespace redstart::server

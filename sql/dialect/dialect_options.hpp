// DialectOptions: the session's settings that change what its SQL means. A value.
#pragma once

namespace redstart::sql {

struct DialectOptions {
    bool case_sensitive_identifiers = false; // enable_case_sensitive_identifier
};

} // namespace redstart::sql

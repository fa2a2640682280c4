// DialectOptions: the session's settings that change what its SQL means. A value.
#pragma once

namespace redstart::sql {

struct DialectOptions {
    bool case_sensitive_identifiers = false; // enable_case_sensitive_identifier
    bool cluster_rules = false;              // refuse what a cluster refuses, sql/refusal/cluster_rules.hpp
    friend bool operator==(const DialectOptions&, const DialectOptions&) = default;
};

} // namespace redstart::sql

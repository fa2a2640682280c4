// Installs the named types of pg_catalog and the casts between them; see type_map.hpp for what the names mean.
// Called once per engine instance at start.
#pragma once

namespace duckdb {
class DatabaseInstance;
} // namespace duckdb

namespace redstart::catalog {

// rs_varchar(n), rs_bpchar(n) and the aliases (name, rs_text, rs_char, rs_oid, xid, regclass, ...).
void install_types(duckdb::DatabaseInstance& instance);

// Casts that keep the value: between the character types, between the integer identifiers, timestamp and abstime.
// Lengths are not enforced here: the engine compares and combines values through the same casts, where a length must
// not matter. Explicit casts and assignments enforce them through functions of their own.
void install_plain_casts(duckdb::DatabaseInstance& instance);

// regclass, regtype, regproc and regnamespace from and to text and numbers.
void install_reg_casts(duckdb::DatabaseInstance& instance);

} // namespace redstart::catalog

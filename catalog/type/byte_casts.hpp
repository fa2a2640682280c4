// Casts between VARBYTE and integers, and of CHAR, which brings its blanks. Called once per engine instance.
#pragma once

namespace duckdb {
class DatabaseInstance;
} // namespace duckdb

namespace redstart::catalog {

// An integer has as many bytes as its type, the highest first; VARBYTE of more bytes than the type is 22003.
void install_byte_casts(duckdb::DatabaseInstance& instance);

} // namespace redstart::catalog

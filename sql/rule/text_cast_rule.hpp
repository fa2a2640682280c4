// The rule that puts our casts into the engine's plans. A function over plans the engine has not optimized yet; any
// thread.
#pragma once

namespace duckdb {
class ClientContext;
class LogicalOperator;
} // namespace duckdb

namespace redstart::sql {

// Every cast from a text, written by the client or made by the engine for INSERT, UPDATE, comparisons and parameters,
// becomes the one of sql/value/text_casts; casts to texts, of decimals and of reals become ours too. Throws 22P02,
// 22003, 22007 or 22008 through the engine, with its place, for a literal that is no value of its type.
void replace_casts(duckdb::ClientContext& context, duckdb::LogicalOperator& plan);

} // namespace redstart::sql

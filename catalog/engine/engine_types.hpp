// Forward declarations of the engine's tree and result types, so that headers of this room need not include it.
#pragma once

#include <memory>

namespace duckdb {
class BaseTableRef;
class ClientContext;
class CommonTableExpressionMap;
class Connection;
class DataChunk;
class ErrorData;
class ExpressionListRef;
class FunctionExpression;
class ParsedExpression;
class PreparedStatement;
class QueryNode;
class QueryResult;
class SelectNode;
class SelectStatement;
class SQLStatement;
class TableRef;
class Value;
struct LogicalType;
template <class T, class Deleter, bool Safe> class unique_ptr;
} // namespace duckdb

namespace redstart::sql {

// The engine's owning pointer, usable on incomplete types in declarations.
template <typename T> using Owned = duckdb::unique_ptr<T, std::default_delete<T>, true>;

} // namespace redstart::sql

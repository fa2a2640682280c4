#include "catalog/engine/engine_message.hpp"

#include "catalog/engine/client_names.hpp"
#include "catalog/engine/message_rule.hpp"
#include "catalog/engine/sql_words.hpp"
#include "protocol/sqlstate.hpp"

#include <cctype>
#include <span>
#include <utility>
#include <vector>

#include <fmt/core.h>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using protocol::SqlError;

using Rule = MessageRule;

constexpr std::string_view kDiskFull = "could not write to file: No space left on device";
constexpr std::string_view kConflict = "could not complete because of conflict with concurrent transaction";

constexpr std::string_view kNoOperator =
    "No operator matches the given name and argument type(s). You may need to add explicit type casts.";

constexpr Rule kRules[] = {
    {"Max expression depth limit of % exceeded%", state::kStatementTooComplex, "statement too complex",
     "Expressions and queries can be nested $1 deep."},
    {"Maximum tree depth of % exceeded%", state::kStatementTooComplex, "statement too complex",
     "Queries can be nested $1 deep."},
    {"syntax error at or near %", state::kSyntaxError, "", "", 1},
    {"syntax error at end of input%", state::kSyntaxError, "syntax error at end of input"},
    {"Could not convert string '%' to BOOL%", state::kInvalidTextRepresentation,
     "invalid input syntax for type boolean: \"$1\""},
    {"Could not convert string '%' to INT16%", state::kInvalidTextRepresentation,
     "invalid input syntax for integer: \"$1\""},
    {"Could not convert string '%' to INT32%", state::kInvalidTextRepresentation,
     "invalid input syntax for integer: \"$1\""},
    {"Could not convert string '%' to INT64%", state::kInvalidTextRepresentation,
     "invalid input syntax for integer: \"$1\""},
    {"Could not convert string '%' to INT128%", state::kInvalidTextRepresentation,
     "invalid input syntax for type uuid: \"$1\""},
    {"Invalid hex escape code encountered in string -> blob conversion of string \"%\": %",
     state::kInvalidTextRepresentation, "invalid input syntax for type varbyte"},
    {"Could not convert string '%' to FLOAT%", state::kInvalidTextRepresentation,
     "invalid input syntax for type real: \"$1\""},
    {"Could not convert string '%' to DOUBLE%", state::kInvalidTextRepresentation,
     "invalid input syntax for type double precision: \"$1\""},
    {"Could not convert string '%' to DECIMAL%", state::kInvalidTextRepresentation,
     "invalid input syntax for type numeric: \"$1\""},
    {"Could not convert string \"%\" to DECIMAL%", state::kInvalidTextRepresentation,
     "invalid input syntax for type numeric: \"$1\""},
    {"Could not convert string '%' to INTERVAL%", state::kInvalidDatetimeFormat,
     "invalid input syntax for type interval: \"$1\""},
    {"invalid date field format: \"%\"%", state::kInvalidDatetimeFormat, "invalid input syntax for type date: \"$1\""},
    {"date field value out of range: \"%\"%", state::kDatetimeFieldOverflow,
     "date/time field value out of range: \"$1\""},
    {"invalid timestamp field format: \"%\"%", state::kInvalidDatetimeFormat,
     "invalid input syntax for type timestamp: \"$1\""},
    {"timestamp field value out of range: \"%\"%", state::kDatetimeFieldOverflow,
     "date/time field value out of range: \"$1\""},
    {"invalid time field format: \"%\"%", state::kInvalidDatetimeFormat, "invalid input syntax for type time: \"$1\""},
    {"time field value out of range: \"%\"%", state::kDatetimeFieldOverflow,
     "date/time field value out of range: \"$1\""},
    {"Type % with value % can't be cast because the value is out of range for the destination type INT16%",
     state::kNumericValueOutOfRange, "smallint out of range"},
    {"Type % with value % can't be cast because the value is out of range for the destination type INT32%",
     state::kNumericValueOutOfRange, "integer out of range"},
    {"Type % with value % can't be cast because the value is out of range for the destination type INT64%",
     state::kNumericValueOutOfRange, "bigint out of range"},
    {"Could not cast value % to DECIMAL(%,%)%", state::kNumericValueOutOfRange, "numeric field overflow"},
    {"Casting value % to type DECIMAL(%,%) failed: value is out of range%", state::kNumericValueOutOfRange,
     "numeric field overflow"},
    {"Date and time not in timestamp range%", state::kDatetimeFieldOverflow, "timestamp out of range"},
    {"Overflow in % of INT16%", state::kNumericValueOutOfRange, "smallint out of range"},
    {"Overflow in % of INT32%", state::kNumericValueOutOfRange, "integer out of range"},
    {"Overflow in % of INT64%", state::kNumericValueOutOfRange, "bigint out of range"},
    {"Overflow in % of DECIMAL%", state::kNumericValueOutOfRange, "Numeric data overflow (result precision)"},
    {"Overflow on abs(-32768)", state::kNumericValueOutOfRange, "smallint out of range"},
    {"Overflow on abs(-2147483648)", state::kNumericValueOutOfRange, "integer out of range"},
    {"Overflow on abs(-9223372036854775808)", state::kNumericValueOutOfRange, "bigint out of range"},
    {"missing ]: %", state::kInvalidRegularExpression, "invalid regular expression: brackets [] not balanced"},
    {"missing ): %", state::kInvalidRegularExpression, "invalid regular expression: parentheses () not balanced"},
    {"unexpected ): %", state::kInvalidRegularExpression, "invalid regular expression: parentheses () not balanced"},
    {"no argument for repetition operator: %", state::kInvalidRegularExpression,
     "invalid regular expression: quantifier operand invalid"},
    {"bad repetition operator: %", state::kInvalidRegularExpression,
     "invalid regular expression: quantifier operand invalid"},
    {"invalid repetition size: %", state::kInvalidRegularExpression,
     "invalid regular expression: invalid repetition count(s)"},
    {"invalid escape sequence: %", state::kInvalidRegularExpression,
     "invalid regular expression: invalid escape \\ sequence"},
    {"invalid perl operator: %", state::kInvalidRegularExpression, "invalid regular expression"},
    {"trailing \\%", state::kInvalidRegularExpression, "invalid regular expression: invalid escape \\ sequence"},
    {"invalid character class range: %", state::kInvalidRegularExpression,
     "invalid regular expression: invalid character range"},
    {"invalid character class: %", state::kInvalidRegularExpression,
     "invalid regular expression: invalid character class"},
    {"cannot take square root of a negative number%", state::kInvalidArgumentForPowerFunction,
     "cannot take square root of a negative number"},
    {"cannot take logarithm of %", state::kInvalidArgumentForLogarithm, "cannot take logarithm of $1"},
    {"Referenced table \"%\" not found!%", state::kUndefinedTable, "missing FROM-clause entry for table \"$1\""},
    {"Ambiguous reference to column name \"%\"%", state::kAmbiguousColumn, "column reference \"$1\" is ambiguous", "",
     1},
    {"Ambiguous reference to table \"%\"%", state::kAmbiguousAlias, "table reference \"$1\" is ambiguous"},
    {"Duplicate CTE name \"%\"%", state::kDuplicateAlias, "WITH query name \"$1\" specified more than once"},
    {"Duplicate alias \"%\" in query!%", state::kDuplicateAlias, "table name \"$1\" specified more than once"},
    {"column \"%\" must appear in the GROUP BY clause%", state::kGroupingError,
     "column \"$1\" must appear in the GROUP BY clause or be used in an aggregate function"},
    {"column % must appear in the GROUP BY clause%", state::kGroupingError,
     "column \"$1\" must appear in the GROUP BY clause or be used in an aggregate function"},
    {"aggregate function calls cannot be nested%", state::kGroupingError, "aggregate function calls may not be nested"},
    {"WHERE clause cannot contain aggregates!%", state::kGroupingError, "aggregates not allowed in WHERE clause"},
    {"GROUP BY clause cannot contain aggregates!%", state::kGroupingError, "aggregates not allowed in GROUP BY clause"},
    {"% clause cannot contain window functions!%", state::kWindowingError, "window functions not allowed in $1 clause"},
    {"window \"%\" does not exist%", state::kUndefinedObject, "window \"$1\" does not exist"},
    {"window \"%\" is already defined%", state::kWindowingError, "window \"$1\" is already defined"},
    {"frame starting from % cannot %", state::kWindowingError, "frame starting from $1 cannot $2"},
    {"Cannot override % clause of window %", state::kWindowingError, "cannot override $1 clause of window $2"},
    {"cannot copy window %", state::kWindowingError, "cannot copy window $1"},
    {"STAR expression is only allowed as the root element of an expression%", state::kSyntaxError,
     "syntax error at or near \"*\""},
    {"DEFAULT value cannot contain subqueries%", state::kFeatureNotSupported,
     "cannot use subquery in DEFAULT expression"},
    {"DEFAULT value cannot contain column names%", state::kInvalidColumnReference,
     "cannot use column references in default expression"},
    {"Scale cannot be bigger than width%", state::kInvalidParameterValue,
     "NUMERIC scale must be between 0 and the precision"},
    {"A CTE needs a SELECT%", state::kSyntaxError, "syntax error: a WITH query must be a SELECT"},
    {"Unimplemented order by type%", state::kFeatureNotSupported, "ORDER BY USING is not supported"},
    {"Qualified column names in UPDATE .. SET not supported%", state::kSyntaxError,
     "the columns that SET names cannot be qualified"},
    {"SELECT locking clause is not supported!%", state::kFeatureNotSupported,
     "SELECT FOR UPDATE and FOR SHARE are not supported"},
    {"Schema element not supported yet!%", state::kSyntaxError, "syntax error: this form of ALTER does not exist"},
    {"Constraint not implemented!%", state::kFeatureNotSupported, "this constraint is not supported"},
    {"Cannot drop column: table only has one column remaining!%", state::kFeatureNotSupported,
     "cannot drop the only column of a table"},
    {"Subquery returns % columns - expected 1%", state::kSyntaxError, "subquery must return only one column"},
    {"More than one row returned by a subquery used as an expression%", state::kCardinalityViolation,
     "more than one row returned by a subquery used as an expression"},
    {"Set operations can only apply to expressions with the same number of result columns%", state::kSyntaxError,
     "each set operation query must have the same number of columns"},
    {"ORDER term out of range - should be between %", state::kInvalidColumnReference,
     "ORDER BY position is not in select list"},
    {"GROUP BY term out of range - should be between %", state::kInvalidColumnReference,
     "GROUP BY position is not in select list"},
    {"table % has % columns but % values were supplied%", state::kSyntaxError,
     "table \"$1\" has $2 columns but $3 values were supplied"},
    {"Column name/value mismatch for insert on %: expected % columns but % values were supplied%", state::kSyntaxError,
     "INSERT has $2 target columns but $3 expressions"},
    {"Table \"%\" does not have a column with name \"%\"%", state::kUndefinedColumn,
     "column \"$2\" of relation \"$1\" does not exist", "", 2},
    {"Table \"%\" does not have a column named \"%\"%", state::kUndefinedColumn, "column $1.$2 does not exist"},
    {"Values list \"%\" does not have a column named \"%\"%", state::kUndefinedColumn, "column $1.$2 does not exist"},
    {"Target table has more colum names than query result.%", state::kSyntaxError,
     "CREATE TABLE AS specifies too many column names"},
    {"Column \"%\" in EXCLUDE list not found in %", state::kUndefinedColumn, "column \"$1\" does not exist"},
    {"Column \"%\" does not exist on % side of join!%", state::kUndefinedColumn,
     "column \"$1\" specified in USING clause does not exist in $2 table"},
    {"Width must be between 1 and 38!%", state::kInvalidParameterValue, "NUMERIC precision must be between 1 and 38"},
    {"Type DOUBLE with value % can't be cast because the value is out of range for the destination type FLOAT%",
     state::kNumericValueOutOfRange, "\"$1\" is out of range for type real"},
    {"Adding columns with constraints not yet supported%", state::kFeatureNotSupported,
     "ALTER TABLE ADD COLUMN with a constraint is not supported"},
    {"Only one ALTER command per statement is supported%", state::kFeatureNotSupported,
     "ALTER TABLE with several actions is not supported"},
    {"No support for that ALTER TABLE option yet!%", state::kFeatureNotSupported,
     "this form of ALTER TABLE is not supported"},
    {"T_AlterObjectSchemaStmt%", state::kFeatureNotSupported, "ALTER TABLE SET SCHEMA is not supported"},
    {"T_%Stmt", state::kFeatureNotSupported, "this SQL command is not supported"},
    {"Referenced update column % not found in table!%", state::kUndefinedColumn, "column \"$1\" does not exist"},
    {"* expression without FROM clause!%", state::kSyntaxError, "SELECT * with no tables specified is not valid"},
    {"Invalid escape string. Escape string must be %", state::kInvalidEscapeSequence, "invalid escape string"},
    {"NameListToString NOT IMPLEMENTED%", state::kSyntaxError, "improper qualified name (too many dotted names)"},
    {"Multiple assignments to same column \"%\"%", state::kSyntaxError, "multiple assignments to same column \"$1\""},
    {"Could not rename \"%\" to \"%\": another entry with this name already exists!%", state::kDuplicateTable,
     "Relation \"$2\" already exists"},
    {"Column with name % already exists!%", state::kDuplicateColumn, "column \"$1\" specified more than once"},
    {"Existing object % is of type Table, trying to % type View%", state::kWrongObjectType, "\"$1\" is not a view"},
    {"Existing object % is of type View, trying to % type Table%", state::kWrongObjectType, "\"$1\" is not a table"},
    {"Values were not provided for the following prepared statement parameters: %", state::kUndefinedParameter,
     "there is no parameter $$1"},
    {"Expected % parameters, but none were supplied%", state::kUndefinedParameter, "there is no parameter $1"},
    {"NOT NULL constraint failed: %.%", state::kNotNullViolation,
     "null value in column \"$2\" violates not-null constraint"},
    {"PRIMARY KEY or UNIQUE constraint violation: %", state::kUniqueViolation,
     "duplicate key value violates unique constraint"},
    {"CHECK constraint failed on table % with expression %", state::kCheckViolation,
     "new row for relation \"$1\" violates check constraint"},
    {"Cannot drop entry \"%\" because there are entries that depend on it.%", state::kDependentObjectsStillExist,
     "cannot drop $1 because other objects depend on it"},
    {"Could not cast % to %", state::kCannotCoerce, "cannot cast type $1 to $2"},
    {"Unimplemented type for cast (% -> %)%", state::kCannotCoerce, "cannot cast type $1 to $2"},
    {"Cannot mix values of type % and % in CASE expression %", state::kDatatypeMismatch,
     "CASE types $1 and $2 cannot be matched"},
    {"Cannot mix values of type % and % in COALESCE operator %", state::kDatatypeMismatch,
     "COALESCE types $1 and $2 cannot be matched"},
    {"Cannot mix values of type % and % in BETWEEN clause %", state::kUndefinedFunction,
     "operator does not exist: $1 >= $2", kNoOperator},
    {"Cannot mix values of type % and % in % clause %", state::kUndefinedFunction, "operator does not exist: $1 = $2",
     kNoOperator},
    {"Cannot mix values of type % and % - %", state::kUndefinedFunction, "could not identify a comparison of $1 and $2",
     kNoOperator},
    {"Cannot compare values of type % and % in IN/ANY/ALL clause %", state::kUndefinedFunction,
     "operator does not exist: $1 = $2", kNoOperator},
    {"Cannot compare values of type % and type % - %", state::kUndefinedFunction,
     "could not identify a comparison of $1 and $2", kNoOperator},
    {"LIMIT value cannot be negative%", state::kInvalidRowCountInLimitClause, "LIMIT must not be negative"},
    {"LIMIT/OFFSET cannot be negative%", state::kInvalidRowCountInLimitClause, "LIMIT must not be negative"},
    {"Duplicate column name \"%\" in INSERT%", state::kDuplicateColumn, "column \"$1\" specified more than once"},
    {"Unknown TimeZone '%'%", state::kInvalidParameterValue, "time zone \"$1\" not recognized"},
};

constexpr Rule kFileRules[] = {
    {"%No space left on device%", state::kDiskFull, kDiskFull},
    {"Corrupt database file%", state::kDataCorrupted, "the file of a database is damaged"},
    {"Could not read enough bytes from file %", state::kDataCorrupted, "the file of a database is damaged"},
    {"Could not read from file %", state::kIoError, "could not read the file of a database"},
};

constexpr Rule kTransactionRules[] = {
    {"Failed to commit: Could not % file %: No space left on device%", state::kDiskFull, kDiskFull},
    {"Failed to commit: Failed to create checkpoint because of error: %No space left on device%", state::kDiskFull,
     kDiskFull},
    {"Failed to commit: Failed to create checkpoint because of error: failed to offload %", state::kDiskFull,
     kDiskFull},
    {"Conflict on %", state::kInternalError, kConflict},
    {"%write-write conflict%", state::kInternalError, kConflict},
    {"Transaction conflict%", state::kInternalError, kConflict},
    {"Failed to commit: Could not commit %", state::kInternalError, kConflict},
    {"Failed to commit: PRIMARY KEY or UNIQUE constraint violation: %", state::kUniqueViolation,
     "duplicate key value violates unique constraint"},
    {"Failed to commit: %", state::kSerializationFailure, "could not commit the transaction"},
    {"Attempting to write to database \"%\" in a transaction that has already modified database \"%\"%",
     state::kFeatureNotSupported, "a transaction cannot write to both \"$2\" and \"$1\""},
    {"Current transaction is aborted%", state::kInFailedSqlTransaction,
     "current transaction is aborted, commands ignored until end of transaction block"},
};

// "upper(INTEGER_LITERAL, VARCHAR)" -> "integer, character varying"; commas inside parentheses belong to a type.
std::string argument_types(std::string_view call) {
    const auto open = call.find('(');
    if (open == std::string_view::npos || !call.ends_with(')')) return {};
    auto list = call.substr(open + 1, call.size() - open - 2);
    std::string types;
    int depth = 0;
    std::size_t start = 0;
    for (std::size_t at = 0; at <= list.size(); ++at) {
        if (at < list.size() && list[at] == '(') ++depth;
        if (at < list.size() && list[at] == ')') --depth;
        if (at < list.size() && (list[at] != ',' || depth > 0)) continue;
        const auto type = list.substr(start, at - start);
        if (!type.empty()) types.append(types.empty() ? "" : ", ").append(sql_type(type));
        start = at + 2;
    }
    return types;
}

bool names_operator(std::string_view name) {
    return !name.empty() && std::isalnum(static_cast<unsigned char>(name.front())) == 0 && name.front() != '_';
}

// "+(DATE, VARCHAR)" -> "date + character varying".
std::string operator_call(std::string_view name, std::string_view call) {
    const auto types = argument_types(call);
    const auto comma = types.find(", ");
    if (comma == std::string::npos) return std::string(name) + " " + types;
    return types.substr(0, comma) + " " + std::string(name) + " " + types.substr(comma + 2);
}

std::string function_call(std::string_view name, std::string_view call) {
    return std::string(name) + "(" + argument_types(call) + ")";
}

// Several overloads answer `call` equally well. An operator between types that are all known has none of its own then:
// each of them would need a cast that PostgreSQL does not make.
SqlError ambiguous_call(std::string_view call) {
    const auto name = client_name(call.substr(0, call.find('(')));
    const bool is_operator = names_operator(name);
    if (is_operator && operator_call(name, call).find("unknown") == std::string::npos)
        return no_matching_function(name, call);
    return SqlError(state::kAmbiguousFunction,
                    is_operator ? "operator is not unique: " + operator_call(name, call)
                                : fmt::format("function {} is not unique", function_call(name, call)))
        .hint(is_operator ? "Could not choose a best candidate operator. You may need to add explicit type casts."
                          : "Could not choose a best candidate function. You may need to add explicit type casts.");
}

// A name that ORDER BY of a set operation does not find among the result's; the engine tells what else it could mean.
SqlError missing_result_column(std::string_view column) {
    if (const auto dot = column.rfind('.'); dot != std::string_view::npos) column.remove_prefix(dot + 1);
    return {state::kUndefinedColumn, fmt::format("column \"{}\" does not exist", column)};
}

} // namespace

std::string plain_text(std::string_view engine_text) {
    for (const std::string_view advice :
         {"\nDid you mean", "\nCandidate", "\n\tCandidate", "\n\nLINE ", "\nLINE ", "\nEither add",
          " when casting from source column", "\n\nStack Trace", " You might need to", "\n"})
        if (const auto at = engine_text.find(advice); at != std::string_view::npos)
            engine_text = engine_text.substr(0, at);
    while (!engine_text.empty() && std::isspace(static_cast<unsigned char>(engine_text.back())) != 0)
        engine_text.remove_suffix(1);
    return std::string(engine_text);
}

std::optional<SqlError> known_message(std::string_view text) {
    std::vector<std::string_view> pieces;
    if (match_message("Could not choose a best candidate function for the function call \"%\"%", text, pieces))
        return ambiguous_call(pieces[0]);
    if (match_message("Could not ORDER BY column \"%\": add the expression%", text, pieces))
        return missing_result_column(pieces[0]);
    if (auto known = apply_rules(kRules, text)) return known;
    if (auto known = value_message(text)) return known;
    return query_message(text);
}

std::optional<SqlError> file_message(std::string_view text) { return apply_rules(kFileRules, text); }
std::optional<SqlError> transaction_message(std::string_view text) { return apply_rules(kTransactionRules, text); }

SqlError missing_object(std::string_view kind, std::string_view name) {
    const std::string quoted = "\"" + std::string(name) + "\"";
    if (kind.find("Function") != std::string_view::npos || kind == "Macro")
        return SqlError(state::kUndefinedFunction, fmt::format("function {} does not exist", name))
            .hint("No function matches the given name and argument types. You may need to add explicit type casts.");
    if (kind == "Schema") return {state::kInvalidSchemaName, fmt::format("schema {} does not exist", quoted)};
    if (kind == "Type") return {state::kUndefinedObject, fmt::format("type {} does not exist", quoted)};
    if (kind == "Table" || kind == "View")
        return {state::kUndefinedTable, fmt::format("relation {} does not exist", quoted)};
    return {state::kUndefinedObject, fmt::format("object {} does not exist", quoted)};
}

SqlError existing_object(std::string_view kind, std::string_view name) {
    const std::string quoted = "\"" + std::string(name) + "\"";
    if (kind == "Schema") return {state::kDuplicateSchema, fmt::format("schema {} already exists", quoted)};
    if (kind == "Table" || kind == "View")
        return {state::kDuplicateTable, fmt::format("Relation {} already exists", quoted)};
    return {state::kDuplicateObject, fmt::format("object {} already exists", quoted)};
}

SqlError no_matching_function(std::string_view name, std::string_view call) {
    name = client_name(name);
    const bool is_operator = names_operator(name);
    return SqlError(state::kUndefinedFunction,
                    is_operator ? "operator does not exist: " + operator_call(name, call)
                                : fmt::format("function {} does not exist", function_call(name, call)))
        .hint(is_operator
                  ? "No operator matches the given name and argument type(s). You may need to add explicit type casts."
                  : "No function matches the given name and argument types. You may need to add explicit type casts.");
}

} // namespace redstart::sql

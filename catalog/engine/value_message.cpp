// What the engine says of values that its functions, casts and aggregates cannot compute, and of calls that it looks at
// itself.
#include "catalog/engine/message_rule.hpp"
#include "protocol/sqlstate.hpp"

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;

// Codes that nothing but a window function sends.
constexpr std::string_view kInvalidFrameSize = "22013";
constexpr std::string_view kInvalidNtileArgument = "22014";

constexpr std::string_view kOverflow = "value out of range: overflow";
constexpr std::string_view kInput = "input is out of range";
constexpr std::string_view kTimestamp = "timestamp out of range";
constexpr std::string_view kInterval = "interval out of range";
constexpr std::string_view kLong = "requested length too large: the result exceeds 65535 bytes";
constexpr std::string_view kArray = "array size exceeds the maximum allowed";

constexpr std::string_view kNoMatch =
    "No function matches the given name and argument types. You may need to add explicit type casts.";
constexpr std::string_view kSyntax = "invalid input syntax";
constexpr std::string_view kFrame = "invalid preceding or following size in window function";
constexpr std::string_view kPercentile = "percentile value is not between 0 and 1";

// Calls that no overload answers, where the engine looks at them itself.
constexpr MessageRule kCallRules[] = {
    {"Incorrect number of parameters for function %", state::kUndefinedFunction, "function $1 does not exist",
     kNoMatch},
    {"% needs % parameter%, got %", state::kUndefinedFunction, "window function called with wrong number of arguments",
     kNoMatch},
    {"Macro %() does not support the supplied arguments%", state::kUndefinedFunction, "function $1 does not exist",
     kNoMatch},
    {"Wrong number of arguments to %", state::kUndefinedFunction, "function called with wrong number of arguments",
     kNoMatch},
    {"%() takes exactly one argument%", state::kUndefinedFunction, "function $1 does not exist", kNoMatch},
    {"%() argument type must be %", state::kUndefinedFunction, "function $1 does not exist", kNoMatch},
    {"%() requires an even number of arguments%", state::kInvalidParameterValue,
     "argument list must have even number of elements"},
    {"%() keys must be %", state::kInvalidParameterValue, "keys must be text"},
    {"Cardinality %", state::kUndefinedFunction, "function cardinality does not exist", kNoMatch},
    {"UNNEST() can only be applied to %", state::kWrongObjectType, "an array is required here"},
    {"UNNEST%", state::kFeatureNotSupported, "set-returning functions are not allowed here"},
    {"Nested UNNEST %", state::kFeatureNotSupported, "set-returning functions cannot be nested"},
    {"Need named argument for struct pack%", state::kUndefinedFunction, "function struct_pack does not exist",
     kNoMatch},
    {"Cannot extract field '%' from expression %because it is not a struct%", state::kWrongObjectType,
     "column notation .$1 applied to a value that is not of a composite type"},
    {"Cannot extract field % from expression %because it is not a struct%", state::kWrongObjectType,
     "column notation .$1 applied to a value that is not of a composite type"},
    {"Could not find key \"%\" in %", state::kUndefinedColumn, "column \"$1\" not found in data type record"},
    {"Maximum grouping set count of % exceeded%", state::kStatementTooComplex,
     "too many grouping sets present (maximum $1)"},
    {"Pivot expression must contain exactly one aggregate%", state::kFeatureNotSupported,
     "this aggregate is not supported in PIVOT"},
    {"Not a function call or value function%", state::kSyntaxError,
     "an expression that is no call of a function cannot stand in FROM"},
    {"A table cannot be created from an unnamed struct%", state::kInvalidTableDefinition,
     "column has pseudo-type record"},
    {"Type % does not support any modifiers%", state::kSyntaxError, "type modifier is not allowed for this type"},
    {"GROUPING child % must be a grouping column%", state::kGroupingError,
     "arguments to GROUPING must be grouping expressions of the associated query level"},
    {"Function \"%\" cannot be applied to a star expression%", state::kSyntaxError, "syntax error at or near \"*\""},
    {"Function \"%\" is a table function but %", state::kFeatureNotSupported,
     "set-returning functions are not allowed here"},
    {"Function \"%\" is a %", state::kWrongObjectType, "$1 is not an aggregate function"},
    {"Function '%' has a template parameter type %", state::kAmbiguousFunction,
     "could not determine the types of the operands of $1"},
    {"Unimplemented explain type: %", state::kSyntaxError, "unrecognized EXPLAIN option \"$1\""},
    {"Cannot concatenate types % and % - an explicit cast is required%", state::kUndefinedFunction,
     "operator does not exist: $1 || $2"},
    {"Column % referenced that exists in the SELECT clause - but %", state::kUndefinedColumn,
     "column $1 does not exist"},
    {"Can't pack nothing into a struct%", state::kFeatureNotSupported, "ROW() without values is not supported"},
    {"QUANTILE requires a range argument%", state::kNumericValueOutOfRange, kPercentile},
    {"% can only take parameters in the range %", state::kNumericValueOutOfRange, kPercentile},
    {"%QUANTILE can only take constant %", state::kInvalidParameterValue, "the percentile must be a constant"},
    {"Regex options field %", state::kInvalidParameterValue, "invalid regular expression option"},
    {"Unrecognized Regex option %", state::kInvalidParameterValue, "invalid regular expression option: \"$1\""},
    {"regexp_extract with % requires a constant pattern%", state::kFeatureNotSupported,
     "this form of regexp_extract needs a constant pattern"},
    {"strptime format must be a %", state::kInvalidParameterValue, "the format must be a constant text"},
    {"strftime format must be a %", state::kInvalidParameterValue, "the format must be a constant text"},
    {"RANGE frames must have only one ORDER BY expression%", state::kWindowingError,
     "RANGE with offset PRECEDING/FOLLOWING requires exactly one ORDER BY column"},
    {"Window RANGE expressions cannot be NULL%", kInvalidFrameSize, kFrame},
    {"DISTINCT is not implemented for non-aggregate window functions%", state::kFeatureNotSupported,
     "DISTINCT is not supported for window functions"},
    {"In a DISTINCT aggregate, ORDER BY expressions must appear in the argument list%", state::kInvalidColumnReference,
     "in an aggregate with DISTINCT, ORDER BY expressions must appear in argument list"},
    {"GROUPING statement cannot be used without groups%", state::kGroupingError,
     "arguments to GROUPING must be grouping expressions of the associated query level"},
    {"struct_extract %", state::kUndefinedColumn, "could not identify column in record data type"},
    {"ARRAY_SLICE can only operate on %", state::kDatatypeMismatch, "cannot subscript a value of this type"},
    {"Slice with steps has not been implemented %", state::kFeatureNotSupported,
     "slices with steps are of arrays only"},
    {"The upper and lower bounds of the slice must be %", state::kDatatypeMismatch,
     "array subscript must have type integer"},
    {"Type % does not match with %. Cannot cast STRUCTs of different size%", state::kSyntaxError,
     "unequal number of entries in row expressions"},
    {"Subquery returns % columns - expected %", state::kSyntaxError, "subquery has too many columns"},
};

constexpr MessageRule kRules[] = {
    {"Could not parse string \"%\" according to format specifier %", state::kInvalidDatetimeFormat,
     "invalid value \"$1\" for format $2"},
    {"Failed to cast value: %", state::kInvalidTextRepresentation, kSyntax},
    {"JSON path cannot be %", state::kInvalidParameterValue, "path element must not be null"},
    {"Could not convert Month to %", state::kDatetimeFieldOverflow, kInterval},
    {"Could not convert Day to %", state::kDatetimeFieldOverflow, kInterval},
    {"Unknown TimeZone %", state::kInvalidParameterValue, "time zone not recognized"}, // of a name with a line break
    {"ICU date overflows timestamp range%", state::kDatetimeFieldOverflow, kTimestamp},
    {"Type % with value % can't be cast to the destination type %", state::kInvalidTextRepresentation,
     "invalid input syntax for type $3"},
    {"Failed to cast decimal value % to type INT%", state::kNumericValueOutOfRange, "INT$2 out of range"},
    {"Could not convert string '%' to INT%", state::kInvalidTextRepresentation,
     "invalid input syntax for integer: \"$1\""},
    {"Could not decode string %", state::kInvalidParameterValue, "invalid base64 end sequence"},
    {"Invalid input for hex digit: %", state::kInvalidParameterValue, "invalid hexadecimal digit: \"$1\""},
    {"timestamp field value \"%\" has a timestamp that is not UTC%", state::kInvalidDatetimeFormat,
     "invalid input syntax for type timestamp: \"$1\""},
    {"Enum value: unrecognized value \"%\" for enum %", state::kInvalidParameterValue, "unit \"$1\" not recognized"},
    {"Malformed JSON at byte %", state::kInvalidJsonText, "invalid input syntax for type json"},
    {"Invalid input for %: n value must be %", state::kInvalidParameterValue, "the number of values is out of range"},
    {"Invalid input for %: n value cannot be %", state::kInvalidParameterValue, "the number of values is out of range"},
    {"Invalid % PRECEDING value", kInvalidFrameSize, kFrame},
    {"Invalid % FOLLOWING value", kInvalidFrameSize, kFrame},
    {"Overflow computing %", kInvalidFrameSize, kFrame},
    {"Argument for ntile must be greater than zero%", kInvalidNtileArgument,
     "argument of ntile must be greater than zero"},
    {"Overflow in % of INTERVAL%", state::kDatetimeFieldOverflow, kInterval},
    {"Overflow in INTERVAL %", state::kDatetimeFieldOverflow, kInterval},
    {"Interval % out of range%", state::kDatetimeFieldOverflow, kInterval},
    {"interval % out of range%", state::kDatetimeFieldOverflow, kInterval},
    {"Could not convert Interval to %", state::kDatetimeFieldOverflow, kInterval},
    {"Date and time not in timestamp range%", state::kDatetimeFieldOverflow, kTimestamp},
    {"Date out of range%", state::kDatetimeFieldOverflow, "date out of range"},
    {"Overflow in date %", state::kDatetimeFieldOverflow, "date out of range"},
    {"Timestamp%out of range%", state::kDatetimeFieldOverflow, kTimestamp},
    {"Overflow in timestamp %", state::kDatetimeFieldOverflow, kTimestamp},
    {"Overflow exception in date/time -> timestamp conversion%", state::kDatetimeFieldOverflow, kTimestamp},
    {"Could not convert Timestamp(%", state::kDatetimeFieldOverflow, kTimestamp},
    {"Cannot subtract infinite timestamps%", state::kDatetimeFieldOverflow, "cannot subtract infinite timestamps"},
    {"% is out of range!%", state::kNumericValueOutOfRange, kOverflow},
    {"Overflow in %", state::kNumericValueOutOfRange, kOverflow},
    {"Overflow on %", state::kNumericValueOutOfRange, kOverflow},
    {"Cannot left-shift %", state::kNumericValueOutOfRange, kOverflow},
    {"Left-shift value % is out of range%", state::kNumericValueOutOfRange, kOverflow},
    {"Value out of range%", state::kNumericValueOutOfRange, kOverflow},
    {"lcm value is out of range%", state::kNumericValueOutOfRange, kOverflow},
    {"input value % is out of range for numeric function%", state::kNumericValueOutOfRange, kInput},
    {"% is undefined outside [-1,1]%", state::kNumericValueOutOfRange, kInput},
    {"divison by zero in based logarithm%", state::kDivisionByZero, "division by zero"},
    {"Substring % outside of supported range%", state::kNumericValueOutOfRange, "integer out of range"},
    {"Cannot create a string of size%", state::kProgramLimitExceeded, kLong},
    {"Cannot resize vector %", state::kProgramLimitExceeded, kArray},
    {"Lists larger than %", state::kProgramLimitExceeded, kArray},
    {"Array size exceeds %", state::kProgramLimitExceeded, kArray},
    // Of a value with a line break in it nothing behind that is left.
    {"Type % with value %", state::kInvalidTextRepresentation, kSyntax},
    {"Could not convert string %", state::kInvalidTextRepresentation, kSyntax},
    {"Slice step cannot be zero%", state::kInvalidParameterValue, "step size cannot equal zero"},
};

} // namespace

std::optional<protocol::SqlError> value_message(std::string_view text) {
    if (auto known = apply_rules(kCallRules, text)) return known;
    return apply_rules(kRules, text);
}

} // namespace redstart::sql

// The SQLSTATEs Redstart sends, named by PostgreSQL's condition names (PostgreSQL, Appendix A "Error Codes").
// Constants only; no state.
#pragma once

#include <string_view>

namespace redstart::protocol::sqlstate {

// Class 00-03: success, warnings, no data
inline constexpr std::string_view kSuccessfulCompletion = "00000";
inline constexpr std::string_view kWarning = "01000";
inline constexpr std::string_view kWarningDeprecatedFeature = "01P01";
inline constexpr std::string_view kWarningPrivilegeNotGranted = "01007";
inline constexpr std::string_view kWarningPrivilegeNotRevoked = "01006";
inline constexpr std::string_view kNoData = "02000";
inline constexpr std::string_view kSqlStatementNotYetComplete = "03000";

// Class 08: connection exception
inline constexpr std::string_view kConnectionException = "08000";
inline constexpr std::string_view kConnectionDoesNotExist = "08003";
inline constexpr std::string_view kConnectionFailure = "08006";
inline constexpr std::string_view kSqlserverRejectedEstablishmentOfSqlconnection = "08004";
inline constexpr std::string_view kProtocolViolation = "08P01";

// Class 0A-0Z: features and invalid use
inline constexpr std::string_view kFeatureNotSupported = "0A000";
inline constexpr std::string_view kInvalidTransactionInitiation = "0B000";
inline constexpr std::string_view kInvalidGrantor = "0L000";
inline constexpr std::string_view kInvalidGrantOperation = "0LP01";
inline constexpr std::string_view kInvalidRoleSpecification = "0P000";

// Class 21-22: cardinality and data exceptions
inline constexpr std::string_view kCardinalityViolation = "21000";
inline constexpr std::string_view kDataException = "22000";
inline constexpr std::string_view kStringDataRightTruncation = "22001";
inline constexpr std::string_view kNullValueNotAllowed = "22004";
inline constexpr std::string_view kNumericValueOutOfRange = "22003";
inline constexpr std::string_view kInvalidDatetimeFormat = "22007";
inline constexpr std::string_view kDatetimeFieldOverflow = "22008";
inline constexpr std::string_view kInvalidTimeZoneDisplacementValue = "22009";
inline constexpr std::string_view kEscapeCharacterConflict = "2200B";
inline constexpr std::string_view kInvalidParameterValue = "22023";
inline constexpr std::string_view kInvalidEscapeSequence = "22025";
inline constexpr std::string_view kStringDataLengthMismatch = "22026";
inline constexpr std::string_view kSubstringError = "22011";
inline constexpr std::string_view kDivisionByZero = "22012";
inline constexpr std::string_view kIntervalFieldOverflow = "22015";
inline constexpr std::string_view kInvalidArgumentForLogarithm = "2201E";
inline constexpr std::string_view kInvalidArgumentForPowerFunction = "2201F";
inline constexpr std::string_view kInvalidRowCountInLimitClause = "2201W";
inline constexpr std::string_view kInvalidRowCountInResultOffsetClause = "2201X";
inline constexpr std::string_view kInvalidEscapeCharacter = "22019";
inline constexpr std::string_view kInvalidRegularExpression = "2201B";
inline constexpr std::string_view kCharacterNotInRepertoire = "22021";
inline constexpr std::string_view kIndicatorOverflow = "22022";
inline constexpr std::string_view kArraySubscriptError = "2202E";
inline constexpr std::string_view kFloatingPointException = "22P01";
inline constexpr std::string_view kInvalidTextRepresentation = "22P02";
inline constexpr std::string_view kInvalidBinaryRepresentation = "22P03";
inline constexpr std::string_view kBadCopyFileFormat = "22P04";
inline constexpr std::string_view kUntranslatableCharacter = "22P05";
inline constexpr std::string_view kNonstandardUseOfEscapeCharacter = "22P06";
inline constexpr std::string_view kInvalidJsonText = "22032";

// Class 23: integrity constraint violation
inline constexpr std::string_view kIntegrityConstraintViolation = "23000";
inline constexpr std::string_view kRestrictViolation = "23001";
inline constexpr std::string_view kNotNullViolation = "23502";
inline constexpr std::string_view kForeignKeyViolation = "23503";
inline constexpr std::string_view kUniqueViolation = "23505";
inline constexpr std::string_view kCheckViolation = "23514";

// Class 24-2F: cursor, transaction, authorization, catalog states
inline constexpr std::string_view kInvalidCursorState = "24000";
inline constexpr std::string_view kInvalidTransactionState = "25000";
inline constexpr std::string_view kActiveSqlTransaction = "25001";
inline constexpr std::string_view kReadOnlySqlTransaction = "25006";
inline constexpr std::string_view kNoActiveSqlTransaction = "25P01";
inline constexpr std::string_view kInFailedSqlTransaction = "25P02";
inline constexpr std::string_view kIdleInTransactionSessionTimeout = "25P03";
inline constexpr std::string_view kInvalidSqlStatementName = "26000";
inline constexpr std::string_view kInvalidAuthorizationSpecification = "28000";
inline constexpr std::string_view kInvalidPassword = "28P01";
inline constexpr std::string_view kDependentPrivilegeDescriptorsStillExist = "2B000";
inline constexpr std::string_view kDependentObjectsStillExist = "2BP01";
inline constexpr std::string_view kInvalidTransactionTermination = "2D000";

// Class 34-3F: names of cursors, catalogs, schemas; savepoints
inline constexpr std::string_view kInvalidCursorName = "34000";
inline constexpr std::string_view kSavepointException = "3B000";
inline constexpr std::string_view kInvalidSavepointSpecification = "3B001";
inline constexpr std::string_view kInvalidCatalogName = "3D000";
inline constexpr std::string_view kInvalidSchemaName = "3F000";

// Class 40: transaction rollback
inline constexpr std::string_view kTransactionRollback = "40000";
inline constexpr std::string_view kSerializationFailure = "40001";
inline constexpr std::string_view kTransactionIntegrityConstraintViolation = "40002";
inline constexpr std::string_view kStatementCompletionUnknown = "40003";
inline constexpr std::string_view kDeadlockDetected = "40P01";

// Class 42: syntax error or access rule violation
inline constexpr std::string_view kSyntaxErrorOrAccessRuleViolation = "42000";
inline constexpr std::string_view kSyntaxError = "42601";
inline constexpr std::string_view kInsufficientPrivilege = "42501";
inline constexpr std::string_view kCannotCoerce = "42846";
inline constexpr std::string_view kGroupingError = "42803";
inline constexpr std::string_view kWindowingError = "42P20";
inline constexpr std::string_view kInvalidRecursion = "42P19";
inline constexpr std::string_view kInvalidForeignKey = "42830";
inline constexpr std::string_view kInvalidName = "42602";
inline constexpr std::string_view kNameTooLong = "42622";
inline constexpr std::string_view kReservedName = "42939";
inline constexpr std::string_view kDatatypeMismatch = "42804";
inline constexpr std::string_view kIndeterminateDatatype = "42P18";
inline constexpr std::string_view kCollationMismatch = "42P21";
inline constexpr std::string_view kWrongObjectType = "42809";
inline constexpr std::string_view kUndefinedColumn = "42703";
inline constexpr std::string_view kUndefinedFunction = "42883";
inline constexpr std::string_view kUndefinedTable = "42P01";
inline constexpr std::string_view kUndefinedParameter = "42P02";
inline constexpr std::string_view kUndefinedObject = "42704";
inline constexpr std::string_view kDuplicateColumn = "42701";
inline constexpr std::string_view kDuplicateCursor = "42P03";
inline constexpr std::string_view kDuplicateDatabase = "42P04";
inline constexpr std::string_view kDuplicateFunction = "42723";
inline constexpr std::string_view kDuplicatePreparedStatement = "42P05";
inline constexpr std::string_view kDuplicateSchema = "42P06";
inline constexpr std::string_view kDuplicateTable = "42P07";
inline constexpr std::string_view kDuplicateAlias = "42712";
inline constexpr std::string_view kDuplicateObject = "42710";
inline constexpr std::string_view kAmbiguousColumn = "42702";
inline constexpr std::string_view kAmbiguousFunction = "42725";
inline constexpr std::string_view kAmbiguousParameter = "42P08";
inline constexpr std::string_view kAmbiguousAlias = "42P09";
inline constexpr std::string_view kInvalidColumnReference = "42P10";
inline constexpr std::string_view kInvalidColumnDefinition = "42611";
inline constexpr std::string_view kInvalidCursorDefinition = "42P11";
inline constexpr std::string_view kInvalidDatabaseDefinition = "42P12";
inline constexpr std::string_view kInvalidFunctionDefinition = "42P13";
inline constexpr std::string_view kInvalidPreparedStatementDefinition = "42P14";
inline constexpr std::string_view kInvalidSchemaDefinition = "42P15";
inline constexpr std::string_view kInvalidTableDefinition = "42P16";
inline constexpr std::string_view kInvalidObjectDefinition = "42P17";
inline constexpr std::string_view kWithCheckOptionViolation = "44000";

// Class 53-55: resources, limits, object state
inline constexpr std::string_view kInsufficientResources = "53000";
inline constexpr std::string_view kDiskFull = "53100";
inline constexpr std::string_view kOutOfMemory = "53200";
inline constexpr std::string_view kTooManyConnections = "53300";
inline constexpr std::string_view kConfigurationLimitExceeded = "53400";
inline constexpr std::string_view kProgramLimitExceeded = "54000";
inline constexpr std::string_view kStatementTooComplex = "54001";
inline constexpr std::string_view kTooManyColumns = "54011";
inline constexpr std::string_view kTooManyArguments = "54023";
inline constexpr std::string_view kObjectNotInPrerequisiteState = "55000";
inline constexpr std::string_view kObjectInUse = "55006";
inline constexpr std::string_view kCantChangeRuntimeParam = "55P02";
inline constexpr std::string_view kLockNotAvailable = "55P03";

// Class 57-58: operator intervention, system errors
inline constexpr std::string_view kOperatorIntervention = "57000";
inline constexpr std::string_view kQueryCanceled = "57014";
inline constexpr std::string_view kAdminShutdown = "57P01";
inline constexpr std::string_view kCrashShutdown = "57P02";
inline constexpr std::string_view kCannotConnectNow = "57P03";
inline constexpr std::string_view kDatabaseDropped = "57P04";
inline constexpr std::string_view kIdleSessionTimeout = "57P05";
inline constexpr std::string_view kSystemError = "58000";
inline constexpr std::string_view kIoError = "58030";
inline constexpr std::string_view kUndefinedFile = "58P01";
inline constexpr std::string_view kDuplicateFile = "58P02";

// Class F0, P0, XX: configuration file, PL/pgSQL, internal
inline constexpr std::string_view kConfigFileError = "F0000";
inline constexpr std::string_view kLockFileExists = "F0001";
inline constexpr std::string_view kPlpgsqlError = "P0000";
inline constexpr std::string_view kRaiseException = "P0001";
inline constexpr std::string_view kNoDataFound = "P0002";
inline constexpr std::string_view kTooManyRows = "P0003";
inline constexpr std::string_view kAssertFailure = "P0004";
inline constexpr std::string_view kInternalError = "XX000";
inline constexpr std::string_view kDataCorrupted = "XX001";
inline constexpr std::string_view kIndexCorrupted = "XX002";

} // namespace redstart::protocol::sqlstate

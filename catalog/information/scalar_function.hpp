// ScalarFunction: the declaration of one SQL function of pg_catalog, with a body that knows nothing of the engine.
// Declarations are constants; a FunctionCall belongs to one row of one statement and is used on one thread.
#pragma once

#include "catalog/state/directories.hpp"
#include "catalog/state/session_services.hpp"
#include "catalog/views/columns.hpp"

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace duckdb {
class ClientContext;
class DatabaseInstance;
} // namespace duckdb

namespace redstart::catalog {

class CatalogIndex;

// What a body returns; monostate is NULL. Integers and timestamps (microseconds) are int64, arrays are lists of text.
using Datum = std::variant<std::monostate, bool, std::int64_t, double, std::string, std::vector<std::string>>;

// The arguments of one call and what it may ask.
class FunctionCall {
public:
    virtual ~FunctionCall() = default;
    virtual std::size_t size() const = 0;
    virtual bool is_null(std::size_t argument) const = 0;
    virtual std::int64_t integer(std::size_t argument) const = 0;
    virtual bool boolean(std::size_t argument) const = 0;
    virtual std::string text(std::size_t argument) const = 0;   // of any type, as text
    virtual std::size_t length(std::size_t argument) const = 0; // of an array
    // Calls use(item) for each item of an array, as text; nullptr for NULL. What is no array is its one item.
    using UseItem = std::function<void(const std::string*)>;
    virtual void each_item(std::size_t argument, const UseItem& use) const = 0;
    virtual bool is_text(std::size_t argument) const = 0; // the argument's type is a character type

    virtual duckdb::ClientContext& engine() = 0;
    virtual SessionServices& session() = 0;
    virtual const Directories& directories() const = 0;
    // The relations the session sees by OID and name; built at most once for each use of a function in a statement.
    virtual const CatalogIndex& index() = 0;
};

// Immutable: depends on its arguments alone. Stable: may be evaluated once per statement. Volatile: executed once for
// every row, never while planning.
enum class Stability : unsigned char { Immutable, Stable, Volatile };
// Strict: NULL when any argument is NULL, and the body is not called.
enum class Nulls : unsigned char { Strict, Called };

// Who can answer it: the engine only; the fast path with a look into the engine's catalog; the fast path alone, also
// while the engine is saturated or being replaced. Then the arguments are at most one integer or text.
enum class Reach : unsigned char { Engine, Catalog, Session };

struct ScalarFunction {
    std::string_view name;
    Columns arguments;
    Columns result; // one column
    Stability stability;
    Datum (*body)(FunctionCall& call);
    Nulls nulls = Nulls::Strict;
    std::string_view page = "PostgreSQL"; // of the Redshift developer guide
    Reach reach = Reach::Engine;
    bool bare = false; // may stand without parentheses
};

// The families of declarations, in *_functions.cpp.
std::span<const ScalarFunction> session_functions();
std::span<const ScalarFunction> object_functions();
std::span<const ScalarFunction> text_functions();
std::span<const ScalarFunction> privilege_functions();
std::span<const ScalarFunction> visibility_functions();
std::span<const ScalarFunction> membership_functions();

// Installs every declared function into pg_catalog, in place of the engine's own of the same name there.
void install_scalar_functions(duckdb::DatabaseInstance& instance, const Directories& directories);
// rs_regex_match and its three relatives: partial matches of a regular expression, as ~, !~, ~* and !~* are.
void install_regex_functions(duckdb::DatabaseInstance& instance);

} // namespace redstart::catalog

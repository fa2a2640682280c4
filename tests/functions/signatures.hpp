// Signatures: every function that a client may call, with the types of its arguments as the engine declares them.
// Values, read once from a running engine.
#pragma once

#include <string>
#include <vector>

namespace redstart::sql {
class Engine;
}

namespace redstart::test {

enum class FunctionKind : unsigned char { Scalar, Aggregate, Window, Table };

struct Signature {
    FunctionKind kind = FunctionKind::Scalar;
    std::string name;
    std::vector<std::string> arguments; // the engine's names of types
    bool more = false;                  // any number of further arguments
};

std::vector<Signature> read_signatures(sql::Engine& engine);

} // namespace redstart::test

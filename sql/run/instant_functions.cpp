#include "sql/run/instant_functions.hpp"

#include "catalog/information/scalar_function.hpp"

#include <unordered_map>

namespace redstart::sql {
namespace {

InstantFunction instant(const catalog::ScalarFunction& declaration) {
    InstantFunction function;
    function.declaration = &declaration;
    const auto arguments = declaration.arguments.parse();
    if (!arguments.empty()) function.argument = arguments.front().type;
    function.result = declaration.result.parse().front().type;
    const bool user = declaration.name == "user"; // a word that stands for current_user and is no name of a function
    function.column = user ? "current_user" : declaration.name;
    function.bare = declaration.bare;
    function.called = !user;
    function.asks_catalog = declaration.reach == catalog::Reach::Catalog;
    return function;
}

} // namespace

const InstantFunction* find_instant_function(std::string_view name) {
    static const auto functions = [] {
        std::unordered_map<std::string_view, InstantFunction> found;
        for (const auto& declaration : catalog::session_functions())
            if (declaration.reach != catalog::Reach::Engine && declaration.arguments.size() <= 1)
                found.emplace(declaration.name, instant(declaration));
        return found;
    }();
    const auto found = functions.find(name);
    return found == functions.end() ? nullptr : &found->second;
}

} // namespace redstart::sql

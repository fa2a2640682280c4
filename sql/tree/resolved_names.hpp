// ResolvedNames: what the resolver has written into a tree, which is all that the engine may find there.
// A value that grows along one walk; one thread.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>

namespace redstart::sql {

struct ResolvedNames {
    using Function = std::function<bool(std::string_view schema, std::string_view name)>;
    Function scalar; // of the engine's system catalog; aggregates and window functions as well
    Function table;  // those that may stand in FROM
    std::set<std::tuple<std::string, std::string, std::string>> relations; // database, schema, name in lower case

    void add(const std::string& database, const std::string& schema, const std::string& name) {
        relations.emplace(database, schema, lower(name));
    }
    bool has(const std::string& database, const std::string& schema, const std::string& name) const {
        return relations.contains({database, schema, lower(name)});
    }

private:
    static std::string lower(std::string text) {
        for (char& letter : text)
            if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
        return text;
    }
};

} // namespace redstart::sql

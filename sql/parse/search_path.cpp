#include "sql/parse/search_path.hpp"

#include <algorithm>
#include <cctype>

namespace redstart::sql {

std::vector<std::string> split_search_path(std::string_view setting) {
    std::vector<std::string> schemas;
    std::string name;
    bool quoted = false;
    bool was_quoted = false;
    auto finish = [&] {
        if (!name.empty() || was_quoted) schemas.push_back(name);
        name.clear();
        was_quoted = false;
    };
    for (std::size_t i = 0; i < setting.size(); ++i) {
        const char c = setting[i];
        if (c == '"' && quoted && i + 1 < setting.size() && setting[i + 1] == '"') {
            name.push_back(c);
            ++i;
        } else if (c == '"') {
            quoted = !quoted;
            was_quoted = true;
        } else if (c == ',' && !quoted) {
            finish();
        } else if (quoted) {
            name.push_back(c);
        } else if (std::isspace(static_cast<unsigned char>(c)) == 0) {
            name.push_back(static_cast<char>(std::tolower(static_cast<unsigned char>(c))));
        }
    }
    finish();
    return schemas;
}

} // namespace redstart::sql

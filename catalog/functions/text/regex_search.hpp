// RegexSearch: a compiled regular expression in the dialect of Redshift's REGEXP_ functions (POSIX classes and Perl's
// escapes, groups and look-ahead). Immutable after compile(); a thread keeps the last one it compiled.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace redstart::catalog {

class BoundedText;

// Byte offsets of a match; part_* those of the part asked for: the first group with parameter e, else the match.
struct RegexMatch {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::size_t part_begin = 0;
    std::size_t part_end = 0;
    std::vector<std::string_view> groups; // the match, then its groups

    // Where the search for the next match starts: behind this one, and at least one character on.
    std::size_t next(std::string_view text) const;
};

class RegexSearch {
public:
    // `parameters`: c case-sensitive (default), i not, e the first group, p Perl's dialect (which is always on).
    // Throws SqlError 2201B for a wrong pattern, 22023 for an unknown parameter.
    static std::shared_ptr<const RegexSearch> compile(std::string_view pattern, std::string_view parameters);
    ~RegexSearch();

    // The first match at `offset` or behind it. Throws SqlError 2201B when matching would take too long.
    bool find(std::string_view text, std::size_t offset, RegexMatch& match) const;

    // Adds the replacement to `result`, with $1 .. $9 and \1 .. \9 replaced by the match's groups.
    static void expand(std::string_view replacement, const RegexMatch& match, BoundedText& result);

private:
    struct Compiled;
    RegexSearch(std::string_view pattern, std::string_view parameters);

    std::unique_ptr<Compiled> compiled_;
    bool first_group_ = false;
};

} // namespace redstart::catalog

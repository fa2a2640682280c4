// Upper and lower case of single characters of the Latin, Greek and Cyrillic alphabets. Pure functions, any thread.
#pragma once

#include <string>
#include <string_view>

namespace redstart::catalog {

// `character` is one UTF-8 character. A character without the other case, or of another alphabet, stays as it is.
std::string upper_case(std::string_view character);
std::string lower_case(std::string_view character);

// Letters and digits; every character outside ASCII but blanks and punctuation counts as a letter.
bool is_alphanumeric(std::string_view character);

} // namespace redstart::catalog

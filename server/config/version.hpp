// The version that --version prints; the same number as project() in CMakeLists.txt.
#pragma once

#include <string_view>

namespace redstart::server {

inline constexpr std::string_view kVersion = "0.1.0";

} // namespace redstart::server

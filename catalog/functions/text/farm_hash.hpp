// FarmHash's Fingerprint64: the same number for the same bytes on every machine and in every release.
// A pure function, any thread.
#pragma once

#include <cstdint>
#include <string_view>

namespace redstart::catalog {

std::uint64_t farm_fingerprint(std::string_view bytes);

} // namespace redstart::catalog

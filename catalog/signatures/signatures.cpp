#include "catalog/signatures/signature.hpp"

#include <algorithm>
#include <vector>

namespace redstart::catalog {

std::span<const Signature> signatures() {
    static const auto rows = [] {
        std::vector<Signature> all;
        for (const auto family :
             {aggregate_signatures(), window_signatures(), date_signatures(), text_signatures(), number_signatures(),
              byte_signatures(), other_signatures(), postgres_signatures(), missing_signatures()})
            all.insert(all.end(), family.begin(), family.end());
        return all;
    }();
    return rows;
}

const Signature* find_signature(std::string_view name) {
    const auto rows = signatures();
    const auto found = std::ranges::find(rows, name, &Signature::name);
    return found == rows.end() ? nullptr : &*found;
}

} // namespace redstart::catalog

// Parameters: the values of $1..$n of one Bind, decoded from the wire into what the engine takes.
// A value; used on the backend's thread.
#pragma once

#include "catalog/engine/engine_types.hpp"
#include "protocol/frontend.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace redstart::sql {

class Parameters {
public:
    Parameters();
    // `types` are the parameter types as described to the client, one per value. Throws 22P02/22P03 for values that
    // are none of their type, 08P01 when the number of formats is wrong.
    Parameters(const protocol::Bind& message, const std::vector<std::uint32_t>& types);
    // The same of texts, as EXECUTE has them.
    Parameters(std::vector<std::optional<std::string>> texts, const std::vector<std::uint32_t>& types);
    ~Parameters();
    Parameters(Parameters&&) noexcept;
    Parameters& operator=(Parameters&&) noexcept;

    std::size_t size() const noexcept { return texts_.size(); }
    // The value in text form, for statements that never reach the engine; nullopt for NULL.
    const std::optional<std::string>& text(std::size_t index) const { return texts_.at(index); }
    // The values as the engine takes them, $1 first.
    const std::vector<duckdb::Value>& engine_values() const noexcept { return values_; }

private:
    std::vector<duckdb::Value> values_;
    std::vector<std::optional<std::string>> texts_;
};

} // namespace redstart::sql

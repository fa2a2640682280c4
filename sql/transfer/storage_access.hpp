// The objects a statement reads: which ones a location or a manifest stands for, and the bytes of one, decompressed and
// as UTF-8. Used on the session's thread.
#pragma once

#include "sql/format/transfer_options.hpp"
#include "sql/storage/storage.hpp"
#include "sql/transfer/plain_bytes.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace redstart::sql {

class SessionContext;

// The configured storage, for one statement of the session's. Throws 0A000 when none is configured, saying which option
// does it, and XX000 for an authorization that is none.
std::unique_ptr<ObjectStore> connect_storage(SessionContext& session, const Authorization& authorization,
                                             const std::string& region);

// `s3://...`. Throws 0A000 for another source of Redshift's by its name, and for everything else.
ObjectName require_object(const std::string& location);

struct SourceObject {
    ObjectName name;
    bool required = true;              // its absence ends the load
    std::optional<std::uint64_t> size; // what the listing or a manifest says of it
};

// In the order in which they are loaded. Throws XX000 when there is none.
std::vector<SourceObject> source_objects(const ObjectStore& storage, const LoadStatement& load);

// Reads the JSONPaths file that the options name, if they do. Throws XX000.
void read_paths(const ObjectStore& storage, LoadOptions& options, std::size_t columns);

class ObjectBytes {
public:
    ObjectBytes(std::unique_ptr<ObjectReader> reader, const LoadOptions& options);

    // The next bytes, UTF-8 without a byte order mark, valid until the next call; empty at the end.
    // Throws as PlainBytes does, and 58030.
    std::string_view next();
    std::uint64_t raw_bytes() const noexcept { return raw_bytes_; }

private:
    const std::unique_ptr<ObjectReader> reader_;
    PlainBytes plain_;
    std::string raw_;
    std::uint64_t raw_bytes_ = 0;
    bool ended_ = false;
};

} // namespace redstart::sql

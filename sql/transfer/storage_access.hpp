// The objects a statement reads: which ones a location or a manifest stands for, and the bytes of one, decompressed and
// as UTF-8. Used on the session's thread.
#pragma once

#include "sql/format/compression.hpp"
#include "sql/format/transfer_options.hpp"
#include "sql/storage/storage.hpp"

#include <memory>
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
    bool required = true; // its absence ends the load
};

// In the order in which they are loaded. Throws XX000 when there is none.
std::vector<SourceObject> source_objects(const ObjectStore& storage, const LoadStatement& load);

// Reads the JSONPaths file that the options name, if they do. Throws XX000.
void read_paths(const ObjectStore& storage, LoadOptions& options, std::size_t columns);

class ObjectBytes {
public:
    ObjectBytes(std::unique_ptr<ObjectReader> reader, const LoadOptions& options);
    ~ObjectBytes();

    // The next bytes, UTF-8 without a byte order mark, valid until the next call; empty at the end.
    // Throws 22P04 and 58030.
    std::string_view next();
    std::uint64_t raw_bytes() const noexcept { return raw_bytes_; }

private:
    class Decoder;

    bool raw();          // the next bytes of the object into raw_
    bool decompressed(); // the next decompressed bytes into plain_

    const std::unique_ptr<ObjectReader> reader_;
    const std::unique_ptr<Decompressor> decompressor_;
    const std::unique_ptr<Decoder> decoder_; // nullptr: UTF-8
    std::string raw_;
    std::string plain_;
    std::string decoded_;
    std::uint64_t raw_bytes_ = 0;
    bool first_ = true;
    bool ended_ = false;
};

} // namespace redstart::sql

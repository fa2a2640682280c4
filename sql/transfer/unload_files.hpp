// UnloadFiles: the objects of one UNLOAD: their names, their sizes, and that they are there together or not at all.
// Owned by one UNLOAD, used on the session's thread. Source: Redshift developer guide, UNLOAD.
#pragma once

#include "catalog/state/transfers.hpp"
#include "sql/format/compression.hpp"
#include "sql/format/transfer_options.hpp"
#include "sql/storage/storage.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace redstart::sql {

class UnloadFiles {
public:
    // The referents outlive it. Throws XX000 when the destination is not empty and the options do not allow for it.
    UnloadFiles(const ObjectStore& storage, const UnloadStatement& unload);
    ~UnloadFiles(); // what is not published is gone

    // Stands at the top of every file.
    void set_header(std::string header) { header_ = std::move(header); }
    // What is written next goes into that folder below the prefix, `name=value/...`, until another one begins.
    void begin_folder(std::string folder);
    // Whole rows.
    void write(std::string_view bytes, std::uint64_t rows);
    // Bytes of a file whose end the caller decides, which is when end_part() is called: how many rows it has.
    void append(std::string_view bytes) { put(part(), bytes); }
    void end_part(std::uint64_t rows);
    // Of the file that is being written, so far.
    std::uint64_t part_bytes() const;
    // All rows are there: at least one file is.
    void close();
    // Makes them objects, the manifest last. Removes those that were published when one cannot be.
    void publish(const std::string& manifest);

    const std::vector<catalog::TransferFile>& files() const noexcept { return done_; }

private:
    struct Part;

    Part& part(); // the one that is being written
    void finish(std::unique_ptr<Part> part);
    void put(Part& part, std::string_view bytes);
    ObjectName part_name();
    void publish_one(std::shared_ptr<ObjectWriter> writer);
    void remove_published() noexcept;
    void remove_old();

    const ObjectStore& storage_;
    const UnloadOptions& options_;
    const ObjectName prefix_;
    std::vector<StoredObject> old_; // what CLEANPATH removes
    std::string header_;
    std::unique_ptr<Part> open_; // nullptr: none yet
    std::string folder_;
    std::map<std::string, std::size_t> numbers_; // of the next part of each folder
    std::vector<std::unique_ptr<Part>> closed_;
    std::vector<catalog::TransferFile> done_;
    std::vector<std::shared_ptr<ObjectWriter>> published_;
};

} // namespace redstart::sql

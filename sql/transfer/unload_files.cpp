#include "sql/transfer/unload_files.hpp"

#include "catalog/state/clock.hpp"
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/transfer/storage_access.hpp"

#include <array>
#include <cstdio>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using protocol::SqlError;

} // namespace

struct UnloadFiles::Part {
    ObjectName name;
    std::shared_ptr<ObjectWriter> writer;
    std::unique_ptr<Compressor> compressor; // nullptr: none
    catalog::TransferFile file;
};

UnloadFiles::UnloadFiles(const ObjectStore& storage, const UnloadStatement& unload)
    : storage_(storage), options_(unload.options), prefix_(require_object(unload.location)) {
    if (options_.allow_overwrite) return;
    old_ = storage.list(prefix_);
    if (!old_.empty() && !options_.clean_path)
        throw SqlError(state::kInternalError,
                       "Specified unload destination on S3 is not empty. Consider using a different bucket / prefix, "
                       "manually removing the target files in S3, or using the ALLOWOVERWRITE option.");
}

UnloadFiles::~UnloadFiles() = default;

// The slice is 0, the only one there is (stv_slices).
ObjectName UnloadFiles::part_name() {
    std::array<char, 48> name{};
    std::snprintf(name.data(), name.size(), options_.parallel ? "0000_part_%02zu" : "%03zu", number_++);
    auto key = prefix_.key + name.data();
    if (!options_.extension.empty())
        key += (options_.extension.starts_with('.') ? "" : ".") + options_.extension;
    else
        key += compressed_extension(options_.compression);
    return {prefix_.bucket, std::move(key)};
}

UnloadFiles::Part& UnloadFiles::part() {
    if (open_) return *open_;
    open_ = std::make_unique<Part>();
    open_->name = part_name();
    open_->writer = storage_.create(open_->name);
    open_->compressor = make_compressor(options_.compression);
    open_->file.name = open_->name.url();
    open_->file.start_time = now_micros();
    if (header_.empty()) return *open_;
    put(*open_, header_);
    ++open_->file.lines;
    return *open_;
}

void UnloadFiles::put(Part& part, std::string_view bytes) {
    std::string compressed;
    if (part.compressor) {
        part.compressor->write(bytes, compressed);
        bytes = compressed;
    }
    part.writer->write(bytes);
    part.file.bytes += static_cast<std::int64_t>(bytes.size());
}

void UnloadFiles::write(std::string_view bytes, std::uint64_t rows) {
    if (bytes.empty()) return;
    if (open_ && static_cast<std::uint64_t>(open_->file.bytes) + bytes.size() > options_.max_file_size)
        finish(std::move(open_));
    put(part(), bytes);
    open_->file.lines += static_cast<std::int64_t>(rows);
}

void UnloadFiles::finish(std::unique_ptr<Part> part) {
    if (part->compressor) {
        std::string rest;
        part->compressor->end(rest);
        part->writer->write(rest);
        part->file.bytes += static_cast<std::int64_t>(rest.size());
        part->compressor.reset();
    }
    part->writer->close();
    part->file.end_time = now_micros();
    closed_.push_back(std::move(part));
}

void UnloadFiles::close() {
    if (closed_.empty()) part(); // a query without rows has an empty file
    if (open_) finish(std::move(open_));
    for (const auto& part : closed_) done_.push_back(part->file);
}

void UnloadFiles::publish_one(std::shared_ptr<ObjectWriter> writer) {
    published_.push_back(std::move(writer)); // before: an answer may be lost on its way
    published_.back()->publish();
}

void UnloadFiles::publish(const std::string& manifest) {
    try {
        if (options_.clean_path)
            for (const auto& object : old_) storage_.remove({prefix_.bucket, object.key});
        for (const auto& part : closed_) publish_one(part->writer);
        if (manifest.empty()) return;
        const ObjectName name{prefix_.bucket, prefix_.key + "manifest"};
        std::shared_ptr<ObjectWriter> writer = storage_.create(name);
        writer->write(manifest);
        writer->close();
        publish_one(std::move(writer));
    } catch (...) {
        remove_published();
        throw;
    }
}

void UnloadFiles::remove_published() noexcept {
    for (const auto& writer : published_) writer->retract();
}

} // namespace redstart::sql

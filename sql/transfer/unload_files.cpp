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

std::string_view format_extension(DataFormat format) {
    return format == DataFormat::Json ? ".json" : format == DataFormat::Parquet ? ".parquet" : "";
}

// Folders stand behind a slash.
ObjectName prefix_of(const UnloadStatement& unload) {
    auto name = require_object(unload.location);
    if (!unload.options.partition_by.empty() && !name.key.empty() && !name.key.ends_with('/')) name.key += '/';
    return name;
}

} // namespace

struct UnloadFiles::Part {
    ObjectName name;
    std::shared_ptr<ObjectWriter> writer;
    std::unique_ptr<Compressor> compressor; // nullptr: none
    catalog::TransferFile file;
};

UnloadFiles::UnloadFiles(const ObjectStore& storage, const UnloadStatement& unload)
    : storage_(storage), options_(unload.options), prefix_(prefix_of(unload)) {
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
    std::snprintf(name.data(), name.size(), options_.parallel ? "0000_part_%02zu" : "%03zu", numbers_[folder_]++);
    auto key = prefix_.key + folder_ + name.data();
    if (!options_.extension.empty())
        key += (options_.extension.starts_with('.') ? "" : ".") + options_.extension;
    else
        key.append(format_extension(options_.format)).append(compressed_extension(options_.compression));
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

void UnloadFiles::begin_folder(std::string folder) {
    if (open_) finish(std::move(open_));
    folder_ = std::move(folder);
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

void UnloadFiles::end_part(std::uint64_t rows) {
    part().file.lines += static_cast<std::int64_t>(rows);
    finish(std::move(open_));
}

std::uint64_t UnloadFiles::part_bytes() const { return open_ ? static_cast<std::uint64_t>(open_->file.bytes) : 0; }

void UnloadFiles::close() {
    // A query without rows has an empty file, where that is a file of its format.
    const bool has_empty = options_.format != DataFormat::Json && options_.format != DataFormat::Parquet;
    if (closed_.empty() && has_empty && options_.partition_by.empty()) part();
    if (open_) finish(std::move(open_));
    for (const auto& part : closed_) done_.push_back(part->file);
}

void UnloadFiles::publish_one(std::shared_ptr<ObjectWriter> writer) {
    published_.push_back(std::move(writer)); // before: an answer may be lost on its way
    published_.back()->publish();
}

void UnloadFiles::publish(const std::string& manifest) {
    try {
        if (options_.clean_path) remove_old();
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

// Of folders of partitions only those that get new files are emptied.
void UnloadFiles::remove_old() {
    const auto written = [this](std::string_view key) {
        key.remove_prefix(prefix_.key.size());
        for (auto slash = key.find('/'); slash != std::string_view::npos; slash = key.find('/', slash + 1))
            if (numbers_.contains(std::string(key.substr(0, slash + 1)))) return true;
        return false;
    };
    for (const auto& object : old_)
        if (options_.partition_by.empty() || written(object.key)) storage_.remove({prefix_.bucket, object.key});
}

void UnloadFiles::remove_published() noexcept {
    for (const auto& writer : published_) writer->retract();
}

} // namespace redstart::sql

#include "sql/parquet/object_files.hpp"

#include <charconv>
#include <utility>

#include <duckdb.hpp>
#include <duckdb/common/file_system.hpp>
#include <duckdb/common/virtual_file_system.hpp>

namespace redstart::sql {
namespace {

using duckdb::FileHandle;
using duckdb::FileOpener;
using duckdb::optional_ptr;

constexpr std::string_view kPath = "object-";

class Handle final : public FileHandle {
public:
    Handle(duckdb::FileSystem& system, const std::string& path, duckdb::FileOpenFlags flags,
           std::shared_ptr<ObjectFiles::File> opened)
        : FileHandle(system, path, flags), file(std::move(opened)) {}
    void Close() override {}

    const std::shared_ptr<ObjectFiles::File> file;
    duckdb::idx_t at = 0;
};

class ObjectFileSystem final : public duckdb::FileSystem {
public:
    explicit ObjectFileSystem(std::shared_ptr<ObjectFiles> files) : files_(std::move(files)) {}

    duckdb::unique_ptr<FileHandle> OpenFile(const std::string& path, duckdb::FileOpenFlags flags,
                                            optional_ptr<FileOpener>) override {
        auto file = files_->find(path);
        if (file && flags.OpenForWriting() == (file->object == nullptr))
            return duckdb::make_uniq<Handle>(*this, path, flags, std::move(file));
        if (flags.ReturnNullIfNotExists()) return nullptr;
        throw duckdb::PermissionException("access to files is not permitted");
    }

    void Read(FileHandle& handle, void* buffer, std::int64_t count, duckdb::idx_t at) override {
        read(handle.Cast<Handle>(), buffer, static_cast<std::size_t>(count), at);
    }
    std::int64_t Read(FileHandle& handle, void* buffer, std::int64_t count) override {
        auto& opened = handle.Cast<Handle>();
        const auto left = opened.file->object->size() - std::min(opened.at, opened.file->object->size());
        const auto wanted = std::min(static_cast<std::uint64_t>(count), left);
        read(opened, buffer, wanted, opened.at);
        opened.at += wanted;
        return static_cast<std::int64_t>(wanted);
    }
    std::int64_t Write(FileHandle& handle, void* buffer, std::int64_t count) override {
        auto& opened = handle.Cast<Handle>();
        guarded([&] { opened.file->sink({static_cast<const char*>(buffer), static_cast<std::size_t>(count)}); });
        opened.at += static_cast<duckdb::idx_t>(count);
        return count;
    }

    std::int64_t GetFileSize(FileHandle& handle) override {
        auto& opened = handle.Cast<Handle>();
        return static_cast<std::int64_t>(opened.file->object ? opened.file->object->size() : opened.at);
    }
    duckdb::timestamp_t GetLastModifiedTime(FileHandle&) override { return duckdb::timestamp_t(0); }
    std::string GetVersionTag(FileHandle&) override { return {}; }
    duckdb::FileType GetFileType(FileHandle&) override { return duckdb::FileType::FILE_TYPE_REGULAR; }
    void FileSync(FileHandle&) override {}
    void Seek(FileHandle& handle, duckdb::idx_t location) override { handle.Cast<Handle>().at = location; }
    void Reset(FileHandle& handle) override { Seek(handle, 0); }
    duckdb::idx_t SeekPosition(FileHandle& handle) override { return handle.Cast<Handle>().at; }
    bool CanSeek() override { return true; }
    bool OnDiskFile(FileHandle&) override { return false; } // few large reads, not many small ones

    bool FileExists(const std::string& path, optional_ptr<FileOpener>) override {
        return files_->find(path) != nullptr;
    }
    bool IsPipe(const std::string&, optional_ptr<FileOpener>) override { return false; }
    bool DirectoryExists(const std::string&, optional_ptr<FileOpener>) override { return false; }
    duckdb::vector<duckdb::OpenFileInfo> Glob(const std::string& path, FileOpener*) override {
        duckdb::vector<duckdb::OpenFileInfo> found;
        if (files_->find(path)) found.emplace_back(path);
        return found;
    }
    std::string GetName() const override { return "ObjectFileSystem"; }

private:
    void read(const Handle& handle, void* buffer, std::size_t count, std::uint64_t at) {
        if (count == 0) return;
        const auto& object = *handle.file->object;
        if (at > object.size() || count > object.size() - at)
            throw duckdb::IOException("the object ends before what it should have");
        guarded([&] { object.read(at, {static_cast<char*>(buffer), count}); });
    }
    template <typename Work> void guarded(Work work) {
        try {
            work();
        } catch (const std::exception& error) {
            files_->note(std::current_exception());
            throw duckdb::IOException(error.what());
        }
    }

    const std::shared_ptr<ObjectFiles> files_;
};

} // namespace

std::string ObjectFiles::add(std::unique_ptr<RangedObject> object) {
    const MutexLock lock(mutex_);
    files_.push_back(std::make_shared<File>(File{std::move(object), {}}));
    return std::string(kPath) + std::to_string(files_.size() - 1);
}

std::string ObjectFiles::add(ByteSink sink) {
    const MutexLock lock(mutex_);
    files_.push_back(std::make_shared<File>(File{nullptr, std::move(sink)}));
    return std::string(kPath) + std::to_string(files_.size() - 1);
}

void ObjectFiles::remove(const std::string& path) {
    const auto number = static_cast<std::size_t>(std::stoull(path.substr(kPath.size())));
    const MutexLock lock(mutex_);
    files_.at(number).reset();
}

std::shared_ptr<ObjectFiles::File> ObjectFiles::find(const std::string& path) const {
    if (!path.starts_with(kPath)) return nullptr;
    std::size_t number = 0;
    const auto* end = path.data() + path.size();
    const auto [stop, error] = std::from_chars(path.data() + kPath.size(), end, number);
    if (error != std::errc() || stop != end) return nullptr;
    const MutexLock lock(mutex_);
    return number < files_.size() ? files_[number] : nullptr;
}

void ObjectFiles::note(std::exception_ptr failure) {
    const MutexLock lock(mutex_);
    if (!failure_) failure_ = std::move(failure);
}

void ObjectFiles::rethrow() const {
    std::exception_ptr failure;
    {
        const MutexLock lock(mutex_);
        failure = failure_;
    }
    if (failure) std::rethrow_exception(failure);
}

Owned<duckdb::FileSystem> file_system_of(std::shared_ptr<ObjectFiles> files) {
    return duckdb::make_uniq<duckdb::VirtualFileSystem>(duckdb::make_uniq<ObjectFileSystem>(std::move(files)));
}

} // namespace redstart::sql

#include "sql/storage/local_storage.hpp"

#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

#include <dirent.h>
#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using protocol::SqlError;

constexpr std::size_t kLongestName = 255;

class Descriptor {
public:
    explicit Descriptor(int value = -1) noexcept : value_(value) {}
    ~Descriptor() { reset(); }
    Descriptor(Descriptor&& other) noexcept : value_(std::exchange(other.value_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        if (this != &other) {
            reset();
            value_ = std::exchange(other.value_, -1);
        }
        return *this;
    }
    int get() const noexcept { return value_; }
    explicit operator bool() const noexcept { return value_ >= 0; }
    void reset() noexcept {
        if (value_ >= 0) ::close(value_);
        value_ = -1;
    }

private:
    int value_;
};

SqlError failed(const std::string& what, int error) {
    if (error == ENOSPC || error == EDQUOT)
        return {state::kDiskFull, fmt::format("could not write {}: no space is left", what)};
    return {state::kIoError, what + ": " + std::generic_category().message(error)};
}

SqlError no_bucket(const std::string& bucket) {
    return {state::kInternalError,
            fmt::format(
                "S3ServiceException:The specified bucket does not exist,Status 404,Error NoSuchBucket, bucket \"{}\"",
                bucket)};
}

constexpr std::size_t kDeepest = 100; // names of a key; a listing keeps a folder open for each

bool is_name(std::string_view name) {
    return !name.empty() && name != "." && name != ".." && name.size() <= kLongestName &&
           name.find('/') == std::string_view::npos && !name.starts_with(kPartName);
}

// The names between the slashes of a key; empty when one of them can be none of a file.
std::vector<std::string> names_of(std::string_view key) {
    std::vector<std::string> names;
    for (std::size_t at = 0;;) {
        const auto slash = std::min(key.find('/', at), key.size());
        names.emplace_back(key.substr(at, slash - at));
        if (!is_name(names.back()) || names.size() > kDeepest) return {};
        if (slash == key.size()) return names;
        at = slash + 1;
    }
}

Descriptor open_folder(int parent, const std::string& name) {
    return Descriptor(::openat(parent, name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
}

Descriptor open_bucket(int folder, const std::string& bucket) {
    if (!is_name(bucket)) throw no_bucket(bucket);
    auto opened = open_folder(folder, bucket);
    if (!opened) throw no_bucket(bucket);
    return opened;
}

// The folder that has the object, made when it is to be; without one when it is not there.
Descriptor folder_of(Descriptor bucket, const std::vector<std::string>& names, bool make) {
    for (std::size_t index = 0; bucket && index + 1 < names.size(); ++index) {
        if (make && ::mkdirat(bucket.get(), names[index].c_str(), 0777) != 0 && errno != EEXIST)
            throw failed(fmt::format("folder \"{}\"", names[index]), errno);
        bucket = open_folder(bucket.get(), names[index]);
    }
    return bucket;
}

class FileReader final : public ObjectReader {
public:
    FileReader(Descriptor file, std::string name) : file_(std::move(file)), name_(std::move(name)) {}

    std::size_t read(std::span<char> buffer) override {
        while (true) {
            const auto got = ::read(file_.get(), buffer.data(), buffer.size());
            if (got >= 0) return static_cast<std::size_t>(got);
            if (errno != EINTR) throw failed(name_, errno);
        }
    }

private:
    const Descriptor file_;
    const std::string name_;
};

class FileRanges final : public RangedObject {
public:
    FileRanges(Descriptor file, std::uint64_t size, std::string name)
        : file_(std::move(file)), size_(size), name_(std::move(name)) {}

    std::uint64_t size() const override { return size_; }
    void read(std::uint64_t at, std::span<char> buffer) const override {
        while (!buffer.empty()) {
            const auto got = ::pread(file_.get(), buffer.data(), buffer.size(), static_cast<off_t>(at));
            if (got < 0 && errno == EINTR) continue;
            if (got <= 0) throw failed(name_, got < 0 ? errno : EIO); // it was cut off meanwhile
            buffer = buffer.subspan(static_cast<std::size_t>(got));
            at += static_cast<std::uint64_t>(got);
        }
    }

private:
    const Descriptor file_;
    const std::uint64_t size_;
    const std::string name_;
};

// Its folder is opened anew for each step: an UNLOAD may have many thousand files, and a process few descriptors.
class FileWriter final : public ObjectWriter {
public:
    FileWriter(int buckets, ObjectName object, std::vector<std::string> names, std::string part)
        : buckets_(buckets), object_(std::move(object)), names_(std::move(names)), part_(std::move(part)) {
        const auto folder = open(true);
        if (!folder) throw failed(object_.url(), errno);
        file_ = Descriptor(
            ::openat(folder.get(), part_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666));
        if (!file_) throw failed(object_.url(), errno);
    }
    ~FileWriter() override {
        if (!published_) remove(part_);
    }

    void write(std::string_view bytes) override {
        while (!bytes.empty()) {
            const auto done = ::write(file_.get(), bytes.data(), bytes.size());
            if (done < 0 && errno != EINTR) throw failed(object_.url(), errno);
            if (done > 0) bytes.remove_prefix(static_cast<std::size_t>(done));
        }
    }
    void close() override { file_.reset(); }
    void publish() override {
        const auto folder = open(false);
        if (!folder || ::renameat(folder.get(), part_.c_str(), folder.get(), names_.back().c_str()) != 0)
            throw failed(object_.url(), errno);
        published_ = true;
    }
    void retract() noexcept override {
        if (published_) remove(names_.back());
    }

private:
    Descriptor open(bool make) const { return folder_of(open_bucket(buckets_, object_.bucket), names_, make); }
    void remove(const std::string& name) const noexcept {
        try {
            if (const auto folder = open(false)) ::unlinkat(folder.get(), name.c_str(), 0);
        } catch (const std::exception&) {
            // The bucket is gone, and with it what was in it.
        }
    }

    const int buckets_;
    const ObjectName object_;
    const std::vector<std::string> names_; // between the key's slashes
    const std::string part_;
    Descriptor file_;
    bool published_ = false;
};

// Walks a bucket for the keys that begin with a prefix. What dead processes have left of theirs on its way is removed.
class Walk {
public:
    Walk(std::string_view prefix, const Storage::Check& check, const PartOwner& owner)
        : prefix_(prefix), check_(check), owner_(owner) {}

    // `path`: the folder's, with its slash.
    void folder(Descriptor opened, const std::string& path, int depth) {
        const int copy = ::dup(opened.get());
        DIR* const entries = copy < 0 ? nullptr : ::fdopendir(copy);
        if (entries == nullptr) {
            if (copy >= 0) ::close(copy);
            return;
        }
        const std::unique_ptr<DIR, int (*)(DIR*)> closed(entries, ::closedir);
        while (const dirent* entry = ::readdir(entries)) {
            check_();
            const std::string name = entry->d_name;
            if (owner_.is_left(name)) ::unlinkat(opened.get(), name.c_str(), 0);
            if (is_name(name)) one(opened.get(), path, name, depth < static_cast<int>(kDeepest) ? depth + 1 : -1);
        }
    }
    std::vector<StoredObject> take() {
        std::sort(found_.begin(), found_.end(), [](const auto& a, const auto& b) { return a.key < b.key; });
        return std::move(found_);
    }

private:
    void one(int parent, const std::string& path, const std::string& name, int depth) {
        struct stat status {};
        if (::fstatat(parent, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) return;
        const auto key = path + name;
        if (S_ISREG(status.st_mode) && key.starts_with(prefix_)) {
            found_.push_back({key, static_cast<std::uint64_t>(status.st_size)});
        } else if (S_ISDIR(status.st_mode) && depth > 0) {
            const auto below = key + "/";
            if (!below.starts_with(prefix_) && !prefix_.starts_with(below)) return;
            if (auto opened = open_folder(parent, name)) folder(std::move(opened), below, depth);
        }
    }

    const std::string_view prefix_;
    const Storage::Check& check_;
    const PartOwner& owner_;
    std::vector<StoredObject> found_;
};

class LocalStore final : public ObjectStore {
public:
    LocalStore(int folder, PartOwner& owner, Storage::Check check)
        : folder_(folder), owner_(owner), check_(std::move(check)) {}

    std::vector<StoredObject> list(const ObjectName& prefix) const override;
    std::unique_ptr<ObjectReader> open(const ObjectName& object) const override;
    std::unique_ptr<RangedObject> open_ranged(const ObjectName& object) const override;
    std::unique_ptr<ObjectWriter> create(const ObjectName& object) const override;
    void remove(const ObjectName& object) const override;

private:
    // Nothing when there is no such file.
    Descriptor open_file(const ObjectName& object, std::uint64_t& size) const;

    const int folder_;
    PartOwner& owner_;
    const Storage::Check check_;
};

std::vector<StoredObject> LocalStore::list(const ObjectName& prefix) const {
    Walk walk(prefix.key, check_, owner_);
    walk.folder(open_bucket(folder_, prefix.bucket), "", 0);
    return walk.take();
}

Descriptor LocalStore::open_file(const ObjectName& object, std::uint64_t& size) const {
    auto bucket = open_bucket(folder_, object.bucket);
    const auto names = names_of(object.key);
    if (names.empty()) return Descriptor();
    const auto folder = folder_of(std::move(bucket), names, false);
    if (!folder) return Descriptor();
    // A pipe that nobody writes to would keep open() waiting.
    Descriptor file(
        ::openat(folder.get(), names.back().c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
    if (!file) {
        if (errno == EACCES) throw failed(object.url(), errno);
        return file;
    }
    struct stat status {};
    if (::fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode)) return Descriptor();
    size = static_cast<std::uint64_t>(status.st_size);
    return file;
}

std::unique_ptr<ObjectReader> LocalStore::open(const ObjectName& object) const {
    std::uint64_t size = 0;
    auto file = open_file(object, size);
    return file ? std::make_unique<FileReader>(std::move(file), object.url()) : nullptr;
}

std::unique_ptr<RangedObject> LocalStore::open_ranged(const ObjectName& object) const {
    std::uint64_t size = 0;
    auto file = open_file(object, size);
    return file ? std::make_unique<FileRanges>(std::move(file), size, object.url()) : nullptr;
}

std::unique_ptr<ObjectWriter> LocalStore::create(const ObjectName& object) const {
    open_bucket(folder_, object.bucket);
    auto names = names_of(object.key);
    if (names.empty())
        throw SqlError(state::kInvalidParameterValue, fmt::format("\"{}\" cannot be the name of a file", object.url()))
            .hint("Between two slashes stand 1 to 255 bytes, neither \".\" nor \"..\", and there are at most 99 "
                  "slashes.");
    try {
        return std::make_unique<FileWriter>(folder_, object, std::move(names), owner_.new_part());
    } catch (const std::system_error& error) { throw failed(object.url(), error.code().value()); }
}

void LocalStore::remove(const ObjectName& object) const {
    auto bucket = open_bucket(folder_, object.bucket);
    const auto names = names_of(object.key);
    if (names.empty()) return;
    const auto folder = folder_of(std::move(bucket), names, false);
    if (folder && ::unlinkat(folder.get(), names.back().c_str(), 0) != 0 && errno != ENOENT)
        throw failed(object.url(), errno);
}

} // namespace

LocalStorage::LocalStorage(const std::string& folder)
    : folder_(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
    if (folder_ < 0) throw std::system_error(errno, std::generic_category());
    owner_ = std::make_unique<PartOwner>(folder_);
}

LocalStorage::~LocalStorage() {
    owner_.reset();
    ::close(folder_);
}

std::unique_ptr<ObjectStore> LocalStorage::connect(const ObjectAccess&, Check check) const {
    return std::make_unique<LocalStore>(folder_, *owner_, std::move(check));
}

} // namespace redstart::sql

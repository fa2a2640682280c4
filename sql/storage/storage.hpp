// Storage: objects in buckets, as COPY and UNLOAD see them: listed, read, written and removed. What is configured is a
// Storage, shared by all sessions; a statement gets an ObjectStore of it, with its authorization. Readers and writers
// belong to one statement, whose `check` they call while they wait; it throws to end them. Readers may be made and used
// on any thread, one thread each; the rest belongs to the session's.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace redstart::sql {

struct ObjectName {
    std::string bucket;
    std::string key; // may be empty, or the beginning of one

    std::string url() const { return "s3://" + bucket + "/" + key; }
};

// `s3://bucket[/key]`. Throws 22023 for what is none.
ObjectName parse_object_url(std::string_view url);

struct StoredObject {
    std::string key;
    std::uint64_t size = 0;
};

class ObjectReader {
public:
    virtual ~ObjectReader() = default;
    // Fills the buffer as far as it can; 0 at the end. Throws 58030, XX000.
    virtual std::size_t read(std::span<char> buffer) = 0;
};

// An object of which parts are read, in any order; by several threads at the same time.
class RangedObject {
public:
    virtual ~RangedObject() = default;
    virtual std::uint64_t size() const = 0;
    // The bytes from `at` on, as many as there is room for; they must be there. Throws 58030, XX000, as when the object
    // is another one by now.
    virtual void read(std::uint64_t at, std::span<char> buffer) const = 0;
};

// An object that comes into being as a whole: without publish() nothing of it stays, and what was there before is kept.
class ObjectWriter {
public:
    virtual ~ObjectWriter() = default;
    // Throws 58030, 53100, XX000.
    virtual void write(std::string_view bytes) = 0;
    // All bytes are there.
    virtual void close() = 0;
    // The object is there for everybody; after close().
    virtual void publish() = 0;
    // Behind publish(), also one that failed: what it may have made shall not be there after all.
    virtual void retract() noexcept = 0;
};

class ObjectStore {
public:
    virtual ~ObjectStore() = default;
    // The objects whose keys begin with the name's key, in the order of their keys. Throws XX000 when there is no such
    // bucket.
    virtual std::vector<StoredObject> list(const ObjectName& prefix) const = 0;
    // nullptr when there is no such object.
    virtual std::unique_ptr<ObjectReader> open(const ObjectName& object) const = 0;
    virtual std::unique_ptr<RangedObject> open_ranged(const ObjectName& object) const = 0;
    // Throws 22023 for a key that the storage cannot have, XX000 when there is no such bucket.
    virtual std::unique_ptr<ObjectWriter> create(const ObjectName& object) const = 0;
    virtual void remove(const ObjectName& object) const = 0; // one that is not there: nothing
};

// On whose behalf a statement asks, and where.
struct ObjectAccess {
    std::string user;
    std::string role; // of IAM_ROLE: "default" or an ARN
    std::string key_id;
    std::string secret;
    std::string token;
    std::string region; // empty: the configured one
};

class Storage {
public:
    using Check = std::function<void()>;

    virtual ~Storage() = default;
    // The store outlives neither the storage nor what `check` refers to. Throws XX000 for an authorization that is
    // none.
    virtual std::unique_ptr<ObjectStore> connect(const ObjectAccess& access, Check check) const = 0;
};

} // namespace redstart::sql

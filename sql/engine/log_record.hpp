// LogRecord: how much of each write-ahead log has been made durable, and what it said (LogDigest); which file is whose
// database and how often it was written. Kept beside them: so that a log that has lost its end, or is gone, is told
// from one that a crash has cut, and a log or file that stands in another's place, or is an older copy, from the one
// that was there. A length is raised
// after the log is durable and lowered, durably, before the log gets shorter: whatever a crash leaves, no log is
// shorter than its length here. Thread-safe: one leaf mutex, held over writes of one block.
#pragma once

#include "catalog/mutex/mutex.hpp"
#include "sql/engine/file_state.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace redstart::sql {

class LogRecord {
public:
    // Reads or makes the file. Throws protocol::SqlError 58030 naming it when it cannot be.
    explicit LogRecord(std::string path);
    ~LogRecord();
    LogRecord(const LogRecord&) = delete;
    LogRecord& operator=(const LogRecord&) = delete;

    // By the log's file name. nullopt: nothing is known of it.
    std::optional<std::uint64_t> length(const std::string& log) const;
    // Of its bytes up to that length. nullopt: nothing is known of them.
    std::optional<std::uint64_t> digest(const std::string& log) const;
    // What cannot be written is not known any more. `digest` 0: what the log says is not known.
    void set(const std::string& log, std::uint64_t length, std::uint64_t digest = 0) noexcept;
    void lower(const std::string& log, std::uint64_t length) noexcept; // no effect on a shorter one
    void forget(const std::string& log) noexcept;                      // it is gone on purpose

    // Of a database's file, by its name: as it was when it was written last. nullopt: nothing is known of it.
    std::optional<FileState> state(const std::string& file) const;
    void set_state(const std::string& file, const FileState& state) noexcept;
    void forget_state(const std::string& file) noexcept;

    // What is wrong with a record that is there, or should be, by its bytes alone; empty when nothing is.
    static std::string damage_of(const std::string& path);

private:
    struct Line {
        std::size_t number;
        std::uint64_t length;
        std::uint64_t digest = 0;
    };
    void read() REQUIRES_LOCK(mutex_);
    std::size_t take_line() REQUIRES_LOCK(mutex_);
    bool write(const std::string& log, const Line& line) noexcept REQUIRES_LOCK(mutex_);
    void give_up() noexcept REQUIRES_LOCK(mutex_);

    const std::string path_;
    mutable Mutex mutex_;
    int file_ GUARDED_BY(mutex_) = -1;
    std::map<std::string, Line> lines_ GUARDED_BY(mutex_);
    std::size_t line_count_ GUARDED_BY(mutex_) = 0;
    std::vector<std::size_t> free_ GUARDED_BY(mutex_);
};

} // namespace redstart::sql

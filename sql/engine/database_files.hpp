// DatabaseFiles: the files of a data directory that hold databases and their logs: where they are, what is wrong with
// them before the engine opens them, and what is saved of a damaged one. Used by one thread at a time; the file system
// that it hands to the engine is for any thread.
#pragma once

#include "catalog/engine/engine_types.hpp"
#include "sql/engine/log_record.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace duckdb {
class FileSystem;
} // namespace duckdb

namespace redstart::sql {

inline constexpr const char* kSystemFile = "redstart_system.duckdb";

// What is wrong with a database's file or its log.
struct Damage {
    std::string file;   // its name in the data directory
    std::string what;   // "has a damaged header"
    std::string reason; // what the engine says of it, for the server's log; may be empty
};

// What --salvage has done.
struct Salvage {
    std::string file; // the log or file that was damaged
    std::string copy; // what it was, under its new name
    std::string kept; // of it
};

class DatabaseFiles {
public:
    // `directory` is there, or ":memory:". Throws protocol::SqlError naming a file that cannot be used.
    DatabaseFiles(std::string directory, bool salvage);
    ~DatabaseFiles();

    bool in_memory() const noexcept { return !record_; }
    std::string path_of(const std::string& file) const;
    // A file system for the engine that keeps the record of how long the logs are. Must not outlive this object.
    Owned<duckdb::FileSystem> file_system();
    // Where the engine spills to.
    std::string temporary_folder() const;

    // The files of databases of the directory besides the system's.
    std::vector<std::string> others() const;
    // It is not there, or the engine was cut short when it made it; nothing was in it.
    bool is_stub(const std::string& file) const;
    // Makes the file and its log ready to be opened: the end that a crash has cut from a log is taken off, and where
    // that is wanted, what is damaged is saved. What cannot be opened is left as it is, and told.
    std::optional<Damage> prepare(const std::string& file);
    // By what the engine said when it opened it.
    static Damage unreadable(const std::string& file, std::string reason);

    // The damage for a person at the server: with the whole path, and why.
    std::string told(const Damage& damage) const;

    void remove(const std::string& file) noexcept;
    // The system's file is set aside.
    void set_aside_system();
    bool has_salvaged_system() const;
    const std::vector<Salvage>& salvaged() const noexcept { return salvaged_; }

private:
    std::unique_ptr<LogRecord> open_record();
    std::optional<Damage> check_state(const std::string& file);
    std::string spare_name(const std::string& file) const;
    void save_log(const std::string& log, std::string_view bytes);
    bool is_foreign_log(const std::string& log) const;
    std::string set_log_aside(const std::string& log);

    const std::string directory_;
    const bool salvage_;
    std::vector<Salvage> salvaged_;
    const std::unique_ptr<LogRecord> record_; // nullptr: in memory
};

} // namespace redstart::sql

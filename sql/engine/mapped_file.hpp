// MappedFile: the bytes of a file, read as they are needed. Owns the mapping; the bytes are good while it lives.
// Not for files that others cut meanwhile.
#pragma once

#include <string>
#include <string_view>

namespace redstart::sql {

class MappedFile {
public:
    // A file that is not there is empty. Throws protocol::SqlError 58030 naming the file when it cannot be read.
    explicit MappedFile(const std::string& path);
    ~MappedFile();
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;

    bool exists() const noexcept { return exists_; }
    std::string_view bytes() const noexcept { return bytes_; }

private:
    bool exists_ = false;
    std::string_view bytes_;
};

} // namespace redstart::sql

// LineBuilder: reads a message body field by field and writes each field's readable form behind the message's name.
// Used by one thread, for one message; part of the printer.
#pragma once

#include "protocol/wire_reader.hpp"

#include <string>
#include <string_view>
#include <utility>

namespace redstart::protocol::detail {

class LineBuilder {
public:
    LineBuilder(std::string_view name, std::string_view body) : line_(name), reader_(body) {}

    WireReader& reader() { return reader_; }

    // A word of its own: " name".
    void word(std::string_view word) { (line_ += ' ') += word; }
    // " name=12"
    void number(std::string_view name, std::int64_t value) {
        label(name);
        line_ += std::to_string(value);
    }
    // " name="text""; without a name only the quoted text.
    void string(std::string_view name, std::string_view value) {
        label(name);
        quote(value);
    }
    // " "name"="text"", for a name that came over the wire.
    void pair(std::string_view name, std::string_view value) {
        line_ += ' ';
        quote(name);
        line_ += '=';
        quote(value);
    }
    // The next field of the body: a NUL-terminated string, or a length and bytes (-1 is NULL).
    void text(std::string_view name = {}) { string(name, reader_.text()); }
    void value(std::string_view name = {}) {
        const auto length = reader_.i32();
        if (length == -1) return label(name), static_cast<void>(line_ += "NULL");
        string(name, reader_.bytes(static_cast<std::uint32_t>(length)));
    }
    // " name=[1,2]": a two-byte count and as many integers of `size` (2 or 4) bytes.
    void list(std::string_view name, std::size_t size) {
        label(name);
        line_ += '[';
        const auto count = reader_.count(size);
        for (std::size_t i = 0; i < count; ++i) {
            if (i > 0) line_ += ',';
            line_ += size == 2 ? std::to_string(reader_.i16()) : std::to_string(reader_.u32());
        }
        line_ += ']';
    }
    // The finished line, marked when the body was not what it should have been.
    std::string finish() {
        if (!reader_.ok() || reader_.left() > 0) line_ += " MALFORMED";
        return std::move(line_);
    }

private:
    void label(std::string_view name) {
        line_ += ' ';
        if (!name.empty()) (line_ += name) += '=';
    }
    void quote(std::string_view text);

    std::string line_;
    WireReader reader_;
};

} // namespace redstart::protocol::detail

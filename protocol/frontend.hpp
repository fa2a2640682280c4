// Messages a client sends after start-up, as structs, and their decoding.
// Every string_view points into the frame's body and lives until the next frame is read. Pure; no shared state.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

namespace redstart::protocol {

// Parameter and result format codes (PostgreSQL, "Formats and Format Codes").
enum class Format : std::int16_t { Text = 0, Binary = 1 };

struct Query {
    std::string_view sql;
    static constexpr char kTag = 'Q';
};
// `types` are type OIDs, 0 where the client leaves the type to the server; may be shorter than the parameter list.
struct Parse {
    std::string_view name, sql;
    std::vector<std::uint32_t> types;
    static constexpr char kTag = 'P';
};
// `values` holds nullopt for NULL. Both format lists hold 0, 1 or n entries (see format_of).
struct Bind {
    std::string_view portal, statement;
    std::vector<Format> parameter_formats;
    std::vector<std::optional<std::string_view>> values;
    std::vector<Format> result_formats;
    static constexpr char kTag = 'B';
};
// `target` is 'S' (statement) or 'P' (portal); anything else is refused while decoding.
struct Describe {
    char target;
    std::string_view name;
    static constexpr char kTag = 'D';
};
// `max_rows` 0 means no limit; negative is read as no limit, as PostgreSQL does.
struct Execute {
    std::string_view portal;
    std::int32_t max_rows;
    static constexpr char kTag = 'E';
};
struct Close {
    char target;
    std::string_view name;
    static constexpr char kTag = 'C';
};
struct Sync {
    static constexpr char kTag = 'S';
};
struct Flush {
    static constexpr char kTag = 'H';
};
struct Terminate {
    static constexpr char kTag = 'X';
};
struct CopyData {
    std::string_view data;
    static constexpr char kTag = 'd';
};
struct CopyDone {
    static constexpr char kTag = 'c';
};
struct CopyFail {
    std::string_view message;
    static constexpr char kTag = 'f';
};
struct FunctionCall {
    static constexpr char kTag = 'F';
};
// PasswordMessage, SASLInitialResponse, SASLResponse and GSSResponse share the tag 'p'; the exchange knows which it is.
struct AuthenticationResponse {
    std::string_view body;
    static constexpr char kTag = 'p';
};

using FrontendMessage = std::variant<Query, Parse, Bind, Describe, Execute, Close, Sync, Flush, Terminate, CopyData,
                                     CopyDone, CopyFail, FunctionCall, AuthenticationResponse>;

// Decodes one frame's body. Throws SqlError 08P01 for an unknown tag or a body that does not match it.
FrontendMessage decode(char tag, std::string_view body);

// The format of column or parameter `index` by the protocol's rule: none given = text, one = for all, else one each.
Format format_of(const std::vector<Format>& formats, std::size_t index) noexcept;

} // namespace redstart::protocol

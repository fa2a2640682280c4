// AuthExchange: proves who a client is, one exchange per connection: trust, SCRAM-SHA-256, MD5, or a clear password
// over TLS. Bytes in, bytes out; owned and used by one session.
#pragma once

#include "catalog/users.hpp"
#include "protocol/scram.hpp"
#include "protocol/wire_writer.hpp"
#include "server/options.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace redstart::server {

// What is the same for every exchange of this server.
struct AuthPolicy {
    AuthMode mode = AuthMode::Password;
    std::string mock_secret; // random, kept for the server's lifetime: makes the salts of users who do not exist
};

// How the client is asked, decided by what is stored for the user: SCRAM when there is such a verifier, MD5 when only
// an md5 hash, a clear password over TLS when only a salted digest. A user who does not exist, cannot log in or has no
// usable password is asked by SCRAM and refused with the same bytes after the same work as for a wrong password.
class AuthExchange {
public:
    // `user` is nullptr when there is none of that name. Throws FATAL 28000 under trust when there is none.
    AuthExchange(const AuthPolicy& policy, std::string user_name, std::shared_ptr<const catalog::User> user,
                 bool encrypted);

    // Writes the first request; true when the client is already trusted.
    bool begin(protocol::WireWriter& out);
    // The client's next answer. True when it has proved who it is, false when the exchange goes on.
    // Throws FATAL 28000 for a wrong password, FATAL 08P01 for a malformed answer.
    bool respond(std::string_view body, protocol::WireWriter& out);

    // As STL_CONNECTION_LOG names it.
    std::string_view method_name() const noexcept;

private:
    enum class Method : unsigned char { Trust, ScramInitial, ScramFirst, ScramFinal, Md5, Clear };

    void choose_password_method(const AuthPolicy& policy, bool encrypted);
    bool has_password() const;
    bool expired() const;
    void scram_initial(std::string_view body, protocol::WireWriter& out);
    void scram_first(std::string_view message, protocol::WireWriter& out);
    void scram_final(std::string_view body, protocol::WireWriter& out);
    void require(bool matches) const;

    const std::string user_name_;
    const std::shared_ptr<const catalog::User> user_;
    Method method_ = Method::Trust;
    std::string md5_salt_;
    std::optional<protocol::ScramServer> scram_;
};

} // namespace redstart::server

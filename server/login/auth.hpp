// AuthExchange: proves who a client is, one exchange per connection, by the method the rules chose. Bytes in, bytes
// out; owned and used by one session.
#pragma once

#include "protocol/error.hpp"
#include "protocol/scram.hpp"
#include "protocol/wire_writer.hpp"
#include "server/login/credentials.hpp"
#include "server/login/hba.hpp"
#include "server/login/session_host.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace redstart::server {

// Who wants in, and how.
struct AuthRequest {
    std::string user_name;
    bool user_exists = false; // and may log in; asked by methods without a password only
    AuthMethod method = AuthMethod::Stored;
    Peer peer;
    bool redshift_driver = false; // understands authentication code 13
};

// FATAL 28000, whatever was wrong.
protocol::SqlError wrong_password(std::string_view user_name);

// AuthMethod::Stored asks a Redshift driver by code 13 and others by SCRAM when such a verifier is stored, MD5 when
// only an md5 hash, a clear password over TLS when only a salted digest. Who does not exist, cannot log in or has no
// usable password is asked like another user and refused with the same bytes after the same work as for a wrong
// password.
class AuthExchange {
public:
    // Throws FATAL 28000 when trust or a certificate is not enough.
    AuthExchange(AuthRequest request, Credentials credentials);

    // Writes the first request; true when the client is already trusted.
    bool begin(protocol::WireWriter& out);
    // The type of the message that respond() takes.
    char answer_tag() const noexcept;
    // True when the client's next answer is what it is let in or refused for.
    bool decides() const noexcept;
    // The client's next answer. True when it has proved who it is, false when the exchange goes on.
    // Throws FATAL 28000 for a wrong password, FATAL 08P01 for a malformed answer.
    bool respond(std::string_view body, protocol::WireWriter& out);

    // As STL_CONNECTION_LOG names it.
    std::string_view method_name() const noexcept;

private:
    enum class Step : unsigned char { Trusted, ScramInitial, ScramFirst, ScramFinal, Md5, Digest, Clear };

    Step first_step() const;
    void require_certificate() const;
    void scram_initial(std::string_view body, protocol::WireWriter& out);
    void scram_first(std::string_view message, protocol::WireWriter& out);
    void scram_final(std::string_view body, protocol::WireWriter& out);
    bool digest_matches(std::string_view body) const;
    void require(bool matches) const;

    const AuthRequest request_;
    const Credentials credentials_;
    Step step_ = Step::Trusted;
    std::string challenge_; // MD5's salt, the digest's server nonce
    protocol::ScramServer scram_;
};

} // namespace redstart::server

// HbaRules: which way a client must prove who it is, decided by address, database, user and encryption; the rules are
// written as in PostgreSQL's pg_hba.conf. An immutable value; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/ip/address.hpp>

namespace redstart::server {

enum class AuthMethod : unsigned char {
    Trust,
    Reject,
    Stored,   // "md5": by what is stored for the user, as PostgreSQL's md5; also the method where there are no rules
    Scram,    // "scram-sha-256"
    Digest,   // "digest": Redshift's own salted SHA-256, authentication code 13
    Password, // "password": in clear, only for hostssl
    Cert      // "cert": a client certificate whose common name is the user, only for hostssl
};

// Who asks to be let in.
struct HbaClient {
    std::string address; // numeric; anything else matches only "all"
    bool encrypted = false;
    std::string database;
    std::string user;
};

// A mistake in the rules; what() is one line with its line and column.
class HbaError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

class HbaRules {
public:
    // One rule a line: TYPE DATABASE USER ADDRESS [MASK] METHOD. TYPE is host, hostssl or hostnossl; DATABASE and USER
    // are names separated by commas, "all" or, for a database, "sameuser"; a name in double quotes has no special
    // meaning; ADDRESS is "all", "samehost", "samenet", an address with its number of network bits, or an address and a
    // mask. A # begins a comment; a backslash at its end continues a line. Commas too many are ignored, as PostgreSQL
    // does. Throws HbaError.
    static HbaRules parse(std::string_view text);

    // The method of the first rule that matches; nullopt when none does.
    std::optional<AuthMethod> method_for(const HbaClient& client) const;
    bool uses(AuthMethod method) const;
    std::size_t size() const noexcept { return rules_.size(); }

private:
    friend class HbaParser;

    enum class Encryption : unsigned char { Either, Required, Absent };
    struct Names {
        bool all = false;
        bool same_user = false;
        std::vector<std::string> names;
        bool match(std::string_view name) const;
    };
    enum class Where : unsigned char { Network, Anywhere, SameHost, SameNet };
    struct Network {
        Where where = Where::Network;
        boost::asio::ip::address address;
        unsigned bits = 0;
        bool match(const std::optional<boost::asio::ip::address>& client) const;
    };
    struct Rule {
        Encryption encryption = Encryption::Either;
        Names databases;
        Names users;
        Network network;
        AuthMethod method = AuthMethod::Reject;
        bool match(const HbaClient& client, const std::optional<boost::asio::ip::address>& address) const;
    };

    std::vector<Rule> rules_;
};

} // namespace redstart::server

#include "server/login/hba.hpp"

#include "server/net/own_networks.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include <fmt/format.h>

namespace redstart::server {

namespace ip = boost::asio::ip;

namespace {

// The bytes of an address, so that both families are compared by the same code.
std::vector<unsigned char> bytes_of(const ip::address& address) {
    if (address.is_v4()) {
        const auto bytes = address.to_v4().to_bytes();
        return {bytes.begin(), bytes.end()};
    }
    const auto bytes = address.to_v6().to_bytes();
    return {bytes.begin(), bytes.end()};
}

bool is_in(const ip::address& client, const ip::address& network, unsigned bits) {
    if (client.is_v4() != network.is_v4()) return false;
    const auto ours = bytes_of(network);
    const auto theirs = bytes_of(client);
    for (unsigned bit = 0; bit < bits; bit += 8) {
        const unsigned kept = std::min(8U, bits - bit);
        const auto mask = static_cast<unsigned>(0xFF00 >> kept) & 0xFFU;
        if (((ours[bit / 8] ^ theirs[bit / 8]) & mask) != 0) return false;
    }
    return true;
}

// An IPv4 address that arrived over IPv6 is the IPv4 address.
std::optional<ip::address> read_address(const std::string& text) {
    boost::system::error_code error;
    const ip::address address = ip::make_address(text, error);
    if (error) return std::nullopt;
    if (address.is_v6() && address.to_v6().is_v4_mapped()) {
        return ip::make_address_v4(ip::v4_mapped, address.to_v6());
    }
    return address;
}

// Of a mask such as 255.255.0.0 or ffff::; nullopt when its ones have gaps.
std::optional<unsigned> count_bits(const ip::address& mask) {
    unsigned bits = 0;
    bool ended = false;
    for (const unsigned char byte : bytes_of(mask)) {
        for (int bit = 7; bit >= 0; --bit) {
            const bool set = (byte >> bit & 1) != 0;
            if (set && ended) return std::nullopt;
            ended = ended || !set;
            bits += set ? 1 : 0;
        }
    }
    return bits;
}

struct MethodName {
    std::string_view name;
    AuthMethod method;
};
constexpr auto kMethods = std::to_array<MethodName>({{"trust", AuthMethod::Trust},
                                                     {"reject", AuthMethod::Reject},
                                                     {"md5", AuthMethod::Stored},
                                                     {"scram-sha-256", AuthMethod::Scram},
                                                     {"digest", AuthMethod::Digest},
                                                     {"password", AuthMethod::Password},
                                                     {"cert", AuthMethod::Cert}});

// One word, or one name of a list.
struct Token {
    std::string text;
    bool quoted = false;
    bool comma_follows = false;
    std::size_t column = 0; // from 1
};

} // namespace

// Reads one line after the other; knows where it is for its complaints.
class HbaParser {
public:
    void line(std::string_view text, std::size_t number, HbaRules& rules) {
        number_ = number;
        end_ = text.size() + 1;
        at_ = 0;
        split(text);
        if (!tokens_.empty()) rules.rules_.push_back(rule());
    }

private:
    [[noreturn]] void fail(std::size_t column, const std::string& message) const {
        throw HbaError(fmt::format("line {}, column {}: {}", number_, column, message));
    }

    // As PostgreSQL's next_token(): a comma continues a list only right behind a name; elsewhere it is a blank.
    void split(std::string_view text) {
        tokens_.clear();
        std::size_t i = 0;
        while (i < text.size() && text[i] != '#') {
            if (is_blank(text[i]) || text[i] == ',')
                ++i;
            else
                i = take(text, i);
        }
        if (!tokens_.empty()) tokens_.back().comma_follows = false;
    }

    static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

    // Appends the token that begins at `i`; where it ends. Quotes may begin and end anywhere in it.
    std::size_t take(std::string_view text, std::size_t i) {
        Token token;
        token.column = i + 1;
        token.quoted = text[i] == '"';
        bool inside = false;
        for (; i < text.size(); ++i) {
            const char c = text[i];
            if (!inside && (is_blank(c) || c == ',' || c == '#')) break;
            if (c == '"')
                inside = !inside;
            else
                token.text += c;
        }
        if (inside) fail(token.column, "the quoted name does not end");
        token.comma_follows = i < text.size() && text[i] == ',';
        tokens_.push_back(std::move(token));
        return i;
    }

    const Token& next(const char* what) {
        if (at_ == tokens_.size()) fail(end_, fmt::format("{} is missing", what));
        return tokens_[at_++];
    }

    HbaRules::Rule rule() {
        HbaRules::Rule rule;
        rule.encryption = encryption();
        rule.databases = names("the database", true);
        rule.users = names("the user", false);
        rule.network = network();
        rule.method = method(rule.encryption);
        if (at_ < tokens_.size()) {
            fail(tokens_[at_].column, fmt::format("unexpected \"{}\" behind the method", tokens_[at_].text));
        }
        return rule;
    }

    HbaRules::Encryption encryption() {
        const Token& type = next("the type");
        if (type.text == "host") return HbaRules::Encryption::Either;
        if (type.text == "hostssl") return HbaRules::Encryption::Required;
        if (type.text == "hostnossl") return HbaRules::Encryption::Absent;
        fail(type.column, fmt::format("the type must be host, hostssl or hostnossl, not \"{}\"", type.text));
    }

    HbaRules::Names names(const char* what, bool databases) {
        HbaRules::Names names;
        for (bool more = true; more;) {
            const Token& name = next(what);
            more = name.comma_follows;
            if (!name.quoted && name.text == "all") {
                names.all = true;
            } else if (!name.quoted && databases && name.text == "sameuser") {
                names.same_user = true;
            } else if (!name.quoted && (name.text.starts_with("+") || name.text.starts_with("@") ||
                                        name.text == "samerole" || name.text == "samegroup")) {
                fail(name.column, fmt::format("\"{}\" is not supported: give names", name.text));
            } else {
                names.names.push_back(name.text);
            }
        }
        return names;
    }

    HbaRules::Network network() {
        const Token token = next("the address");
        for (const auto& [word, where] : kPlaces)
            if (token.text == word && !token.quoted) return {.where = where, .address = {}, .bits = 0};
        const auto slash = token.text.find('/');
        const auto address = read_address(token.text.substr(0, slash));
        if (!address) {
            fail(token.column, fmt::format("\"{}\" is not an address; names of hosts are not supported", token.text));
        }
        const unsigned bits =
            slash == std::string::npos ? mask(*address) : prefix(*address, token.text.substr(slash + 1), token.column);
        return {.where = HbaRules::Where::Network, .address = *address, .bits = bits};
    }

    unsigned prefix(const ip::address& address, const std::string& text, std::size_t column) const {
        const unsigned most = address.is_v4() ? 32 : 128;
        unsigned bits = most + 1;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), bits);
        if (error != std::errc() || end != text.data() + text.size() || bits > most) {
            fail(column, fmt::format("the number of network bits must be from 0 to {}", most));
        }
        return bits;
    }

    unsigned mask(const ip::address& address) {
        const Token& token = next("the mask of the address");
        const auto mask = read_address(token.text);
        const auto bits = mask && mask->is_v4() == address.is_v4() ? count_bits(*mask) : std::nullopt;
        if (!bits) fail(token.column, fmt::format("\"{}\" is not a mask for this address", token.text));
        return *bits;
    }

    AuthMethod method(HbaRules::Encryption encryption) {
        const Token& token = next("the method");
        const auto found = std::find_if(kMethods.begin(), kMethods.end(),
                                        [&](const MethodName& known) { return known.name == token.text; });
        if (found == kMethods.end()) {
            fail(token.column, fmt::format("the method must be trust, reject, md5, scram-sha-256, digest, password or "
                                           "cert, not \"{}\"",
                                           token.text));
        }
        const bool needs_tls = found->method == AuthMethod::Password || found->method == AuthMethod::Cert;
        if (needs_tls && encryption != HbaRules::Encryption::Required) {
            fail(token.column, fmt::format("the method {} needs the type hostssl", token.text));
        }
        return found->method;
    }

    static constexpr std::array<std::pair<std::string_view, HbaRules::Where>, 3> kPlaces = {
        {{"all", HbaRules::Where::Anywhere},
         {"samehost", HbaRules::Where::SameHost},
         {"samenet", HbaRules::Where::SameNet}}};

    std::vector<Token> tokens_;
    std::size_t number_ = 0; // of the line, from 1
    std::size_t end_ = 0;    // the column behind the line
    std::size_t at_ = 0;
};

HbaRules HbaRules::parse(std::string_view text) {
    HbaRules rules;
    HbaParser parser;
    std::string whole; // a line and what continues it
    std::size_t first = 1;
    for (std::size_t number = 1; !text.empty(); ++number) {
        const auto end = std::min(text.find('\n'), text.size());
        auto part = text.substr(0, end);
        if (part.ends_with('\r')) part.remove_suffix(1);
        text.remove_prefix(std::min(end + 1, text.size()));
        const bool goes_on = part.ends_with('\\');
        if (goes_on) part.remove_suffix(1);
        whole += part;
        if (goes_on && !text.empty()) continue;
        parser.line(whole, first, rules);
        whole.clear();
        first = number + 1;
    }
    return rules;
}

bool HbaRules::uses(AuthMethod method) const {
    return std::any_of(rules_.begin(), rules_.end(), [method](const Rule& rule) { return rule.method == method; });
}

bool HbaRules::Names::match(std::string_view name) const {
    return all || std::find(names.begin(), names.end(), name) != names.end();
}

bool HbaRules::Network::match(const std::optional<ip::address>& client) const {
    if (where == Where::Anywhere) return true;
    if (!client) return false;
    if (where == Where::Network) return is_in(*client, address, bits);
    const auto own = own_networks();
    return std::any_of(own.begin(), own.end(), [&](const OwnNetwork& network) {
        return where == Where::SameNet ? is_in(*client, network.address, network.bits)
                                       : bytes_of(*client) == bytes_of(network.address);
    });
}

bool HbaRules::Rule::match(const HbaClient& client, const std::optional<ip::address>& address) const {
    if (encryption == Encryption::Required && !client.encrypted) return false;
    if (encryption == Encryption::Absent && client.encrypted) return false;
    const bool database = databases.match(client.database) || (databases.same_user && client.database == client.user);
    return database && users.match(client.user) && network.match(address);
}

std::optional<AuthMethod> HbaRules::method_for(const HbaClient& client) const {
    const auto address = read_address(client.address);
    for (const Rule& rule : rules_)
        if (rule.match(client, address)) return rule.method;
    return std::nullopt;
}

} // namespace redstart::server

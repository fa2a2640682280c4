// Any two messages of a client against a real and a mock verifier, bound to the channel or not: only SqlError may come
// out, and never a success. A client that knows the password must be let in, whatever extensions it sends. Stored forms
// of passwords that are taken must survive being written and read.
#include "protocol/digest.hpp"
#include "protocol/error.hpp"
#include "protocol/hashing.hpp"
#include "protocol/md5.hpp"
#include "protocol/scram.hpp"
#include "tests/fuzz/support.hpp"

#include <string>

using namespace redstart::fuzz;
using namespace redstart::protocol;

namespace {

constexpr std::string_view kEndPoint = "hash of the certificate";

const auto& real() {
    static const auto verifier = ScramVerifier::make("pencil", "0123456789abcdef", 1);
    return verifier;
}

// How the server offers SCRAM and what the client chose.
enum class Binding { NotOffered, NotChosen, Chosen };

ScramServer start(const ScramVerifier& verifier, Binding binding) {
    ScramServer server(verifier, "fixed-nonce", std::string(binding == Binding::NotOffered ? "" : kEndPoint));
    if (binding == Binding::Chosen) server.bind_channel();
    return server;
}

void attack(const ScramVerifier& verifier, std::string_view first, std::string_view final, Binding binding) {
    auto server = start(verifier, binding);
    try {
        server.challenge(first);
        require(!server.verify(final));
    } catch (const SqlError& error) { require(error.severity() == Severity::Fatal); }
}

// Finishes an exchange with the right proof, whatever the first message was, if the server took it; then with the proof
// of one bit less.
void log_in(std::string_view first, Binding binding) {
    auto server = start(real(), binding);
    std::string challenge;
    try {
        challenge = server.challenge(first);
    } catch (const SqlError&) { return; }
    const auto bare = first.find(',', first.find(',') + 1) + 1;
    const auto bound = first.front() == 'p' ? kEndPoint : std::string_view{};
    const auto nonce = challenge.substr(2, challenge.find(',') - 2);
    const auto start = "c=" + to_base64(std::string(first.substr(0, bare)) + std::string(bound)) + ",r=" + nonce;
    const auto message = std::string(first.substr(bare)) + "," + challenge + "," + start;
    const auto client_key = hmac_sha256(pbkdf2_sha256("pencil", real().salt, 1), "Client Key");
    auto proof = hmac_sha256(sha256({client_key}), message);
    for (std::size_t i = 0; i < proof.size(); ++i) proof[i] = static_cast<char>(proof[i] ^ client_key[i]);
    const auto signature = server.verify(start + ",p=" + to_base64(proof));
    require(signature && signature->starts_with("v="));
    proof[first.size() % proof.size()] ^= 1;
    require(!server.verify(start + ",p=" + to_base64(proof)));
}

void check_stored_forms(std::string_view input) {
    if (const auto verifier = ScramVerifier::parse(input)) {
        const auto again = ScramVerifier::parse(verifier->to_string());
        require(again && again->to_string() == verifier->to_string() && again->salt == verifier->salt);
    }
    if (const auto digest = Sha256Password::parse(input)) {
        const auto again = Sha256Password::parse(digest->to_string());
        require(again && again->digest == digest->digest && again->salt == digest->salt);
    }
    const auto made = Sha256Password::make(input, std::string(32, 's'));
    require(made.matches(input) && Sha256Password::parse(made.to_string())->matches(input));
    const auto md5 = make_md5_password(input, "user");
    require(is_md5_password(md5) && md5_password_matches(md5, "user", input) &&
            !md5_response_matches(md5, "salt", input));
    static_cast<void>(is_md5_password(input));
    if (const auto raw = from_base64(input)) require(from_base64(to_base64(*raw)) == raw);
    require(from_base64(to_base64(input)) == input);
}

} // namespace

// A byte of choices, then the client's two messages, cut at the first line break, or a stored password.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    auto input = view(data, size);
    const auto choice = take_byte(input);
    const auto cut = std::min(input.find('\n'), input.size());
    const auto first = input.substr(0, cut);
    const auto final = input.substr(std::min(cut + 1, input.size()));
    static const auto mock = ScramVerifier::mock("nobody", "secret");
    constexpr Binding kBindings[] = {Binding::NotOffered, Binding::NotChosen, Binding::Chosen};
    const auto binding = kBindings[(choice >> 2) % 3];
    switch (choice & 3) {
    case 0: attack(real(), first, final, binding); break;
    case 1: attack(mock, first, final, binding); break;
    case 2: log_in(first, binding); break;
    default: check_stored_forms(input); break;
    }
    return 0;
}

// Any two messages of a client against a real and a mock verifier: only SqlError may come out, and never a success.
// A client that knows the password and sends any extensions must be let in.
#include "protocol/error.hpp"
#include "protocol/hashing.hpp"
#include "protocol/scram.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

using namespace redstart::protocol;

namespace {

const auto& real() {
    static const auto verifier = ScramVerifier::make("pencil", "0123456789abcdef", 1);
    return verifier;
}

void attack(const ScramVerifier& verifier, std::string_view first, std::string_view final, bool bound = false) {
    ScramServer server(verifier, "fixed-nonce", bound ? "hash of the certificate" : "");
    if (bound) server.bind_channel();
    try {
        server.challenge(first);
        if (server.verify(final)) std::abort();
    } catch (const SqlError&) {}
}

// Finishes an exchange with the right proof, whatever the first message was, if the server took it.
void log_in(std::string_view first) {
    ScramServer server(real(), "fixed-nonce");
    std::string challenge;
    try {
        challenge = server.challenge(first);
    } catch (const SqlError&) { return; }
    const auto nonce = challenge.substr(2, challenge.find(',') - 2);
    const auto start = std::string(first.front() == 'n' ? "c=biws" : "c=eSws") + ",r=" + nonce;
    const auto message = std::string(first.substr(3)) + "," + challenge + "," + start;
    const auto client_key = hmac_sha256(pbkdf2_sha256("pencil", real().salt, 1), "Client Key");
    auto proof = hmac_sha256(sha256({client_key}), message);
    for (std::size_t i = 0; i < proof.size(); ++i) proof[i] = static_cast<char>(proof[i] ^ client_key[i]);
    if (!server.verify(start + ",p=" + to_base64(proof))) std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const auto cut = std::min(input.find('\n'), size);
    const auto first = input.substr(0, cut);
    const auto final = input.substr(std::min(cut + 1, size));
    attack(real(), first, final);
    attack(real(), first, final, true);
    attack(ScramVerifier::mock("nobody", "secret"), first, final);
    log_in(first);
    if (const auto verifier = ScramVerifier::parse(input))
        if (!ScramVerifier::parse(verifier->to_string())) std::abort();
    try {
        static_cast<void>(decode_sasl_initial_response(input, true));
    } catch (const SqlError&) {}
    return 0;
}

// Any text as the file of --hba-file: refused with one line that says where, or rules that mean the same however the
// file goes on behind them.
#include "server/login/hba.hpp"
#include "tests/fuzz/support.hpp"

#include <algorithm>

using namespace redstart::fuzz;
using namespace redstart::server;

namespace {

const std::vector<HbaClient>& clients() {
    static const std::vector<HbaClient> all{
        {"127.0.0.1", false, "dev", "admin"}, {"127.0.0.1", true, "dev", "dev"},
        {"10.1.2.3", true, "test", "all"},    {"::1", false, "dev", "odd name"},
        {"::ffff:10.1.2.3", true, "", ""},    {"no address", false, "all", "sameuser"},
    };
    return all;
}

std::optional<HbaRules> parse(const std::string& text) {
    try {
        return HbaRules::parse(text);
    } catch (const HbaError& error) {
        const std::string_view what = error.what();
        const auto lines = 1 + static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
        const std::string place = "line ";
        require(what.starts_with(place) && what.find(", column ") != what.npos && what.find('\n') == what.npos);
        require(std::stoul(std::string(what.substr(place.size()))) <= lines);
        return std::nullopt;
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(view(data, size));
    const auto rules = parse(text);
    const auto longer = parse(text + "\n# nothing\n\nhost all all all reject\n");
    require(rules.has_value() == longer.has_value());
    if (!rules) return 0;
    require(longer->size() == rules->size() + 1);
    for (const auto& client : clients()) {
        const auto method = rules->method_for(client);
        require(longer->method_for(client) == method.value_or(AuthMethod::Reject));
        const bool needs_tls = method == AuthMethod::Password || method == AuthMethod::Cert;
        require(!needs_tls || client.encrypted);
    }
    return 0;
}

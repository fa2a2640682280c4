// Any bytes as any message of a client, as a start-up packet and as a line of the printer: only SqlError may come out.
#include "protocol/error.hpp"
#include "protocol/frontend.hpp"
#include "protocol/printer.hpp"
#include "protocol/startup.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

using namespace redstart::protocol;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const auto tag = static_cast<char>(data[0]);
    const std::string_view body(reinterpret_cast<const char*>(data) + 1, size - 1);
    try {
        static_cast<void>(decode(tag, body));
    } catch (const SqlError&) {}
    try {
        const auto packet = decode_startup(body);
        if (const auto* request = std::get_if<StartupRequest>(&packet)) {
            for (const auto& [name, value] : request->parameters)
                if (!request->find(name)) std::abort();
            if (request->protocol_options().size() > request->parameters.size()) std::abort();
        }
    } catch (const SqlError&) {}
    for (const auto& line : {print_frontend(tag, body), print_backend(tag, body), print_startup(body)})
        if (line.empty() || line.find('\n') != std::string::npos) std::abort();
    return 0;
}

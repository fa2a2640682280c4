#include "protocol/error.hpp"

namespace redstart::protocol {

std::string_view severity_name(Severity severity) noexcept {
    switch (severity) {
    case Severity::Debug: return "DEBUG";
    case Severity::Log: return "LOG";
    case Severity::Info: return "INFO";
    case Severity::Notice: return "NOTICE";
    case Severity::Warning: return "WARNING";
    case Severity::Error: return "ERROR";
    case Severity::Fatal: return "FATAL";
    case Severity::Panic: return "PANIC";
    }
    return "ERROR";
}

} // namespace redstart::protocol

#include "server/session/client_stream.hpp"

#include "protocol/backend.hpp"

#include <cassert>

namespace redstart::server {
namespace {

// A buffer that one huge row made larger than this is given back.
constexpr std::size_t kKeptBuffer = 4 * ClientStream::kFull;

} // namespace

bool ClientStream::flush_if_full() {
    if (writer_.size() < kFull) return true;
    assert(!writer_.in_frame());
    if (engine_depth_ == 0) return send(StopOn::AnySignal, std::nullopt) == IoStatus::Ok;
    if (!channel_.token().reclaim()) return false; // rows that arrive in the middle of an engine call
    const bool sent = send(StopOn::AnySignal, std::nullopt) == IoStatus::Ok;
    channel_.token().lend();
    return sent;
}

void ClientStream::notice(const protocol::SqlError& notice) {
    protocol::write(writer_, protocol::NoticeResponse{notice});
}

void ClientStream::parameter_status(std::string_view name, std::string_view value) {
    protocol::write(writer_, protocol::ParameterStatus{name, value});
}

void ClientStream::enter_engine() {
    if (engine_depth_++ > 0) return;
    entry_.set_in_engine(true);
    channel_.token().lend();
}

void ClientStream::leave_engine() {
    if (--engine_depth_ > 0) return;
    channel_.token().reclaim(); // when it was closed meanwhile, the executor's flag ends the statement
    entry_.set_in_engine(false);
}

IoStatus ClientStream::flush(Deadline deadline) { return send(StopOn::Termination, deadline); }

IoStatus ClientStream::send(StopOn stop_on, Deadline deadline) {
    if (!unsent_.empty()) {
        const IoResult result = send_bytes(unsent_, stop_on, deadline);
        unsent_.erase(0, result.bytes);
        if (result.status != IoStatus::Ok) {
            unsent_.append(writer_.view());
            writer_.clear();
            return result.status;
        }
        unsent_ = {};
    }
    const IoResult result = send_bytes(writer_.view(), stop_on, deadline);
    if (result.status != IoStatus::Ok) unsent_ = writer_.view().substr(result.bytes);
    channel_.set_between_frames(unsent_.empty());
    if (writer_.size() > kKeptBuffer) writer_ = protocol::WireWriter();
    writer_.clear();
    return result.status;
}

IoResult ClientStream::send_bytes(std::string_view bytes, StopOn stop_on, Deadline deadline) {
    std::size_t sent = 0;
    for (;;) {
        const IoResult result = channel_.write(bytes.substr(sent), deadline);
        sent += result.bytes;
        if (result.status == IoStatus::Closed) entry_.terminate(EndReason::ClientGone);
        if (result.status != IoStatus::Interrupted) return {result.status, sent};
        const bool stop = entry_.terminating() || (stop_on == StopOn::AnySignal && entry_.signalled());
        if (stop) return {IoStatus::Interrupted, sent};
    }
}

} // namespace redstart::server

// ClientStream: the executor's ClientOutput over a channel: collects frames and sends them, keeps the rest of a write
// that was interrupted, and lends the channel while the backend is in the engine.
// Owned and used by one backend.
#pragma once

#include "protocol/wire_writer.hpp"
#include "server/net/channel.hpp"
#include "server/session/session_entry.hpp"
#include "sql/executor/executor.hpp"

#include <string>

namespace redstart::server {

class ClientStream final : public sql::ClientOutput {
public:
    // Rows are sent when this many bytes have been written.
    static constexpr std::size_t kFull = 64 * 1024;

    ClientStream(Channel& channel, SessionEntry& entry) : channel_(channel), entry_(entry) {}

    protocol::WireWriter& writer() override { return writer_; }
    bool flush_if_full() override;
    void notice(const protocol::SqlError& notice) override;
    void parameter_status(std::string_view name, std::string_view value) override;
    void enter_engine() override;
    void leave_engine() override;

    // Sends everything. Ends early only when the session is being ended, the connection is gone (the entry then says
    // so) or the deadline has passed.
    IoStatus flush(Deadline deadline);

private:
    enum class StopOn : unsigned char { Termination, AnySignal };

    IoStatus send(StopOn stop_on, Deadline deadline);
    IoResult send_bytes(std::string_view bytes, StopOn stop_on, Deadline deadline);

    Channel& channel_;
    SessionEntry& entry_;
    protocol::WireWriter writer_; // whole frames, and the one being written
    std::string unsent_;          // what an interrupted write left; goes out before anything in writer_
    int engine_depth_ = 0;
};

} // namespace redstart::server

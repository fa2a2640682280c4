// SpoolBudget: how many bytes of results one session may keep while their clients read them piece by piece.
// Owned by the session's context, which outlives every share; used on the backend's thread.
// Source: the Redshift developer guide, DECLARE, "Cursor constraints": all results of a session's cursors together may
// have 64,000 MB on a single node of the current kind.
#pragma once

#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"

#include <cstdint>
#include <string>

namespace redstart::sql {

class SpoolBudget {
public:
    static constexpr std::uint64_t kMegabyte = 1024 * 1024;
    static constexpr std::uint64_t kSessionLimit = 64'000 * kMegabyte;

    // What one result has of it; given back when the share ends.
    class Share {
    public:
        explicit Share(SpoolBudget& budget) : budget_(budget) {}
        ~Share() { budget_.used_ -= bytes_; }
        Share(const Share&) = delete;
        Share& operator=(const Share&) = delete;

        // max_cursor_result_set_size: a number of megabytes; 0: only the session's limit.
        void use_limit(const std::string& megabytes) {
            const auto number = std::stoull(megabytes);
            limit_ = number == 0 ? kSessionLimit : number * kMegabyte;
        }

        // The result now has `bytes`. Throws 53400 when it has more than it may, or the session has.
        void grow_to(std::uint64_t bytes) {
            budget_.used_ += bytes - bytes_;
            bytes_ = bytes;
            if (bytes > limit_) exceeded(limit_, "max_cursor_result_set_size");
            if (budget_.used_ > kSessionLimit) exceeded(kSessionLimit, "the maximum size of a session's results");
        }

    private:
        [[noreturn]] static void exceeded(std::uint64_t limit, const std::string& name) {
            throw protocol::SqlError(protocol::sqlstate::kConfigurationLimitExceeded, "result set exceeds " + name)
                .detail("The limit is " + std::to_string(limit / kMegabyte) + " MB.");
        }

        SpoolBudget& budget_;
        std::uint64_t limit_ = kSessionLimit;
        std::uint64_t bytes_ = 0;
    };

private:
    std::uint64_t used_ = 0;
};

} // namespace redstart::sql

// OffsetMap: where in the client's text a place of the rewritten text comes from, for error positions.
// A value.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace redstart::sql {

class OffsetMap {
public:
    // `shift`: where the text begins in the source when nothing was rewritten.
    explicit OffsetMap(std::size_t shift = 0) : pieces_{{0, static_cast<std::uint32_t>(shift), true}} {}

    // From byte `out` of the rewritten text on, the text comes from byte `in` of the source: byte by byte when
    // `copied`, else all of it from that one place. Called with ascending `out`.
    void add(std::size_t out, std::size_t in, bool copied) {
        const Piece piece{static_cast<std::uint32_t>(out), static_cast<std::uint32_t>(in), copied};
        if (pieces_.back().out == piece.out)
            pieces_.back() = piece;
        else
            pieces_.push_back(piece);
    }

    // The byte of the source (Statement::source) that byte `out` of the rewritten text stands for.
    std::size_t source_offset(std::size_t out) const {
        const auto after = std::upper_bound(pieces_.begin(), pieces_.end(), out,
                                            [](std::size_t at, const Piece& piece) { return at < piece.out; });
        const auto& piece = *(after - 1);
        return piece.copied ? piece.in + (out - piece.out) : piece.in;
    }

private:
    struct Piece {
        std::uint32_t out;
        std::uint32_t in;
        bool copied;
    };
    std::vector<Piece> pieces_;
};

} // namespace redstart::sql

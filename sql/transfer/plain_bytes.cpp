#include "sql/transfer/plain_bytes.hpp"

#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"

#include <array>
#include <cerrno>
#include <utility>

#include <iconv.h>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using protocol::SqlError;

constexpr std::size_t kPiece = 256 * 1024;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

} // namespace

// UTF-16 to UTF-8, by iconv.
class PlainBytes::Decoder {
public:
    explicit Decoder(Encoding encoding) : encoding_(encoding) {}
    ~Decoder() {
        if (open()) iconv_close(converter_);
    }

    void decode(std::string_view bytes, std::string& out) {
        waiting_.append(bytes);
        if (!open() && !start()) return;
        std::array<char, 32 * 1024> piece{};
        char* from = waiting_.data();
        std::size_t left = waiting_.size();
        while (left > 0) {
            char* to = piece.data();
            std::size_t room = piece.size();
            const auto result = iconv(converter_, &from, &left, &to, &room);
            out.append(piece.data(), piece.size() - room);
            if (result != static_cast<std::size_t>(-1) || errno == E2BIG) continue;
            if (errno == EINVAL) break; // a character that is cut
            throw wrong();
        }
        waiting_.erase(0, waiting_.size() - left);
    }
    void end() const {
        if (!waiting_.empty()) throw wrong();
    }

private:
    bool open() const { return converter_ != reinterpret_cast<iconv_t>(-1); }
    static SqlError wrong() {
        return {state::kCharacterNotInRepertoire,
                "Encoding of the file is not the same as that specified in the COPY command"};
    }
    // False: the byte order mark has not come yet.
    bool start() {
        if (waiting_.size() < 2) return false;
        const bool little = waiting_.starts_with("\xFF\xFE");
        const bool big = waiting_.starts_with("\xFE\xFF");
        if (encoding_ == Encoding::Utf16 && !little && !big) throw wrong();
        if (little || big) waiting_.erase(0, 2);
        const bool as_little = encoding_ == Encoding::Utf16 ? little : encoding_ == Encoding::Utf16Le;
        converter_ = iconv_open("UTF-8", as_little ? "UTF-16LE" : "UTF-16BE");
        if (!open()) throw SqlError(state::kInternalError, "UTF-16 cannot be converted");
        return true;
    }

    const Encoding encoding_;
    iconv_t converter_ = reinterpret_cast<iconv_t>(-1);
    std::string waiting_;
};

PlainBytes::PlainBytes(const LoadOptions& options)
    : decompressor_(make_decompressor(options.compression)),
      decoder_(options.encoding == Encoding::Utf8 ? nullptr : std::make_unique<Decoder>(options.encoding)) {}

PlainBytes::~PlainBytes() = default;

void PlainBytes::feed(std::string_view bytes) {
    if (decompressor_)
        decompressor_->feed(bytes);
    else
        raw_ = bytes;
}

std::string_view PlainBytes::next() {
    while (true) {
        std::string_view bytes;
        if (!decompressor_)
            bytes = std::exchange(raw_, {});
        else if (decompressor_->take(plain_, kPiece))
            bytes = plain_;
        else
            return {};
        if (bytes.empty() && !decompressor_) return {};
        if (decoder_) {
            decoded_.clear();
            decoder_->decode(bytes, decoded_);
            bytes = decoded_;
        }
        if (!bytes.empty() && std::exchange(first_, false) && bytes.starts_with(kByteOrderMark))
            bytes.remove_prefix(kByteOrderMark.size());
        if (!bytes.empty()) return bytes;
    }
}

void PlainBytes::end() {
    if (decompressor_) decompressor_->end();
    if (decoder_) decoder_->end();
}

} // namespace redstart::sql

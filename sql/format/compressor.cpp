#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/format/compression.hpp"

#include <algorithm>
#include <array>
#include <new>

#include <bzlib.h>
#include <zlib.h>
#include <zstd.h>

namespace redstart::sql {
namespace {

using Piece = std::array<char, 64 * 1024>;

[[noreturn]] void failed(const char* format) {
    throw protocol::SqlError(protocol::sqlstate::kInternalError, std::string(format) + " compression failed");
}

class GzipWriter final : public Compressor {
public:
    GzipWriter() {
        constexpr int kMemory = 8;
        if (deflateInit2(&stream_, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 16 + MAX_WBITS, kMemory, Z_DEFAULT_STRATEGY) !=
            Z_OK)
            throw std::bad_alloc();
    }
    ~GzipWriter() override { deflateEnd(&stream_); }
    void write(std::string_view bytes, std::string& out) override {
        stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
        stream_.avail_in = static_cast<uInt>(bytes.size());
        run(Z_NO_FLUSH, out);
    }
    void end(std::string& out) override { run(Z_FINISH, out); }

private:
    void run(int flush, std::string& out) {
        do {
            stream_.next_out = reinterpret_cast<Bytef*>(piece_.data());
            stream_.avail_out = static_cast<uInt>(piece_.size());
            if (deflate(&stream_, flush) == Z_STREAM_ERROR) failed("GZIP");
            out.append(piece_.data(), piece_.size() - stream_.avail_out);
        } while (stream_.avail_out == 0);
    }
    z_stream stream_{};
    Piece piece_{};
};

class Bzip2Writer final : public Compressor {
public:
    Bzip2Writer() {
        constexpr int kBlocks = 9;
        if (BZ2_bzCompressInit(&stream_, kBlocks, 0, 0) != BZ_OK) throw std::bad_alloc();
    }
    ~Bzip2Writer() override { BZ2_bzCompressEnd(&stream_); }
    void write(std::string_view bytes, std::string& out) override {
        stream_.next_in = const_cast<char*>(bytes.data());
        stream_.avail_in = static_cast<unsigned>(bytes.size());
        while (stream_.avail_in > 0) run(BZ_RUN, out);
    }
    void end(std::string& out) override {
        while (run(BZ_FINISH, out) != BZ_STREAM_END) {}
    }

private:
    int run(int action, std::string& out) {
        stream_.next_out = piece_.data();
        stream_.avail_out = static_cast<unsigned>(piece_.size());
        const int result = BZ2_bzCompress(&stream_, action);
        if (result < 0) failed("BZIP2");
        out.append(piece_.data(), piece_.size() - stream_.avail_out);
        return result;
    }
    bz_stream stream_{};
    Piece piece_{};
};

class ZstdWriter final : public Compressor {
public:
    ZstdWriter() {
        if (stream_ == nullptr) throw std::bad_alloc();
    }
    ~ZstdWriter() override { ZSTD_freeCStream(stream_); }
    void write(std::string_view bytes, std::string& out) override {
        ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
        while (in.pos < in.size) run(in, ZSTD_e_continue, out);
    }
    void end(std::string& out) override {
        ZSTD_inBuffer in{nullptr, 0, 0};
        while (run(in, ZSTD_e_end, out) != 0) {}
    }

private:
    std::size_t run(ZSTD_inBuffer& in, ZSTD_EndDirective directive, std::string& out) {
        ZSTD_outBuffer written{piece_.data(), piece_.size(), 0};
        const auto left = ZSTD_compressStream2(stream_, &written, &in, directive);
        if (ZSTD_isError(left) != 0) failed("ZSTD");
        out.append(piece_.data(), written.pos);
        return left;
    }
    ZSTD_CStream* const stream_ = ZSTD_createCStream();
    Piece piece_{};
};

} // namespace

std::unique_ptr<Compressor> make_compressor(Compression compression) {
    switch (compression) {
    case Compression::Gzip: return std::make_unique<GzipWriter>();
    case Compression::Bzip2: return std::make_unique<Bzip2Writer>();
    case Compression::Zstd: return std::make_unique<ZstdWriter>();
    case Compression::Lzop: // UNLOAD has none
    case Compression::None: break;
    }
    return nullptr;
}

} // namespace redstart::sql

#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/format/compression.hpp"
#include "sql/format/lzop_reader.hpp"

#include <algorithm>
#include <new>

#include <bzlib.h>
#include <fmt/core.h>
#include <zlib.h>
#include <zstd.h>

namespace redstart::sql {
namespace {

[[noreturn]] void corrupt(const char* format) {
    throw protocol::SqlError(protocol::sqlstate::kBadCopyFileFormat, fmt::format("corrupt {} data", format));
}

[[noreturn]] void cut_off(const char* format) {
    throw protocol::SqlError(protocol::sqlstate::kBadCopyFileFormat,
                             std::string(format) + " data end before the end of the stream");
}

unsigned limited(std::size_t size) { return static_cast<unsigned>(std::min<std::size_t>(size, 1U << 30)); }

// Streams may follow one another in one object.
class GzipReader final : public Decompressor {
public:
    GzipReader() {
        if (inflateInit2(&stream_, 16 + MAX_WBITS) != Z_OK) throw std::bad_alloc();
    }
    ~GzipReader() override { inflateEnd(&stream_); }

    void feed(std::string_view bytes) override {
        stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
        stream_.avail_in = limited(bytes.size());
    }
    bool take(std::string& out, std::size_t most) override {
        if (stream_.avail_in == 0 && !full_) return false;
        if (ended_) {
            inflateReset(&stream_);
            ended_ = false;
        }
        out.resize(most);
        stream_.next_out = reinterpret_cast<Bytef*>(out.data());
        stream_.avail_out = limited(most);
        const int result = inflate(&stream_, Z_NO_FLUSH);
        if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR) corrupt("GZIP");
        ended_ = result == Z_STREAM_END;
        full_ = stream_.avail_out == 0 && !ended_;
        out.resize(most - stream_.avail_out);
        return true;
    }
    void end() override {
        if (!ended_) cut_off("GZIP");
    }

private:
    z_stream stream_{};
    bool ended_ = true; // at the end of a stream; an empty object is none
    bool full_ = false; // more may come out without more going in
};

class Bzip2Reader final : public Decompressor {
public:
    ~Bzip2Reader() override {
        if (open_) BZ2_bzDecompressEnd(&stream_);
    }

    void feed(std::string_view bytes) override {
        stream_.next_in = const_cast<char*>(bytes.data());
        stream_.avail_in = limited(bytes.size());
    }
    bool take(std::string& out, std::size_t most) override {
        if (stream_.avail_in == 0 && !full_) return false;
        if (!open_) {
            if (BZ2_bzDecompressInit(&stream_, 0, 0) != BZ_OK) throw std::bad_alloc();
            open_ = true;
        }
        out.resize(most);
        stream_.next_out = out.data();
        stream_.avail_out = limited(most);
        const int result = BZ2_bzDecompress(&stream_);
        if (result != BZ_OK && result != BZ_STREAM_END) corrupt("BZIP2");
        out.resize(most - stream_.avail_out);
        full_ = stream_.avail_out == 0 && result == BZ_OK;
        if (result == BZ_STREAM_END) {
            BZ2_bzDecompressEnd(&stream_);
            open_ = false;
        }
        return true;
    }
    void end() override {
        if (open_) cut_off("BZIP2");
    }

private:
    bz_stream stream_{};
    bool open_ = false;
    bool full_ = false;
};

class ZstdReader final : public Decompressor {
public:
    ZstdReader() {
        if (stream_ == nullptr) throw std::bad_alloc();
    }
    ~ZstdReader() override { ZSTD_freeDStream(stream_); }

    void feed(std::string_view bytes) override { in_ = {bytes.data(), bytes.size(), 0}; }
    bool take(std::string& out, std::size_t most) override {
        if (in_.pos == in_.size && !full_) return false;
        out.resize(most);
        ZSTD_outBuffer written{out.data(), most, 0};
        left_ = ZSTD_decompressStream(stream_, &written, &in_);
        if (ZSTD_isError(left_) != 0) corrupt("ZSTD");
        full_ = written.pos == most && left_ != 0;
        out.resize(written.pos);
        return true;
    }
    void end() override {
        if (left_ != 0) cut_off("ZSTD");
    }

private:
    ZSTD_DStream* const stream_ = ZSTD_createDStream();
    ZSTD_inBuffer in_{nullptr, 0, 0};
    std::size_t left_ = 0; // of the frame; 0: at its end
    bool full_ = false;
};

} // namespace

std::unique_ptr<Decompressor> make_decompressor(Compression compression) {
    switch (compression) {
    case Compression::Gzip: return std::make_unique<GzipReader>();
    case Compression::Bzip2: return std::make_unique<Bzip2Reader>();
    case Compression::Zstd: return std::make_unique<ZstdReader>();
    case Compression::Lzop: return std::make_unique<LzopReader>();
    case Compression::None: break;
    }
    return nullptr;
}

std::string_view compressed_extension(Compression compression) {
    switch (compression) {
    case Compression::Gzip: return ".gz";
    case Compression::Bzip2: return ".bz2";
    case Compression::Zstd: return ".zst";
    case Compression::Lzop: return ".lzo"; // is not written
    case Compression::None: break;
    }
    return "";
}

} // namespace redstart::sql

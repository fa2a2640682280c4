// Four recipes by the length of the text, as FarmHash's authors publish them (farmhashna).
#include "catalog/functions/text/farm_hash.hpp"

#include <bit>
#include <cstring>
#include <utility>

namespace redstart::catalog {

namespace {

using Word = std::uint64_t;

constexpr Word k0 = 0xc3a5c85c97cb3127U;
constexpr Word k1 = 0xb492b66fbe98f273U;
constexpr Word k2 = 0x9ae16a3b2f90404fU;

struct Pair {
    Word first = 0;
    Word second = 0;
};

// Little endian; the bytes are there.
Word read64(const char* bytes) {
    Word value = 0;
    std::memcpy(&value, bytes, sizeof value);
    return value;
}
Word read32(const char* bytes) {
    std::uint32_t value = 0;
    std::memcpy(&value, bytes, sizeof value);
    return value;
}
static_assert(std::endian::native == std::endian::little);

Word rotate(Word value, int bits) { return std::rotr(value, bits); }
Word mixed(Word value) { return value ^ (value >> 47U); }

Word joined(Word u, Word v, Word factor) {
    const Word a = mixed((u ^ v) * factor);
    return mixed((v ^ a) * factor) * factor;
}

Word up_to_16(const char* s, std::size_t size) {
    if (size >= 8) {
        const Word factor = k2 + size * 2;
        const Word a = read64(s) + k2;
        const Word b = read64(s + size - 8);
        return joined(rotate(b, 37) * factor + a, (rotate(a, 25) + b) * factor, factor);
    }
    if (size >= 4) return joined(size + (read32(s) << 3U), read32(s + size - 4), k2 + size * 2);
    if (size == 0) return k2;
    const auto byte = [s](std::size_t i) { return std::uint32_t{static_cast<unsigned char>(s[i])}; };
    const std::uint32_t y = byte(0) + (byte(size / 2) << 8U);
    const std::uint32_t z = static_cast<std::uint32_t>(size) + (byte(size - 1) << 2U);
    return mixed(y * k2 ^ z * k0) * k2;
}

Word up_to_32(const char* s, std::size_t size) {
    const Word factor = k2 + size * 2;
    const Word a = read64(s) * k1;
    const Word b = read64(s + 8);
    const Word c = read64(s + size - 8) * factor;
    const Word d = read64(s + size - 16) * k2;
    return joined(rotate(a + b, 43) + rotate(c, 30) + d, a + rotate(b + k2, 18) + c, factor);
}

Word up_to_64(const char* s, std::size_t size) {
    const Word factor = k2 + size * 2;
    const Word a = read64(s) * k2;
    const Word b = read64(s + 8);
    const Word c = read64(s + size - 8) * factor;
    const Word d = read64(s + size - 16) * k2;
    const Word y = rotate(a + b, 43) + rotate(c, 30) + d;
    const Word z = joined(y, a + rotate(b + k2, 18) + c, factor);
    const Word e = read64(s + 16) * factor;
    const Word f = read64(s + 24);
    const Word g = (y + read64(s + size - 32)) * factor;
    const Word h = (z + read64(s + size - 24)) * factor;
    return joined(rotate(e + f, 43) + rotate(g, 30) + h, e + rotate(f + a, 18) + g, factor);
}

Pair weak(const char* s, Word a, Word b) {
    a += read64(s);
    b = rotate(b + a + read64(s + 24), 21);
    const Word c = a;
    a += read64(s + 8) + read64(s + 16);
    b += rotate(a, 44);
    return {a + read64(s + 24), b + c};
}

// One block of 64 bytes; `nine` weighs what is carried over, which the last block does nine times.
struct Blocks {
    Word x, y, z;
    Pair v, w;

    void take(const char* s, Word factor, Word nine) {
        x = rotate(x + y + v.first + read64(s + 8), 37) * factor;
        y = rotate(y + v.second + read64(s + 48), 42) * factor;
        x ^= w.second * nine;
        y += v.first * nine + read64(s + 40);
        z = rotate(z + w.first, 33) * factor;
        v = weak(s, v.second * factor, x + w.first);
        w = weak(s + 32, z + w.second, y + read64(s + 16));
        std::swap(z, x);
    }
};

} // namespace

std::uint64_t farm_fingerprint(std::string_view bytes) {
    const auto* s = bytes.data();
    const auto size = bytes.size();
    if (size <= 16) return up_to_16(s, size);
    if (size <= 32) return up_to_32(s, size);
    if (size <= 64) return up_to_64(s, size);
    constexpr Word kSeed = 81;
    constexpr std::size_t kBlock = 64;
    Blocks blocks{kSeed * k2 + read64(s), kSeed * k1 + 113, 0, {}, {}};
    blocks.z = mixed(blocks.y * k2 + 113) * k2;
    const auto whole = (size - 1) / kBlock * kBlock;
    for (std::size_t at = 0; at < whole; at += kBlock) blocks.take(s + at, k1, 1);
    const Word factor = k1 + ((blocks.z & 0xFFU) << 1U);
    auto& [x, y, z, v, w] = blocks;
    w.first += (size - 1) % kBlock;
    v.first += w.first;
    w.first += v.first;
    blocks.take(s + size - kBlock, factor, 9);
    return joined(joined(v.first, w.first, factor) + mixed(y) * k0 + z, joined(v.second, w.second, factor) + x, factor);
}

} // namespace redstart::catalog

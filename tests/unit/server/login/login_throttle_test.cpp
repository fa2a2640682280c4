// How guessing is slowed down: by address, with a bound, in parallel too, and never far for this machine's own users.
#include "server/login/login_throttle.hpp"

#include <catch2/catch.hpp>

using namespace redstart::server;
using namespace std::chrono_literals;

namespace {

const LoginThrottle::Time kStart = LoginThrottle::Time() + 1h;

struct Guesser {
    explicit Guesser(std::string from) : address(std::move(from)) {}

    // Attempts one behind the other; the wait of the last.
    std::chrono::milliseconds fail(int times) {
        std::chrono::milliseconds waited{0};
        for (int i = 0; i < times; ++i) {
            const auto turn = throttle.begin(address, now);
            REQUIRE(turn);
            waited = std::chrono::duration_cast<std::chrono::milliseconds>(*turn - now);
            now = *turn;
        }
        return waited;
    }

    LoginThrottle throttle;
    LoginThrottle::Time now = kStart;
    std::string address;
};

} // namespace

TEST_CASE("the first mistakes cost nothing, each further one twice as much, up to a bound") {
    Guesser guesser("192.0.2.7");
    CHECK(guesser.fail(3) == 0ms);
    CHECK(guesser.fail(1) == 100ms);
    const auto fifth = guesser.fail(1);
    CHECK(fifth > 180ms);
    CHECK(fifth <= 200ms);
    CHECK(guesser.fail(8) == LoginThrottle::kMostDelay);
    CHECK(guesser.fail(50) <= LoginThrottle::kMostDelay);
    SECTION("another address is not concerned") {
        CHECK(guesser.throttle.begin("192.0.2.8", guesser.now) == guesser.now);
    }
    SECTION("time heals") {
        guesser.now += LoginThrottle::kForget * LoginThrottle::kMostCharged;
        CHECK(guesser.fail(3) == 0ms);
    }
}

TEST_CASE("attempts in parallel wait for each other and are refused unseen when there are too many") {
    LoginThrottle throttle;
    int judged = 0;
    LoginThrottle::Time last = kStart;
    for (int i = 0; i < 1000; ++i) {
        const auto turn = throttle.begin("192.0.2.7", kStart);
        if (!turn) continue;
        CHECK(*turn >= last);
        last = *turn;
        ++judged;
    }
    CHECK(judged >= LoginThrottle::kFree);
    CHECK(judged < 12);
    CHECK(last <= kStart + LoginThrottle::kMostWait);
}

TEST_CASE("this machine's own users never wait long") {
    LoginThrottle throttle;
    for (const char* address : {"127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1", "[local]"}) {
        for (int i = 0; i < 1000; ++i) {
            const auto turn = throttle.begin(address, kStart);
            REQUIRE(turn);
            REQUIRE(*turn <= kStart + LoginThrottle::kMostLoopbackWait);
        }
        CHECK(*throttle.begin(address, kStart) > kStart); // but they do wait
    }
}

TEST_CASE("who gets in is not slowed down, and does not pay for others' mistakes with its own") {
    Guesser guesser("192.0.2.7");
    for (int i = 0; i < 100; ++i) {
        REQUIRE(guesser.fail(1) == 0ms);
        guesser.throttle.succeeded(guesser.address, guesser.now);
    }
    guesser.fail(8);
    const auto before = guesser.fail(1);
    guesser.fail(1);
    guesser.throttle.succeeded(guesser.address, guesser.now); // a good password does not wash guesses away
    CHECK(guesser.fail(1) >= before);
}

TEST_CASE("an IPv6 network of 64 bits is one address") {
    Guesser guesser("2001:db8::1");
    guesser.fail(8);
    CHECK(*guesser.throttle.begin("2001:db8::2", guesser.now) > guesser.now);
    CHECK(*guesser.throttle.begin("2001:db8:0:1::2", guesser.now) == guesser.now);
}

TEST_CASE("the memory for addresses is bounded") {
    LoginThrottle throttle;
    for (int i = 0; i < 20'000; ++i) {
        const auto address = "10.1." + std::to_string(i / 256) + "." + std::to_string(i % 256);
        REQUIRE(throttle.begin(address, kStart + std::chrono::microseconds(i)));
    }
    CHECK(throttle.addresses() <= LoginThrottle::kMostAddresses);
}

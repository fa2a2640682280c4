// The word lists of the TICKIT sample: people, places, venues and what is performed there.
// Constant data with static storage; may be read on any thread.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace redstart::sql::sample {

struct City {
    std::string_view name;
    std::string_view state; // two letters; Canadian provinces are among them
};

constexpr std::int32_t kSeatsUnknown = -1; // becomes NULL

struct Venue {
    std::string_view name;
    std::string_view city;
    std::string_view state;
    std::int32_t seats;
};

std::span<const std::string_view> first_names();
std::span<const std::string_view> last_names();
std::span<const City> cities();

// What is on, by category; the earlier names of a list are meant to be the more popular ones.
std::span<const std::string_view> musicals();
std::span<const std::string_view> plays();
std::span<const std::string_view> operas();
std::span<const std::string_view> pop_acts();

// All 202 venues, grouped: first the grounds for concerts and sports, then theatres, then opera houses.
std::span<const Venue> venues();

// Half-open range of indexes into venues().
struct VenueRange {
    std::int32_t begin;
    std::int32_t end;
};
VenueRange concert_venues();
VenueRange theatres();
VenueRange opera_houses();

} // namespace redstart::sql::sample

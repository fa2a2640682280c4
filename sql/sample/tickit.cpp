// Row makers of the TICKIT sample for people, places, days and events; listings and sales are in tickit_sales.cpp.
#include "sql/sample/tickit.hpp"

#include "sql/sample/row_random.hpp"
#include "sql/sample/tickit_calendar.hpp"
#include "sql/sample/tickit_names.hpp"

#include <array>
#include <iterator>

namespace redstart::sql::sample {
namespace {

constexpr std::uint64_t kUserStream = 1;
// Chosen so that the guide's queries about one show on one day (Hamlet on 2008-08-26) find rows.
constexpr std::uint64_t kEventStream = 109;

// Three letters, two digits, three letters, as a number system. Multiplying by a number without common divisor with
// the size of the system permutes it, so that names look random and never repeat.
std::string make_username(std::int32_t userid) {
    constexpr std::uint64_t kSize = 26ULL * 26 * 26 * 100 * 26 * 26 * 26;
    constexpr std::uint64_t kStep = 18446744071ULL % kSize;
    static_assert(kStep % 2 != 0 && kStep % 5 != 0 && kStep % 13 != 0, "the step must permute the names");
    std::uint64_t rest = static_cast<std::uint64_t>(userid) * kStep % kSize;
    std::string name(8, ' ');
    for (std::size_t place = name.size(); place-- > 0;) {
        const bool digit = place == 3 || place == 4;
        const std::uint64_t base = digit ? 10 : 26;
        name[place] = static_cast<char>((digit ? '0' : 'A') + static_cast<char>(rest % base));
        rest /= base;
    }
    return name;
}

// Only the domains that RFC 2606 and its companions keep for examples: nobody's real mailbox is in the sample.
std::string make_email(std::string_view first, std::string_view last, std::int32_t userid, RowRandom& random) {
    static constexpr std::array<std::string_view, 4> kDomains = {"@example.com", "@example.org", "@example.net",
                                                                 "@example.edu"};
    std::string email;
    for (const char letter : first) email += static_cast<char>(letter >= 'A' && letter <= 'Z' ? letter + 32 : letter);
    email += '.';
    for (const char letter : last) {
        if (letter != '\'') email += letter;
    }
    email += std::to_string(userid);
    return email.append(random.pick(std::span<const std::string_view>(kDomains)));
}

// "(206) 555-0123"; 555 is the exchange that telephone companies leave to fiction.
std::string make_phone(RowRandom& random) {
    const std::string area = std::to_string(201 + random.below(780));
    const std::string line = std::to_string(10000 + random.below(10000));
    return "(" + area + ") 555-" + line.substr(1);
}

Answer make_answer(RowRandom& random) {
    const std::int64_t roll = random.below(10);
    if (roll < 3) return Answer::Yes;
    return roll < 6 ? Answer::No : Answer::Unknown;
}

constexpr CategoryRow kCategoryRows[] = {
    {1, "Sports", "MLB", "Major League Baseball"},
    {2, "Sports", "NHL", "National Hockey League"},
    {3, "Sports", "NFL", "National Football League"},
    {4, "Sports", "NBA", "National Basketball Association"},
    {5, "Sports", "MLS", "Major League Soccer"},
    {6, "Shows", "Musicals", "Musical theatre"},
    {7, "Shows", "Plays", "All non-musical theatre"},
    {8, "Shows", "Opera", "All opera and light opera"},
    {9, "Concerts", "Pop", "All rock and pop music concerts"},
    {10, "Concerts", "Jazz", "All jazz singers and bands"},
    {11, "Concerts", "Classical", "All symphony, concerto, and choir concerts"},
};
static_assert(std::size(kCategoryRows) == kCategories);

// What an event of a category can be and where. The guide's events are of these four categories only.
struct Programme {
    std::int16_t catid;
    std::span<const std::string_view> names;
    VenueRange stages;
};

Programme pick_programme(RowRandom& random) {
    const std::int64_t percent = random.below(100);
    if (percent < 28) return {6, musicals(), theatres()};
    if (percent < 54) return {7, plays(), theatres()};
    if (percent < 60) return {8, operas(), opera_houses()};
    return {9, pop_acts(), concert_venues()};
}

} // namespace

UserRow make_user(std::int32_t userid) {
    RowRandom random(kUserStream, static_cast<std::uint64_t>(userid));
    UserRow row{};
    row.userid = userid;
    row.username = make_username(userid);
    row.firstname = random.pick(first_names());
    row.lastname = random.pick(last_names());
    const City& city = random.pick(cities());
    row.city = city.name;
    row.state = city.state;
    row.email = make_email(row.firstname, row.lastname, userid, random);
    row.phone = make_phone(random);
    for (Answer& like : row.likes) like = make_answer(random);
    return row;
}

VenueRow make_venue(std::int32_t venueid) {
    const Venue& venue = venues()[static_cast<std::size_t>(venueid) - 1];
    return {static_cast<std::int16_t>(venueid), venue.name, venue.city, venue.state, venue.seats};
}

CategoryRow make_category(std::int32_t catid) { return kCategoryRows[catid - 1]; }

EventRow make_event(std::int32_t eventid) {
    // Hours at which curtains rise; evenings come up more often than matinees.
    static constexpr std::array<std::int32_t, 8> kMinutes = {14 * 60, 14 * 60 + 30, 15 * 60,      19 * 60,
                                                             19 * 60, 19 * 60 + 30, 19 * 60 + 30, 20 * 60};
    RowRandom random(kEventStream, static_cast<std::uint64_t>(eventid));
    const Programme programme = pick_programme(random);
    const std::int32_t stages = programme.stages.end - programme.stages.begin;
    // Half of all events lean to the bigger houses, which come first; the other half keeps every house busy.
    const std::int64_t stage = random.below(2) == 0 ? random.low_below(stages) : random.below(stages);
    const std::string_view name = random.pick_low(programme.names);
    const auto day = static_cast<std::int32_t>(random.below(kDates));
    const std::int64_t second = day * kSecondsPerDay + random.pick(std::span<const std::int32_t>(kMinutes)) * 60LL;
    return {
        eventid,
        static_cast<std::int16_t>(programme.stages.begin + stage + 1),
        programme.catid,
        date_id(second),
        name,
        timestamp(second),
    };
}

} // namespace redstart::sql::sample

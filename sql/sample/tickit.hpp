// The rows of the TICKIT sample database, each made from its number alone: same row, same values, everywhere.
// Pure functions over constant word lists; safe on any thread. The structs are values; their views point to constants.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace redstart::sql::sample {

// Row counts at scale 1. Source: Amazon Redshift Database Developer Guide, "Sample database". Keys count from 1 without
// gaps, except those of DATE. Listings and sales of scale N are those of scale 1 followed by more.
inline constexpr std::int32_t kUsers = 49990;
inline constexpr std::int32_t kVenues = 202;
inline constexpr std::int32_t kCategories = 11;
inline constexpr std::int32_t kDates = 365;
inline constexpr std::int32_t kEvents = 8798;
inline constexpr std::int32_t kListings = 192497;
inline constexpr std::int32_t kSales = 172456;

enum class Answer : unsigned char { No, Yes, Unknown }; // Unknown becomes NULL

struct UserRow {
    std::int32_t userid;
    std::string username; // eight characters, unique
    std::string_view firstname;
    std::string_view lastname;
    std::string_view city;
    std::string_view state;
    std::string email;
    std::string phone;
    std::array<Answer, 10> likes; // in the order of the columns likesports .. likemusicals
};

struct VenueRow {
    std::int16_t venueid;
    std::string_view venuename;
    std::string_view venuecity;
    std::string_view venuestate;
    std::int32_t venueseats; // kSeatsUnknown: NULL
};

struct CategoryRow {
    std::int16_t catid;
    std::string_view catgroup;
    std::string_view catname;
    std::string_view catdesc;
};

struct DateRow {
    std::int16_t dateid;
    std::int32_t caldate; // days since 1970-01-01
    std::string_view day; // MO .. SU
    std::int16_t week;    // 1 .. 53; weeks begin on Sunday
    std::string_view month;
    std::string_view qtr;
    std::int16_t year;
    bool holiday; // a federal holiday of the United States
};

// Timestamps are microseconds since 1970-01-01 00:00:00; money is in cents.
struct EventRow {
    std::int32_t eventid;
    std::int16_t venueid;
    std::int16_t catid;
    std::int16_t dateid;
    std::string_view eventname;
    std::int64_t starttime;
};

struct ListingRow {
    std::int32_t listid;
    std::int32_t sellerid;
    std::int32_t eventid;
    std::int16_t dateid; // the day of listtime
    std::int16_t numtickets;
    std::int32_t priceperticket;
    std::int32_t totalprice; // numtickets * priceperticket
    std::int64_t listtime;   // before the event starts
};

struct SaleRow {
    std::int32_t salesid;
    std::int32_t listid;
    std::int32_t sellerid;   // the listing's
    std::int32_t buyerid;    // never the seller
    std::int32_t eventid;    // the listing's
    std::int16_t dateid;     // the day of saletime
    std::int16_t qtysold;    // the sales of a listing never add up to more than its tickets
    std::int32_t pricepaid;  // qtysold * the listing's priceperticket
    std::int32_t commission; // 15 % of pricepaid
    std::int64_t saletime;   // between the listing's time and the start of the event
};

// Keys start at 1; make_date takes 0 .. kDates - 1, the row's place in the calendar.
UserRow make_user(std::int32_t userid);
VenueRow make_venue(std::int32_t venueid);
CategoryRow make_category(std::int32_t catid);
DateRow make_date(std::int32_t index);
EventRow make_event(std::int32_t eventid);
ListingRow make_listing(std::int32_t listid);
SaleRow make_sale(std::int32_t salesid);

// Sales are planned by blocks of about sixteen listings, so that a listing is never oversold although any sale can be
// made alone. Blocks number from 0 to scale * kSaleBlocks - 1; one after the other they give every sale in key order.
inline constexpr std::int32_t kSaleBlocks = 12032;
std::vector<SaleRow> make_sale_block(std::int32_t block);

} // namespace redstart::sql::sample

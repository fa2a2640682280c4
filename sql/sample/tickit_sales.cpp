// Listings and sales of the TICKIT sample: what is offered, and a plan of who buys how much of it.
#include "sql/sample/row_random.hpp"
#include "sql/sample/tickit.hpp"
#include "sql/sample/tickit_calendar.hpp"

#include <algorithm>

namespace redstart::sql::sample {
namespace {

constexpr std::uint64_t kListingStream = 3;
constexpr std::uint64_t kPlanStream = 4;
constexpr std::uint64_t kSaleStream = 5;

constexpr std::int32_t kCentsPerDollar = 100;

// Keys of a block, counted from 0: [begin, begin of the next block). A block lies within one multiple of the scale.
constexpr std::int32_t block_begin(std::int32_t block, std::int32_t rows_per_scale) {
    const std::int64_t whole = static_cast<std::int64_t>(block / kSaleBlocks) * rows_per_scale;
    const std::int64_t part = static_cast<std::int64_t>(block % kSaleBlocks) * rows_per_scale / kSaleBlocks;
    return static_cast<std::int32_t>(whole + part);
}

constexpr std::int32_t block_of_sale(std::int32_t index) {
    const std::int64_t part = static_cast<std::int64_t>(index % kSales + 1) * kSaleBlocks - 1;
    return index / kSales * kSaleBlocks + static_cast<std::int32_t>(part / kSales);
}

// One sale of a block before buyer and time are known.
struct PlannedSale {
    std::int32_t listing; // index into the listings of the block
    std::int16_t quantity;
};

std::int16_t draw_quantity(RowRandom& random) {
    const std::int64_t roll = random.below(1000);
    if (roll < 320) return 1;
    if (roll < 760) return 2;
    if (roll < 880) return 3;
    if (roll < 980) return 4;
    return static_cast<std::int16_t>(5 + random.below(4));
}

std::vector<ListingRow> listings_of_block(std::int32_t block) {
    std::vector<ListingRow> listings;
    const std::int32_t end = block_begin(block + 1, kListings);
    for (std::int32_t index = block_begin(block, kListings); index < end; ++index) {
        listings.push_back(make_listing(index + 1));
    }
    return listings;
}

// Each sale goes to a random listing of the block, or to the next one with tickets left: there are about 160 tickets
// for 14 sales. In the order of the listings, as salesid follows listid in the guide's data.
std::vector<PlannedSale> plan_sales(std::int32_t block, const std::vector<ListingRow>& listings) {
    RowRandom random(kPlanStream, static_cast<std::uint64_t>(block));
    std::vector<std::int16_t> left;
    for (const ListingRow& listing : listings) left.push_back(listing.numtickets);
    const std::int32_t sales = block_begin(block + 1, kSales) - block_begin(block, kSales);
    std::vector<PlannedSale> plan;
    for (std::int32_t sale = 0; sale < sales; ++sale) {
        auto listing = static_cast<std::size_t>(random.below(static_cast<std::int64_t>(listings.size())));
        while (left[listing] == 0) listing = (listing + 1) % listings.size();
        const std::int16_t quantity = std::min(draw_quantity(random), left[listing]);
        left[listing] = static_cast<std::int16_t>(left[listing] - quantity);
        plan.push_back({static_cast<std::int32_t>(listing), quantity});
    }
    std::ranges::stable_sort(plan, {}, &PlannedSale::listing);
    return plan;
}

SaleRow complete_sale(std::int32_t salesid, const ListingRow& listing, std::int16_t quantity) {
    RowRandom random(kSaleStream, static_cast<std::uint64_t>(salesid));
    const std::int64_t listed = calendar_second(listing.listtime);
    const std::int64_t starts = calendar_second(make_event(listing.eventid).starttime);
    const std::int64_t sold = listed + random.below(starts - listed);
    const auto buyer = static_cast<std::int32_t>(1 + random.below(kUsers - 1));
    const std::int32_t paid = quantity * listing.priceperticket;
    return {
        .salesid = salesid,
        .listid = listing.listid,
        .sellerid = listing.sellerid,
        .buyerid = buyer < listing.sellerid ? buyer : buyer + 1, // everyone but the seller
        .eventid = listing.eventid,
        .dateid = date_id(sold),
        .qtysold = quantity,
        .pricepaid = paid,
        .commission = paid / 100 * 15, // whole dollars: exact
        .saletime = timestamp(sold),
    };
}

// Most tickets cost 20 to 600 dollars; two in a hundred are the good seats, up to 2,500.
std::int32_t draw_price(RowRandom& random) {
    const bool good_seat = random.below(100) < 2;
    const std::int64_t dollars = good_seat ? 600 + random.low_below(39) * 50 : 20 + random.below(581);
    return static_cast<std::int32_t>(dollars) * kCentsPerDollar;
}

} // namespace

ListingRow make_listing(std::int32_t listid) {
    RowRandom random(kListingStream, static_cast<std::uint64_t>(listid));
    const auto seller = static_cast<std::int32_t>(1 + random.below(kUsers));
    const EventRow event = make_event(static_cast<std::int32_t>(1 + random.below(kEvents)));
    const auto tickets = static_cast<std::int16_t>(1 + random.low_below(30));
    const std::int32_t price = draw_price(random);
    // Offered from 120 days to an hour before the event, more often towards the end, within the calendar.
    constexpr std::int64_t kLastCall = 3600;
    const std::int64_t starts = calendar_second(event.starttime);
    const std::int64_t longest = std::min(starts, 120 * kSecondsPerDay);
    const std::int64_t listed = starts - kLastCall - random.low_below(longest - kLastCall);
    return {
        .listid = listid,
        .sellerid = seller,
        .eventid = event.eventid,
        .dateid = date_id(listed),
        .numtickets = tickets,
        .priceperticket = price,
        .totalprice = tickets * price,
        .listtime = timestamp(listed),
    };
}

std::vector<SaleRow> make_sale_block(std::int32_t block) {
    const std::vector<ListingRow> listings = listings_of_block(block);
    std::vector<SaleRow> sales;
    std::int32_t salesid = block_begin(block, kSales);
    for (const PlannedSale& planned : plan_sales(block, listings)) {
        sales.push_back(
            complete_sale(++salesid, listings[static_cast<std::size_t>(planned.listing)], planned.quantity));
    }
    return sales;
}

SaleRow make_sale(std::int32_t salesid) {
    const std::int32_t index = salesid - 1;
    const std::int32_t block = block_of_sale(index);
    return make_sale_block(block)[static_cast<std::size_t>(index - block_begin(block, kSales))];
}

} // namespace redstart::sql::sample

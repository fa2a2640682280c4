// Fills the TICKIT tables through the engine's appender, a vector of rows at a time.
#include "sql/sample/load.hpp"

#include "catalog/engine/errors.hpp"
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/sample/tickit.hpp"
#include "sql/sample/tickit_names.hpp"

#include <array>
#include <exception>

#include <duckdb.hpp>
#include <fmt/core.h>

namespace redstart::sql {
namespace {

using namespace sample;

// The guide's schema, in the order in which the tables are created.
constexpr std::array<std::string_view, 7> kTables = {
    R"sql(create table public.users(
    userid integer not null distkey sortkey, username char(8), firstname varchar(30), lastname varchar(30),
    city varchar(30), state char(2), email varchar(100), phone char(14), likesports boolean, liketheatre boolean,
    likeconcerts boolean, likejazz boolean, likeclassical boolean, likeopera boolean, likerock boolean,
    likevegas boolean, likebroadway boolean, likemusicals boolean))sql",
    R"sql(create table public.venue(
    venueid smallint not null distkey sortkey, venuename varchar(100), venuecity varchar(30), venuestate char(2),
    venueseats integer))sql",
    R"sql(create table public.category(
    catid smallint not null distkey sortkey, catgroup varchar(10), catname varchar(10), catdesc varchar(50)))sql",
    R"sql(create table public.date(
    dateid smallint not null distkey sortkey, caldate date not null, day character(3) not null,
    week smallint not null, month character(5) not null, qtr character(5) not null, year smallint not null,
    holiday boolean default('N')))sql",
    R"sql(create table public.event(
    eventid integer not null distkey, venueid smallint not null, catid smallint not null,
    dateid smallint not null sortkey, eventname varchar(200), starttime timestamp))sql",
    R"sql(create table public.listing(
    listid integer not null distkey, sellerid integer not null, eventid integer not null,
    dateid smallint not null sortkey, numtickets smallint not null, priceperticket decimal(8,2),
    totalprice decimal(8,2), listtime timestamp))sql",
    R"sql(create table public.sales(
    salesid integer not null, listid integer not null distkey, sellerid integer not null, buyerid integer not null,
    eventid integer not null, dateid smallint not null sortkey, qtysold smallint not null, pricepaid decimal(8,2),
    commission decimal(8,2), saletime timestamp))sql",
};

// Appends rows to one table. The values of a row are added from left to right; their C++ types are the engine's
// physical ones (a decimal(8,2) is cents in an int32_t, a date days and a timestamp microseconds since 1970): the
// engine's own row-wise calls would convert money through text or floating point.
class TableWriter {
public:
    TableWriter(duckdb::Connection& connection, const std::string& catalog, const std::string& table)
        : appender_(connection, catalog, "public", table) {
        chunk_.Initialize(duckdb::Allocator::DefaultAllocator(), appender_.GetActiveTypes());
    }

    template <typename T> TableWriter& add(T value) {
        cells<T>()[row_] = value;
        ++column_;
        return *this;
    }
    TableWriter& add(std::string_view text) {
        duckdb::string_t* target = cells<duckdb::string_t>();
        target[row_] = duckdb::StringVector::AddString(chunk_.data[column_], text.data(), text.size());
        ++column_;
        return *this;
    }
    TableWriter& add_null() {
        duckdb::FlatVector::SetNull(chunk_.data.at(column_++), row_, true);
        return *this;
    }

    void end_row() {
        column_ = 0;
        if (++row_ == STANDARD_VECTOR_SIZE) flush();
    }

    // Writes what is buffered; rows that were added since the last full vector are lost without it.
    void finish() {
        flush();
        appender_.Close();
    }

private:
    template <typename T> T* cells() {
        duckdb::Vector& vector = chunk_.data.at(column_);
        if (vector.GetType().InternalType() != duckdb::GetTypeId<T>()) {
            throw protocol::SqlError(protocol::sqlstate::kInternalError,
                                     "sample column has the unexpected type " + vector.GetType().ToString());
        }
        return duckdb::FlatVector::GetData<T>(vector);
    }

    void flush() {
        chunk_.SetCardinality(row_);
        appender_.AppendDataChunk(chunk_);
        chunk_.Reset();
        row_ = 0;
    }

    duckdb::Appender appender_;
    duckdb::DataChunk chunk_;
    duckdb::idx_t row_ = 0;
    duckdb::idx_t column_ = 0;
};

void write(TableWriter& writer, const UserRow& row) {
    writer.add(row.userid).add(std::string_view(row.username)).add(row.firstname).add(row.lastname);
    writer.add(row.city).add(row.state).add(std::string_view(row.email)).add(std::string_view(row.phone));
    for (const Answer like : row.likes) {
        like == Answer::Unknown ? writer.add_null() : writer.add(like == Answer::Yes);
    }
    writer.end_row();
}

void write(TableWriter& writer, const VenueRow& row) {
    writer.add(row.venueid).add(row.venuename).add(row.venuecity).add(row.venuestate);
    row.venueseats == kSeatsUnknown ? writer.add_null() : writer.add(row.venueseats);
    writer.end_row();
}

void write(TableWriter& writer, const CategoryRow& row) {
    writer.add(row.catid).add(row.catgroup).add(row.catname).add(row.catdesc).end_row();
}

void write(TableWriter& writer, const DateRow& row) {
    writer.add(row.dateid).add(row.caldate).add(row.day).add(row.week).add(row.month).add(row.qtr);
    writer.add(row.year).add(row.holiday).end_row();
}

void write(TableWriter& writer, const EventRow& row) {
    writer.add(row.eventid).add(row.venueid).add(row.catid).add(row.dateid).add(row.eventname);
    writer.add(row.starttime).end_row();
}

void write(TableWriter& writer, const ListingRow& row) {
    writer.add(row.listid).add(row.sellerid).add(row.eventid).add(row.dateid).add(row.numtickets);
    writer.add(row.priceperticket).add(row.totalprice).add(row.listtime).end_row();
}

void write(TableWriter& writer, const SaleRow& row) {
    writer.add(row.salesid).add(row.listid).add(row.sellerid).add(row.buyerid).add(row.eventid).add(row.dateid);
    writer.add(row.qtysold).add(row.pricepaid).add(row.commission).add(row.saletime).end_row();
}

// Writes make(first) .. make(last).
template <typename MakeRow>
void fill(duckdb::Connection& connection, const std::string& catalog, const std::string& table, std::int32_t first,
          std::int32_t last, MakeRow make) {
    TableWriter writer(connection, catalog, table);
    for (std::int32_t number = first; number <= last; ++number) write(writer, make(number));
    writer.finish();
}

void fill_sales(duckdb::Connection& connection, const std::string& catalog, std::int32_t scale) {
    TableWriter writer(connection, catalog, "sales");
    for (std::int32_t block = 0; block < scale * kSaleBlocks; ++block) {
        for (const SaleRow& sale : make_sale_block(block)) write(writer, sale);
    }
    writer.finish();
}

void fill_all(duckdb::Connection& connection, const std::string& catalog, std::int32_t scale) {
    fill(connection, catalog, "users", 1, kUsers, make_user);
    fill(connection, catalog, "venue", 1, kVenues, make_venue);
    fill(connection, catalog, "category", 1, kCategories, make_category);
    fill(connection, catalog, "date", 0, kDates - 1, make_date);
    fill(connection, catalog, "event", 1, kEvents, make_event);
    fill(connection, catalog, "listing", 1, kListings * scale, make_listing);
    fill_sales(connection, catalog, scale);
}

void load_in_transaction(duckdb::Connection& connection, const std::string& catalog, std::int32_t scale) {
    if (connection.HasActiveTransaction()) return fill_all(connection, catalog, scale);
    connection.BeginTransaction();
    try {
        fill_all(connection, catalog, scale);
        connection.Commit();
    } catch (...) {
        if (connection.HasActiveTransaction()) connection.Rollback();
        throw;
    }
}

} // namespace

void load_tickit(duckdb::Connection& connection, const std::string& catalog, std::int32_t scale,
                 const std::function<void(std::string_view redshift_ddl)>& execute_ddl) {
    if (scale < 1 || scale > kMaxTickitScale) {
        throw protocol::SqlError(protocol::sqlstate::kInvalidParameterValue,
                                 fmt::format("the scale of the sample must be between 1 and {}", kMaxTickitScale));
    }
    try {
        for (const std::string_view ddl : kTables) execute_ddl(ddl);
        load_in_transaction(connection, catalog, scale);
    } catch (const std::exception& error) { throw to_sql_error(error); }
}

} // namespace redstart::sql

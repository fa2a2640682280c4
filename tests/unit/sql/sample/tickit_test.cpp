// The TICKIT sample: its size, its keys, its values, and that they never change.
#include "protocol/error.hpp"
#include "sql/sample/load.hpp"
#include "sql/sample/tickit.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include <catch2/catch.hpp>
#include <duckdb.hpp>

using namespace redstart;
using namespace redstart::sql::sample;

namespace {

// Redshift's table attributes mean nothing to the bare engine; in the server the dialect takes them out.
std::string engine_ddl(std::string_view redshift) {
    std::string ddl(redshift);
    for (const std::string_view word : {" distkey", " sortkey"}) {
        for (std::size_t at = ddl.find(word); at != std::string::npos; at = ddl.find(word)) ddl.erase(at, word.size());
    }
    return ddl;
}

class Sample {
public:
    explicit Sample(std::int32_t scale) : instance_(nullptr), connection_(instance_) {
        run("attach ':memory:' as tickit");
        run("create schema tickit.public");
        run("use tickit.public");
        const auto start = std::chrono::steady_clock::now();
        sql::load_tickit(connection_, "tickit", scale, [this](std::string_view ddl) { run(engine_ddl(ddl)); });
        load_time_ = std::chrono::steady_clock::now() - start;
    }

    void run(const std::string& sql) {
        const auto result = connection_.Query(sql);
        if (result->HasError()) FAIL(sql + ": " + result->GetError());
    }
    std::int64_t number(const std::string& sql) {
        const auto result = connection_.Query(sql);
        if (result->HasError()) FAIL(sql + ": " + result->GetError());
        return result->GetValue(0, 0).GetValue<std::int64_t>();
    }
    std::int64_t count(const std::string& from) { return number("select count(*) from " + from); }
    // Rows of `table` whose `key` has no row in `target`.
    std::int64_t orphans(const std::string& table, const std::string& key, const std::string& target,
                         const std::string& target_key) {
        return count(table + " where " + key + " not in (select " + target_key + " from " + target + ")");
    }
    std::chrono::duration<double> load_time() const { return load_time_; }

private:
    duckdb::DuckDB instance_;
    duckdb::Connection connection_;
    std::chrono::duration<double> load_time_{};
};

// Loaded once: every test only reads it.
Sample& scale_one() {
    static Sample sample(1);
    return sample;
}

// FNV-1a over the bytes that are added, the same on every platform.
class Checksum {
public:
    Checksum& add(std::string_view text) {
        for (const char byte : text) hash_ = (hash_ ^ static_cast<unsigned char>(byte)) * 1099511628211ULL;
        return add(static_cast<std::int64_t>(text.size()));
    }
    Checksum& add(std::int64_t number) {
        for (int shift = 0; shift < 64; shift += 8) {
            hash_ = (hash_ ^ ((static_cast<std::uint64_t>(number) >> shift) & 0xff)) * 1099511628211ULL;
        }
        return *this;
    }
    std::uint64_t value() const { return hash_; }

private:
    std::uint64_t hash_ = 14695981039346656037ULL;
};

} // namespace

TEST_CASE("the tables have the guide's row counts") {
    Sample& sample = scale_one();
    CHECK(sample.count("users") == 49990);
    CHECK(sample.count("venue") == 202);
    CHECK(sample.count("category") == 11);
    CHECK(sample.count("date") == 365);
    CHECK(sample.count("event") == 8798);
    CHECK(sample.count("listing") == 192497);
    CHECK(sample.count("sales") == 172456);
    INFO("loaded in " << sample.load_time().count() << " s");
    CHECK(sample.load_time().count() < 30); // 0.2 s in a release build; the bound only catches a load gone wrong
}

TEST_CASE("keys are unique and count from one") {
    Sample& sample = scale_one();
    CHECK(sample.number("select count(distinct userid) from users where userid between 1 and 49990") == 49990);
    CHECK(sample.number("select count(distinct username) from users") == 49990);
    CHECK(sample.number("select count(distinct (venuename, venuecity)) from venue") == 202);
    CHECK(sample.number("select count(distinct dateid) from date where dateid between 1827 and 2191") == 365);
    CHECK(sample.number("select count(distinct eventid) from event where eventid between 1 and 8798") == 8798);
    CHECK(sample.number("select count(distinct listid) from listing where listid between 1 and 192497") == 192497);
    CHECK(sample.number("select count(distinct salesid) from sales where salesid between 1 and 172456") == 172456);
}

TEST_CASE("every foreign key refers to a row") {
    Sample& sample = scale_one();
    CHECK(sample.orphans("event", "venueid", "venue", "venueid") == 0);
    CHECK(sample.orphans("event", "catid", "category", "catid") == 0);
    CHECK(sample.orphans("event", "dateid", "date", "dateid") == 0);
    CHECK(sample.orphans("listing", "sellerid", "users", "userid") == 0);
    CHECK(sample.orphans("listing", "eventid", "event", "eventid") == 0);
    CHECK(sample.orphans("listing", "dateid", "date", "dateid") == 0);
    CHECK(sample.orphans("sales", "buyerid", "users", "userid") == 0);
    CHECK(sample.orphans("sales", "dateid", "date", "dateid") == 0);
    CHECK(sample.count("sales s join listing l using (listid, sellerid, eventid)") == 172456);
}

TEST_CASE("time, money and tickets agree between sales, listings and events") {
    Sample& sample = scale_one();
    const std::string joined = "sales s join listing l using (listid) join event e on e.eventid = l.eventid where ";
    CHECK(sample.count(joined + "saletime < listtime or saletime >= starttime") == 0);
    CHECK(sample.count(joined + "pricepaid <> qtysold * priceperticket") == 0);
    CHECK(sample.count("sales where commission <> pricepaid * 0.15") == 0);
    CHECK(sample.count("sales where buyerid = sellerid or qtysold not between 1 and 8") == 0);
    CHECK(sample.count("listing where totalprice <> numtickets * priceperticket") == 0);
    CHECK(sample.count("listing where priceperticket not between 20 and 2500 or numtickets not between 1 and 30") == 0);
    CHECK(sample.count("(select listid, sum(qtysold) as sold from sales group by listid) join listing using (listid) "
                       "where sold > numtickets") == 0);
    CHECK(sample.count("event e join date d using (dateid) where caldate <> starttime::date") == 0);
    CHECK(sample.count("listing join date using (dateid) where caldate <> listtime::date") == 0);
    CHECK(sample.count("sales join date using (dateid) where caldate <> saletime::date") == 0);
}

TEST_CASE("values look like those of the guide") {
    Sample& sample = scale_one();
    CHECK(sample.count("users where username not similar to '[A-Z]{3}[0-9]{2}[A-Z]{3}'") == 0);
    CHECK(sample.count("users where phone not similar to '\\([0-9]{3}\\) 555-[0-9]{4}'") == 0);
    CHECK(sample.count("users where email not similar to '[a-z]+[.][A-Za-z]+[0-9]+@example[.](com|org|net|edu)'") == 0);
    CHECK(sample.count("users where likerock is null") > 0);
    CHECK(sample.number("select count(distinct state) from users") > 50);
    CHECK(sample.count("venue where venueseats is null") == 17);
    CHECK(sample.count("event where catid not between 6 and 9") == 0);
    CHECK(sample.count("event where starttime::time not between '14:00' and '20:00'") == 0);
    CHECK(sample.number("select count(distinct venueid) from event") == 202);
    CHECK(sample.number("select (avg(qtysold) * 100)::int from sales") == Approx(200).margin(5));
    CHECK(sample.count("listing l where not exists (select 1 from sales s where s.listid = l.listid)") > 50000);
    for (const std::string name : {"Hamlet", "Macbeth", "Hannah Montana", "Lollapalooza", "Eagles", "Mamma Mia!"}) {
        CHECK(sample.count("event where eventname = '" + name + "'") > 0);
    }
    CHECK(sample.count("event join date using (dateid) join sales using (eventid) "
                       "where eventname = 'Hamlet' and caldate = '2008-08-26'") > 0);
}

TEST_CASE("the calendar is 2008 without its leap day") {
    Sample& sample = scale_one();
    CHECK(sample.count("date where caldate = '2008-02-29'") == 0);
    CHECK(sample.number("select dateid from date where caldate = '2008-01-01'") == 1827);
    CHECK(sample.number("select dateid from date where caldate = '2008-12-31'") == 2191);
    CHECK(sample.count("date where holiday") == 10);
    CHECK(sample.count("date where month <> upper(strftime(caldate, '%b')) or qtr::int <> quarter(caldate) "
                       "or year <> 2008 or day <> upper(strftime(caldate, '%a'))[1:2]") == 0);
    CHECK(sample.number("select min(week) * 100 + max(week) from date where month = 'DEC'") == 4953);
}

TEST_CASE("rows do not depend on the order in which they are made") {
    for (const std::int32_t salesid : {1, 2, 14, 15, 16, 86228, 172455, 172456, 172457, 344912}) {
        CHECK(make_sale(salesid).salesid == salesid);
    }
    std::int32_t salesid = 0;
    for (std::int32_t block = 0; block < 2 * kSaleBlocks; ++block) {
        for (const SaleRow& sale : make_sale_block(block)) {
            REQUIRE(sale.salesid == ++salesid);
            if (salesid % 97 == 0) REQUIRE(make_sale(salesid).saletime == sale.saletime);
        }
    }
    CHECK(salesid == 2 * kSales);
}

TEST_CASE("the sample is the same in every build") {
    Checksum people;
    for (std::int32_t userid = 1; userid <= kUsers; ++userid) {
        const UserRow row = make_user(userid);
        people.add(row.username).add(row.firstname).add(row.lastname).add(row.city).add(row.state);
        people.add(row.email).add(row.phone);
        for (const Answer like : row.likes) people.add(static_cast<std::int64_t>(like));
    }
    CHECK(people.value() == 0x55754be699303099ULL);

    Checksum shows;
    for (std::int32_t eventid = 1; eventid <= kEvents; ++eventid) {
        const EventRow row = make_event(eventid);
        shows.add(row.venueid).add(row.catid).add(row.dateid).add(row.eventname).add(row.starttime);
    }
    CHECK(shows.value() == 0xe11c4c14457d7741ULL);

    Checksum trade;
    for (std::int32_t listid = 1; listid <= kListings; ++listid) {
        const ListingRow row = make_listing(listid);
        trade.add(row.sellerid).add(row.eventid).add(row.numtickets).add(row.totalprice).add(row.listtime);
    }
    for (std::int32_t block = 0; block < kSaleBlocks; ++block) {
        for (const SaleRow& row : make_sale_block(block)) {
            trade.add(row.listid).add(row.buyerid).add(row.dateid).add(row.qtysold).add(row.commission);
            trade.add(row.saletime);
        }
    }
    CHECK(trade.value() == 0x48a9e483f57eb2b2ULL);
}

TEST_CASE("a larger scale adds listings and sales to those of scale one") {
    Sample sample(2);
    CHECK(sample.count("users") == 49990);
    CHECK(sample.count("event") == 8798);
    CHECK(sample.count("listing") == 2 * 192497);
    CHECK(sample.count("sales") == 2 * 172456);
    CHECK(sample.count("sales s join listing l using (listid, sellerid, eventid)") == 2 * 172456);
    CHECK(sample.count("(select listid, sum(qtysold) as sold from sales group by listid) join listing using (listid) "
                       "where sold > numtickets") == 0);
    const std::string sum = "select sum(hash(s)::hugeint % 1000003)::bigint from sales s where salesid <= 172456";
    CHECK(sample.number(sum) == scale_one().number(sum));
}

TEST_CASE("a scale out of range is refused before anything is created") {
    duckdb::DuckDB instance(nullptr);
    duckdb::Connection connection(instance);
    const auto no_ddl = [](std::string_view) { FAIL("nothing may be created"); };
    for (const std::int32_t scale : {0, -1, sql::kMaxTickitScale + 1}) {
        try {
            sql::load_tickit(connection, "memory", scale, no_ddl);
            FAIL("scale " << scale << " was accepted");
        } catch (const protocol::SqlError& error) { CHECK(error.sqlstate() == "22023"); }
    }
}

TEST_CASE("a load that fails leaves no transaction and no rows behind") {
    duckdb::DuckDB instance(nullptr);
    duckdb::Connection connection(instance);
    REQUIRE_FALSE(connection.Query("create schema public")->HasError());
    REQUIRE_FALSE(connection.Query("use memory.public")->HasError());
    // No table after venue: the load stops in the middle.
    const auto first_two = [&](std::string_view ddl) {
        if (ddl.find("public.users(") == std::string_view::npos &&
            ddl.find("public.venue(") == std::string_view::npos) {
            return;
        }
        REQUIRE_FALSE(connection.Query(engine_ddl(ddl))->HasError());
    };
    CHECK_THROWS_AS(sql::load_tickit(connection, "memory", 1, first_two), protocol::SqlError);
    CHECK_FALSE(connection.HasActiveTransaction());
    CHECK(connection.Query("select count(*) from users")->GetValue(0, 0).GetValue<std::int64_t>() == 0);
}

TEST_CASE("a transaction that is open is used and left open") {
    duckdb::DuckDB instance(nullptr);
    duckdb::Connection connection(instance);
    REQUIRE_FALSE(connection.Query("create schema public")->HasError());
    REQUIRE_FALSE(connection.Query("use memory.public")->HasError());
    connection.BeginTransaction();
    sql::load_tickit(connection, "memory", 1,
                     [&](std::string_view ddl) { REQUIRE_FALSE(connection.Query(engine_ddl(ddl))->HasError()); });
    CHECK(connection.HasActiveTransaction());
    CHECK(connection.Query("select count(*) from sales")->GetValue(0, 0).GetValue<std::int64_t>() == kSales);
    connection.Rollback();
    CHECK(connection.Query("select count(*) from sales")->HasError());
}

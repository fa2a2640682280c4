"""Questions of one table, and of groups: counts, sums, averages, DISTINCT, HAVING, TOP."""
import statistics

from sample import grouped, question, scaled


@question("select count(*) from users where state = 'FL'")
def users_of_florida(t):
    return [(sum(u.state == "FL" for u in t.users),)]


@question("select count(distinct venueid) from event")
def venues_with_events(t):
    return [(len({e.venueid for e in t.event}),)]


@question("select sum(commission), sum(pricepaid), max(pricepaid), min(pricepaid) from sales")
def money_of_sales(t):
    prices = [s.pricepaid for s in t.sales]
    return [(sum(s.commission for s in t.sales), sum(prices), max(prices), min(prices))]


@question("select sum(venueseats), count(venueseats), count(*) from venue where venuestate in ('FL', 'NV')")
def seats_with_nulls(t):
    seats = [v.venueseats for v in t.venue if v.venuestate in ("FL", "NV")]
    known = [s for s in seats if s is not None]
    return [(sum(known), len(known), len(seats))]


@question("select avg(qtysold), avg(pricepaid) from sales")
def averages_have_the_type_of_their_column(t):
    # what lies beyond the last digit of the column is left out (INF)
    return [(sum(s.qtysold for s in t.sales) // len(t.sales),
             sum(s.pricepaid for s in t.sales) * 100 // len(t.sales) / 100)]


@question("select qtysold, count(*), sum(pricepaid) from sales group by qtysold order by qtysold")
def sales_by_quantity(t):
    return [(q, len(rows), sum(s.pricepaid for s in rows))
            for q, rows in sorted(grouped(t.sales, lambda s: s.qtysold).items())]


@question("select sellerid, count(*) from listing where numtickets > 4 group by sellerid order by 2 desc, 1 limit 20")
def sellers_of_large_batches(t):
    groups = grouped((r for r in t.listing if r.numtickets > 4), lambda r: r.sellerid)
    return sorted(((k, len(v)) for k, v in groups.items()), key=lambda r: (-r[1], r[0]))[:20]


@question("select state, count(*) from users group by state having count(*) > 1000 order by state")
def large_states(t):
    return [(k, len(v)) for k, v in sorted(grouped((u for u in t.users if u.state), lambda u: u.state).items())
            if len(v) > 1000]


@question("select top 10 listid, totalprice from listing order by totalprice desc, listid")
def dearest_listings(t):
    return [(r.listid, r.totalprice) for r in sorted(t.listing, key=lambda r: (-r.totalprice, r.listid))[:10]]


@question("select distinct catgroup from category order by 1")
def groups_of_categories(t):
    return [(g,) for g in sorted({c.catgroup for c in t.category})]


@question("select count(*) from (select distinct buyerid, eventid from sales) q")
def buyers_of_events(t):
    return [(len({(s.buyerid, s.eventid) for s in t.sales}),)]


@question("select state, bool_and(likesports), bool_or(likesports) from users group by state order by state limit 5")
def states_that_like_sports(t):
    groups = grouped((u for u in t.users if u.state), lambda u: u.state)
    return [(k, all(known), any(known)) for k, rows in sorted(groups.items())[:5]
            for known in [[u.likesports for u in rows if u.likesports is not None]]]


@question("select count(likejazz), sum(case when likejazz then 1 else 0 end), count(*) from users")
def who_likes_jazz(t):
    return [(sum(u.likejazz is not None for u in t.users), sum(u.likejazz is True for u in t.users), len(t.users))]


@question("select cast(stddev_samp(venueseats) as dec(14,2)), cast(stddev_pop(venueseats) as dec(14,2)) from venue")
def spread_of_seats(t):
    seats = [v.venueseats for v in t.venue if v.venueseats is not None]
    return [(scaled(statistics.stdev(seats), 2), scaled(statistics.pstdev(seats), 2))]


@question("select cast(var_samp(numtickets) as dec(10,4)), cast(var_pop(numtickets) as dec(10,4)) from listing")
def spread_of_tickets(t):
    tickets = [r.numtickets for r in t.listing]
    return [(scaled(statistics.variance(tickets), 4), scaled(statistics.pvariance(tickets), 4))]


@question("select median(qtysold), percentile_disc(0.9) within group (order by qtysold) from sales where eventid < 100")
def middle_quantity(t):
    values = sorted(s.qtysold for s in t.sales if s.eventid < 100)
    return [(scaled(statistics.median(values), 1), values[-(-len(values) * 9 // 10) - 1])]


@question("select eventid, sum(pricepaid) from sales group by eventid order by 2 desc, 1 limit 10")
def best_events(t):
    groups = grouped(t.sales, lambda s: s.eventid)
    return sorted(((k, sum(s.pricepaid for s in v)) for k, v in groups.items()), key=lambda r: (-r[1], r[0]))[:10]


@question("select count(*) from listing where numtickets * priceperticket <> totalprice")
def totals_are_products(t):
    return [(sum(r.numtickets * r.priceperticket != r.totalprice for r in t.listing),)]


@question("select mod(salesid, 7) as m, count(*) from sales group by mod(salesid, 7) order by 1")
def sales_by_remainder(t):
    return [(k, len(v)) for k, v in sorted(grouped(t.sales, lambda s: s.salesid % 7).items())]


@question("select max(pricepaid / qtysold) from sales")
def dearest_ticket(t):
    return [(scaled(max(s.pricepaid / s.qtysold for s in t.sales), 8),)]

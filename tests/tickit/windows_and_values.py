"""Questions of windows, of times and of texts."""
import datetime

from sample import grouped, question, scaled


def months_later(day, months):
    month = day.year * 12 + day.month - 1 + months
    return datetime.datetime(month // 12, month % 12 + 1, day.day)


@question("""select salesid, sum(qtysold) over (partition by buyerid order by salesid rows unbounded preceding)
             from sales where buyerid < 20 order by salesid""")
def running_quantity(t):
    totals, rows = {}, []
    for s in sorted((s for s in t.sales if s.buyerid < 20), key=lambda s: s.salesid):
        totals[s.buyerid] = totals.get(s.buyerid, 0) + s.qtysold
        rows.append((s.salesid, totals[s.buyerid]))
    return rows


@question("select venueid, rank() over (order by venueseats desc), dense_rank() over (order by venueseats desc) "
          "from venue where venueseats > 0 order by 2, 1")
def venues_by_seats(t):
    seats = {v.venueid: v.venueseats for v in t.venue if v.venueseats}
    sizes = sorted(seats.values(), reverse=True)
    distinct = sorted(set(sizes), reverse=True)
    return sorted(((k, sizes.index(v) + 1, distinct.index(v) + 1) for k, v in seats.items()),
                  key=lambda r: (r[1], r[0]))


@question("""select * from (select listid, eventid, row_number() over (partition by eventid order by totalprice desc,
             listid) as place from listing where eventid <= 40) q where place <= 2 order by eventid, place""")
def two_dearest_of_each_event(t):
    groups = grouped((r for r in t.listing if r.eventid <= 40), lambda r: r.eventid)
    return [(r.listid, event, place) for event, rows in sorted(groups.items())
            for place, r in enumerate(sorted(rows, key=lambda r: (-r.totalprice, r.listid))[:2], 1)]


@question("""select salesid, lag(pricepaid) over (order by salesid), lead(pricepaid, 2) over (order by salesid)
             from sales where salesid <= 30 order by 1""")
def neighbouring_sales(t):
    rows = sorted((s for s in t.sales if s.salesid <= 30), key=lambda s: s.salesid)
    price = dict(enumerate(s.pricepaid for s in rows))
    return [(s.salesid, price.get(i - 1), price.get(i + 2)) for i, s in enumerate(rows)]


@question("select venueid, ntile(5) over (order by venueid) from venue order by 1")
def venues_in_five(t):
    ids = sorted(v.venueid for v in t.venue)
    size, more = divmod(len(ids), 5)
    tiles = [n for n in range(1, 6) for _ in range(size + (n <= more))]
    return list(zip(ids, tiles))


@question("""select venuestate, venuename, first_value(venuename) over (partition by venuestate order by
             venueseats desc, venueid rows between unbounded preceding and unbounded following) from venue
             where venueseats > 0 order by venuestate, venueid""")
def largest_of_each_state(t):
    groups = grouped((v for v in t.venue if v.venueseats), lambda v: v.venuestate)
    return [(state, v.venuename, min(rows, key=lambda r: (-r.venueseats, r.venueid)).venuename)
            for state, rows in sorted(groups.items()) for v in sorted(rows, key=lambda v: v.venueid)]


@question("""select eventid, round(100.0 * sum(pricepaid) / sum(sum(pricepaid)) over (), 4) from sales
             where eventid <= 10 group by eventid order by 1""")
def shares_of_events(t):
    groups = grouped((s for s in t.sales if s.eventid <= 10), lambda s: s.eventid)
    total = sum(s.pricepaid for rows in groups.values() for s in rows)
    return [(k, float(100 * sum(s.pricepaid for s in v) / total)) for k, v in sorted(groups.items())]


@question("select eventid, listagg(salesid, ',') within group (order by salesid) from sales where eventid < 15 "
          "group by eventid order by 1")
def sales_in_a_list(t):
    groups = grouped((s for s in t.sales if s.eventid < 15), lambda s: s.eventid)
    return [(k, ",".join(str(n) for n in sorted(s.salesid for s in v))) for k, v in sorted(groups.items())]


@question("select extract(month from saletime), count(*) from sales group by 1 order by 1")
def sales_of_months(t):
    return [(k, len(v)) for k, v in sorted(grouped(t.sales, lambda s: s.saletime.month).items())]


@question("select date_trunc('week', saletime), sum(pricepaid) from sales where saletime like '2008-09%' group by 1 "
          "order by 1")
def september_by_weeks(t):
    rows = (s for s in t.sales if (s.saletime.year, s.saletime.month) == (2008, 9))
    midnight = datetime.time()
    groups = grouped(rows, lambda s: datetime.datetime.combine(
        s.saletime.date() - datetime.timedelta(s.saletime.weekday()), midnight))
    return [(k, sum(s.pricepaid for s in v)) for k, v in sorted(groups.items())]


@question("select avg(datediff(hours, listtime, saletime)) from sales, listing where sales.listid = listing.listid")
def hours_until_sold(t):
    def hour(moment):
        return int((moment - datetime.datetime(2000, 1, 1)).total_seconds() // 3600)
    waits = [hour(s.saletime) - hour(t.by("listing", s.listid).listtime) for s in t.sales if t.by("listing", s.listid)]
    return [(int(sum(waits) / len(waits)),)]


@question("select date_part(dow, starttime), count(*) from event group by 1 order by 1")
def events_by_weekday(t):
    return [(float(k), len(v)) for k, v in sorted(grouped(t.event, lambda e: e.starttime.isoweekday() % 7).items())]


@question("select caldate, dateadd(month, 6, caldate), last_day(caldate) from date where date_part(day, caldate) = 15 "
          "order by 1")
def the_fifteenths(t):
    def last_day(day):
        return (months_later(day.replace(day=1), 1) - datetime.timedelta(1)).date()
    return [(d.caldate, months_later(d.caldate, 6), last_day(d.caldate))
            for d in sorted(t.date, key=lambda d: d.caldate) if d.caldate.day == 15]


@question("select to_char(starttime, 'YYYY-MM-DD HH24:MI') from event where eventid <= 20 order by eventid")
def starting_times(t):
    return [(e.starttime.strftime("%Y-%m-%d %H:%M"),)
            for e in sorted((e for e in t.event if e.eventid <= 20), key=lambda e: e.eventid)]


@question("select count(*) from sales where saletime between '2008-02-01' and '2008-02-29 12:00:00'")
def sales_of_february(t):
    first, last = datetime.datetime(2008, 2, 1), datetime.datetime(2008, 2, 29, 12)
    return [(sum(first <= s.saletime <= last for s in t.sales),)]


@question("select upper(left(lastname, 1)) as initial, count(*) from users group by 1 order by 1")
def users_by_initial(t):
    return [(k, len(v)) for k, v in sorted(grouped(t.users, lambda u: u.lastname[:1].upper()).items())]


@question("select count(*) from users where email ilike '%.edu' and firstname like '_a%'")
def patterns(t):
    return [(sum(u.email.lower().endswith(".edu") and u.firstname[1:2] == "a" for u in t.users),)]


@question("select split_part(email, '@', 2), count(*) from users group by 1 having count(*) > 8 order by 2 desc, 1")
def hosts_of_mail(t):
    groups = grouped(t.users, lambda u: (u.email.split("@") + [""])[1])
    return sorted(((k, len(v)) for k, v in groups.items() if len(v) > 8), key=lambda r: (-r[1], r[0]))


@question("select len(eventname), count(distinct eventname) from event group by 1 order by 1")
def lengths_of_names(t):
    return [(k, len({e.eventname for e in v})) for k, v in sorted(grouped(t.event, lambda e: len(e.eventname)).items())]


@question("select catid, decode(catgroup, 'Shows', 'Theatre', 'Sports', null, initcap(catname)) from category "
          "order by 1")
def groups_renamed(t):
    return [(c.catid, {"Shows": "Theatre", "Sports": None}.get(c.catgroup, c.catname.capitalize()))
            for c in sorted(t.category, key=lambda c: c.catid)]


@question("select venueid, nvl2(venueseats, 'seats', 'none'), coalesce(venueseats, -1) from venue order by 1")
def seats_or_none(t):
    return [(v.venueid, "none" if v.venueseats is None else "seats", -1 if v.venueseats is None else v.venueseats)
            for v in sorted(t.venue, key=lambda v: v.venueid)]


@question("select salesid, commission / pricepaid from sales where salesid <= 15 order by 1")
def rate_of_commission(t):
    return [(s.salesid, scaled(s.commission / s.pricepaid, 10))
            for s in sorted((s for s in t.sales if s.salesid <= 15), key=lambda s: s.salesid)]

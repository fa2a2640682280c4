"""Questions of several tables: joins, subqueries, set operations, common table expressions."""
from sample import grouped, question


@question("""select month, sum(qtysold) from sales, date where sales.dateid = date.dateid group by month
             order by 1""")
def tickets_by_month(t):
    groups = grouped(t.sales, lambda s: t.by("date", s.dateid).month)
    return [(k, sum(s.qtysold for s in v)) for k, v in sorted(groups.items())]


@question("""select catname, count(*) from event join category using (catid) group by catname order by 2 desc, 1""")
def events_by_category(t):
    groups = grouped(t.event, lambda e: t.by("category", e.catid).catname)
    return sorted(((k, len(v)) for k, v in groups.items()), key=lambda r: (-r[1], r[0]))


@question("""select catname, count(eventid) from category left join event on event.catid = category.catid
             group by catname order by 1""")
def categories_without_events(t):
    counts = grouped(t.event, lambda e: e.catid)
    return sorted((c.catname, len(counts.get(c.catid, []))) for c in t.category)


@question("""select venuename, count(*) from venue join event using (venueid) where venuestate = 'CA'
             group by venuename order by 1""")
def events_of_california(t):
    groups = grouped((v for e in t.event for v in [t.by("venue", e.venueid)] if v.venuestate == "CA"),
                     lambda v: v.venuename)
    return [(k, len(v)) for k, v in sorted(groups.items())]


@question("select count(*) from listing where not exists (select 1 from sales where sales.listid = listing.listid)")
def unsold_listings(t):
    sold = {s.listid for s in t.sales}
    return [(sum(r.listid not in sold for r in t.listing),)]


@question("""select count(*) from listing left join sales on sales.listid = listing.listid where salesid is null""")
def unsold_by_outer_join(t):
    return unsold_listings(t)


@question("select count(*) from listing a, sales b where a.listid = b.listid(+) and b.salesid is null")
def unsold_by_mark(t):
    return unsold_listings(t)


@question("select count(*) from users where userid in (select buyerid from sales) and userid not in "
          "(select sellerid from sales)")
def buyers_who_never_sold(t):
    return [(len({s.buyerid for s in t.sales} - {s.sellerid for s in t.sales}),)]


@question("select count(*) from (select buyerid from sales intersect select sellerid from sales) q")
def buyers_and_sellers(t):
    return [(len({s.buyerid for s in t.sales} & {s.sellerid for s in t.sales}),)]


@question("select count(*) from (select userid from users except select buyerid from sales) q")
def users_who_never_bought(t):
    return [(len({u.userid for u in t.users} - {s.buyerid for s in t.sales}),)]


@question("""select catid from category minus select catid from event order by 1""")
def categories_never_shown(t):
    return [(c,) for c in sorted({c.catid for c in t.category} - {e.catid for e in t.event})]


@question("""select 'buyers' as who, count(distinct buyerid) from sales union all
             select 'sellers', count(distinct sellerid) from sales order by 1""")
def both_sides(t):
    return [("buyers", len({s.buyerid for s in t.sales})), ("sellers", len({s.sellerid for s in t.sales}))]


@question("""select venuestate from venue where venuestate is not null union
             select state from users where state like 'N%' order by 1""")
def states_of_both(t):
    states = {v.venuestate for v in t.venue if v.venuestate}
    return [(s,) for s in sorted(states | {u.state for u in t.users if u.state and u.state.startswith("N")})]


@question("""select eventname, venuename, sum(pricepaid) from sales join event using (eventid)
             join venue using (venueid)
             group by eventname, venuename order by 3 desc, 1, 2 limit 10""")
def best_evenings(t):
    groups = grouped(t.sales, lambda s: (lambda e: (e.eventname, t.by("venue", e.venueid).venuename))(
        t.by("event", s.eventid)))
    return sorted(((*k, sum(s.pricepaid for s in v)) for k, v in groups.items()),
                  key=lambda r: (-r[2], r[0], r[1]))[:10]


@question("""with spent as (select buyerid, sum(pricepaid) as total from sales group by buyerid)
             select userid, username, total from users join spent on buyerid = userid
             where total > (select 8 * avg(total) from spent) order by total desc, userid""")
def large_spenders(t):
    spent = {k: sum(s.pricepaid for s in v) for k, v in grouped(t.sales, lambda s: s.buyerid).items()}
    limit = 8 * sum(spent.values()) / len(spent)
    return sorted(((k, t.by("users", k).username, v) for k, v in spent.items()
                   if v > limit and t.by("users", k)), key=lambda r: (-r[2], r[0]))


@question("""select s.salesid from sales s where s.pricepaid = (select max(pricepaid) from sales where
             eventid = s.eventid)
             and s.eventid between 1 and 25 order by 1""")
def dearest_sale_of_each_event(t):
    groups = grouped((s for s in t.sales if 1 <= s.eventid <= 25), lambda s: s.eventid)
    return sorted((s.salesid,) for rows in groups.values() for s in rows
                  if s.pricepaid == max(r.pricepaid for r in rows))


@question("""select count(*) from sales s join users b on b.userid = s.buyerid join users v on v.userid = s.sellerid
             where b.state = v.state""")
def sales_within_a_state(t):
    return [(sum(b is not None and v is not None and b.state is not None and b.state == v.state
                 for s in t.sales for b, v in [(t.by("users", s.buyerid), t.by("users", s.sellerid))]),)]


@question("""select qtr, catgroup, count(*) from sales join date using (dateid) join event using (eventid)
             join category using (catid) group by qtr, catgroup order by 1, 2""", ordered=True)
def sales_of_quarters(t):
    groups = grouped(t.sales, lambda s: (t.by("date", s.dateid).qtr,
                                         t.by("category", t.by("event", s.eventid).catid).catgroup))
    # USING (dateid) joins sales and date; event has a dateid of its own, which stays beside it
    return [(*k, len(v)) for k, v in sorted(groups.items())]


@question("""select a.venuename, b.venuename from venue a join venue b on a.venuecity = b.venuecity
             and a.venueid < b.venueid where a.venuestate = 'FL' order by 1, 2""")
def neighbours(t):
    return sorted((a.venuename, b.venuename) for a in t.venue if a.venuestate == "FL" for b in t.venue
                  if a.venuecity == b.venuecity and a.venueid < b.venueid)


@question("""select catgroup, catname, count(*) from event join category using (catid)
             group by rollup (catgroup, catname) order by catgroup nulls last, catname nulls last""")
def events_with_subtotals(t):
    pairs = [(c.catgroup, c.catname) for e in t.event for c in [t.by("category", e.catid)]]
    rows = {}
    for group, name in pairs:
        for key in ((group, name), (group, None), (None, None)):
            rows[key] = rows.get(key, 0) + 1
    return [(*k, n) for k, n in sorted(rows.items(), key=lambda r: [(x is None, x or "") for x in r[0]])]

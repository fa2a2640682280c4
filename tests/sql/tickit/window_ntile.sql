-- Source: Amazon Redshift Database Developer Guide, "NTILE window function" (r_WF_NTILE).
-- rows: 37
select eventname, caldate, pricepaid, ntile(4)
over(order by pricepaid desc) from sales, event, date
where sales.eventid=event.eventid and event.dateid=date.dateid and eventname='Hamlet'
and caldate='2008-08-26'
order by 4;

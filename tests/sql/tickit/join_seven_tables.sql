-- Source: Amazon Redshift Database Developer Guide, "Query plan example" (t_explain_plan_example).
-- rows: 9
-- first: Shaw|Musicals|Curran Theatre|San Francisco|CA|Mamma Mia!|JUL  |12000.00|30000.00
select lastname, catname, venuename, venuecity, venuestate, eventname,
month, sum(pricepaid) as buyercost, max(totalprice) as maxtotalprice
from category join event on category.catid = event.catid
join venue on venue.venueid = event.venueid
join sales on sales.eventid = event.eventid
join listing on sales.listid = listing.listid
join date on sales.dateid = date.dateid
join users on users.userid = sales.buyerid
group by lastname, catname, venuename, venuecity, venuestate, eventname, month
having sum(pricepaid)>9999
order by catname, buyercost desc;

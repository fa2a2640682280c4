"""The sample database as Python sees it: its rows read once by COPY, and the questions put to them.

A question is a SELECT with a function beside it that reckons the same answer from the rows, in plain Python. The
server's own part in that is no more than reading whole tables.
"""
import collections
import csv
import datetime
import decimal
import io

INT, TEXT = int, str
MONEY = decimal.Decimal
COLUMNS = {
    "users": dict(userid=INT, username=TEXT, firstname=TEXT, lastname=TEXT, city=TEXT, state=TEXT, email=TEXT,
                  phone=TEXT, likesports="bool", liketheatre="bool", likeconcerts="bool", likejazz="bool",
                  likeclassical="bool", likeopera="bool", likerock="bool", likevegas="bool", likebroadway="bool",
                  likemusicals="bool"),
    "venue": dict(venueid=INT, venuename=TEXT, venuecity=TEXT, venuestate=TEXT, venueseats=INT),
    "category": dict(catid=INT, catgroup=TEXT, catname=TEXT, catdesc=TEXT),
    "date": dict(dateid=INT, caldate="date", day=TEXT, week=INT, month=TEXT, qtr=TEXT, year=INT, holiday="bool"),
    "event": dict(eventid=INT, venueid=INT, catid=INT, dateid=INT, eventname=TEXT, starttime="time"),
    "listing": dict(listid=INT, sellerid=INT, eventid=INT, dateid=INT, numtickets=INT, priceperticket=MONEY,
                    totalprice=MONEY, listtime="time"),
    "sales": dict(salesid=INT, listid=INT, sellerid=INT, buyerid=INT, eventid=INT, dateid=INT, qtysold=INT,
                  pricepaid=MONEY, commission=MONEY, saletime="time"),
}
READERS = {"bool": lambda text: text == "t", "date": datetime.date.fromisoformat,
           "time": datetime.datetime.fromisoformat}
Question = collections.namedtuple("Question", "name sql reckon ordered")
QUESTIONS = []


def question(sql, ordered=True):
    """Puts a function beside its SELECT; without `ordered` the rows may come in any order."""
    def note(reckon):
        QUESTIONS.append(Question(reckon.__name__, " ".join(sql.split()), reckon, ordered))
        return reckon
    return note


class Sample:
    """`sales`, `users` and so on are lists of rows; `by` finds a row of a table by its key."""

    def __init__(self, copy):
        """`copy(statement)` answers the bytes of a COPY TO STDOUT."""
        self._by = {}
        for table, columns in COLUMNS.items():
            row_type = collections.namedtuple(table, columns)
            readers = [READERS.get(kind, kind) for kind in columns.values()]
            lines = csv.reader(io.StringIO(copy(f'copy "{table}" to stdout csv').decode()))
            rows = [row_type(*(reader(text) if text else None for reader, text in zip(readers, line)))
                    for line in lines]
            setattr(self, table, rows)
            self._by[table] = {row[0]: row for row in rows}

    def by(self, table, key):
        return self._by[table].get(key)


def grouped(rows, key):
    """A dictionary of lists."""
    groups = collections.defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return groups


def scaled(number, digits):
    """A numeric with that many digits behind the point, rounded half away from zero as SQL does."""
    return decimal.Decimal(number).quantize(decimal.Decimal(1).scaleb(-digits), decimal.ROUND_HALF_UP)

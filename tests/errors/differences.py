"""SQLSTATEs that differ from PostgreSQL's for the same wrong statement: PostgreSQL's -> those that ours may be.

0A000 stands for what a cluster, or Redstart, does not have; 42601 for what its grammar does not have.
"""

ACCEPTED = {(ours, theirs) for theirs, many in {
    "0A000": "22023 3D000 42601 42803 42809 42883 42P01 42P10",
    "21000": "0A000 42601",
    "22003": "22023",
    "22007": "22008 42601 42704",
    "22012": "42601 42883",
    "22013": "0A000",
    "2201B": "42601",
    "2201W": "42P10",
    "22023": "0A000 22007 42601 42704 42846 42883 54000",
    "2202H": "42601",
    # literals are looked at later than the clause, or the clause is refused altogether
    "22P02": "0A000 22007 22032 42601 42703 42803 42883",
    "23502": "0A000",
    "25P01": "0A000 42809 42P01",
    "26000": "42601",
    "2BP01": "0A000",
    "3F000": "0A000 42601",
    # what PostgreSQL's grammar does not have: Redshift's clauses (PIVOT, QUALIFY, TOP, DISTKEY), operators
    "42601": "0A000 21000 22023 22P02 42701 42703 42704 42803 42804 42809 42883 42P01 42P02 42P16 42P20",
    "42702": "42803",
    # names that are words for PostgreSQL: date parts, types; the list of names is looked at in another order
    "42703": "0A000 22007 22008 22P02 25P01 42601 42704 42803 42809 42846 42883 42P01",
    "42704": "0A000 42601",
    "42710": "0A000",
    "42723": "0A000",
    "42725": "22007 22P02 42883",
    "42803": "0A000 22023 42703",
    # values are assigned and compared by casting them
    "42804": "0A000 21000 22007 22012 22P02 42601 42703 42803 42846 42883",
    "42809": "0A000 42601 42703 42883",
    "42846": "22023 42704",
    # a text operand is cast to the other's type, as Redshift does it; a function that only Redshift has
    "42883": "0A000 21000 22003 22007 22008 22023 22032 22P02 42601 42703 42725 42809 42846",
    "42P01": "0A000 2BP01 3F000 42601 42703 42809 42883",
    "42P02": "42601",
    "42P06": "42939",
    "42P07": "42P01 42P17",
    "42P10": "42601 42703 42803",
    "42P13": "0A000",
    "42P19": "42P01",
    "42P20": "0A000 42601",
    "55000": "42883",
    "58P01": "42601",
}.items() for ours in many.split()}

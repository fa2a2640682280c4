"""Answers changed on purpose: what the comparison must notice. Each takes an answer and gives a changed copy, or None
where there is nothing to change."""
import copy


def changed(answer):
    other = copy.copy(answer)
    other.rows, other.columns, other.tags = list(answer.rows), list(answer.columns), list(answer.tags)
    return other


def other_value(value):
    if value is None:
        return "0"
    if value in ("t", "f"):
        return "f" if value == "t" else "t"
    return value[:-1] + ("1" if value[-1:] != "1" else "2")


def value(answer):
    """One value of the last row, in its last place."""
    if not answer.rows:
        return None
    other = changed(answer)
    *rest, last = other.rows[-1]
    other.rows[-1] = (*rest, other_value(last))
    return other


def null(answer):
    """NULL in the place of a value."""
    if not answer.rows or answer.rows[0][0] is None:
        return None
    other = changed(answer)
    other.rows[0] = (None, *other.rows[0][1:])
    return other


def lost_row(answer):
    other = changed(answer)
    return other if other.rows and (other.rows.pop() or True) else None


def double_row(answer):
    if not answer.rows:
        return None
    other = changed(answer)
    other.rows.append(other.rows[0])
    return other


def name(answer):
    if not answer.columns:
        return None
    other = changed(answer)
    other.columns[0] = ("other", *other.columns[0][1:])
    return other


def kind(answer):
    """A column of another type."""
    if not answer.columns:
        return None
    other = changed(answer)
    other.columns[-1] = (other.columns[-1][0], "date" if other.columns[-1][1] != "date" else "int4", False)
    return other


def tag(answer):
    if not answer.tags:
        return None
    other = changed(answer)
    other.tags[0] = other.tags[0] + "0"
    return other


def error(answer):
    """An error in the place of an answer, and an answer in the place of an error."""
    other = changed(answer)
    other.sqlstate = "" if answer.sqlstate else "XX000"
    return other


def other_error(answer):
    if not answer.sqlstate:
        return None
    other = changed(answer)
    other.sqlstate = "XX000"
    return other


def status(answer):
    other = changed(answer)
    other.status = "E" if answer.status != "E" else "I"
    return other


MUTATIONS = [value, null, lost_row, double_row, name, kind, tag, error, other_error, status]

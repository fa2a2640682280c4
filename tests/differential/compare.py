"""What is different between two answers: a list of short texts, such as "state 42883/42846" or "type numeric/int8"."""
from decimal import Decimal, InvalidOperation, ROUND_DOWN, ROUND_HALF_UP, localcontext

NUMBERS = ("int2", "int4", "int8", "numeric", "float4", "float8")
TEXTS = ("text", "varchar")


def as_number(text):
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def same_number(expected, got, kind):
    """Whether `got` is `expected` as a value of its own type has it: cut or rounded to its digits."""
    left, right = as_number(expected), as_number(got)
    if left is None or right is None or not left.is_finite() or not right.is_finite():
        return expected == got
    if kind in ("float4", "float8"):
        return abs(left - right) <= abs(left) * Decimal("1e-13" if kind == "float8" else "1e-6")
    with localcontext() as context:
        context.prec = 400
        unit = Decimal(1).scaleb(right.as_tuple().exponent)
        return right in (left.quantize(unit, ROUND_DOWN), left.quantize(unit, ROUND_HALF_UP))


def same_value(expected, got, kinds, scaled):
    if expected == got:
        return True
    if expected is None or got is None:
        return False
    left, right = kinds
    if left == "timestamptz" and right == "timestamp":
        return expected.removesuffix("+00") == got
    if left in NUMBERS and right in NUMBERS and (left != right or (left == "numeric" and not scaled)):
        return same_number(expected, got, right)
    return False


def order_key(row):
    return ["" if value is None else value for value in row]


def same_rows(first, second, ordered):
    """A numeric without a declared scale has the digits of each value in PostgreSQL, one scale in Redshift."""
    if len(first.rows) != len(second.rows):
        return False
    if any(len(row) != len(first.columns) for row in first.rows):  # several results
        return first.rows == second.rows
    kinds = [(left[1], right[1]) for left, right in zip(first.columns, second.columns)]
    scaled = [column[2] for column in first.columns]
    lefts, rights = first.rows, second.rows
    if not ordered:
        lefts, rights = matching_order(lefts, rights, kinds, scaled)
    return all(same_value(a, b, kind, scale) for left, right in zip(lefts, rights)
               for a, b, kind, scale in zip(left, right, kinds, scaled))


def matching_order(lefts, rights, kinds, scaled):
    """Rows in an order that does not go by the columns which may be written otherwise, as far as the others tell."""
    exact = [i for i, (kind, scale) in enumerate(zip(kinds, scaled))
             if kind[0] == kind[1] and not (kind[0] == "numeric" and not scale) or set(kind) <= set(TEXTS)]
    loose = [i for i in range(len(kinds)) if i not in exact]

    def key(row):
        numbers = [as_number(row[i]) if row[i] is not None else None for i in loose]
        return (["" if row[i] is None else "x" + row[i] for i in exact],
                [(value is None or not value.is_finite(), value if value is not None and value.is_finite() else 0)
                 for value in numbers])
    return sorted(lefts, key=key), sorted(rights, key=key)


def differences(expected, got, ordered):
    if got.status == "lost":
        return ["lost"]
    if expected.sqlstate != got.sqlstate:
        return [f"state {expected.sqlstate}/{got.sqlstate}"]
    found = []
    if not expected.sqlstate:
        for left, right in zip(expected.columns, got.columns):
            if left[0] != right[0]:
                found.append(f"name {left[0]}/{right[0]}")
            if left[1] != right[1] and not (left[1] in TEXTS and right[1] in TEXTS):
                found.append(f"type {left[1]}/{right[1]}")
        if len(expected.columns) != len(got.columns):
            found.append("columns")
        elif not same_rows(expected, got, ordered):
            found.append("values")
        if expected.tags != got.tags:
            found.append(f"tag {' '.join(expected.tags)}/{' '.join(got.tags)}")
    if expected.status != got.status:
        found.append(f"status {expected.status}/{got.status}")
    return sorted(set(found))

"""Functions that are slightly wrong: `tests/sql/functions` must notice each. Rows of `mutants.MUTANTS`: what is found,
what takes its place, and the part of the names of the `.test` files that must then fail.
"""
DATES = "catalog/functions/date/date_arithmetic_functions.cpp"
SEARCHES = "catalog/functions/text/text_search_functions.cpp"
FORMS = "catalog/functions/text/text_form_functions.cpp"
PADDING = "catalog/functions/text/padding_functions.cpp"
MATH = "catalog/functions/number/math_functions.cpp"

ROWS = [
    ("a year after a leap day is in February", DATES, "date_part_of(part) == DatePart::Year;", "false;", "date_values"),
    ("weeks begin on Sunday", DATES, "constexpr std::int64_t kThursday = 3;", "constexpr std::int64_t kThursday = 4;",
     "date_values"),
    ("quarters begin a month late", DATES, "(date.month - 1) / 3;", "(date.month - 2) / 3;", "date_values"),
    ("ADD_MONTHS forgets the end of a month", DATES,
     "is_month_end(civil_from_days(day_of(value))) ? month_end(days) : days", "days", "date_values"),
    ("NEXT_DAY may be the same day", DATES, "day_of_week(days) - 1, 7) + 1;", "day_of_week(days), 7);", "date_values"),
    ("MONTHS_BETWEEN of two ends of months is a fraction", DATES,
     " || (is_month_end(first) && is_month_end(second))", "", "date_values"),
    ("SUBSTRING counts from the first character what lies before it", SEARCHES,
     "if (__builtin_add_overflow(start, length, &last)) last = INT64_MAX;",
     "if (__builtin_add_overflow(std::max<std::int64_t>(start, 1), length, &last)) last = INT64_MAX;", "text_values"),
    ("RIGHT is one short", SEARCHES, "all - wanted));", "all - wanted + 1));", "text_values"),
    ("SPLIT_PART steps over one character of a delimiter", SEARCHES, "found + delimiter.size());", "found + 1);",
     "text_values"),
    ("STRPOS counts bytes", SEARCHES, "characters_before(text, found) + 1", "found + 1", "text_values"),
    ("BPCHARCMP counts trailing blanks", SEARCHES,
     "return order(protocol::without_trailing_blanks(left), protocol::without_trailing_blanks(right));",
     "return order(left, right);", "text_values"),
    ("INITCAP leaves capitals inside a word", FORMS, "inside ? lower_case(character)",
     "inside ? std::string(character)", "text_values"),
    ("H separates equal sounds in SOUNDEX", FORMS, "if (!silent || result.size() == 1) last = digit;", "last = digit;",
     "text_values"),
    ("SHA2 of 0 bits is nothing", FORMS, "    case 0:\n    case 256:", "    case 256:", "conditions_json"),
    ("STRTOL takes 0x for digits", FORMS, "if (base == 16 && (", "if (base == 17 && (", "text_values"),
    ("LPAD fills behind the text", PADDING, "return filling(fill, missing).append(kept);",
     "return std::string(kept) + filling(fill, missing);", "text_values"),
    ("DLOG10 is the natural logarithm", MATH, "std::log10(positive(value));", "std::log(positive(value));", "math"),
    ("the average of integers is rounded up", "catalog/functions/number/aggregate_results.cpp",
     "return narrow(sum / hugeint_t(count));", "return narrow((sum + hugeint_t(count - 1)) / hugeint_t(count));",
     "aggregates"),
]


def proof(files):
    return f"sql/cases_test.py functions/{files}"

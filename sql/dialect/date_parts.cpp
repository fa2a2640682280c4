#include "sql/dialect/rewriter.hpp"

namespace redstart::sql {
namespace {

struct DatePart {
    std::string_view name;
    std::string_view spellings; // between blanks
};

// Redshift developer guide, "Date parts for date or timestamp functions".
constexpr DatePart kParts[] = {
    {"millennium", " millennium millennia mil mils "},
    {"century", " century centuries c cent cents "},
    {"decade", " decade decades dec decs "},
    {"epoch", " epoch "},
    {"year", " year years y yr yrs "},
    {"quarter", " quarter quarters qtr qtrs "},
    {"month", " month months mon mons "},
    {"week", " week weeks w "},
    {"dow", " dayofweek dow dw weekday "},
    {"doy", " dayofyear doy dy yearday "},
    {"day", " day days d "},
    {"hour", " hour hours h hr hrs "},
    {"minute", " minute minutes m min mins "},
    {"second", " second seconds s sec secs "},
    {"millisecond", " millisecond milliseconds ms msec msecs msecond mseconds millisec millisecs millisecon "},
    {"microsecond", " microsecond microseconds microsec microsecs usecond useconds us usec usecs "},
    {"timezone", " timezone "},
    {"timezone_hour", " timezone_hour "},
    {"timezone_minute", " timezone_minute "},
};

// Empty when `text` is no date part.
std::string_view date_part(std::string_view text) {
    if (text.empty() || text.find(' ') != std::string_view::npos) return {};
    const auto wanted = " " + lower_case(text) + " ";
    for (const auto& part : kParts)
        if (part.spellings.find(wanted) != std::string_view::npos) return part.name;
    return {};
}

// The first argument, behind the "(" at `i + 1`, is one word or string that `ends` follows.
template <typename Ends> void rewrite_part(Rewriter& rewriter, std::size_t i, bool bare, Ends ends) {
    if (!rewriter.at(i + 1).is('(') || !ends(rewriter.at(i + 3))) return;
    const auto& token = rewriter.at(i + 2);
    std::string_view part;
    if (is_string(token))
        part = date_part(string_value(token, rewriter.statement().lexed_with.backslash_escapes));
    else if (bare && token.kind == TokenKind::Identifier)
        part = date_part(identifier_value(token));
    if (!part.empty()) rewriter.replace(i + 2, quoted_string(part));
}

bool is_comma(const Token& token) { return token.is(','); }

// DATEADD(month, 1, x): the part may stand without quotes.
void rewrite_bare(Rewriter& rewriter, std::size_t i) { rewrite_part(rewriter, i, true, is_comma); }

// DATE_TRUNC('qtr', x): only in quotes; without them it is a column.
void rewrite_quoted(Rewriter& rewriter, std::size_t i) { rewrite_part(rewriter, i, false, is_comma); }

void rewrite_extract(Rewriter& rewriter, std::size_t i) {
    rewrite_part(rewriter, i, true, [](const Token& token) { return token.is("from"_w); });
}

constexpr Rule kRules[] = {{"dateadd"_w, rewrite_bare},      {"date_add"_w, rewrite_bare},
                           {"datediff"_w, rewrite_bare},     {"date_diff"_w, rewrite_bare},
                           {"date_part"_w, rewrite_bare},    {"datepart"_w, rewrite_bare},
                           {"date_trunc"_w, rewrite_quoted}, {"extract"_w, rewrite_extract}};

} // namespace

std::span<const Rule> date_part_rules() { return kRules; }

} // namespace redstart::sql

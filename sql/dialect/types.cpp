#include "sql/dialect/types.hpp"

#include "protocol/sqlstate.hpp"

#include <algorithm>
#include <iterator>

#include <fmt/core.h>

namespace redstart::sql {
namespace {

// A type name taken apart.
struct TypeName {
    std::size_t first = 0; // behind pg_catalog.
    std::size_t last = 0;  // one past the words of the name
    std::size_t end = 0;   // one past the modifiers
    bool qualified = false;
};

// The words of names of several words.
std::size_t words_end(const Rewriter& rewriter, std::size_t i) {
    const auto word = rewriter.at(i).word;
    ++i;
    if (word == "national"_w && (rewriter.at(i).is("character"_w) || rewriter.at(i).is("char"_w))) ++i;
    if (rewriter.at(i).is("varying"_w) || (word == "double"_w && rewriter.at(i).is("precision"_w))) return i + 1;
    return i;
}

TypeName take_apart(const Rewriter& rewriter, std::size_t i) {
    TypeName type;
    type.qualified = rewriter.at(i + 1).is('.');
    type.first = type.qualified ? i + 2 : i;
    type.last = words_end(rewriter, type.first);
    type.end = rewriter.at(type.last).is('(') ? rewriter.partner(type.last) + 1 : type.last;
    const auto word = rewriter.at(type.first).word;
    if ((word == "time"_w || word == "timestamp"_w) && rewriter.at(type.end + 1).is("time"_w) &&
        (rewriter.at(type.end).is("with"_w) || rewriter.at(type.end).is("without"_w)))
        type.end += 3;
    if (word == "interval"_w)
        while (rewriter.at(type.end).is("to"_w) || is_interval_unit(rewriter.at(type.end).word)) ++type.end;
    return type;
}

std::string modifier(const Rewriter& rewriter, const TypeName& type) {
    if (type.end == type.last) return "";
    if (rewriter.at(type.last + 1).is("max"_w)) return "(65535)";
    return std::string(rewriter.source(type.last, type.end));
}

std::string character_type(const Rewriter& rewriter, const TypeName& type, TypePlace place, bool varying) {
    const bool longest = type.end != type.last && rewriter.at(type.last + 1).is("max"_w);
    const auto length = longest && !varying ? "(4096)" : modifier(rewriter, type);
    if (!varying) return "rs_bpchar" + (length.empty() ? "(1)" : length);
    if (!length.empty()) return "rs_varchar" + length;
    return place == TypePlace::Column ? "rs_varchar(256)" : "varchar";
}

// FLOAT is 8 bytes wide; FLOAT(24) and less 4.
std::string float_type(const Rewriter& rewriter, const TypeName& type) {
    if (type.end == type.last) return "double";
    const auto bits = int4_value(rewriter.at(type.last + 1));
    if (!bits || *bits < 1 || *bits > 53)
        throw protocol::SqlError(protocol::sqlstate::kInvalidParameterValue,
                                 bits && *bits < 1 ? "precision for type float must be at least 1 bit"
                                                   : "precision for type float must be less than 54 bits");
    return *bits <= 24 ? "real" : "double";
}

// Times have six digits behind the second, whatever is asked for: the engine would take others for types of its own.
void check_time_precision(const Rewriter& rewriter, const TypeName& type) {
    if (!rewriter.at(type.last).is('(')) return;
    const auto digits = int4_value(rewriter.at(type.last + 1));
    if (!digits || *digits == 6) return;
    const auto name = lower_case(identifier_value(rewriter.at(type.first)));
    const auto shown = name + "(" + std::to_string(*digits) + ")";
    const auto at = character_position(rewriter.statement().source, rewriter.at(type.last + 1).offset);
    if (*digits > 6)
        throw protocol::SqlError(protocol::sqlstate::kInvalidParameterValue,
                                 shown + " precision must be between 0 and 6")
            .position(at);
    throw protocol::SqlError(
        protocol::sqlstate::kFeatureNotSupported,
        fmt::format("type {} is not supported: its values have six digits behind the second", shown))
        .position(at);
}

// A cast of a literal to its own BLOB the engine's parser computes itself, with escapes of its own.
std::string bytes_type(TypePlace place) { return place == TypePlace::Expression ? "rs_varbyte" : "blob"; }

// The engine's text for names that are spelled otherwise there; empty for the rest.
std::string translated(const Rewriter& rewriter, const TypeName& type, TypePlace place) {
    const auto& name = rewriter.at(type.first);
    const bool quoted = name.kind == TokenKind::QuotedIdentifier;
    if (quoted && identifier_value(name) == "char") return "rs_char";
    const bool varying = rewriter.at(type.last - 1).is("varying"_w);
    switch (quoted ? find_word(identifier_value(name)) : name.word) {
    case "varchar"_w:
    case "nvarchar"_w: return character_type(rewriter, type, place, true);
    case "char"_w:
        if (type.qualified) return "rs_char"; // pg_catalog.char is the one-byte type
        [[fallthrough]];
    case "character"_w:
    case "nchar"_w:
    case "national"_w: return character_type(rewriter, type, place, varying);
    case "bpchar"_w: return type.end == type.last ? "rs_bpchar(256)" : "rs_bpchar" + modifier(rewriter, type);
    case "text"_w: return place == TypePlace::Column ? "rs_varchar(256)" : "";
    case "float"_w: return float_type(rewriter, type);
    case "decimal"_w:
    case "numeric"_w:
    case "dec"_w: return type.end == type.last ? "decimal(18,0)" : "";
    case "oid"_w: return "rs_oid";
    case "time"_w:
    case "timestamp"_w: check_time_precision(rewriter, type); return "";
    case "interval"_w: return "interval"; // whatever fields it is limited to
    case "varbyte"_w:
    case "varbinary"_w:
    case "binary"_w: return bytes_type(place);
    default: break;
    }
    const auto other = identifier_value(name);
    if (other == "timetz" || other == "timestamptz") check_time_precision(rewriter, type);
    return other == "bytea" ? bytes_type(place) : "";
}

// Names that the engine's parser takes for types that have other names here.
bool is_engine_name(std::string_view name) {
    constexpr std::string_view kNames[] = {"bitstring", "blob",    "guid",   "int1",  "int128", "int16",  "int32",
                                           "int64",     "logical", "long",   "short", "signed", "string", "uint128",
                                           "uint16",    "uint32",  "uint64", "uint8", "varint"};
    return std::binary_search(std::begin(kNames), std::end(kNames), name);
}

// The names this file writes are none for a client.
void refuse_internal(const Rewriter& rewriter, const TypeName& type) {
    const auto name = lower_case(identifier_value(rewriter.at(type.first)));
    const bool half = name == "double" && type.last == type.first + 1; // without PRECISION
    if (!name.starts_with("rs_") && !is_engine_name(name) && !half) return;
    throw protocol::SqlError(protocol::sqlstate::kUndefinedObject, fmt::format("type \"{}\" does not exist", name))
        .position(character_position(rewriter.statement().source, rewriter.at(type.first).offset));
}

void rewrite_cast(Rewriter& rewriter, std::size_t i) {
    if (!rewriter.at(i + 1).is('(')) return;
    const auto close = rewriter.partner(i + 1);
    auto at = i + 2;
    while (at < close && !rewriter.at(at).is("as"_w)) at = rewriter.at(at).is('(') ? rewriter.partner(at) + 1 : at + 1;
    if (at + 1 < close) rewrite_type(rewriter, at + 1, TypePlace::Expression);
}

// TIMESTAMP(9) '...'
void check_time_literal(Rewriter& rewriter, std::size_t i) {
    const auto type = take_apart(rewriter, i);
    if (type.end != type.last && rewriter.at(type.end).kind == TokenKind::String) check_time_precision(rewriter, type);
}

constexpr Rule kRules[] = {{"cast"_w, rewrite_cast},
                           {"try_cast"_w, rewrite_cast},
                           {"time"_w, check_time_literal},
                           {"timestamp"_w, check_time_literal}};

} // namespace

bool is_interval_unit(Word word) {
    switch (word) {
    case "year"_w:
    case "years"_w:
    case "month"_w:
    case "months"_w:
    case "week"_w:
    case "weeks"_w:
    case "day"_w:
    case "days"_w:
    case "hour"_w:
    case "hours"_w:
    case "minute"_w:
    case "minutes"_w:
    case "second"_w:
    case "seconds"_w: return true;
    default: return false;
    }
}

std::size_t type_end(const Rewriter& rewriter, std::size_t i) {
    auto end = take_apart(rewriter, i).end;
    while (rewriter.at(end).is('[') && rewriter.at(end + 1).is(']')) end += 2;
    return end;
}

std::string engine_type(const Rewriter& rewriter, std::size_t i, TypePlace place) {
    const auto type = take_apart(rewriter, i);
    refuse_internal(rewriter, type);
    auto text = translated(rewriter, type, place);
    if (!text.empty() || !type.qualified) return text;
    const auto schema = identifier_value(rewriter.at(i));
    if (schema == "information_schema") return "varchar"; // its domains are all text
    if (schema != "pg_catalog") return "";
    return std::string(rewriter.source(type.first, type.end));
}

std::size_t rewrite_type_at(Rewriter& rewriter, std::size_t i, TypePlace place) {
    const auto& first = rewriter.at(i);
    if (first.kind != TokenKind::Identifier && first.kind != TokenKind::QuotedIdentifier) return i;
    const auto end = take_apart(rewriter, i).end;
    auto text = engine_type(rewriter, i, place);
    if (!text.empty() && text != rewriter.source(i, end)) rewriter.replace(i, end, std::move(text));
    return type_end(rewriter, i);
}

std::span<const Rule> type_rules() { return kRules; }

} // namespace redstart::sql

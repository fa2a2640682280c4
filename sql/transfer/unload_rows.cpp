#include "sql/transfer/unload_rows.hpp"

#include "catalog/type/type_map.hpp"
#include "protocol/error.hpp"
#include "protocol/pg_type.hpp"
#include "protocol/sqlstate.hpp"
#include "protocol/utf8.hpp"
#include "sql/copy/copy_escape.hpp"

#include <algorithm>

#include <duckdb.hpp>
#include <fmt/core.h>
#include <nlohmann/json.hpp>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using protocol::SqlError;
using protocol::WireWriter;

bool is_text(const duckdb::LogicalType& type) {
    const auto oid = catalog::wire_type(type).oid;
    return oid == protocol::oid::kVarchar || oid == protocol::oid::kBpchar || oid == protocol::oid::kText;
}

bool is_number(const duckdb::LogicalType& type) {
    const auto* known = protocol::find_type(catalog::wire_type(type).oid);
    return known != nullptr && known->category == 'N';
}

std::string json_string(std::string_view text) { return nlohmann::json(text).dump(); }

// A value that stands in `out` from `begin` on. NaN and Infinity are no numbers of JSON (INF: strings), booleans are
// `t` and `f` (r_UNLOAD), which must be strings.
void finish_json(WireWriter& out, std::size_t begin, bool number) {
    const auto written = out.view().substr(begin);
    if (number && written.find_first_of("NIni") == std::string_view::npos) return;
    const auto plain = [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\'; };
    if (std::all_of(written.begin(), written.end(), plain)) return put_in_quotes(out, begin, '"', '"');
    const auto text = json_string(taken(out, begin));
    out.bytes(text);
}

void escape(WireWriter& out, std::size_t begin, const UnloadOptions& options) {
    const auto special = [&options](char c) {
        return c == '\n' || c == '\r' || c == '\\' || c == options.delimiter ||
               (options.add_quotes && (c == '"' || c == '\''));
    };
    escape_each(out, begin, special, [](char c) { return c; });
}

void quote(WireWriter& out, std::size_t begin) {
    const auto value = taken(out, begin);
    out.byte('"');
    out.bytes(value);
    out.byte('"');
}

void quote_csv(WireWriter& out, std::size_t begin, const UnloadOptions& options) {
    const auto written = out.view().substr(begin);
    const char special[] = {options.delimiter, '"', '\n', '\r'};
    const bool is_null_text = !options.null_text.empty() && written == options.null_text;
    if (!is_null_text && written.find_first_of(std::string_view(special, sizeof special)) == std::string_view::npos)
        return;
    put_in_quotes(out, begin, '"', '"');
}

void pad(WireWriter& out, std::size_t begin, std::size_t width) {
    const auto length = protocol::character_count(out.view().substr(begin));
    if (length > width)
        throw SqlError(state::kStringDataRightTruncation,
                       fmt::format("a value of {} characters does not fit the width {} of FIXEDWIDTH", length, width));
    for (auto left = width - length; left > 0; --left) out.byte(' ');
}

// A value that stands in `out` from `begin` on, as the format wants it.
void finish(WireWriter& out, std::size_t begin, bool text, const UnloadOptions& options) {
    if (options.format == DataFormat::Csv) return quote_csv(out, begin, options);
    if (text && options.escape) escape(out, begin, options);
    if (options.add_quotes) quote(out, begin);
}

} // namespace

UnloadRows::UnloadRows(duckdb::ClientContext& context, const std::vector<duckdb::LogicalType>& types,
                       const std::vector<std::string>& names, const UnloadOptions& options, std::uint64_t& rows)
    : options_(options), rows_(rows), values_(context, types, {protocol::Format::Text}) {
    for (std::size_t index = 0; index < types.size(); ++index) {
        characters_.push_back(is_text(types[index]));
        numbers_.push_back(is_number(types[index]));
        if (options.format == DataFormat::Json)
            members_.push_back((index == 0 ? "{" : ",") + json_string(names[index]) + ":");
    }
    if (options.format == DataFormat::FixedWidth && options.widths.size() != types.size())
        throw SqlError(state::kInvalidParameterValue,
                       fmt::format("UNLOAD FIXEDWIDTH must name a width for each of the {} columns", types.size()));
}

UnloadRows::~UnloadRows() = default;

void UnloadRows::write(WireWriter& out, std::size_t row) {
    if (options_.format == DataFormat::Json)
        write_json(out, row);
    else if (options_.format == DataFormat::FixedWidth)
        write_fixed(out, row);
    else
        write_delimited(out, row);
    out.byte('\n');
    ++rows_;
}

void UnloadRows::write_json(WireWriter& out, std::size_t row) {
    for (std::size_t column = 0; column < characters_.size(); ++column) {
        out.bytes(members_[column]);
        const auto begin = out.size();
        if (values_.write_value(out, column, row))
            finish_json(out, begin, numbers_[column]);
        else
            out.bytes("null");
    }
    out.byte('}');
}

void UnloadRows::write_fixed(WireWriter& out, std::size_t row) {
    for (std::size_t column = 0; column < characters_.size(); ++column) {
        const auto begin = out.size();
        const auto width = options_.widths[column];
        const bool there = values_.write_value(out, column, row);
        // A null string that is too wide is left out, but for characters, where it is an error.
        if (!there && (characters_[column] || options_.null_text.size() <= width)) out.bytes(options_.null_text);
        pad(out, begin, width);
    }
}

void UnloadRows::write_delimited(WireWriter& out, std::size_t row) {
    for (std::size_t column = 0; column < characters_.size(); ++column) {
        if (column > 0) out.byte(options_.delimiter);
        const auto begin = out.size();
        if (values_.write_value(out, column, row))
            finish(out, begin, characters_[column], options_);
        else
            out.bytes(options_.null_text);
    }
}

std::string unload_header(const std::vector<protocol::ColumnDescription>& columns, const UnloadOptions& options) {
    WireWriter line;
    for (std::size_t index = 0; index < columns.size(); ++index) {
        if (index > 0) line.byte(options.delimiter);
        const auto begin = line.size();
        line.bytes(columns[index].name);
        finish(line, begin, true, options);
    }
    line.byte('\n');
    return std::string(line.view());
}

} // namespace redstart::sql

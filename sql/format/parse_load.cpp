#include "protocol/sqlstate.hpp"
#include "sql/format/option_words.hpp"

#include <map>
#include <set>

#include <fmt/core.h>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;

class LoadParser {
public:
    explicit LoadParser(const Statement& statement)
        : cursor_(statement), words_(statement, cursor_, "COPY"), options_(out_.options) {}

    LoadStatement run() {
        cursor_.expect("copy"_w);
        out_.table = cursor_.qualified_name();
        if (cursor_.accept('(')) {
            do out_.columns.push_back(cursor_.name());
            while (cursor_.accept(','));
            cursor_.expect(')');
        }
        cursor_.expect("from"_w);
        out_.from_client = cursor_.accept("stdin"_w);
        out_.location = out_.from_client ? "STDIN" : words_.text();
        words_.each([this](const std::string& word) { option(word); });
        check();
        return std::move(out_);
    }

private:
    void option(const std::string& word) {
        if (words_.shared(word, options_.authorization, options_.region, options_.compression)) return;
        if (data_format(word) || switch_on(word) || value(word)) return;
        if (word == "ssh" || word == "readratio" || word == "avro" || word == "orc" || word == "shapefile" ||
            word == "job" || word == "auto")
            words_.refuse(word);
        throw protocol::SqlError(state::kSyntaxError, fmt::format("COPY option \"{}\" is not known", word));
    }

    bool data_format(const std::string& word) {
        if (word == "csv") {
            options_.format = DataFormat::Csv;
        } else if (word == "parquet") {
            options_.format = DataFormat::Parquet;
        } else if (word == "quote") {
            options_.quote = words_.character(word);
        } else if (word == "delimiter") {
            options_.delimiter = words_.character(word);
        } else if (word == "fixedwidth") {
            options_.format = DataFormat::FixedWidth;
            options_.widths = words_.widths();
        } else if (word == "json") {
            options_.format = DataFormat::Json;
            words_.accept("as");
            options_.json = words_.at_text() ? words_.text() : "auto";
            if (options_.json != "auto" && options_.json != "auto ignorecase" && !options_.json.starts_with("s3://"))
                words_.refuse(fmt::format("json '{}'", options_.json));
        } else
            return false;
        return true;
    }

    bool switch_on(const std::string& word) {
        static const std::map<std::string, bool LoadOptions::*, std::less<>> kSwitches{
            {"manifest", &LoadOptions::manifest},
            {"escape", &LoadOptions::escape},
            {"removequotes", &LoadOptions::remove_quotes},
            {"emptyasnull", &LoadOptions::empty_as_null},
            {"blanksasnull", &LoadOptions::blanks_as_null},
            {"trimblanks", &LoadOptions::trim_blanks},
            {"truncatecolumns", &LoadOptions::truncate_columns},
            {"fillrecord", &LoadOptions::fill_record},
            {"ignoreblanklines", &LoadOptions::ignore_blank_lines},
            {"acceptanydate", &LoadOptions::accept_any_date},
            {"explicit_ids", &LoadOptions::explicit_ids},
            {"roundec", &LoadOptions::round},
            {"noload", &LoadOptions::no_load},
            {"ignoreallerrors", &LoadOptions::ignore_all_errors}};
        const auto found = kSwitches.find(word);
        if (found == kSwitches.end()) return false;
        options_.*found->second = true;
        return true;
    }

    bool value(const std::string& word) {
        if (word == "null") {
            options_.null_text = words_.text();
            if (options_.null_text == "\\0" || options_.null_text == "\\000") options_.null_text = std::string(1, '\0');
        } else if (word == "acceptinvchars") {
            words_.accept("as");
            options_.replacement = words_.at_text() ? words_.character(word) : '?';
        } else if (word == "dateformat") {
            options_.date_format = words_.text();
        } else if (word == "timeformat") {
            options_.time_format = words_.text();
        } else if (word == "lzop") {
            options_.compression = Compression::Lzop;
            words_.exclude(word, {"gzip", "bzip2", "zstd"});
        } else if (word == "encoding") {
            encoding(words_.word());
        } else if (word == "ignoreheader") {
            options_.header_lines = words_.number(word, 0, INT32_MAX);
        } else if (word == "maxerror") {
            options_.max_errors = words_.number(word, 0, 100'000);
        } else if (word == "comprows") { // nothing is sampled: the engine chooses how it compresses
            words_.number(word, 1000, INT32_MAX);
        } else if (word == "compupdate") {
            if (!words_.accept("preset")) words_.flag(true);
        } else if (word == "statupdate") { // the engine keeps its statistics with every change
            words_.flag(true);
        } else
            return false;
        return true;
    }

    void encoding(const std::string& name) {
        const auto word = lower_case(name);
        if (word == "utf16")
            options_.encoding = Encoding::Utf16;
        else if (word == "utf16le")
            options_.encoding = Encoding::Utf16Le;
        else if (word == "utf16be")
            options_.encoding = Encoding::Utf16Be;
        else if (word != "utf8" && word != "utf-8")
            words_.invalid("encoding", "must be UTF8, UTF16, UTF16LE or UTF16BE");
    }

    // Which options a columnar format takes ("COPY from columnar data formats").
    void check_columnar() {
        if (!words_.has("parquet")) return;
        words_.require_only("parquet",
                            {"parquet", "fillrecord", "iam_role", "credentials", "access_key_id", "secret_access_key",
                             "session_token", "manifest", "statupdate", "explicit_ids"});
    }

    void check() {
        check_columnar();
        if (out_.from_client)
            for (const auto* word : {"parquet", "manifest", "region", "iam_role", "credentials", "access_key_id",
                                     "secret_access_key", "session_token"})
                if (words_.has(word)) words_.conflict(word, "stdin");
        words_.exclude("csv", {"fixedwidth", "removequotes", "escape", "json"});
        words_.exclude("fixedwidth", {"delimiter", "escape", "json", "removequotes"});
        words_.exclude("json", {"delimiter", "escape", "fillrecord", "ignoreblanklines", "null", "removequotes"});
        words_.exclude("ignoreallerrors", {"maxerror"});
        if (words_.has("quote") && !words_.has("csv")) words_.invalid("quote", "is available with CSV only");
        if (words_.has("csv") && !words_.has("delimiter")) options_.delimiter = ',';
        if (words_.has("csv") && options_.delimiter == options_.quote)
            words_.invalid("delimiter", "and QUOTE must be different");
        words_.check_key();
        if (options_.null_text.find_first_of("\r\n") != std::string::npos)
            words_.invalid("null", "cannot use newline or carriage return");
    }

    TokenCursor cursor_;
    OptionWords words_;
    LoadStatement out_;
    LoadOptions& options_;
};

} // namespace

bool has_load_options(const Statement& statement) {
    static const std::set<std::string_view> kOnlyRedshifts{
        "acceptanydate",   "acceptinvchars",   "blanksasnull", "bzip2",      "compupdate", "comprows",
        "dateformat",      "emptyasnull",      "explicit_ids", "fillrecord", "fixedwidth", "gzip",
        "ignoreallerrors", "ignoreblanklines", "ignoreheader", "json",       "lzop",       "maxerror",
        "noload",          "parquet",          "removequotes", "roundec",    "statupdate", "timeformat",
        "trimblanks",      "truncatecolumns",  "zstd"};
    bool behind = false;
    int depth = 0;
    for (const auto& token : statement.tokens) {
        depth += token.is('(') ? 1 : token.is(')') ? -1 : 0;
        behind = behind || token.is("stdin"_w);
        if (behind && depth == 0 && token.kind == TokenKind::Identifier &&
            kOnlyRedshifts.contains(identifier_value(token)))
            return true;
    }
    return false;
}

LoadStatement parse_load(const Statement& statement) { return LoadParser(statement).run(); }

} // namespace redstart::sql

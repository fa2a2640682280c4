#include "protocol/sqlstate.hpp"
#include "sql/format/option_words.hpp"

#include <charconv>
#include <map>

#include <fmt/core.h>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;

constexpr double kMegabyte = 1000 * 1000;

class UnloadParser {
public:
    explicit UnloadParser(const Statement& statement)
        : cursor_(statement), words_(statement, cursor_, "UNLOAD"), options_(out_.options) {}

    UnloadStatement run() {
        cursor_.next(); // UNLOAD
        cursor_.expect('(');
        out_.query = cursor_.string();
        cursor_.expect(')');
        cursor_.expect("to"_w);
        out_.location = words_.text();
        words_.each([this](const std::string& word) { option(word); });
        check();
        return std::move(out_);
    }

private:
    void option(const std::string& word) {
        if (words_.shared(word, options_.authorization, options_.region, options_.compression)) return;
        if (switch_on(word) || value(word)) return;
        throw protocol::SqlError(state::kSyntaxError, fmt::format("UNLOAD option \"{}\" is not known", word));
    }

    bool switch_on(const std::string& word) {
        static const std::map<std::string, bool UnloadOptions::*, std::less<>> kSwitches{
            {"header", &UnloadOptions::header},
            {"addquotes", &UnloadOptions::add_quotes},
            {"escape", &UnloadOptions::escape},
            {"allowoverwrite", &UnloadOptions::allow_overwrite},
            {"cleanpath", &UnloadOptions::clean_path}};
        const auto found = kSwitches.find(word);
        if (found == kSwitches.end()) return false;
        options_.*found->second = true;
        return true;
    }

    bool value(const std::string& word) {
        if (word == "csv") {
            options_.format = DataFormat::Csv;
        } else if (word == "json") {
            options_.format = DataFormat::Json;
        } else if (word == "parquet") {
            options_.format = DataFormat::Parquet;
        } else if (word == "partition") {
            partition();
        } else if (word == "delimiter") {
            options_.delimiter = words_.character(word);
        } else if (word == "fixedwidth") {
            options_.format = DataFormat::FixedWidth;
            options_.widths = words_.widths();
        } else if (word == "manifest") {
            options_.manifest = true;
            options_.verbose = words_.accept("verbose");
        } else if (word == "null") {
            options_.null_text = words_.text();
        } else if (word == "parallel") {
            options_.parallel = words_.flag(true);
        } else if (word == "maxfilesize") {
            options_.max_file_size = size(word, 5, 6200, "must be between 5 MB and 6.2 GB");
        } else if (word == "rowgroupsize") {
            options_.row_group_size = size(word, 32, 128, "must be between 32 MB and 128 MB");
        } else if (word == "extension") {
            options_.extension = words_.text();
        } else
            return false;
        return true;
    }

    // BY (column, ...) [INCLUDE]
    void partition() {
        cursor_.expect("by"_w);
        cursor_.expect('(');
        do options_.partition_by.push_back(cursor_.name());
        while (cursor_.accept(','));
        cursor_.expect(')');
        options_.include_partitions = words_.accept("include");
    }

    // From `low` to `high`, both in MB.
    std::uint64_t size(std::string_view option, double low, double high, const char* range) {
        words_.accept("as");
        const auto kind = cursor_.peek().kind;
        if (kind != TokenKind::Integer && kind != TokenKind::Decimal) cursor_.fail();
        const auto text = cursor_.next().text;
        double value = 0;
        std::from_chars(text.data(), text.data() + text.size(), value);
        if (words_.accept("gb"))
            value *= 1000;
        else
            words_.accept("mb");
        if (!(value >= low && value <= high)) words_.invalid(option, range);
        return static_cast<std::uint64_t>(value * kMegabyte);
    }

    void check() {
        words_.exclude("parquet", {"csv", "json", "delimiter", "fixedwidth", "addquotes", "escape", "null", "header",
                                   "gzip", "bzip2", "zstd"});
        if (words_.has("rowgroupsize") && !words_.has("parquet"))
            words_.invalid("rowgroupsize", "is available with PARQUET only");
        words_.exclude("csv", {"json", "fixedwidth", "addquotes", "escape"});
        words_.exclude("json", {"delimiter", "header", "fixedwidth", "addquotes", "escape", "null"});
        words_.exclude("fixedwidth", {"delimiter", "header", "addquotes", "escape"});
        words_.exclude("cleanpath", {"allowoverwrite"});
        if (words_.has("csv") && !words_.has("delimiter")) options_.delimiter = ',';
        words_.check_key();
        if (options_.extension.find('/') != std::string::npos) words_.invalid("extension", "cannot have a slash");
    }

    TokenCursor cursor_;
    OptionWords words_;
    UnloadStatement out_;
    UnloadOptions& options_;
};

} // namespace

UnloadStatement parse_unload(const Statement& statement) { return UnloadParser(statement).run(); }

} // namespace redstart::sql

#include "sql/parse/copy_options.hpp"

#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/parse/token_text.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

#include <fmt/core.h>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using protocol::SqlError;

// PostgreSQL's names of encodings, without case and anything but letters and digits.
bool is_encoding(const std::string& name) {
    static const std::set<std::string, std::less<>> kNames{
        "abc",         "alt",         "big5",        "euccn",       "eucjis2004",   "eucjp",       "euckr",
        "euctw",       "gb18030",     "gbk",         "iso88591",    "iso885910",    "iso885913",   "iso885914",
        "iso885915",   "iso885916",   "iso88592",    "iso88593",    "iso88594",     "iso88595",    "iso88596",
        "iso88597",    "iso88598",    "iso88599",    "johab",       "koi8",         "koi8r",       "koi8u",
        "latin1",      "latin10",     "latin2",      "latin3",      "latin4",       "latin5",      "latin6",
        "latin7",      "latin8",      "latin9",      "mskanji",     "muleinternal", "shiftjis",    "shiftjis2004",
        "sjis",        "sqlascii",    "tcvn",        "tcvn5712",    "uhc",          "vscii",       "win",
        "win1250",     "win1251",     "win1252",     "win1253",     "win1254",      "win1255",     "win1256",
        "win1257",     "win1258",     "win866",      "win874",      "win932",       "win936",      "win949",
        "win950",      "windows1250", "windows1251", "windows1252", "windows1253",  "windows1254", "windows1255",
        "windows1256", "windows1257", "windows1258", "windows866",  "windows874",   "windows932",  "windows936",
        "windows949",  "windows950"};
    return kNames.contains(name);
}

void check_encoding(const std::string& written, int position) {
    auto name = lower_case(written);
    std::erase_if(name, [](char c) { return (c < 'a' || c > 'z') && (c < '0' || c > '9'); });
    if (name == "utf8" || name == "unicode") return;
    if (is_encoding(name))
        throw SqlError(state::kFeatureNotSupported, fmt::format("COPY encoding \"{}\" is not supported", written))
            .detail("The only encoding is UTF8.");
    throw SqlError(state::kInvalidParameterValue, "argument to option \"encoding\" must be a valid encoding name")
        .position(position);
}

std::optional<bool> boolean(const std::string& value) {
    const auto word = lower_case(value);
    if (word == "true" || word == "on" || word == "1") return true;
    if (word == "false" || word == "off" || word == "0") return false;
    return std::nullopt;
}

class OptionReader {
public:
    OptionReader(const std::vector<CopyOption>& written, bool from) : written_(written), from_(from) {}

    CopyOptions run() {
        for (const auto& option : written_) take(option);
        const bool binary = out_.format == CopyFormat::Binary;
        const bool csv = out_.format == CopyFormat::Csv;
        if (binary && delimiter_) throw SqlError(state::kSyntaxError, "cannot specify DELIMITER in BINARY mode");
        if (binary && null_text_) throw SqlError(state::kSyntaxError, "cannot specify NULL in BINARY mode");
        out_.delimiter = one_character("delimiter", delimiter_, csv ? ',' : '\t');
        out_.null_text = null_text_.value_or(csv ? "" : "\\N");
        if (binary && out_.header) throw SqlError(state::kFeatureNotSupported, "cannot specify HEADER in BINARY mode");
        only_csv("quote", quote_.has_value());
        out_.quote = one_character("quote", quote_, '"');
        if (csv && out_.delimiter == out_.quote)
            throw SqlError(state::kInvalidParameterValue, "COPY delimiter and quote must be different");
        only_csv("escape", escape_.has_value());
        out_.escape = one_character("escape", escape_, out_.quote);
        only_csv("force quote", out_.force_quote_all || !out_.force_quote.empty(), false);
        only_csv("force not null", !out_.force_not_null.empty(), true);
        only_csv("force null", !out_.force_null.empty(), true);
        return std::move(out_);
    }

private:
    void take(const CopyOption& option) {
        if (!seen_.insert(option.name).second && is_known(option.name))
            throw SqlError(state::kSyntaxError, "conflicting or redundant options").position(option.position);
        const auto& name = option.name;
        if (name == "format") {
            format(text(option), option.position);
        } else if (name == "freeze") {
            if (option.value && !boolean(*option.value)) // rows are written as they are, frozen or not
                throw SqlError(state::kSyntaxError, "freeze requires a Boolean value");
        } else if (name == "delimiter") {
            delimiter_ = text(option);
        } else if (name == "null") {
            null_text_ = text(option);
        } else if (name == "header") {
            header(option);
        } else if (name == "quote") {
            quote_ = text(option);
        } else if (name == "escape") {
            escape_ = text(option);
        } else if (name == "force_quote") {
            out_.force_quote_all = option.value == "*";
            if (!out_.force_quote_all) out_.force_quote = list(option);
        } else if (name == "force_not_null") {
            out_.force_not_null = list(option);
        } else if (name == "force_null") {
            out_.force_null = list(option);
        } else if (name == "encoding") {
            check_encoding(text(option), option.position);
        } else {
            throw SqlError(state::kSyntaxError, fmt::format("option \"{}\" not recognized", name))
                .position(option.position);
        }
    }

    static bool is_known(const std::string& name) {
        constexpr auto kKnown =
            std::to_array<std::string_view>({"format", "freeze", "delimiter", "null", "header", "quote", "escape",
                                             "force_quote", "force_not_null", "force_null", "encoding"});
        return std::find(kKnown.begin(), kKnown.end(), name) != kKnown.end();
    }

    static std::string text(const CopyOption& option) {
        if (option.value) return *option.value;
        if (!option.names) throw SqlError(state::kSyntaxError, option.name + " requires a parameter");
        std::string joined;
        for (const auto& name : *option.names) joined += (joined.empty() ? "" : ".") + name;
        return joined;
    }

    static std::vector<std::string> list(const CopyOption& option) {
        if (option.names) return *option.names;
        throw SqlError(state::kInvalidParameterValue,
                       fmt::format("argument to option \"{}\" must be a list of column names", option.name))
            .position(option.position);
    }

    void format(const std::string& name, int position) {
        if (name == "csv")
            out_.format = CopyFormat::Csv;
        else if (name == "binary")
            out_.format = CopyFormat::Binary;
        else if (name != "text")
            throw SqlError(state::kInvalidParameterValue, fmt::format("COPY format \"{}\" not recognized", name))
                .position(position);
    }

    void header(const CopyOption& option) {
        const auto value = option.value || option.names ? text(option) : "true";
        if (lower_case(value) == "match") {
            if (!from_)
                throw SqlError(state::kFeatureNotSupported,
                               fmt::format("cannot use \"{}\" with HEADER in COPY TO", value));
            out_.header = out_.match_header = true;
            return;
        }
        const auto flag = boolean(value);
        if (!flag) throw SqlError(state::kSyntaxError, "header requires a Boolean value or \"match\"");
        out_.header = *flag;
    }

    static char one_character(const std::string& what, const std::optional<std::string>& given, char otherwise) {
        if (!given) return otherwise;
        if (given->size() != 1)
            throw SqlError(state::kFeatureNotSupported,
                           fmt::format("COPY {} must be a single one-byte character", what));
        return given->front();
    }

    // `of_from`: only COPY FROM has it; nullopt: both do.
    void only_csv(const std::string& what, bool given, std::optional<bool> of_from = {}) const {
        if (!given) return;
        if (out_.format != CopyFormat::Csv)
            throw SqlError(state::kFeatureNotSupported, fmt::format("COPY {} available only in CSV mode", what));
        if (of_from && *of_from != from_)
            throw SqlError(state::kFeatureNotSupported,
                           fmt::format("COPY {} only available using COPY {}", what, *of_from ? "FROM" : "TO"));
    }

    const std::vector<CopyOption>& written_;
    const bool from_;
    std::set<std::string> seen_;
    CopyOptions out_;
    std::optional<std::string> delimiter_;
    std::optional<std::string> null_text_;
    std::optional<std::string> quote_;
    std::optional<std::string> escape_;
};

} // namespace

CopyOptions read_copy_options(const std::vector<CopyOption>& written, bool from) {
    return OptionReader(written, from).run();
}

std::vector<bool> named_columns(const char* option, const std::vector<std::string>& named,
                                const std::vector<std::string>& columns) {
    std::vector<bool> flags(named.empty() ? 0 : columns.size());
    for (const auto& name : named) {
        const auto found = std::find(columns.begin(), columns.end(), name);
        if (found == columns.end())
            throw SqlError(state::kInvalidColumnReference,
                           fmt::format("{} column \"{}\" not referenced by COPY", option, name));
        flags[static_cast<std::size_t>(found - columns.begin())] = true;
    }
    return flags;
}

void check_copy_options(const CopyOptions& options) {
    if (options.format == CopyFormat::Binary) return;
    const bool csv = options.format == CopyFormat::Csv;
    const auto& null_text = options.null_text;
    if (options.delimiter == '\n' || options.delimiter == '\r')
        throw SqlError(state::kInvalidParameterValue, "COPY delimiter cannot be newline or carriage return");
    if (null_text.find_first_of("\r\n") != std::string::npos)
        throw SqlError(state::kInvalidParameterValue, "COPY null representation cannot use newline or carriage return");
    constexpr std::string_view kConfusing = "\\.abcdefghijklmnopqrstuvwxyz0123456789";
    if (!csv && kConfusing.find(options.delimiter) != std::string_view::npos)
        throw SqlError(state::kInvalidParameterValue,
                       fmt::format("COPY delimiter cannot be \"{}\"", options.delimiter));
    if (null_text.find(options.delimiter) != std::string::npos)
        throw SqlError(state::kFeatureNotSupported, "COPY delimiter must not appear in the NULL specification");
    if (csv && null_text.find(options.quote) != std::string::npos)
        throw SqlError(state::kFeatureNotSupported, "CSV quote character must not appear in the NULL specification");
}

} // namespace redstart::sql

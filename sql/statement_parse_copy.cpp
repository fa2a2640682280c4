#include "protocol/sqlstate.hpp"
#include "sql/control_statements.hpp"
#include "sql/token_cursor.hpp"

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using protocol::SqlError;

class CopyParser {
public:
    explicit CopyParser(const Statement& statement) : statement_(statement), cursor_(statement) {}

    CopyStatement run() {
        cursor_.expect("copy"_w);
        if (cursor_.peek().is('('))
            query();
        else
            table();
        const bool from = cursor_.accept("from"_w);
        if (!from) cursor_.expect("to"_w);
        if (from && out_.query) cursor_.fail();
        if (is_string(cursor_.peek())) {
            out_.location = cursor_.string();
            return std::move(out_);
        }
        cursor_.expect(from ? "stdin"_w : "stdout"_w);
        cursor_.accept("with"_w);
        if (cursor_.accept('('))
            new_options();
        else
            while (!cursor_.at_end()) old_option();
        cursor_.expect_end();
        finish();
        return std::move(out_);
    }

private:
    void query() {
        const auto first = cursor_.index() + 1;
        int depth = 0;
        do {
            if (cursor_.at_end()) cursor_.fail();
            const auto& token = cursor_.next();
            depth += token.is('(') ? 1 : token.is(')') ? -1 : 0;
        } while (depth > 0);
        out_.query = inner_statement(statement_, first, cursor_.index() - 1 - first);
    }

    void table() {
        out_.table = cursor_.qualified_name();
        if (!cursor_.accept('(')) return;
        do out_.columns.push_back(cursor_.name());
        while (cursor_.accept(','));
        cursor_.expect(')');
    }

    char one_character(std::string_view what) {
        const auto text = cursor_.string();
        if (text.size() != 1 || text[0] == '\n' || text[0] == '\r')
            throw SqlError(state::kFeatureNotSupported,
                           "COPY " + std::string(what) + " must be a single one-byte character");
        return text[0];
    }

    void format() {
        const auto name = is_string(cursor_.peek()) ? cursor_.string() : cursor_.name();
        if (name == "csv")
            out_.options.format = CopyFormat::Csv;
        else if (name == "binary")
            out_.options.format = CopyFormat::Binary;
        else if (name != "text")
            throw SqlError(state::kInvalidParameterValue, "COPY format \"" + name + "\" not recognized");
    }

    // What both syntaxes spell the same but for AS; false when the next word is none of these.
    bool shared_option() {
        std::optional<char>* slot = nullptr;
        std::string_view what;
        if (cursor_.accept("delimiter"_w)) {
            slot = &delimiter_;
            what = "delimiter";
        } else if (cursor_.accept("quote"_w)) {
            slot = &quote_;
            what = "quote";
        } else if (cursor_.accept("escape"_w)) {
            slot = &escape_;
            what = "escape";
        }
        if (slot != nullptr) {
            cursor_.accept("as"_w);
            *slot = one_character(what);
            return true;
        }
        if (cursor_.accept("null"_w)) {
            cursor_.accept("as"_w);
            null_text_ = cursor_.string();
            return true;
        }
        if (!cursor_.accept("encoding"_w)) return false;
        encoding(cursor_.string());
        return true;
    }

    static void encoding(const std::string& name) {
        if (name != "utf8" && name != "UTF8" && name != "utf-8" && name != "UTF-8" && name != "UNICODE")
            throw SqlError(state::kInvalidParameterValue,
                           "argument to option \"encoding\" must be a valid encoding name");
    }

    void old_option() {
        if (shared_option()) return;
        if (cursor_.accept("header"_w)) {
            out_.options.header = true;
        } else if (cursor_.peek().is("csv"_w) || cursor_.peek().is("binary"_w)) {
            format();
        } else
            cursor_.fail();
    }

    void new_options() {
        do {
            if (cursor_.accept("format"_w))
                format();
            else if (cursor_.accept("header"_w))
                out_.options.header = boolean();
            else if (!shared_option())
                throw SqlError(state::kSyntaxError,
                               "option \"" + std::string(cursor_.peek().text) + "\" not recognized");
        } while (cursor_.accept(','));
        cursor_.expect(')');
    }

    bool boolean() {
        if (cursor_.peek().is(',') || cursor_.peek().is(')')) return true;
        if (cursor_.accept("false"_w) || cursor_.accept("off"_w)) return false;
        if (cursor_.accept("true"_w) || cursor_.accept("on"_w)) return true;
        const auto word = is_string(cursor_.peek()) ? cursor_.string() : std::string(cursor_.next().text);
        if (word != "0" && word != "1" && word != "true" && word != "false" && word != "on" && word != "off")
            throw SqlError(state::kSyntaxError, "header requires a Boolean value");
        return word == "1" || word == "true" || word == "on";
    }

    // The defaults that hang on the format, and PostgreSQL's checks.
    void finish() {
        auto& options = out_.options;
        const bool csv = options.format == CopyFormat::Csv;
        const auto only_csv = [csv](bool given, std::string_view what) {
            if (given && !csv)
                throw SqlError(state::kFeatureNotSupported,
                               "COPY " + std::string(what) + " available only in CSV mode");
        };
        only_csv(quote_.has_value(), "quote");
        only_csv(escape_.has_value(), "escape");
        if (options.format == CopyFormat::Binary && (delimiter_ || null_text_ || options.header))
            throw SqlError(state::kSyntaxError, "cannot specify DELIMITER, NULL or HEADER in BINARY mode");
        options.delimiter = delimiter_.value_or(csv ? ',' : '\t');
        options.null_text = null_text_.value_or(csv ? "" : "\\N");
        options.quote = quote_.value_or('"');
        options.escape = escape_.value_or(options.quote);
        if (csv && options.delimiter == options.quote)
            throw SqlError(state::kInvalidParameterValue, "COPY delimiter and quote must be different");
    }

    const Statement& statement_;
    TokenCursor cursor_;
    CopyStatement out_;
    std::optional<char> delimiter_;
    std::optional<char> quote_;
    std::optional<char> escape_;
    std::optional<std::string> null_text_;
};

} // namespace

CopyStatement parse_copy(const Statement& statement) { return CopyParser(statement).run(); }

} // namespace redstart::sql

// Rewriter: one statement's tokens with the edits the families of rewrites make to its text.
// Lives on the stack of one to_engine_sql() call.
#pragma once

#include "sql/dialect/dialect_options.hpp"
#include "sql/dialect/rewritten.hpp"
#include "sql/parse/statement.hpp"
#include "sql/parse/token_text.hpp"

#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace redstart::sql {

class Rewriter {
public:
    static constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();

    Rewriter(const Statement& statement, DialectOptions options)
        : statement_(statement), options_(options), tokens_(statement.tokens) {
        end_.offset = tokens_.empty() ? 0 : tokens_.back().end();
    }

    // Reading. Token `size()` and all behind it are End tokens; so is the one before the first.
    const Statement& statement() const { return statement_; }
    const DialectOptions& options() const { return options_; }
    std::size_t size() const { return tokens_.size(); }
    const Token& at(std::size_t i) const { return i < tokens_.size() ? tokens_[i] : end_; }
    std::string_view source(std::size_t first, std::size_t last) const; // of the tokens [first, last)
    [[noreturn]] void fail(std::size_t i) const { throw syntax_error(statement_, at(i)); }

    // The bracket that belongs to the one at `i`, the END of a CASE. Throws 42601 when there is none.
    std::size_t partner(std::size_t i) const;
    // The commas that separate the arguments of the call whose "(" is at `open`; its ")" as the last.
    std::vector<std::size_t> separators(std::size_t open) const;
    // True when token `i` can be the last one of an operand, so that an operator behind it is a binary one.
    bool ends_operand(std::size_t i) const;
    // One past the operand that begins at `i`: prefix operators, a name, literal, call, CASE or parentheses, and what
    // binds to it: casts, subscripts, fields, FILTER, OVER, COLLATE, AT TIME ZONE.
    std::size_t operand_end(std::size_t i) const;
    // One past the operands from `i` on that are joined by operators binding tighter than LIKE.
    std::size_t tight_end(std::size_t i) const;
    // One past the query block whose SELECT is at `i`: its closing parenthesis, the next set operation outside
    // parentheses, or the statement's end.
    std::size_t block_end(std::size_t i) const;

    // Editing. Edited tokens are not looked at by other families any more; inserting does not edit the token.
    void replace(std::size_t i, std::string text) { replace(i, i + 1, std::move(text)); }
    void replace(std::size_t first, std::size_t last, std::string text);
    void remove(std::size_t first, std::size_t last) { replace(first, last, ""); }
    // Leaves the tokens out of the text; they are still rewritten where replace_with_copy() puts them.
    void hide(std::size_t first, std::size_t last);
    // Other families need not look at the token any more, although it stays as it is.
    void settle(std::size_t i);
    void insert_before(std::size_t i, std::string text);
    void insert_after(std::size_t i, std::string text);
    // As replace(i, before + <the tokens [first, last) as rewritten> + after).
    void replace_with_copy(std::size_t i, std::string before, std::size_t first, std::size_t last, std::string after);
    bool edited(std::size_t i) const { return !edited_.empty() && i < edited_.size() && edited_[i]; }
    TableReport& report();

    // The text with all edits made. Throws 54001 when it grew too much.
    Rewritten finish();

private:
    // At one offset, what goes behind the token that ends there comes first, then what goes before the next one.
    enum class Place : unsigned char { After, Before, Instead };
    struct Edit {
        std::uint32_t offset = 0;
        std::uint32_t length = 0;
        Place place = Place::Instead;
        int order = 0;
        std::string text;
        std::size_t copy_first = kNone; // tokens copied behind `text`, then `tail`
        std::size_t copy_last = kNone;
        std::string tail;
    };

    void pair_brackets() const;
    std::size_t call_end(std::size_t i) const;
    std::size_t name_end(std::size_t i) const;
    std::size_t primary_end(std::size_t i) const;
    void add(Edit edit) { edits_.push_back(std::move(edit)); }
    void render(std::size_t from, std::size_t to, Rewritten& out) const;

    const Statement& statement_;
    const DialectOptions options_;
    const std::span<const Token> tokens_;
    Token end_;
    mutable std::vector<std::uint32_t> partners_; // made at first use
    std::vector<bool> edited_;
    std::vector<Edit> edits_;
    std::unique_ptr<TableReport> report_;
};

// A family's rewrite, called for every unquoted word of the statement that has one and is not edited yet.
struct Rule {
    Word word;
    void (*apply)(Rewriter& rewriter, std::size_t i);
};
std::span<const Rule> query_rules();     // queries.cpp: SELECT TOP, INTO, MINUS, DELETE without FROM
std::span<const Rule> operator_rules();  // operators.cpp: LIKE, SIMILAR TO, OPERATOR(), COLLATE
std::span<const Rule> function_rules();  // functions.cpp: NVL, DECODE, CONVERT, ...
std::span<const Rule> keyword_rules();   // keywords.cpp: SYSDATE, USER, words reserved in the engine only
std::span<const Rule> date_part_rules(); // date_parts.cpp: DATEADD, EXTRACT, INTERVAL ... YEAR TO MONTH, ...
std::span<const Rule> aggregate_rules(); // aggregates.cpp: LISTAGG, APPROXIMATE, IGNORE NULLS
std::span<const Rule> type_rules();      // types.cpp: CAST
std::span<const Rule> record_rules();    // records.cpp: column definition lists
std::span<const Rule> hierarchy_rules(); // hierarchies.cpp: START WITH, CONNECT BY, PRIOR

// Families that look at other tokens.
void rewrite_operator(Rewriter& rewriter, std::size_t i);                     // operators.cpp
[[noreturn]] void refuse_bit_string(const Rewriter& rewriter, std::size_t i); // operators.cpp
void rewrite_addition(Rewriter& rewriter, std::size_t i);                     // additions.cpp
void rewrite_string(Rewriter& rewriter, std::size_t i);                       // names.cpp
bool rewrite_array_literal(Rewriter& rewriter, std::size_t i);                // arrays.cpp; false when it is none
void rewrite_quoted_name(Rewriter& rewriter, std::size_t i);                  // names.cpp
void rewrite_temp_name(Rewriter& rewriter, std::size_t i);                    // names.cpp
void rewrite_long_name(Rewriter& rewriter, std::size_t i);                    // names.cpp
void rewrite_aliases(Rewriter& rewriter, std::size_t select);                 // names.cpp
void fold_keywords(Rewriter& rewriter);         // names.cpp; last, since any of them may be a name
void rewrite_create_table(Rewriter& rewriter);  // tables.cpp
void rewrite_create_view(Rewriter& rewriter);   // tables.cpp
void rewrite_alter_table(Rewriter& rewriter);   // tables.cpp
void rewrite_create_schema(Rewriter& rewriter); // tables.cpp
void rewrite_show(Rewriter& rewriter);          // show.cpp

} // namespace redstart::sql

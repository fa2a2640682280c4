#include "sql/parse/statement.hpp"

#include <optional>

namespace redstart::sql {
namespace {

using Kind = StatementKind;
using Tokens = std::span<const Token>;

Word word_at(Tokens tokens, std::size_t index) { return index < tokens.size() ? tokens[index].word : Word::None; }

// The first token at or behind `from`, outside parentheses, that `wanted` accepts; tokens.size() when there is none.
template <typename Wanted> std::size_t find_outside(Tokens tokens, std::size_t from, Wanted wanted) {
    int depth = 0;
    for (auto i = from; i < tokens.size(); ++i) {
        if (tokens[i].is('('))
            ++depth;
        else if (tokens[i].is(')'))
            --depth;
        else if (depth == 0 && wanted(tokens[i].word))
            return i;
    }
    return tokens.size();
}

// SELECT ... INTO t: INTO stands outside parentheses before FROM.
Kind select(Tokens tokens, std::size_t from) {
    const auto at = find_outside(tokens, from, [](Word word) { return word == "into"_w || word == "from"_w; });
    return word_at(tokens, at) == "into"_w ? Kind::SelectInto : Kind::Select;
}

Kind with(Tokens tokens) {
    const auto at = find_outside(tokens, 1, [](Word word) {
        return word == "select"_w || word == "insert"_w || word == "update"_w || word == "delete"_w ||
               word == "merge"_w || word == "values"_w;
    });
    switch (word_at(tokens, at)) {
    case "insert"_w: return Kind::Insert;
    case "update"_w: return Kind::Update;
    case "delete"_w: return Kind::Delete;
    case "merge"_w: return Kind::Merge;
    case "select"_w: return select(tokens, at);
    default: return Kind::Select;
    }
}

Kind create_table(Tokens tokens, std::size_t from) {
    const auto at = find_outside(tokens, from, [](Word word) { return word == "as"_w; });
    return at < tokens.size() ? Kind::CreateTableAs : Kind::CreateTable;
}

enum class Verb : unsigned char { Create, Alter, Drop };

// The commands that exist as CREATE, ALTER and DROP of one kind of object, told by the object's word.
std::optional<Kind> object(Verb verb, Word word) {
    const auto pick = [verb](Kind create, Kind alter, Kind drop) {
        return verb == Verb::Create ? create : verb == Verb::Alter ? alter : drop;
    };
    switch (word) {
    case "view"_w: return pick(Kind::CreateView, Kind::AlterTable, Kind::DropView);
    case "schema"_w: return pick(Kind::CreateSchema, Kind::AlterSchema, Kind::DropSchema);
    case "database"_w: return pick(Kind::CreateDatabase, Kind::AlterDatabase, Kind::DropDatabase);
    case "user"_w: return pick(Kind::CreateUser, Kind::AlterUser, Kind::DropUser);
    case "group"_w: return pick(Kind::CreateGroup, Kind::AlterGroup, Kind::DropGroup);
    case "role"_w: return pick(Kind::CreateRole, Kind::AlterRole, Kind::DropRole);
    case "materialized"_w:
        return pick(Kind::CreateMaterializedView, Kind::AlterMaterializedView, Kind::DropMaterializedView);
    case "function"_w:
    case "procedure"_w:
    case "library"_w:
    case "model"_w: return pick(Kind::CreateRoutine, Kind::AlterRoutine, Kind::DropRoutine);
    case "external"_w:
    case "datashare"_w: return pick(Kind::CreateExternal, Kind::CreateExternal, Kind::DropExternal);
    default: return std::nullopt;
    }
}

Kind create(Tokens tokens) {
    std::size_t at = 1;
    if (word_at(tokens, at) == "or"_w && word_at(tokens, at + 1) == "replace"_w) at += 2;
    while (word_at(tokens, at) == "local"_w || word_at(tokens, at) == "global"_w || word_at(tokens, at) == "temp"_w ||
           word_at(tokens, at) == "temporary"_w)
        ++at;
    if (word_at(tokens, at) == "table"_w) return create_table(tokens, at + 1);
    return object(Verb::Create, word_at(tokens, at)).value_or(Kind::Unknown);
}

Kind alter(Tokens tokens) {
    if (word_at(tokens, 1) == "table"_w) return Kind::AlterTable;
    if (word_at(tokens, 1) == "default"_w) return Kind::Grant;
    return object(Verb::Alter, word_at(tokens, 1)).value_or(Kind::Unknown);
}

Kind drop(Tokens tokens) {
    if (word_at(tokens, 1) == "table"_w) return Kind::DropTable;
    return object(Verb::Drop, word_at(tokens, 1)).value_or(Kind::Unknown);
}

Kind set(Tokens tokens) {
    std::size_t at = word_at(tokens, 1) == "local"_w ? 2 : 1;
    if (word_at(tokens, at) == "session"_w) ++at;
    switch (word_at(tokens, at)) {
    case "authorization"_w: return Kind::SetSessionAuthorization;
    case "characteristics"_w:
    case "transaction"_w: return Kind::SetTransaction;
    case "role"_w: return Kind::SetRole;
    case "constraints"_w: return Kind::SetConstraints;
    default: return Kind::Set;
    }
}

Kind show(Tokens tokens) {
    switch (word_at(tokens, 1)) {
    case "databases"_w:
    case "schemas"_w:
    case "tables"_w:
    case "columns"_w:
    case "column"_w:
    case "constraints"_w:
    case "grants"_w:
    case "procedures"_w:
    case "functions"_w:
    case "parameters"_w:
    case "datashares"_w:
    case "table"_w:
    case "view"_w:
    case "external"_w:
    case "procedure"_w:
    case "model"_w: return Kind::ShowObjects;
    default: return Kind::Show;
    }
}

Kind rollback(Tokens tokens) {
    for (std::size_t i = 1; i < tokens.size() && i < 3; ++i) {
        if (tokens[i].is("to"_w)) return Kind::RollbackTo;
        if (tokens[i].is("prepared"_w)) return Kind::PrepareTransaction;
    }
    return Kind::Rollback;
}

Kind copy(Tokens tokens) {
    const auto at = find_outside(tokens, 1, [](Word word) { return word == "from"_w || word == "to"_w; });
    return word_at(tokens, at) == "to"_w ? Kind::CopyTo : Kind::CopyFrom;
}

// Commands told by their first word, or by it and the next one.
Kind other(Tokens tokens) {
    const auto second = word_at(tokens, 1);
    switch (tokens[0].word) {
    case "lock"_w: return Kind::Lock;
    case "cancel"_w: return Kind::Cancel;
    case "reset"_w: return Kind::Reset;
    case "discard"_w: return Kind::Discard;
    case "use"_w: return Kind::Use;
    case "prepare"_w: return second == "transaction"_w ? Kind::PrepareTransaction : Kind::Prepare;
    case "execute"_w: return Kind::ExecutePrepared;
    case "deallocate"_w: return Kind::Deallocate;
    case "declare"_w: return Kind::Declare;
    case "fetch"_w: return Kind::Fetch;
    case "move"_w: return Kind::Move;
    case "close"_w: return Kind::Close;
    case "truncate"_w: return Kind::Truncate;
    case "unload"_w: return Kind::Unload;
    case "vacuum"_w: return Kind::Vacuum;
    case "analyze"_w:
    case "analyse"_w: return second == "compression"_w ? Kind::AnalyzeCompression : Kind::Analyze;
    case "comment"_w: return Kind::Comment;
    case "grant"_w: return Kind::Grant;
    case "revoke"_w: return Kind::Revoke;
    case "call"_w: return Kind::Call;
    case "listen"_w: return Kind::Listen;
    case "unlisten"_w: return Kind::Unlisten;
    case "notify"_w: return Kind::Notify;
    case "savepoint"_w: return Kind::Savepoint;
    case "release"_w: return Kind::Release;
    case "refresh"_w: return Kind::RefreshMaterializedView;
    default: return Kind::Unknown;
    }
}

} // namespace

StatementKind classify(std::span<const Token> tokens) {
    if (tokens.empty()) return Kind::Empty;
    switch (tokens[0].word) {
    case "select"_w: return select(tokens, 1);
    case "values"_w: return Kind::Select;
    case "with"_w: return with(tokens);
    case "insert"_w: return Kind::Insert;
    case "update"_w: return Kind::Update;
    case "delete"_w: return Kind::Delete;
    case "merge"_w: return Kind::Merge;
    case "begin"_w:
    case "start"_w: return Kind::Begin;
    case "commit"_w: return word_at(tokens, 1) == "prepared"_w ? Kind::PrepareTransaction : Kind::Commit;
    case "end"_w: return Kind::Commit;
    case "rollback"_w: return rollback(tokens);
    case "abort"_w: return Kind::Rollback;
    case "set"_w: return set(tokens);
    case "show"_w: return show(tokens);
    case "create"_w: return create(tokens);
    case "alter"_w: return alter(tokens);
    case "drop"_w: return drop(tokens);
    case "explain"_w: return Kind::Explain;
    case "copy"_w: return copy(tokens);
    default: return tokens[0].is('(') ? Kind::Select : other(tokens);
    }
}

} // namespace redstart::sql

#include "sql/parse/identity/object_grant.hpp"

#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/parse/token_cursor.hpp"

#include <utility>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using catalog::GranteeKind;
using catalog::ObjectKind;
using catalog::Privileges;
using protocol::SqlError;

SqlError invalid_grant(std::string message) { return {state::kInvalidGrantOperation, std::move(message)}; }

class GrantParser {
public:
    explicit GrantParser(const Statement& statement) : cursor_(statement) {}

    ObjectGrant run() {
        begin();
        privileges();
        cursor_.expect("on"_w);
        object();
        targets();
        check();
        return std::move(out_);
    }

    DefaultGrant run_default() {
        DefaultGrant result;
        cursor_.expect("alter"_w);
        cursor_.expect("default"_w);
        expect_word("privileges");
        if (cursor_.accept("for"_w)) {
            cursor_.expect("user"_w);
            result.users = names();
        }
        if (cursor_.accept("in"_w)) {
            cursor_.expect("schema"_w);
            result.schemas = names();
        }
        begin();
        privileges();
        cursor_.expect("on"_w);
        if (cursor_.accept("functions"_w))
            result.object = catalog::NewObject::Function;
        else if (cursor_.accept("procedures"_w))
            result.object = catalog::NewObject::Procedure;
        else
            cursor_.expect("tables"_w);
        targets();
        if (!out_.columns.empty()) throw invalid_grant("default privileges cannot be set for columns");
        if (result.object == catalog::NewObject::Relation)
            check();
        else
            check_execute(result.object == catalog::NewObject::Function ? "function" : "procedure");
        result.grant = std::move(out_);
        return result;
    }

private:
    bool at_word(std::string_view word, std::size_t ahead = 0) const {
        return cursor_.peek(ahead).kind == TokenKind::Identifier && lower_case(cursor_.peek(ahead).text) == word;
    }
    bool accept_word(std::string_view word) { return at_word(word) && (cursor_.next(), true); }
    void expect_word(std::string_view word) {
        if (!accept_word(word)) cursor_.fail();
    }

    std::vector<std::string> names() {
        std::vector<std::string> found{cursor_.name()};
        while (cursor_.accept(',')) found.push_back(cursor_.name());
        return found;
    }

    void begin() {
        out_.revoke = cursor_.next().is("revoke"_w);
        if (!out_.revoke || !cursor_.peek().is("grant"_w) || !at_word("option", 1)) return;
        cursor_.next();
        cursor_.next();
        cursor_.expect("for"_w);
        out_.only_option = true;
    }

    void privileges() {
        if (at_word("assumerole")) throw SqlError(state::kFeatureNotSupported, "ASSUMEROLE is not supported");
        if (cursor_.accept("all"_w)) {
            accept_word("privileges");
            if (!cursor_.peek().is('(')) {
                out_.all = true;
                return;
            }
            return columns_of(catalog::Privilege::Select | catalog::Privilege::Update);
        }
        do {
            if (cursor_.peek().kind != TokenKind::Identifier) cursor_.fail();
            const auto word = lower_case(cursor_.next().text);
            const auto privilege = catalog::privilege_of(word);
            if (!privilege) throw SqlError(state::kSyntaxError, "unrecognized privilege type \"" + word + "\"");
            if (cursor_.peek().is('('))
                columns_of(bit(*privilege));
            else
                out_.privileges |= bit(*privilege);
        } while (cursor_.accept(','));
    }

    void columns_of(Privileges privileges) {
        ColumnGrant grant{privileges, {}};
        cursor_.expect('(');
        grant.columns = names();
        cursor_.expect(')');
        out_.columns.push_back(std::move(grant));
    }

    void object() {
        if (cursor_.accept("schema"_w)) return named(GrantOn::Schemas);
        if (cursor_.accept("database"_w)) return named(GrantOn::Databases);
        if (cursor_.accept("all"_w)) return all_in_schema();
        if (cursor_.peek().is("function"_w) || cursor_.peek().is("procedure"_w)) return functions();
        for (const auto word : {"language", "model", "datashare", "external"})
            if (at_word(word) && cursor_.peek(1).kind == TokenKind::Identifier)
                throw SqlError(state::kFeatureNotSupported,
                               (out_.revoke ? "REVOKE ON " : "GRANT ON ") + upper_case(word) + " is not supported");
        cursor_.accept("table"_w);
        named(GrantOn::Relations);
    }

    void named(GrantOn on) {
        out_.on = on;
        do out_.names.push_back(cursor_.qualified_name());
        while (cursor_.accept(','));
    }

    void all_in_schema() {
        const bool relations = cursor_.accept("tables"_w);
        if (!relations && !cursor_.accept("functions"_w)) cursor_.expect("procedures"_w);
        cursor_.expect("in"_w);
        cursor_.expect("schema"_w);
        named(relations ? GrantOn::RelationsOfSchemas : GrantOn::FunctionsOfSchemas);
    }

    // There are none of users yet: the first one's name is all that is needed.
    void functions() {
        out_.on = GrantOn::Functions;
        out_.function = cursor_.next().is("function"_w) ? "function " : "procedure ";
        out_.function += shown_name(cursor_.qualified_name());
        do {
            int depth = 0;
            while (!cursor_.at_end() && (depth > 0 || !(cursor_.peek().is(',') || at_targets()))) {
                depth += cursor_.peek().is('(') ? 1 : cursor_.peek().is(')') ? -1 : 0;
                const auto& token = cursor_.next();
                if (out_.names.empty()) out_.function.append(token.is(',') ? ", " : lower_case(token.text));
            }
            out_.names.push_back({});
        } while (cursor_.accept(','));
    }

    bool at_targets() const { return cursor_.peek().is("to"_w) || cursor_.peek().is("from"_w); }

    void targets() {
        cursor_.expect(out_.revoke ? "from"_w : "to"_w);
        do target();
        while (cursor_.accept(','));
        if (out_.revoke && cursor_.accept("cascade"_w))
            out_.cascade = true;
        else if (out_.revoke)
            cursor_.accept("restrict"_w);
        cursor_.expect_end();
    }

    void target() {
        GrantTarget target;
        if (cursor_.accept("group"_w))
            target.kind = GranteeKind::Group;
        else if (cursor_.accept("role"_w))
            target.kind = GranteeKind::Role;
        else if (at_word("public"))
            target.kind = GranteeKind::Public;
        target.name = cursor_.name();
        if (target.kind == GranteeKind::Public) target.name.clear();
        if (!out_.revoke && cursor_.accept("with"_w)) {
            cursor_.expect("grant"_w);
            expect_word("option");
            target.with_option = true;
            if (target.kind != GranteeKind::User)
                throw invalid_grant("grant options can only be granted to individual users");
            if (!out_.columns.empty())
                throw SqlError(state::kFeatureNotSupported,
                               "WITH GRANT OPTION is not supported for privileges of columns");
        }
        out_.targets.push_back(std::move(target));
    }

    // What the object's kind does not have.
    void check() {
        const auto kind = out_.on == GrantOn::Schemas     ? ObjectKind::Schema
                          : out_.on == GrantOn::Databases ? ObjectKind::Database
                                                          : ObjectKind::Relation;
        if (out_.on == GrantOn::Functions || out_.on == GrantOn::FunctionsOfSchemas) return check_execute("function");
        if (out_.all) out_.privileges = catalog::all_privileges(kind);
        refuse_beyond(out_.privileges, catalog::all_privileges(kind), catalog::kind_name(kind));
        for (const auto& grant : out_.columns)
            refuse_beyond(grant.privileges, catalog::Privilege::Select | catalog::Privilege::Update, "column");
        if (!out_.columns.empty() && out_.on != GrantOn::Relations)
            throw invalid_grant("column privileges are only valid for relations");
    }

    void check_execute(std::string_view kind) {
        if (out_.all) out_.privileges = bit(catalog::Privilege::Execute);
        refuse_beyond(out_.privileges, bit(catalog::Privilege::Execute), kind);
    }

    static void refuse_beyond(Privileges wanted, Privileges known, std::string_view kind) {
        for (const auto privilege : catalog::each_of(wanted & ~known))
            throw invalid_grant("invalid privilege type " + std::string(catalog::word_of(privilege)) + " for " +
                                std::string(kind));
    }

    TokenCursor cursor_;
    ObjectGrant out_;
};

} // namespace

ObjectGrant parse_object_grant(const Statement& statement) { return GrantParser(statement).run(); }

DefaultGrant parse_default_grant(const Statement& statement) { return GrantParser(statement).run_default(); }

} // namespace redstart::sql

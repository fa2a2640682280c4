// Settings: the configuration parameters of one session, with PostgreSQL's transaction rules.
// Owned by the session; not thread-safe (reading is, while nothing is being set).
#pragma once

#include "sql/parse/control_statements.hpp"
#include "sql/parse/lexer.hpp"
#include "sql/settings/time_zones.hpp"

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace redstart::sql {

// Bounds, in bytes. A longer application_name is cut, as PostgreSQL does; this is what a cluster's logs hold of it.
inline constexpr std::size_t kLongestApplicationName = 250;
inline constexpr std::size_t kLongestValue = 16 * 1024;       // of any other: 22023
inline constexpr std::size_t kLongestVariableName = 255;      // of a session context variable: 42602
inline constexpr std::size_t kVariablesTogether = 256 * 1024; // names and values of a session's: 53400

// The name as it is kept: whole characters.
std::string cut_application_name(std::string name);

// Name as it is announced, and new value: for ParameterStatus.
using ReportedChanges = std::vector<std::pair<std::string, std::string>>;

class Settings {
public:
    // `zones` outlives the settings.
    Settings(std::string_view user_name, bool superuser, const TimeZones& zones);

    // Settings of the start-up packet: names that do not exist and values that do not fit are ignored, as a cluster
    // does with what the drivers send; the rest becomes the value RESET returns to. Keys that are no settings (user,
    // database, options, ...) are ignored, too.
    void apply_startup(const std::vector<std::pair<std::string, std::string>>& settings);

    // SET. Takes effect at once; lasts when commit() follows, a local value until the transaction ends either way.
    // Returns the reported parameters that changed.
    // Throws SqlError 42704 for an unknown name, 22023 for a value that does not fit or is too long, 55P02 for a
    // parameter that cannot be changed, 42602 and 53400 for context variables beyond the bounds above.
    ReportedChanges set(std::string_view name, const std::vector<std::string>& values, bool local);
    ReportedChanges set(const SetStatement& statement);
    // set_config(name, value, is_local): the value as it is, for a list, too.
    ReportedChanges set_config(std::string_view name, std::string_view value, bool local);
    // Sets a parameter that clients cannot change (session_authorization, session_id), at once and for good.
    ReportedChanges set_internal(std::string_view name, std::string value);
    // RESET name, SET name TO DEFAULT; "all" resets every parameter that can be set.
    ReportedChanges reset(std::string_view name, bool local = false);

    // ALTER USER and ALTER DATABASE ... SET or RESET: the value as SET would keep it, nullopt for one that is reset;
    // changes nothing. Throws as set() does; "all" is no parameter but for RESET.
    std::optional<std::string> first_value(const SetStatement& statement) const;

    // The transaction's end: what SET LOCAL changed falls back; rollback() also forgets the uncommitted SETs.
    ReportedChanges commit();
    ReportedChanges rollback();

    // The value in effect; nullopt for an unknown name.
    std::optional<std::string> get(std::string_view name) const;
    bool is_on(std::string_view name) const; // a bool parameter
    // The value of statement_timeout, 0: none; kept ready, because every statement asks.
    std::chrono::milliseconds statement_timeout() const noexcept { return statement_timeout_; }

    struct Shown {
        std::string name; // the column's header: the parameter as the server spells it
        std::string value;
        std::string description;
    };
    // SHOW name. Throws SqlError 42704.
    Shown show(std::string_view name) const;
    // SHOW ALL: every parameter in alphabetical order.
    std::vector<Shown> show_all() const;

    // The ParameterStatus set of a new connection, in the order a cluster sends it.
    ReportedChanges reported() const;

    // The settings that change what the session's SQL means; kept ready, because every statement asks.
    bool case_sensitive_identifiers() const noexcept { return case_sensitive_identifiers_; }
    bool cluster_rules() const noexcept { return cluster_rules_; }
    // Result columns are named in upper case.
    bool uppercase_names() const noexcept { return uppercase_names_; }

    // How the session's statements are split into tokens (standard_conforming_strings).
    LexOptions lex_options() const;

private:
    using Values = std::map<std::string, std::string, std::less<>>; // by name in lower case

    // The name to keep values under. Throws 42704 for a name that is no parameter and has no point in it.
    static std::string key_of(std::string_view name);
    const std::string* find(std::string_view key) const;
    void check_room(std::string_view key, std::string_view value) const;
    static std::string fitted(std::string_view key, std::string value);
    std::string value_of(std::string_view key) const;
    ReportedChanges assign(const std::string& key, std::string value, bool local);
    // Runs `change` and returns the reported parameters whose value it changed.
    template <typename Change> ReportedChanges reporting(Change change);
    void read_kept();

    const TimeZones* zones_;
    Values startup_;   // what RESET returns to where it is not the table's initial value
    Values committed_; // set by finished transactions
    Values pending_;   // set by the running one
    Values local_;     // SET LOCAL by the running one
    std::chrono::milliseconds statement_timeout_{0};
    bool case_sensitive_identifiers_ = false;
    bool cluster_rules_ = true;
    bool uppercase_names_ = false;
};

} // namespace redstart::sql

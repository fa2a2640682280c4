#include "tests/locks/spec.hpp"

#include <algorithm>
#include <optional>
#include <sstream>
#include <stdexcept>

namespace redstart::test {

namespace {

class Parser {
public:
    Spec parse(std::istream& text) {
        for (std::string line; std::getline(text, line);) {
            ++line_number_;
            line.erase(std::min(line.find('#'), line.size()));
            std::istringstream words(line);
            if (std::string first; words >> first) parse_line(first, words);
        }
        for (const std::vector<Step>& steps : spec_.steps)
            require(!steps.empty() && steps.back().action == Step::Action::Commit, "a session must end with a commit");
        require(!spec_.sessions.empty(), "no session");
        return spec_;
    }

private:
    void require(bool condition, const std::string& message) const {
        if (!condition) throw std::runtime_error("line " + std::to_string(line_number_) + ": " + message);
    }

    void parse_line(const std::string& first, std::istream& words) {
        if (first == "session") {
            spec_.sessions.push_back(word(words));
            spec_.steps.emplace_back();
        } else if (first == "permutation") {
            parse_permutation(words);
            return;
        } else {
            require(first.back() == ':', "expected `session`, `permutation` or `step:`");
            parse_step(first.substr(0, first.size() - 1), words);
        }
        std::string rest;
        require(!(words >> rest), "unexpected `" + rest + "`");
    }

    void parse_step(const std::string& name, std::istream& words) {
        require(!spec_.sessions.empty(), "a step before the first session");
        require(!session_of(name), "two steps named " + name);
        Step step{name, spec_.sessions.size() - 1, Step::Action::Commit, {}, {}};
        const std::string action = word(words);
        if (action == "lock") {
            step.action = Step::Action::Lock;
            step.relation = word(words);
            step.mode = parse_mode(word(words));
        } else if (action == "cancel") {
            step.action = Step::Action::Cancel;
        } else {
            require(action == "commit", "unknown action " + action);
        }
        spec_.steps.back().push_back(step);
    }

    void parse_permutation(std::istream& words) {
        std::vector<std::size_t> order;
        std::vector<std::size_t> next(spec_.sessions.size(), 0);
        for (std::string name; words >> name;) {
            const std::optional<std::size_t> session = session_of(name);
            require(session.has_value(), "unknown step " + name);
            const std::vector<Step>& steps = spec_.steps[*session];
            require(next[*session] < steps.size() && steps[next[*session]].name == name, name + " is out of order");
            ++next[*session];
            order.push_back(*session);
        }
        for (std::size_t session = 0; session < next.size(); ++session)
            require(next[session] == spec_.steps[session].size(), "a permutation names every step");
        spec_.permutations.push_back(order);
    }

    sql::LockMode parse_mode(const std::string& name) const {
        for (std::size_t mode = 0; mode < sql::kLockModes; ++mode)
            if (sql::lock_mode_name(static_cast<sql::LockMode>(mode)) == name + "Lock")
                return static_cast<sql::LockMode>(mode);
        throw std::runtime_error("line " + std::to_string(line_number_) + ": unknown mode " + name);
    }

    std::optional<std::size_t> session_of(const std::string& step_name) const {
        for (std::size_t session = 0; session < spec_.steps.size(); ++session)
            for (const Step& step : spec_.steps[session])
                if (step.name == step_name) return session;
        return std::nullopt;
    }

    std::string word(std::istream& words) const {
        std::string text;
        require(static_cast<bool>(words >> text), "the line ends too early");
        return text;
    }

    Spec spec_;
    std::size_t line_number_ = 0;
};

} // namespace

Spec parse_spec(std::istream& text) { return Parser().parse(text); }

} // namespace redstart::test

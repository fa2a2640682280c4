#include "tests/functions/calls.hpp"

#include "tests/functions/values.hpp"

#include <cctype>

namespace redstart::test {
namespace {

// The operands of a call: as they are, or as columns of a table of several rows, which no planner folds.
class Operands {
public:
    Operands(Random& random, bool columns) : random_(random), columns_(columns) {}

    std::string add(std::string_view type) {
        const std::string name = "x" + std::to_string(types_.size());
        types_.emplace_back(type);
        if (columns_) return name;
        return any_value(random_, type);
    }

    // "(select ... union all ...) q", or nothing.
    std::string from() {
        if (!columns_ || types_.empty()) return {};
        std::vector<std::string> first;
        for (const auto& type : types_) first.push_back(any_value(random_, type));
        std::string rows;
        for (int row = 0; row < 3; ++row) {
            rows += row == 0 ? "select " : " union all select ";
            for (std::size_t i = 0; i < types_.size(); ++i) {
                if (i > 0) rows += ", ";
                rows += row == 0 || chance(random_, 40) ? first[i] : any_value(random_, types_[i]);
                if (row == 0) rows += " as x" + std::to_string(i);
            }
        }
        return " from (" + rows + ") q";
    }

    bool columns() const { return columns_ && !types_.empty(); }

private:
    Random& random_;
    const bool columns_;
    std::vector<std::string> types_;
};

bool is_operator(const std::string& name) {
    return std::isalpha(static_cast<unsigned char>(name.front())) == 0 && name.front() != '_';
}

std::vector<std::string> operands_of(Random& random, const Signature& signature, Operands& operands) {
    std::vector<std::string> texts;
    for (const auto& type : signature.arguments) texts.push_back(operands.add(type));
    for (int more = signature.more ? static_cast<int>(random() % 3) : 0; more > 0; --more)
        texts.push_back(operands.add("ANY"));
    return texts;
}

std::string joined(const std::vector<std::string>& texts) {
    std::string list;
    for (const auto& text : texts) list.append(list.empty() ? "" : ", ").append(text);
    return list;
}

std::string call_of(const std::string& name, const std::vector<std::string>& texts) {
    if (is_operator(name) && texts.size() == 1) return name + " " + texts[0];
    if (is_operator(name) && texts.size() == 2) return texts[0] + " " + name + " " + texts[1];
    return name + "(" + joined(texts) + ")";
}

std::string window(Random& random, Operands& operands) {
    std::string over = " over (";
    if (chance(random, 30)) over += "partition by " + operands.add("ANY") + " ";
    if (chance(random, 80)) over += "order by " + operands.add(chance(random, 50) ? "BIGINT" : "ANY") + " ";
    if (chance(random, 70)) {
        constexpr std::string_view kUnits[] = {"rows", "range", "groups"};
        over += std::string(choice(random, kUnits)) + " between " + frame_bound(random) + " and " + frame_bound(random);
    }
    return over + ")";
}

std::string aggregate(Random& random, const Signature& signature, Operands& operands) {
    const auto texts = operands_of(random, signature, operands);
    std::string inside = joined(texts);
    if (!texts.empty() && chance(random, 25)) inside = "distinct " + inside;
    if (!texts.empty() && chance(random, 30))
        inside += " order by " + (chance(random, 50) ? texts[0] : operands.add("ANY"));
    std::string call = signature.name + "(" + inside + ")";
    if (signature.name == "listagg" && chance(random, 50))
        call = "listagg(" + joined(texts) + ") within group (order by " + operands.add("ANY") + ")";
    if (chance(random, 30)) call += window(random, operands);
    return call;
}

std::string special(Random& random, Operands& operands) {
    if (chance(random, 25)) return operands.add("ANY") + "::" + std::string(type_name(random));
    constexpr std::string_view kOperandTypes[] = {"VARCHAR", "BIGINT", "TIMESTAMP", "DATE", "DOUBLE", "ANY"};
    const auto type = choice(random, kOperandTypes);
    std::string text;
    const auto form = special_form(random);
    std::string names[3];
    for (std::size_t i = 0; i < form.size(); ++i) {
        const bool place = form[i] == '%' && i + 1 < form.size() && form[i + 1] >= '1' && form[i + 1] <= '3';
        if (!place) {
            text += form[i];
            continue;
        }
        auto& name = names[form[++i] - '1'];
        if (name.empty()) name = operands.add(chance(random, 70) ? type : choice(random, kOperandTypes));
        text += name;
    }
    return text;
}

std::string table_call(Random& random, const Signature& signature) {
    Operands operands(random, false);
    const auto texts = operands_of(random, signature, operands);
    return "select * from " + signature.name + "(" + joined(texts) + ") limit 10";
}

} // namespace

std::string make_statement(const std::vector<Signature>& signatures, std::uint64_t seed) {
    Random random(seed * 0x9E3779B97F4A7C15ULL + 1);
    const auto& signature = choice(random, signatures);
    if (signature.kind == FunctionKind::Table) return table_call(random, signature);
    const bool whole = signature.kind != FunctionKind::Scalar;
    Operands operands(random, whole || chance(random, 40));
    std::string expression;
    if (chance(random, 15))
        expression = special(random, operands);
    else if (signature.kind == FunctionKind::Window)
        expression = call_of(signature.name, operands_of(random, signature, operands)) + window(random, operands);
    else if (signature.kind == FunctionKind::Aggregate)
        expression = aggregate(random, signature, operands);
    else
        expression = call_of(signature.name, operands_of(random, signature, operands));
    const auto from = operands.from(); // after the last operand
    return "select " + expression + from;
}

} // namespace redstart::test

#include "catalog/information/procedures.hpp"

#include "catalog/signatures/signature.hpp"
#include "protocol/pg_type.hpp"

#include <algorithm>
#include <stdexcept>

namespace redstart::catalog {

namespace {

namespace oid = protocol::oid;
using Types = std::vector<std::uint32_t>;

std::string_view without_blanks(std::string_view text) {
    while (text.starts_with(' ')) text.remove_prefix(1);
    while (text.ends_with(' ')) text.remove_suffix(1);
    return text;
}

// Calls use(piece) for each of the pieces, also when the text is empty.
template <typename Use> void split(std::string_view text, char separator, Use use) {
    while (true) {
        const auto end = text.find(separator);
        use(without_blanks(text.substr(0, end)));
        if (end == std::string_view::npos) return;
        text.remove_prefix(end + 1);
    }
}

// What a word of a signature stands for; the first is taken where one is wanted.
Types types_named(std::string_view word) {
    if (word.ends_with("...")) word.remove_suffix(3);
    if (word == "any") return {oid::kAny};
    if (word == "number") return {oid::kNumeric, oid::kInt2, oid::kInt4, oid::kInt8, oid::kFloat4, oid::kFloat8};
    if (word == "time") return {oid::kTimestamp, oid::kDate, oid::kTimestampTz};
    if (word.ends_with("[]")) return {protocol::find_type(word.substr(0, word.size() - 2))->array_oid};
    const auto* type = protocol::find_type(detail::canonical_type(word));
    if (type == nullptr) throw std::logic_error("unknown type in a signature: " + std::string(word));
    return {type->oid};
}

// Every combination of the types that the words of one alternative stand for.
std::vector<Types> combinations(std::string_view alternative) {
    std::vector<Types> lists{{}};
    if (alternative.empty()) return lists;
    split(alternative, ',', [&](std::string_view word) {
        std::vector<Types> longer;
        const auto types = types_named(word);
        for (const auto& list : lists)
            for (const auto type : types) {
                longer.push_back(list);
                longer.back().push_back(type);
            }
        lists = std::move(longer);
    });
    return lists;
}

char kind_of(const Signature& signature) {
    const auto among = [&](std::span<const Signature> rows) {
        return std::ranges::any_of(rows, [&](const auto& row) { return row.name == signature.name; });
    };
    if (among(aggregate_signatures())) return 'a';
    return among(window_signatures()) ? 'w' : 'f';
}

void add(std::vector<Procedure>& rows, Procedure row) {
    row.oid = kFirstProcedureOid + static_cast<std::uint32_t>(rows.size());
    rows.push_back(std::move(row));
}

void add_declared(std::vector<Procedure>& rows, const ScalarFunction& function) {
    Procedure row{.name = function.name,
                  .arguments = {},
                  .parameters = {},
                  .result = function.result.parse().front().type,
                  .stability = function.stability,
                  .strict = function.nulls == Nulls::Strict,
                  .page = function.page};
    for (const auto& column : function.arguments.parse()) {
        row.arguments.push_back(column.type);
        row.parameters.push_back(column.name);
    }
    add(rows, std::move(row));
}

void add_signature(std::vector<Procedure>& rows, const Signature& signature) {
    const auto kind = kind_of(signature);
    split(signature.arguments, '|', [&](std::string_view alternative) {
        for (auto& types : combinations(alternative)) {
            const bool same = signature.result == "same" && !types.empty();
            const auto result =
                same ? types.front() : types_named(signature.result == "same" ? "any" : signature.result)[0];
            add(rows, {.name = signature.name,
                       .arguments = std::move(types),
                       .parameters = {},
                       .result = result,
                       .stability = signature.name == "random" ? Stability::Volatile : Stability::Immutable,
                       .kind = kind,
                       .page = signature.page});
        }
    });
}

// Nothing that could be called: syntax, and what is not there.
bool is_function(const Signature& signature) {
    if (signature.made == Made::Missing) return false;
    if (signature.made != Made::Grammar && signature.made != Made::Dialect) return true;
    return kind_of(signature) != 'f' || signature.name == "generate_series";
}

} // namespace

std::span<const Procedure> procedures() {
    static const auto rows = [] {
        std::vector<Procedure> result;
        for (const auto family : {session_functions(), object_functions(), text_functions(), privilege_functions(),
                                  visibility_functions(), membership_functions()})
            for (const auto& function : family)
                if (!function.name.starts_with("rs_")) add_declared(result, function);
        for (const auto& signature : signatures())
            if (is_function(signature)) add_signature(result, signature);
        return result;
    }();
    return rows;
}

const Procedure* find_procedure(std::string_view name) {
    for (const auto& procedure : procedures())
        if (procedure.name == name) return &procedure;
    return nullptr;
}

const Procedure* find_procedure(std::uint32_t oid) {
    const auto index = static_cast<std::size_t>(oid) - kFirstProcedureOid;
    return oid >= kFirstProcedureOid && index < procedures().size() ? &procedures()[index] : nullptr;
}

std::string argument_list(const Procedure& procedure) {
    std::string text;
    for (const auto type : procedure.arguments) text += (text.empty() ? "" : ", ") + protocol::format_type(type);
    return text;
}

} // namespace redstart::catalog

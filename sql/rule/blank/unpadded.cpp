#include "sql/rule/blank/unpadded.hpp"

#include "sql/rule/blank/blank_columns.hpp"

#include <string>

#include <duckdb.hpp>
#include <duckdb/planner/expression/bound_function_expression.hpp>

namespace redstart::sql {
namespace {

using duckdb::string_t;

string_t without_blanks(const string_t& text) {
    const auto* data = text.GetData();
    auto size = static_cast<std::uint32_t>(text.GetSize());
    while (size > 0 && data[size - 1] == ' ') --size;
    return {data, size};
}

// Most vectors have none and pass through by reference.
void trim(duckdb::DataChunk& arguments, duckdb::ExpressionState&, duckdb::Vector& result) {
    auto& input = arguments.data[0];
    if (!any_ends_in_blank(input, arguments.size())) return result.Reference(input);
    duckdb::UnaryExecutor::Execute<string_t, string_t>(input, result, arguments.size(), without_blanks);
    duckdb::StringVector::AddHeapReference(result, input);
}

Owned<duckdb::Expression> call(std::string name, Owned<duckdb::Expression> text, duckdb::scalar_function_t run) {
    const auto type = text->return_type;
    duckdb::ScalarFunction function(std::move(name), {type}, type, std::move(run));
    duckdb::vector<Owned<duckdb::Expression>> children;
    children.push_back(std::move(text));
    return duckdb::make_uniq<duckdb::BoundFunctionExpression>(type, std::move(function), std::move(children), nullptr);
}

} // namespace

Owned<duckdb::Expression> unpadded(Owned<duckdb::Expression> text) {
    return call("rs_unpadded", std::move(text), trim);
}

Owned<duckdb::Expression> noted(Owned<duckdb::Expression> text, std::shared_ptr<BlankColumn> column,
                                std::size_t place) {
    auto note = [column = std::move(column)](duckdb::DataChunk& arguments, duckdb::ExpressionState&,
                                             duckdb::Vector& result) {
        auto& input = arguments.data[0];
        if (!column->present() && any_ends_in_blank(input, arguments.size())) column->note();
        result.Reference(input);
    };
    return call("rs_noted_" + std::to_string(place), std::move(text), std::move(note));
}

} // namespace redstart::sql

#include "catalog/tables/table_function.hpp"

#include "catalog/engine/engine_error.hpp"
#include "catalog/object/session_state.hpp"
#include "catalog/type/type_map.hpp"

#include <duckdb.hpp>
#include <duckdb/parser/parsed_data/create_table_function_info.hpp>
#include <duckdb/planner/expression/bound_columnref_expression.hpp>
#include <duckdb/planner/expression/bound_comparison_expression.hpp>
#include <duckdb/planner/expression/bound_constant_expression.hpp>
#include <duckdb/planner/operator/logical_get.hpp>

namespace redstart::catalog {

namespace {

struct Declared final : duckdb::TableFunctionInfo {
    Declared(const TableFunction& function, const Directories& directories)
        : function(function), directories(directories) {}
    const TableFunction& function;
    const Directories directories;
};

struct BindData final : duckdb::FunctionData {
    BindData(const Declared& declared, std::optional<std::int64_t> key) : declared(declared), key(key) {}
    duckdb::unique_ptr<duckdb::FunctionData> Copy() const override {
        return duckdb::make_uniq<BindData>(declared, key);
    }
    bool Equals(const duckdb::FunctionData& other) const override {
        const auto& data = other.Cast<BindData>();
        return &declared == &data.declared && key == data.key;
    }
    const Declared& declared;
    std::optional<std::int64_t> key;
};

struct ScanState final : duckdb::GlobalTableFunctionState {
    std::unique_ptr<RowSource> rows;
    duckdb::vector<duckdb::column_t> columns;
    std::size_t position = 0;
};

duckdb::unique_ptr<duckdb::FunctionData> bind(duckdb::ClientContext&, duckdb::TableFunctionBindInput& input,
                                              duckdb::vector<duckdb::LogicalType>& types,
                                              duckdb::vector<duckdb::string>& names) {
    const auto& declared = input.info->Cast<Declared>();
    for (const auto& column : declared.function.columns.parse()) {
        types.push_back(logical_type(column.type, column.typmod));
        names.emplace_back(column.name);
    }
    return duckdb::make_uniq<BindData>(declared, std::nullopt);
}

duckdb::unique_ptr<duckdb::GlobalTableFunctionState> open(duckdb::ClientContext& context,
                                                          duckdb::TableFunctionInitInput& input) {
    const auto& data = input.bind_data->Cast<BindData>();
    auto state = duckdb::make_uniq<ScanState>();
    state->columns = input.column_ids;
    try {
        auto& session = session_of(context);
        const auto own = session.own_directories();
        state->rows = data.declared.function.open({context, session, own ? *own : data.declared.directories, data.key});
    } catch (const protocol::SqlError& error) { throw_through_engine(error); }
    return state;
}

void scan(duckdb::ClientContext&, duckdb::TableFunctionInput& input, duckdb::DataChunk& output) {
    auto& state = input.global_state->Cast<ScanState>();
    const auto count = std::min<std::size_t>(state.rows->size() - state.position, STANDARD_VECTOR_SIZE);
    for (std::size_t column = 0; column < state.columns.size(); ++column) {
        const auto id = state.columns[column];
        if (duckdb::IsVirtualColumn(id)) continue; // count(*) reads no column
        for (std::size_t row = 0; row < count; ++row)
            state.rows->write(state.position + row, id, Cell(output.data[column], row));
    }
    state.position += count;
    output.SetCardinality(count);
}

// The constant that `filter` compares the key column with, if that is what it does.
std::optional<std::int64_t> key_of(const duckdb::Expression& filter, const duckdb::LogicalGet& get,
                                   std::string_view key) {
    if (filter.GetExpressionType() != duckdb::ExpressionType::COMPARE_EQUAL) return std::nullopt;
    const auto& comparison = filter.Cast<duckdb::BoundComparisonExpression>();
    const auto* column = comparison.left.get();
    const auto* constant = comparison.right.get();
    if (column->GetExpressionClass() == duckdb::ExpressionClass::BOUND_CONSTANT) std::swap(column, constant);
    if (column->GetExpressionClass() != duckdb::ExpressionClass::BOUND_COLUMN_REF ||
        constant->GetExpressionClass() != duckdb::ExpressionClass::BOUND_CONSTANT)
        return std::nullopt;
    const auto& binding = column->Cast<duckdb::BoundColumnRefExpression>().binding;
    const auto& ids = get.GetColumnIds();
    if (binding.table_index != get.table_index || binding.column_index >= ids.size()) return std::nullopt;
    if (get.GetColumnName(ids[binding.column_index]) != key) return std::nullopt;
    const auto& value = constant->Cast<duckdb::BoundConstantExpression>().value;
    if (value.IsNull() || !value.type().IsIntegral()) return std::nullopt;
    return value.GetValue<std::int64_t>();
}

// Notes `key = constant`; the filter itself stays with the engine.
void push_filters(duckdb::ClientContext&, duckdb::LogicalGet& get, duckdb::FunctionData* bind_data,
                  duckdb::vector<duckdb::unique_ptr<duckdb::Expression>>& filters) {
    auto& data = bind_data->Cast<BindData>();
    for (const auto& filter : filters)
        if (const auto key = key_of(*filter, get, data.declared.function.key)) data.key = key;
}

void install_one(duckdb::DatabaseInstance& instance, const TableFunction& declaration, const Directories& directories) {
    duckdb::TableFunction function(std::string(declaration.name), {}, scan, bind, open);
    function.function_info = duckdb::make_shared_ptr<Declared>(declaration, directories);
    function.projection_pushdown = true;
    if (!declaration.key.empty()) function.pushdown_complex_filter = push_filters;
    duckdb::CreateTableFunctionInfo info(std::move(function));
    info.schema = "pg_catalog";
    info.internal = true;
    duckdb::Catalog::GetSystemCatalog(instance).CreateTableFunction(
        duckdb::CatalogTransaction::GetSystemTransaction(instance), info);
}

} // namespace

void install_table_functions(duckdb::DatabaseInstance& instance, const Directories& directories) {
    for (const auto family :
         {live_table_functions(), history_table_functions(), transfer_table_functions(), object_table_functions(),
          privilege_table_functions(), server_table_functions(), identity_table_functions()})
        for (const auto& declaration : family) install_one(instance, declaration, directories);
}

} // namespace redstart::catalog

#include "catalog/information/scalar_function.hpp"

#include "catalog/engine/bounded_text.hpp"
#include "catalog/engine/call_interrupt.hpp"
#include "catalog/engine/engine_error.hpp"
#include "catalog/object/catalog_index.hpp"
#include "catalog/object/session_state.hpp"
#include "catalog/type/type_map.hpp"

#include <map>
#include <memory>
#include <vector>

#include <duckdb.hpp>
#include <duckdb/catalog/catalog_entry/duck_schema_entry.hpp>
#include <duckdb/parser/parsed_data/create_scalar_function_info.hpp>
#include <duckdb/planner/expression/bound_function_expression.hpp>

namespace redstart::catalog {

namespace {

struct Declared final : duckdb::ScalarFunctionInfo {
    Declared(const ScalarFunction& function, const Directories& directories)
        : function(function), directories(directories) {}
    const ScalarFunction& function;
    const Directories directories;
};

// The look-up table of one use of a function in a statement, shared by its rows.
struct CallState final : duckdb::FunctionLocalState {
    std::unique_ptr<CatalogIndex> index;
};

class EngineCall final : public FunctionCall {
public:
    EngineCall(duckdb::DataChunk& arguments, duckdb::ClientContext& context, const Declared& declared, CallState& state)
        : arguments_(arguments), context_(context), declared_(declared), state_(state),
          formats_(arguments.ColumnCount()) {
        for (std::size_t argument = 0; argument < formats_.size(); ++argument)
            arguments.data[argument].ToUnifiedFormat(arguments.size(), formats_[argument]);
    }

    void move_to(std::size_t row) { row_ = row; }

    std::size_t size() const override { return arguments_.ColumnCount(); }
    bool is_null(std::size_t argument) const override {
        return !formats_[argument].validity.RowIsValid(place(argument));
    }
    std::int64_t integer(std::size_t argument) const override { return value(argument).GetValue<std::int64_t>(); }
    bool boolean(std::size_t argument) const override { return value(argument).GetValue<bool>(); }
    std::string text(std::size_t argument) const override { return value(argument).ToString(); }
    std::size_t length(std::size_t argument) const override { return is_list(argument) ? entry(argument).length : 1; }
    void each_item(std::size_t argument, const UseItem& use) const override {
        if (!is_list(argument)) {
            const auto item = text(argument);
            return use(&item);
        }
        constexpr std::size_t kSteps = 100; // that an item takes
        auto& items = duckdb::ListVector::GetEntry(arguments_.data[argument]);
        const auto list = entry(argument);
        for (auto at = list.offset; at < list.offset + list.length; ++at) {
            count_work(kSteps);
            const auto item = items.GetValue(at);
            const auto shown = item.IsNull() ? std::string() : item.ToString();
            use(item.IsNull() ? nullptr : &shown);
        }
    }
    bool is_text(std::size_t argument) const override {
        return arguments_.data[argument].GetType().id() == duckdb::LogicalTypeId::VARCHAR;
    }
    duckdb::ClientContext& engine() override { return context_; }
    SessionServices& session() override { return session_of(context_); }
    const Directories& directories() const override {
        if (!own_) own_.emplace(session_of(context_).own_directories());
        return *own_ ? **own_ : declared_.directories;
    }
    const CatalogIndex& index() override {
        if (!state_.index) state_.index = std::make_unique<CatalogIndex>(context_);
        return *state_.index;
    }

private:
    duckdb::Value value(std::size_t argument) const { return arguments_.GetValue(argument, row_); }
    std::size_t place(std::size_t argument) const { return formats_[argument].sel->get_index(row_); }
    bool is_list(std::size_t argument) const {
        return arguments_.data[argument].GetType().id() == duckdb::LogicalTypeId::LIST;
    }
    duckdb::list_entry_t entry(std::size_t argument) const {
        return duckdb::UnifiedVectorFormat::GetData<duckdb::list_entry_t>(formats_[argument])[place(argument)];
    }

    duckdb::DataChunk& arguments_;
    duckdb::ClientContext& context_;
    const Declared& declared_;
    CallState& state_;
    mutable std::optional<std::optional<Directories>> own_; // asked for once
    std::vector<duckdb::UnifiedVectorFormat> formats_;
    std::size_t row_ = 0;
};

duckdb::Value to_value(Datum&& datum, const duckdb::LogicalType& type) {
    if (std::holds_alternative<std::monostate>(datum)) return duckdb::Value(type);
    if (const auto* flag = std::get_if<bool>(&datum)) return duckdb::Value::BOOLEAN(*flag);
    if (const auto* number = std::get_if<double>(&datum)) return duckdb::Value::DOUBLE(*number);
    if (auto* text = std::get_if<std::string>(&datum)) return duckdb::Value(std::move(*text));
    if (const auto* items = std::get_if<std::vector<std::string>>(&datum)) {
        duckdb::vector<duckdb::Value> values;
        for (const auto& item : *items) values.emplace_back(item);
        return duckdb::Value::LIST(duckdb::LogicalType::VARCHAR, std::move(values));
    }
    const auto number = std::get<std::int64_t>(datum);
    if (type.id() == duckdb::LogicalTypeId::TIMESTAMP) return duckdb::Value::TIMESTAMP(duckdb::timestamp_t(number));
    if (type.id() == duckdb::LogicalTypeId::TIMESTAMP_TZ)
        return duckdb::Value::TIMESTAMPTZ(duckdb::timestamp_tz_t(number));
    return duckdb::Value::BIGINT(number);
}

bool any_null(const FunctionCall& call) {
    for (std::size_t argument = 0; argument < call.size(); ++argument)
        if (call.is_null(argument)) return true;
    return false;
}

// What is made of the arguments alone is a text as any other; what the catalog holds is as long as it is.
void check_length(const ScalarFunction& function, const Datum& datum) {
    const auto* text = std::get_if<std::string>(&datum);
    if (text != nullptr && function.stability == Stability::Immutable && text->size() > kMaxTextBytes)
        refuse_long_text();
}

// Runs the body once for every row, also when the arguments are constants: a function that acts must act each time.
void execute(duckdb::DataChunk& arguments, duckdb::ExpressionState& state, duckdb::Vector& result) {
    const auto& expression = state.expr.Cast<duckdb::BoundFunctionExpression>();
    const auto& declared = expression.function.function_info->Cast<Declared>();
    auto& local = duckdb::ExecuteFunctionState::GetFunctionState(state)->Cast<CallState>();
    const CallInterrupt interrupt(state);
    EngineCall call(arguments, state.GetContext(), declared, local);
    const auto rows = arguments.size();
    result.SetVectorType(duckdb::VectorType::FLAT_VECTOR);
    for (std::size_t row = 0; row < rows; ++row) {
        call.move_to(row);
        try {
            const bool skip = declared.function.nulls == Nulls::Strict && any_null(call);
            auto datum = skip ? Datum() : declared.function.body(call);
            check_length(declared.function, datum);
            result.SetValue(row, to_value(std::move(datum), result.GetType()));
        } catch (const protocol::SqlError& error) { throw_through_engine(error); }
    }
    const bool once = rows == 1 || (declared.function.stability != Stability::Volatile && arguments.AllConstant());
    if (once && rows > 0) result.SetVectorType(duckdb::VectorType::CONSTANT_VECTOR);
}

duckdb::unique_ptr<duckdb::FunctionLocalState>
make_state(duckdb::ExpressionState&, const duckdb::BoundFunctionExpression&, duckdb::FunctionData*) {
    return duckdb::make_uniq<CallState>();
}

// Arguments take the plain types, so that integers, oids and every character type fit without a choice of overloads.
duckdb::LogicalType argument_type(const ColumnSpec& column) {
    switch (column.type) {
    case protocol::oid::kAny: return duckdb::LogicalType::ANY;
    case protocol::oid::kOid:
    case protocol::oid::kXid: return duckdb::LogicalType::BIGINT;
    case protocol::oid::kText:
    case protocol::oid::kName: return duckdb::LogicalType::VARCHAR;
    default: return logical_type(column.type, column.typmod);
    }
}

duckdb::FunctionStability engine_stability(Stability stability) {
    switch (stability) {
    case Stability::Immutable: return duckdb::FunctionStability::CONSISTENT;
    case Stability::Stable: return duckdb::FunctionStability::CONSISTENT_WITHIN_QUERY;
    default: return duckdb::FunctionStability::VOLATILE;
    }
}

duckdb::ScalarFunction engine_function(const ScalarFunction& declaration, const Directories& directories) {
    duckdb::vector<duckdb::LogicalType> arguments;
    for (const auto& column : declaration.arguments.parse()) arguments.push_back(argument_type(column));
    const auto result = declaration.result.parse().front();
    duckdb::ScalarFunction function(std::string(declaration.name), std::move(arguments),
                                    logical_type(result.type, result.typmod), execute);
    function.init_local_state = make_state;
    function.stability = engine_stability(declaration.stability);
    function.null_handling = duckdb::FunctionNullHandling::SPECIAL_HANDLING;
    function.errors = duckdb::FunctionErrors::CAN_THROW_RUNTIME_ERROR;
    function.function_info = duckdb::make_shared_ptr<Declared>(declaration, directories);
    return function;
}

// The engine ships macros of some of these names, and an entry of another kind cannot be replaced, only dropped.
void drop_macro(duckdb::DatabaseInstance& instance, const std::string& name) {
    const auto transaction = duckdb::CatalogTransaction::GetSystemTransaction(instance);
    auto& catalog = duckdb::Catalog::GetSystemCatalog(instance);
    auto& schema = catalog.GetSchema(transaction, "pg_catalog").Cast<duckdb::DuckSchemaEntry>();
    auto& functions = schema.GetCatalogSet(duckdb::CatalogType::SCALAR_FUNCTION_ENTRY);
    const auto entry = functions.GetEntry(transaction, name);
    if (entry && entry->type != duckdb::CatalogType::SCALAR_FUNCTION_ENTRY)
        functions.DropEntry(transaction, name, false, true);
}

} // namespace

void install_scalar_functions(duckdb::DatabaseInstance& instance, const Directories& directories) {
    std::map<std::string, duckdb::ScalarFunctionSet> sets; // a name's overloads become one entry
    for (const auto family : {session_functions(), object_functions(), text_functions(), privilege_functions(),
                              visibility_functions(), membership_functions()})
        for (const auto& declaration : family) {
            const std::string name(declaration.name);
            sets.try_emplace(name, name).first->second.AddFunction(engine_function(declaration, directories));
        }
    for (auto& [name, set] : sets) {
        drop_macro(instance, name);
        duckdb::CreateScalarFunctionInfo info(std::move(set));
        info.schema = "pg_catalog";
        info.internal = true;
        info.on_conflict = duckdb::OnCreateConflict::REPLACE_ON_CONFLICT;
        duckdb::Catalog::GetSystemCatalog(instance).CreateFunction(
            duckdb::CatalogTransaction::GetSystemTransaction(instance), info);
    }
}

} // namespace redstart::catalog

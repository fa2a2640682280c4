#include "sql/rule/plan_rules.hpp"

#include "sql/rule/assigned_types.hpp"
#include "sql/rule/assignment.hpp"
#include "sql/rule/blank/blank_columns.hpp"
#include "sql/rule/blank/blank_comparisons.hpp"
#include "sql/rule/blank/blank_origins.hpp"
#include "sql/rule/column_limits.hpp"
#include "sql/rule/common_tables.hpp"
#include "sql/rule/declared_lengths.hpp"
#include "sql/rule/distinct_order.hpp"
#include "sql/rule/impossible_casts.hpp"
#include "sql/rule/nested_unions.hpp"
#include "sql/rule/record_depth.hpp"
#include "sql/rule/text_cast_rule.hpp"
#include "sql/rule/wide_rows.hpp"
#include "sql/rule/window_interrupts.hpp"

#include <duckdb.hpp>
#include <duckdb/optimizer/optimizer.hpp>
#include <duckdb/optimizer/optimizer_extension.hpp>

namespace redstart::sql {
namespace {

using Plan = duckdb::unique_ptr<duckdb::LogicalOperator>;

// What the rules of one instance know beyond a statement.
struct RuleState : duckdb::OptimizerExtensionInfo {
    BlankColumns blanks;
};

void before_optimizer(duckdb::OptimizerExtensionInput& input, Plan& plan) {
    check_assigned_types(input.context, *plan);
    replace_casts(input.context, *plan);
    refuse_impossible_casts(*plan);
    check_record_depth(*plan);
    check_plan_columns(*plan);
    check_distinct_order(*plan);
    widen_declared_lengths(*plan);
    auto& blanks = static_cast<RuleState&>(*input.info).blanks;
    BlankOrigins origins(input.context, blanks, plan);
    ignore_trailing_blanks(input.context, origins, plan, input.optimizer.binder);
    check_assignments(*plan, input.optimizer.binder, blanks, origins);
    interrupt_windows(*plan);
    keep_common_tables(*plan);
}

void after_optimizer(duckdb::OptimizerExtensionInput& input, Plan& plan) {
    keep_nested_unions(*plan, input.optimizer.binder);
    slice_wide_rows(input.context, plan);
}

} // namespace

void install_plan_rules(duckdb::DatabaseInstance& instance) {
    duckdb::OptimizerExtension extension;
    extension.pre_optimize_function = before_optimizer;
    extension.optimize_function = after_optimizer;
    extension.optimizer_info = duckdb::make_shared_ptr<RuleState>();
    duckdb::DBConfig::GetConfig(instance).optimizer_extensions.push_back(extension);
}

} // namespace redstart::sql

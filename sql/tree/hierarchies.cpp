#include "sql/tree/hierarchies.hpp"

#include "catalog/engine/engine_types.hpp"
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/parse/table_report.hpp"

#include <duckdb.hpp>
#include <duckdb/parser/expression/list.hpp>
#include <duckdb/parser/parsed_expression_iterator.hpp>
#include <duckdb/parser/query_node/recursive_cte_node.hpp>
#include <duckdb/parser/query_node/select_node.hpp>
#include <duckdb/parser/statement/select_statement.hpp>
#include <duckdb/parser/tableref/list.hpp>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using duckdb::ColumnRefExpression;
using duckdb::ExpressionClass;
using duckdb::FunctionExpression;
using duckdb::ParsedExpression;
using protocol::SqlError;
using Pointer = Owned<ParsedExpression>;

// Names that no client can write.
constexpr const char* kRows = "\x02rows";     // the common table
constexpr const char* kParent = "\x02parent"; // it, in its recursive term
constexpr const char* kLevel = "\x02level";

bool is_mark(const ParsedExpression& expression, const char* mark) {
    return expression.GetExpressionClass() == ExpressionClass::FUNCTION &&
           expression.Cast<FunctionExpression>().function_name == mark;
}

bool is_level(const ParsedExpression& expression) {
    if (expression.GetExpressionClass() != ExpressionClass::COLUMN_REF) return false;
    const auto& names = expression.Cast<ColumnRefExpression>().column_names;
    return names.size() == 1 && duckdb::StringUtil::CIEquals(names[0], "level");
}

Pointer argument_of(ParsedExpression& mark) { return std::move(mark.Cast<FunctionExpression>().children[0]); }

Pointer number(int value) { return duckdb::make_uniq<duckdb::ConstantExpression>(duckdb::Value::INTEGER(value)); }

Pointer column(const char* name, const char* table) {
    return duckdb::make_uniq<ColumnRefExpression>(std::string(name), std::string(table));
}

Pointer plus_one(Pointer value) {
    duckdb::vector<Pointer> operands;
    operands.push_back(std::move(value));
    operands.push_back(number(1));
    return duckdb::make_uniq<FunctionExpression>("+", std::move(operands), nullptr, nullptr, false, true);
}

// Nothing, of the type of `value`.
Pointer null_like(const ParsedExpression& value) {
    auto choice = duckdb::make_uniq<duckdb::CaseExpression>();
    duckdb::CaseCheck check;
    check.when_expr = duckdb::make_uniq<duckdb::ConstantExpression>(duckdb::Value::BOOLEAN(false));
    check.then_expr = value.Copy();
    choice->case_checks.push_back(std::move(check));
    choice->else_expr = duckdb::make_uniq<duckdb::ConstantExpression>(duckdb::Value());
    return choice;
}

Owned<duckdb::TableRef> rows_as(const std::string& alias) {
    auto rows = duckdb::make_uniq<duckdb::BaseTableRef>();
    rows->table_name = kRows;
    rows->alias = alias;
    return rows;
}

Pointer named(Pointer value, const std::string& name) {
    value->SetAlias(name);
    return value;
}

class Hierarchy {
public:
    Hierarchy(duckdb::SelectNode& select, Pointer start, Pointer connect)
        : select_(select), start_(std::move(start)), connect_(std::move(connect)) {
        const auto type = select.from_table->type;
        if (type != duckdb::TableReferenceType::BASE_TABLE && type != duckdb::TableReferenceType::SUBQUERY)
            throw SqlError(state::kFeatureNotSupported, "CONNECT BY is supported over one table or subquery only");
        source_ = std::move(select.from_table);
        alias_ = source_->alias;
        if (alias_.empty() && type == duckdb::TableReferenceType::BASE_TABLE)
            alias_ = source_->Cast<duckdb::BaseTableRef>().table_name;
        if (alias_.empty()) source_->alias = alias_ = "\x02source";
    }

    void make() {
        read_query();
        auto rows = duckdb::make_uniq<duckdb::RecursiveCTENode>();
        rows->ctename = kRows;
        rows->union_all = true;
        rows->left = roots();
        rows->right = children();
        auto info = duckdb::make_uniq<duckdb::CommonTableExpressionInfo>();
        info->query = duckdb::make_uniq<duckdb::SelectStatement>();
        info->query->node = std::move(rows);
        select_.cte_map.map.insert(kRows, std::move(info));
        select_.from_table = rows_as(alias_);
    }

private:
    // LEVEL and PRIOR in the query itself are columns of the common table.
    void read_query() {
        for (auto& item : select_.select_list) {
            const bool level = is_level(*item) && !item->HasAlias();
            read(item);
            if (level) item->SetAlias("level");
        }
        for (auto* clause : {&select_.where_clause, &select_.having, &select_.qualify})
            if (*clause) read(*clause);
        for (auto& group : select_.groups.group_expressions) read(group);
        duckdb::ParsedExpressionIterator::EnumerateQueryNodeModifiers(select_, [this](Pointer& part) { read(part); });
        for (auto& item : select_.select_list) hide_own(item);
    }

    void read(Pointer& expression) {
        const auto alias = expression->HasAlias() ? expression->GetAlias() : std::string();
        if (is_level(*expression)) {
            expression = column(kLevel, alias_.c_str());
        } else if (is_mark(*expression, kPriorMark)) {
            priors_.push_back(argument_of(*expression));
            expression = column(prior_name(priors_.size() - 1).c_str(), alias_.c_str());
        }
        if (!alias.empty()) expression->SetAlias(alias);
        duckdb::ParsedExpressionIterator::EnumerateChildren(*expression, [this](Pointer& child) { read(child); });
    }

    // A star has the columns of FROM only.
    void hide_own(Pointer& item) {
        if (item->GetExpressionClass() != ExpressionClass::STAR) return;
        auto& star = item->Cast<duckdb::StarExpression>();
        star.exclude_list.insert(duckdb::QualifiedColumnName(kLevel));
        for (std::size_t i = 0; i < priors_.size(); ++i)
            star.exclude_list.insert(duckdb::QualifiedColumnName(prior_name(i)));
    }

    static std::string prior_name(std::size_t index) { return kPriorMark + std::to_string(index); }

    Owned<duckdb::QueryNode> roots() {
        auto query = duckdb::make_uniq<duckdb::SelectNode>();
        query->select_list.push_back(duckdb::make_uniq<duckdb::StarExpression>(alias_));
        query->select_list.push_back(named(number(1), kLevel));
        for (std::size_t i = 0; i < priors_.size(); ++i)
            query->select_list.push_back(named(null_like(*priors_[i]), prior_name(i)));
        if (start_) bind_root(start_);
        query->where_clause = std::move(start_);
        query->from_table = source_->Copy();
        return query;
    }

    void bind_root(Pointer& expression) {
        if (is_level(*expression)) expression = number(1);
        duckdb::ParsedExpressionIterator::EnumerateChildren(*expression, [this](Pointer& child) { bind_root(child); });
    }

    Owned<duckdb::QueryNode> children() {
        auto query = duckdb::make_uniq<duckdb::SelectNode>();
        query->select_list.push_back(duckdb::make_uniq<duckdb::StarExpression>(alias_));
        query->select_list.push_back(named(plus_one(column(kLevel, kParent)), kLevel));
        for (std::size_t i = 0; i < priors_.size(); ++i) {
            bind(priors_[i], Row::Parent);
            query->select_list.push_back(named(std::move(priors_[i]), prior_name(i)));
        }
        bind(connect_, Row::Child);
        if (!relates_)
            throw SqlError(state::kSyntaxError, "at least one condition of CONNECT BY must have the operator PRIOR");
        auto join = duckdb::make_uniq<duckdb::JoinRef>(duckdb::JoinRefType::REGULAR);
        join->left = rows_as(kParent);
        join->right = std::move(source_);
        join->condition = std::move(connect_);
        query->from_table = std::move(join);
        return query;
    }

    enum class Row : unsigned char { Parent, Child };

    // Columns without PRIOR are the child's. Both sides have columns of the same names, so that each gets its table's.
    void bind(Pointer& expression, Row row) {
        if (is_mark(*expression, kPriorMark)) {
            relates_ = true;
            expression = argument_of(*expression);
            return bind(expression, Row::Parent);
        }
        if (is_level(*expression)) {
            auto level = column(kLevel, kParent);
            expression = row == Row::Parent ? std::move(level) : plus_one(std::move(level));
            return;
        }
        if (expression->GetExpressionClass() == ExpressionClass::COLUMN_REF) {
            auto& names = expression->Cast<ColumnRefExpression>().column_names;
            const bool own = names.size() == 1 || duckdb::StringUtil::CIEquals(names[names.size() - 2], alias_);
            if (own) names = {row == Row::Parent ? std::string(kParent) : alias_, names.back()};
            return;
        }
        duckdb::ParsedExpressionIterator::EnumerateChildren(*expression, [&](Pointer& child) { bind(child, row); });
    }

    duckdb::SelectNode& select_;
    Owned<duckdb::TableRef> source_;
    std::string alias_;
    Pointer start_;
    Pointer connect_;
    duckdb::vector<Pointer> priors_; // PRIOR e of the query
    bool relates_ = false;
};

bool has_mark(const ParsedExpression& condition) {
    if (is_mark(condition, kConnectMark)) return true;
    if (condition.GetExpressionType() != duckdb::ExpressionType::CONJUNCTION_AND) return false;
    for (const auto& part : condition.Cast<duckdb::ConjunctionExpression>().children)
        if (has_mark(*part)) return true;
    return false;
}

} // namespace

void refuse_hierarchy_mark(const FunctionExpression& call) {
    const auto& name = call.function_name;
    if (name == kConnectMark || name == kStartMark || name == kPriorMark)
        throw SqlError(state::kSyntaxError, "CONNECT BY, START WITH and PRIOR can only be used in a query");
}

void make_hierarchy(duckdb::SelectNode& select) {
    if (!select.where_clause || !has_mark(*select.where_clause)) return;
    Pointer start, connect;
    duckdb::vector<Pointer> filters;
    const auto take = [&](auto& self, Pointer condition) -> void {
        if (is_mark(*condition, kStartMark)) {
            start = argument_of(*condition);
        } else if (is_mark(*condition, kConnectMark)) {
            connect = argument_of(*condition);
        } else if (condition->GetExpressionType() == duckdb::ExpressionType::CONJUNCTION_AND) {
            for (auto& part : condition->Cast<duckdb::ConjunctionExpression>().children) self(self, std::move(part));
        } else {
            filters.push_back(std::move(condition));
        }
    };
    take(take, std::move(select.where_clause));
    if (filters.size() > 1)
        select.where_clause = duckdb::make_uniq<duckdb::ConjunctionExpression>(duckdb::ExpressionType::CONJUNCTION_AND,
                                                                               std::move(filters));
    else if (!filters.empty())
        select.where_clause = std::move(filters[0]);
    Hierarchy(select, std::move(start), std::move(connect)).make();
}

} // namespace redstart::sql

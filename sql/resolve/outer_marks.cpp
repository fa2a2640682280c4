#include "sql/resolve/outer_marks.hpp"

#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/parse/table_report.hpp"
#include "sql/qualify/from_clause.hpp"
#include "sql/qualify/function_calls.hpp"

#include <algorithm>
#include <set>

#include <duckdb.hpp>
#include <duckdb/parser/expression/list.hpp>
#include <duckdb/parser/parsed_expression_iterator.hpp>
#include <duckdb/parser/query_node/select_node.hpp>
#include <duckdb/parser/tableref/list.hpp>

namespace redstart::sql {
namespace {

using duckdb::ColumnRefExpression;
using duckdb::ExpressionClass;
using duckdb::FunctionExpression;
using duckdb::ParsedExpression;
using protocol::SqlError;
using Expressions = duckdb::vector<Owned<ParsedExpression>>;
using Sources = std::set<std::string>;

[[noreturn]] void refuse(const std::string& why) { throw SqlError(protocol::sqlstate::kSyntaxError, why); }

std::string name_of(const duckdb::TableRef& table) {
    if (!table.alias.empty() || table.type != duckdb::TableReferenceType::BASE_TABLE)
        return duckdb::StringUtil::Lower(table.alias);
    return duckdb::StringUtil::Lower(table.Cast<duckdb::BaseTableRef>().table_name);
}

// The tables that commas separate.
void take_items(Owned<duckdb::TableRef> table, std::vector<Owned<duckdb::TableRef>>& items) {
    if (table->type != duckdb::TableReferenceType::JOIN) return items.push_back(std::move(table));
    auto& join = table->Cast<duckdb::JoinRef>();
    if (join.ref_type != duckdb::JoinRefType::CROSS)
        refuse("the operator (+) cannot be used together with JOIN in one FROM clause");
    take_items(std::move(join.left), items);
    take_items(std::move(join.right), items);
}

void take_conjuncts(Owned<ParsedExpression> condition, Expressions& conjuncts) {
    if (condition->GetExpressionType() != duckdb::ExpressionType::CONJUNCTION_AND)
        return conjuncts.push_back(std::move(condition));
    for (auto& child : condition->Cast<duckdb::ConjunctionExpression>().children)
        take_conjuncts(std::move(child), conjuncts);
}

Owned<ParsedExpression> all_of(Expressions conjuncts) {
    if (conjuncts.empty()) return nullptr;
    if (conjuncts.size() == 1) return std::move(conjuncts[0]);
    return duckdb::make_uniq<duckdb::ConjunctionExpression>(duckdb::ExpressionType::CONJUNCTION_AND,
                                                            std::move(conjuncts));
}

// One condition: the table whose columns are marked, and the others it reads.
struct Condition {
    Owned<ParsedExpression> expression;
    Sources marked;
    Sources read;
    std::size_t marks = 0;
};

class OuterJoins {
public:
    OuterJoins(duckdb::ClientContext& context, const CteScope& ctes, duckdb::SelectNode& select) : select_(select) {
        const FromClause from(context, ctes, *select.from_table);
        if (auto columns = from.expand(duckdb::StarExpression())) columns_ = std::move(*columns);
    }

    std::size_t join() {
        Expressions conjuncts;
        take_conjuncts(std::move(select_.where_clause), conjuncts);
        std::size_t marks = 0;
        Expressions filters;
        for (auto& conjunct : conjuncts) {
            Condition condition{std::move(conjunct), {}, {}, 0};
            unmark(condition.expression, condition);
            marks += condition.marks;
            if (condition.marks == 0)
                filters.push_back(std::move(condition.expression));
            else
                add(std::move(condition));
        }
        select_.where_clause = all_of(std::move(filters));
        if (marks != 0) build();
        return marks;
    }

private:
    void add(Condition condition) {
        if (condition.marked.size() != 1)
            refuse("a condition can have the operator (+) for the columns of one table only");
        condition.read.erase(*condition.marked.begin());
        conditions_.push_back(std::move(condition));
    }

    std::string source_of(const ColumnRefExpression& column) const {
        if (column.column_names.size() > 1)
            return duckdb::StringUtil::Lower(column.column_names[column.column_names.size() - 2]);
        for (const auto& known : columns_)
            if (duckdb::StringUtil::CIEquals(known.name, column.column_names[0]))
                return duckdb::StringUtil::Lower(known.source);
        return "";
    }

    void unmark(Owned<ParsedExpression>& expression, Condition& condition) const {
        if (expression->GetExpressionClass() == ExpressionClass::FUNCTION) {
            auto& call = expression->Cast<FunctionExpression>();
            if (is_outer_mark(call)) {
                auto column = std::move(call.children[0]);
                expression = std::move(column);
                condition.marked.insert(source_of(expression->Cast<ColumnRefExpression>()));
                ++condition.marks;
                return;
            }
        }
        if (expression->GetExpressionClass() == ExpressionClass::COLUMN_REF)
            condition.read.insert(source_of(expression->Cast<ColumnRefExpression>()));
        duckdb::ParsedExpressionIterator::EnumerateChildren(
            *expression, [&](Owned<ParsedExpression>& child) { unmark(child, condition); });
    }

    bool is_outer(const std::string& table) const {
        return std::any_of(conditions_.begin(), conditions_.end(),
                           [&](const Condition& condition) { return condition.marked.contains(table); });
    }

    // Every condition of the table, when what they read is joined already.
    bool ready(const std::string& table, const Sources& joined) const {
        return std::all_of(conditions_.begin(), conditions_.end(), [&](const Condition& condition) {
            return !condition.marked.contains(table) ||
                   std::includes(joined.begin(), joined.end(), condition.read.begin(), condition.read.end());
        });
    }

    Owned<ParsedExpression> condition_of(const std::string& table) {
        Expressions parts;
        for (auto& condition : conditions_)
            if (condition.marked.contains(table)) parts.push_back(std::move(condition.expression));
        return all_of(std::move(parts));
    }

    static Owned<duckdb::TableRef> joined(Owned<duckdb::TableRef> left, Owned<duckdb::TableRef> right,
                                          Owned<ParsedExpression> condition) {
        if (!left) return right;
        auto join =
            duckdb::make_uniq<duckdb::JoinRef>(condition ? duckdb::JoinRefType::REGULAR : duckdb::JoinRefType::CROSS);
        join->type = condition ? duckdb::JoinType::LEFT : duckdb::JoinType::INNER;
        join->left = std::move(left);
        join->right = std::move(right);
        join->condition = std::move(condition);
        return join;
    }

    void build() {
        std::vector<Owned<duckdb::TableRef>> items;
        take_items(std::move(select_.from_table), items);
        keep_star_order(items);
        forget_others(items);
        Owned<duckdb::TableRef> from;
        Sources done;
        std::vector<Owned<duckdb::TableRef>> outer;
        for (auto& item : items) {
            const auto name = name_of(*item);
            if (is_outer(name)) {
                outer.push_back(std::move(item));
                continue;
            }
            done.insert(name);
            from = joined(std::move(from), std::move(item), nullptr);
        }
        if (!from) refuse("two tables cannot be outer-joined to each other");
        while (!outer.empty()) {
            const auto next =
                std::find_if(outer.begin(), outer.end(), [&](const auto& item) { return ready(name_of(*item), done); });
            if (next == outer.end()) refuse("two tables cannot be outer-joined to each other");
            const auto name = name_of(**next);
            from = joined(std::move(from), std::move(*next), condition_of(name));
            done.insert(name);
            outer.erase(next);
        }
        select_.from_table = std::move(from);
    }

    // What a query around this one offers is there anyway.
    void forget_others(const std::vector<Owned<duckdb::TableRef>>& items) {
        Sources names;
        for (const auto& item : items) names.insert(name_of(*item));
        for (auto& condition : conditions_)
            std::erase_if(condition.read, [&names](const std::string& name) { return !names.contains(name); });
    }

    // A star has the tables as they were written.
    void keep_star_order(const std::vector<Owned<duckdb::TableRef>>& items) {
        Expressions list;
        for (auto& item : select_.select_list) {
            const bool star = item->GetExpressionClass() == ExpressionClass::STAR &&
                              item->Cast<duckdb::StarExpression>().relation_name.empty();
            if (!star) {
                list.push_back(std::move(item));
                continue;
            }
            for (const auto& table : items) {
                auto part = item->Copy();
                part->Cast<duckdb::StarExpression>().relation_name = name_of(*table);
                list.push_back(std::move(part));
            }
        }
        select_.select_list = std::move(list);
    }

    duckdb::SelectNode& select_;
    SourceColumns columns_;
    std::vector<Condition> conditions_;
};

} // namespace

std::size_t join_outer(duckdb::ClientContext& context, const CteScope& ctes, duckdb::SelectNode& select) {
    if (!select.where_clause || !select.from_table) return 0;
    return OuterJoins(context, ctes, select).join();
}

} // namespace redstart::sql

#include "sql/tree/recursive_terms.hpp"

#include "catalog/engine/query_location.hpp"
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"

#include <string>
#include <utility>

#include <duckdb.hpp>
#include <duckdb/parser/expression/list.hpp>
#include <duckdb/parser/parsed_expression_iterator.hpp>
#include <duckdb/parser/query_node/list.hpp>
#include <duckdb/parser/tableref/list.hpp>
#include <fmt/core.h>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using duckdb::ExpressionClass;
using duckdb::ParsedExpression;
using duckdb::ParsedExpressionIterator;
using duckdb::QueryNode;
using duckdb::QueryNodeType;
using duckdb::TableRef;
using protocol::SqlError;

// Why a reference may not stand where it does; nullptr: it may.
using Place = const char*;
constexpr Place kAllowed = nullptr;

using IsAggregate = std::function<bool(const duckdb::FunctionExpression&)>;

class RecursiveTerm {
public:
    RecursiveTerm(const duckdb::RecursiveCTENode& table, const IsAggregate& is_aggregate)
        : table_(table), is_aggregate_(is_aggregate) {}

    void query(const QueryNode& node, Place place) {
        switch (node.type) {
        case QueryNodeType::SELECT_NODE: select(node.Cast<duckdb::SelectNode>(), place); break;
        case QueryNodeType::SET_OPERATION_NODE: sides(node.Cast<duckdb::SetOperationNode>(), place); break;
        case QueryNodeType::CTE_NODE:
            query(*node.Cast<duckdb::CTENode>().query, place);
            query(*node.Cast<duckdb::CTENode>().child, place);
            break;
        case QueryNodeType::RECURSIVE_CTE_NODE:
            query(*node.Cast<duckdb::RecursiveCTENode>().left, place);
            query(*node.Cast<duckdb::RecursiveCTENode>().right, place);
            break;
        default: break;
        }
        ParsedExpressionIterator::EnumerateQueryNodeModifiers(
            const_cast<QueryNode&>(node), // which it does not change
            [&](duckdb::unique_ptr<ParsedExpression>& part) { expression(*part); });
    }

private:
    void sides(const duckdb::SetOperationNode& node, Place place) {
        Place left = place;
        Place right = place;
        if (node.setop_type == duckdb::SetOperationType::INTERSECT && node.setop_all) left = right = "within INTERSECT";
        if (node.setop_type == duckdb::SetOperationType::EXCEPT) {
            right = "within EXCEPT";
            if (node.setop_all) left = right;
        }
        query(*node.left, left);
        query(*node.right, right);
    }

    // An aggregate beside the table itself would need all of its rows, of which there are more to come.
    void select(const duckdb::SelectNode& node, Place place) {
        direct_ = false;
        if (node.from_table) table(*node.from_table, place);
        const bool beside = direct_;
        const auto see = [&](const duckdb::unique_ptr<ParsedExpression>& part) {
            beside_ = beside;
            if (part) expression(*part);
        };
        for (const auto& part : node.select_list) see(part);
        see(node.where_clause);
        for (const auto& part : node.groups.group_expressions) see(part);
        see(node.having);
        see(node.qualify);
        beside_ = false;
    }

    void table(const TableRef& reference, Place place) {
        switch (reference.type) {
        case duckdb::TableReferenceType::BASE_TABLE:
            if (reference.Cast<duckdb::BaseTableRef>().table_name == table_.ctename) found(reference, place);
            break;
        case duckdb::TableReferenceType::JOIN: join(reference.Cast<duckdb::JoinRef>(), place); break;
        case duckdb::TableReferenceType::SUBQUERY: {
            const bool direct = direct_;
            query(*reference.Cast<duckdb::SubqueryRef>().subquery->node, place);
            direct_ = direct;
            break;
        }
        case duckdb::TableReferenceType::TABLE_FUNCTION:
            expression(*reference.Cast<duckdb::TableFunctionRef>().function);
            break;
        case duckdb::TableReferenceType::EXPRESSION_LIST:
            for (const auto& row : reference.Cast<duckdb::ExpressionListRef>().values)
                for (const auto& part : row) expression(*part);
            break;
        default: break;
        }
    }

    void join(const duckdb::JoinRef& node, Place place) {
        constexpr Place kOuter = "within an outer join";
        const bool left_nullable = node.type == duckdb::JoinType::RIGHT || node.type == duckdb::JoinType::OUTER;
        const bool right_nullable = node.type == duckdb::JoinType::LEFT || node.type == duckdb::JoinType::OUTER;
        table(*node.left, left_nullable && place == kAllowed ? kOuter : place);
        table(*node.right, right_nullable && place == kAllowed ? kOuter : place);
        if (node.condition) expression(*node.condition);
    }

    void expression(const ParsedExpression& part) {
        if (part.GetExpressionClass() == ExpressionClass::SUBQUERY) {
            const bool beside = std::exchange(beside_, false);
            query(*part.Cast<duckdb::SubqueryExpression>().subquery->node, "within a subquery");
            beside_ = beside;
        }
        if (beside_ && part.GetExpressionClass() == ExpressionClass::FUNCTION &&
            is_aggregate_(part.Cast<duckdb::FunctionExpression>()))
            throw SqlError(state::kInvalidRecursion,
                           "aggregate functions are not allowed in a recursive query's recursive term")
                .position(catalog::position_at(part.GetQueryLocation()));
        ParsedExpressionIterator::EnumerateChildren(part, [&](const ParsedExpression& child) { expression(child); });
    }

    void found(const TableRef& reference, Place place) {
        ++references_;
        direct_ = true;
        if (place == kAllowed && references_ > 1) place = "more than once";
        if (place == kAllowed) return;
        throw SqlError(state::kInvalidRecursion,
                       fmt::format("recursive reference to query \"{}\" must not appear {}", written_name(), place))
            .position(catalog::position_at(reference.query_location));
    }

    // Behind the mark and the number that make it the only one.
    std::string written_name() const { return table_.ctename.substr(table_.ctename.find(' ') + 1); }

    const duckdb::RecursiveCTENode& table_;
    const IsAggregate& is_aggregate_;
    int references_ = 0;
    bool direct_ = false; // a reference was found in the FROM of the select that is being looked at
    bool beside_ = false; // ... and these are its expressions
};

} // namespace

void check_recursive_term(const duckdb::RecursiveCTENode& table, const IsAggregate& is_aggregate) {
    RecursiveTerm(table, is_aggregate).query(*table.right, kAllowed);
}

} // namespace redstart::sql

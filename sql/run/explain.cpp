#include "sql/run/explain.hpp"

#include "catalog/functions/text/json_text.hpp"
#include "catalog/signatures/signature.hpp"
#include "protocol/pg_type.hpp"
#include "sql/run/explain_text.hpp"
#include "sql/run/result.hpp"
#include "sql/value/datetime_scanner.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <optional>
#include <string_view>

#include <fmt/core.h>

namespace redstart::sql {
namespace {

using catalog::JsonText;

constexpr double kScanCost = 0.01;
constexpr double kRowCost = 0.005;
constexpr double kOutputCost = 0.0025;
// What a sort adds on top of its input's cost (r_EXPLAIN, "XN Sort").
constexpr double kSortCost = 1e12;

// A node of the plan that is shown.
struct Node {
    std::string name; // with its prefix: "XN Seq Scan on t"
    std::vector<std::string> details;
    double startup = 0;
    double total = 0;
    double rows = 1;
    bool read_again = false; // reads_rows_again()
    std::vector<Node> children;
};

std::string text_of(const JsonText& value) {
    if (!value.is_array()) return value.text();
    std::string text;
    for (std::size_t i = 0; i < value.size(); ++i) {
        if (i > 0) text += ", ";
        text += value.element(i)->text();
    }
    return text;
}

// One operator of the engine's plan.
class Operator {
public:
    explicit Operator(const JsonText& json) : json_(json) {
        name_ = json.member("name") ? json.member("name")->text() : "";
        while (!name_.empty() && name_.back() == ' ') name_.pop_back();
    }

    const std::string& name() const { return name_; }
    std::string info(std::string_view key) const {
        const auto extra = json_.member("extra_info");
        const auto value = extra ? extra->member(key) : std::nullopt;
        return value ? text_of(*value) : "";
    }
    double rows() const {
        const auto estimate = info("Estimated Cardinality");
        const auto count = estimate.find_first_not_of("0123456789");
        return std::max(1.0, static_cast<double>(scanned_int(std::string_view(estimate).substr(0, count))));
    }
    std::vector<std::string> list(std::string_view key) const {
        const auto extra = json_.member("extra_info");
        const auto value = extra ? extra->member(key) : std::nullopt;
        std::vector<std::string> texts;
        if (!value) return texts;
        if (!value->is_array()) return {value->text()};
        for (std::size_t i = 0; i < value->size(); ++i) texts.push_back(value->element(i)->text());
        return texts;
    }
    // The names of its columns, by their positions; empty when they are not known.
    std::vector<std::string> columns() const {
        auto own = list("Projections");
        if (own.empty()) own = list("__projections__");
        if (!own.empty()) return own;
        const auto inputs = children();
        const bool same = name_ == "FILTER" || name_.ends_with("LIMIT") || name_ == "TOP_N" || name_ == "ORDER_BY";
        return same && inputs.size() == 1 ? inputs[0].columns() : std::vector<std::string>();
    }
    std::vector<Operator> children() const {
        std::vector<Operator> found;
        if (const auto list = json_.member("children"))
            for (std::size_t i = 0; i < list->size(); ++i) found.emplace_back(*list->element(i));
        return found;
    }

private:
    JsonText json_;
    std::string name_;
};

Node shown(const Operator& plan);

bool is_one_of(const std::string& name, std::initializer_list<std::string_view> names) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

Node leaf(std::string name, double rows) {
    Node node;
    node.name = std::move(name);
    node.rows = rows;
    node.total = rows * kScanCost;
    return node;
}

// A node over one other that has its cost plus that of every row.
Node above(std::string name, Node child, double rows, double row_cost) {
    Node node;
    node.name = std::move(name);
    node.rows = rows;
    node.startup = child.startup;
    node.total = child.total + child.rows * row_cost;
    node.children.push_back(std::move(child));
    return node;
}

void add_detail(Node& node, const char* label, const std::string& text) {
    if (!text.empty()) node.details.push_back(fmt::format("{}: {}", label, text));
}

// Those that it may apply, or that it learns from what runs, the query does not say.
std::string scan_filters(const Operator& plan) {
    std::string filters;
    for (const auto& filter : plan.list("Filters"))
        if (!filter.starts_with("optional: ")) filters += (filters.empty() ? "" : ", ") + explained(filter);
    return filters;
}

Node scan(const Operator& plan) {
    const auto table = plan.info("Table");
    const auto dot = table.rfind('.');
    auto node = leaf("XN Seq Scan on " + (dot == std::string::npos ? table : table.substr(dot + 1)), plan.rows());
    add_detail(node, "Filter", scan_filters(plan));
    return node;
}

Node aggregate(const Operator& plan, Node child) {
    const bool grouped = plan.name() != "UNGROUPED_AGGREGATE";
    auto node = above(grouped ? "XN HashAggregate" : "XN Aggregate", std::move(child), plan.rows(), kRowCost);
    node.startup = node.total;
    node.total += (grouped ? node.rows : 0) * kOutputCost;
    return node;
}

bool is_word(char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_'; }

// `database.schema.table.column` without its first two parts; any shorter name as it is.
std::string_view table_and_column(std::string_view name) {
    if (std::ranges::count(name, '.') < 3) return name;
    name.remove_prefix(name.find('.') + 1);
    name.remove_prefix(name.find('.') + 1);
    return name;
}

// The engine's `dev.public.sales.qty ASC, ...` in the guide's form, `sales.qty, ...`.
std::string sort_key(std::string_view order) {
    constexpr std::string_view kAscending = " ASC";
    std::string key;
    while (!order.empty()) {
        const auto name = order.substr(
            0, std::ranges::find_if_not(order, [](char c) { return is_word(c) || c == '.'; }) - order.begin());
        key += table_and_column(name);
        order.remove_prefix(name.size());
        if (order.starts_with(kAscending) &&
            (order.size() == kAscending.size() || !is_word(order[kAscending.size()]))) {
            order.remove_prefix(kAscending.size());
        } else if (!order.empty()) {
            key += order.front();
            order.remove_prefix(1);
        }
    }
    return key;
}

// The keys that can be told: an expression is a column of what is below.
std::string sort_keys(const Operator& plan) {
    const auto inputs = plan.children();
    const auto columns = inputs.size() == 1 ? inputs[0].columns() : std::vector<std::string>();
    std::string keys;
    for (const auto& order : plan.list("Order By")) {
        const auto key = explained_position(order, columns);
        if (!key.empty()) keys += (keys.empty() ? "" : ", ") + sort_key(explained(key));
    }
    return keys;
}

std::string join_conditions(const Operator& plan) {
    const auto inputs = plan.children();
    std::string conditions;
    for (const auto& condition : plan.list("Conditions")) {
        const auto told = explained_condition(condition, inputs[0].columns(), inputs[1].columns());
        if (!told.empty()) conditions += (conditions.empty() ? "" : ", ") + told;
    }
    return conditions;
}

// The slices sort, the leader merges (r_EXPLAIN).
Node sort(const std::string& key, Node child) {
    const auto rows = child.rows;
    auto sorted = above("XN Sort", std::move(child), rows, 0);
    sorted.startup = sorted.total + kSortCost;
    sorted.total = sorted.startup + rows * kOutputCost;
    add_detail(sorted, "Sort Key", key);
    auto network = above("XN Network", std::move(sorted), rows, 0);
    network.details.push_back("Send to leader");
    auto merge = above("XN Merge", std::move(network), rows, 0);
    add_detail(merge, "Merge Key", key);
    return merge;
}

const char* join_word(const std::string& type) {
    if (type == "LEFT") return "Left ";
    if (type == "RIGHT") return "Right ";
    if (type == "OUTER" || type == "FULL") return "Full ";
    if (type == "SEMI" || type == "RIGHT_SEMI" || type == "MARK") return "IN ";
    if (type == "ANTI" || type == "RIGHT_ANTI") return "NOT IN ";
    return "";
}

// One machine distributes nothing: DS_DIST_NONE.
Node join(const Operator& plan, Node outer, Node inner) {
    const bool hash = plan.name() == "HASH_JOIN";
    const std::string kind = join_word(plan.info("Join Type"));
    Node node;
    node.rows = plan.rows();
    node.startup = inner.total;
    node.total = outer.total + inner.total + (outer.rows + inner.rows) * kRowCost;
    add_detail(node, hash ? "Hash Cond" : "Join Filter", join_conditions(plan));
    node.name = (hash ? "XN Hash " + kind + "Join" : "XN Nested Loop " + kind + (kind.empty() ? "" : "Join ")) +
                (hash ? " DS_DIST_NONE" : "DS_DIST_NONE");
    node.children.push_back(std::move(outer));
    if (hash) {
        const auto rows = inner.rows;
        inner = above("XN Hash", std::move(inner), rows, 0);
        inner.startup = inner.total;
    }
    node.children.push_back(std::move(inner));
    return node;
}

Node limit(const Operator& plan, Node child) {
    auto node = above("XN Limit", std::move(child), plan.rows(), 0);
    const auto& input = node.children.front();
    node.total = input.startup + (input.total - input.startup) * std::min(1.0, node.rows / input.rows);
    return node;
}

// Over several inputs: what combines rows of queries; else what is a query's own.
const char* combining_name(const std::string& name) {
    if (name == "UNION" || name.find("CTE") != std::string::npos) return "XN Append";
    return name.ends_with("JOIN") || name.ends_with("PRODUCT") ? "XN Nested Loop DS_DIST_NONE" : "XN Subquery Scan";
}

bool is_result(const Node& node) { return node.name == "XN Result" && node.children.empty(); }

// The engine joins a correlated query to rows that it has kept, which stand in its plan as a result.
bool put_for_result(Node& node, Node& rows) {
    for (auto& child : node.children) {
        if (is_result(child)) {
            child = std::move(rows);
            return true;
        }
        if (put_for_result(child, rows)) return true;
    }
    return false;
}

// Functions by their names, which a client can call; what else has no input reads rows that a part of the plan has
// made.
std::string leaf_name(const std::string& name) {
    if (is_one_of(name, {"DUMMY_SCAN", "COLUMN_DATA_SCAN", "EMPTY_RESULT", "EXPRESSION_SCAN"})) return "XN Result";
    const auto function = lower(name);
    return catalog::find_signature(function) != nullptr ? "XN Function Scan on " + function : "XN Subquery Scan";
}

Node unary(const Operator& plan, Node child) {
    const auto& name = plan.name();
    if (name == "FILTER") {
        const auto condition = plan.info("Expression").empty() ? plan.info("__text__") : plan.info("Expression");
        add_detail(child, "Filter", explained(condition));
        child.rows = plan.rows();
        return child;
    }
    if (name.ends_with("GROUP_BY") || name == "UNGROUPED_AGGREGATE") return aggregate(plan, std::move(child));
    if (name == "ORDER_BY" && child.read_again) return child; // it was in order before
    if (name == "ORDER_BY") return sort(sort_keys(plan), std::move(child));
    if (name == "TOP_N") return limit(plan, sort(sort_keys(plan), std::move(child)));
    if (name.ends_with("LIMIT")) return limit(plan, std::move(child));
    if (name.ends_with("WINDOW")) return above("XN Window", std::move(child), plan.rows(), kRowCost);
    return child; // projections, writers and what else changes no rows has no node in Redshift
}

// The rows that a LIMIT has chosen, joined to their table once more for the columns that were left out so far.
bool reads_rows_again(const Operator& plan) {
    return plan.name() == "HASH_JOIN" && plan.children().size() == 2 && plan.info("Conditions") == "rowid = rowid";
}

Node shown(const Operator& plan) {
    std::vector<Node> children;
    for (const auto& child : plan.children()) children.push_back(shown(child));
    const auto& name = plan.name();
    if (!plan.info("Table").empty() && children.empty()) return scan(plan);
    if (reads_rows_again(plan)) {
        children[1].read_again = true;
        return std::move(children[1]);
    }
    if (children.size() == 2 && name.ends_with("JOIN"))
        return join(plan, std::move(children[0]), std::move(children[1]));
    if (children.size() == 2 && name == "CROSS_PRODUCT")
        return join(plan, std::move(children[0]), std::move(children[1]));
    if (children.size() == 1) return unary(plan, std::move(children[0]));
    if (children.empty()) return leaf(leaf_name(name), plan.rows());
    if (name.ends_with("DELIM_JOIN") && put_for_result(children[1], children[0])) return std::move(children[1]);
    Node node;
    node.name = combining_name(name);
    node.rows = plan.rows();
    const bool estimated = !plan.info("Estimated Cardinality").empty();
    if (!estimated) node.rows = 0;
    for (const auto& child : children) {
        node.total += child.total;
        if (!estimated) node.rows += child.rows;
    }
    node.children = std::move(children);
    return node;
}

std::string costs(const Node& node) {
    char text[160];
    std::snprintf(text, sizeof text, "  (cost=%.2f..%.2f rows=%.0f width=0)", node.startup, node.total, node.rows);
    return text;
}

void print(const Node& node, std::size_t depth, std::vector<std::string>& lines) {
    const std::string indent(depth == 0 ? 0 : 6 * depth - 4, ' ');
    lines.push_back(indent + (depth == 0 ? "" : "->  ") + node.name + costs(node));
    for (const auto& detail : node.details) lines.push_back(std::string(6 * depth + 2, ' ') + detail);
    for (const auto& child : node.children) print(child, depth + 1, lines);
}

} // namespace

std::vector<protocol::ColumnDescription> explain_columns() {
    return {static_column("QUERY PLAN", protocol::oid::kText)};
}

std::vector<std::string> plan_lines(std::string_view engine_json) {
    std::vector<std::string> lines;
    const auto json = JsonText::parse(engine_json);
    if (!json) return lines;
    for (std::size_t i = 0; i < json->size(); ++i) print(shown(Operator(*json->element(i))), 0, lines);
    return lines;
}

} // namespace redstart::sql

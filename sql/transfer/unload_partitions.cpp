#include "sql/transfer/unload_partitions.hpp"

#include "catalog/type/type_map.hpp"
#include "protocol/error.hpp"
#include "protocol/pg_type.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/value/row_writer.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <set>

#include <duckdb.hpp>
#include <duckdb/parser/expression/constant_expression.hpp>
#include <duckdb/parser/query_node.hpp>
#include <duckdb/parser/result_modifier.hpp>
#include <duckdb/parser/statement/select_statement.hpp>
#include <fmt/core.h>

namespace redstart::sql {
namespace {

namespace oid = protocol::oid;
namespace state = protocol::sqlstate;
using protocol::ColumnDescription;
using protocol::SqlError;

constexpr std::string_view kDefaultPartition = "__HIVE_DEFAULT_PARTITION__";

bool may_be_key(std::uint32_t type) {
    static constexpr std::array kTypes{oid::kInt2,    oid::kInt4, oid::kInt8,     oid::kNumeric,
                                       oid::kFloat4,  oid::kBool, oid::kText,     oid::kBpchar,
                                       oid::kVarchar, oid::kDate, oid::kTimestamp};
    return std::find(kTypes.begin(), kTypes.end(), type) != kTypes.end();
}

std::string type_name(const ColumnDescription& column) {
    const auto* type = protocol::find_type(column.type);
    return type == nullptr ? "unknown" : std::string(type->sql_name);
}

std::size_t find_key(const std::vector<ColumnDescription>& columns, const std::string& name) {
    const auto named = [&name](const auto& column) { return column.name == name; };
    const auto found = std::find_if(columns.begin(), columns.end(), named);
    if (found == columns.end())
        throw SqlError(state::kUndefinedColumn,
                       fmt::format("column \"{}\" does not exist in the query of UNLOAD", name));
    if (std::find_if(found + 1, columns.end(), named) != columns.end())
        throw SqlError(state::kAmbiguousColumn, fmt::format("column reference \"{}\" is ambiguous", name));
    if (!may_be_key(found->type))
        throw SqlError(
            state::kFeatureNotSupported,
            fmt::format("UNLOAD PARTITION BY does not support the type {} of \"{}\"", type_name(*found), name));
    return static_cast<std::size_t>(found - columns.begin());
}

void check_data(const std::vector<ColumnDescription>& columns, const std::vector<std::size_t>& data,
                const UnloadOptions& options) {
    const bool named = options.format == DataFormat::Json || options.format == DataFormat::Parquet;
    std::set<std::string> names;
    for (const auto index : data) {
        const auto& column = columns[index];
        if (named && !names.insert(column.name).second)
            throw SqlError(state::kDuplicateColumn, fmt::format("column \"{}\" specified more than once", column.name));
        if (column.type == oid::kVarbyte && (named || options.format == DataFormat::FixedWidth))
            throw SqlError(state::kFeatureNotSupported, "VARBYTE columns can only be unloaded to text or CSV");
    }
}

// A chunk's rows with some of its columns.
class Columns {
public:
    Columns(const std::vector<duckdb::LogicalType>& types, std::vector<std::size_t> places)
        : places_(std::move(places)) {
        for (const auto place : places_) types_.push_back(types[place]);
    }
    const std::vector<duckdb::LogicalType>& types() const { return types_; }
    duckdb::DataChunk& of(duckdb::DataChunk& whole) {
        part_ = std::make_unique<duckdb::DataChunk>();
        part_->InitializeEmpty({types_.begin(), types_.end()});
        for (std::size_t i = 0; i < places_.size(); ++i) part_->data[i].Reference(whole.data[places_[i]]);
        part_->SetCardinality(whole.size());
        return *part_;
    }

private:
    const std::vector<std::size_t> places_;
    std::vector<duckdb::LogicalType> types_;
    std::unique_ptr<duckdb::DataChunk> part_;
};

class PartitionedRows final : public RowEncoder {
public:
    PartitionedRows(duckdb::ClientContext& context, const std::vector<duckdb::LogicalType>& types,
                    const std::vector<std::string>& names, const UnloadColumns& columns, const EncoderFactory& rows,
                    FolderSink begin)
        : keys_(types, columns.keys), data_(types, columns.data), begin_(std::move(begin)),
          values_(context, keys_.types(), {protocol::Format::Text}) {
        for (const auto key : columns.keys) names_.push_back(names[key]);
        for (const auto& type : keys_.types()) padded_.push_back(catalog::wire_type(type).oid == oid::kBpchar);
        std::vector<std::string> written;
        for (const auto column : columns.data) written.push_back(names[column]);
        rows_ = rows(context, data_.types(), written);
    }

    void use(duckdb::DataChunk& chunk) override {
        rows_->use(data_.of(chunk));
        values_.use(keys_.of(chunk));
    }

    void write(protocol::WireWriter& out, std::size_t row) override {
        if (auto folder = folder_of(row); !begun_ || folder != folder_) {
            begun_ = true;
            begin_(folder);
            folder_ = std::move(folder);
        }
        rows_->write(out, row);
    }

private:
    std::string folder_of(std::size_t row) {
        std::string folder;
        for (std::size_t key = 0; key < names_.size(); ++key) {
            value_.clear();
            const bool there = values_.write_value(value_, key, row);
            std::string text(value_.view());
            while (padded_[key] && text.ends_with(' ')) text.pop_back();
            folder += partition_folder(names_[key], there ? &text : nullptr);
        }
        return folder;
    }

    Columns keys_;
    Columns data_;
    const FolderSink begin_;
    RowWriter values_; // of the keys
    std::unique_ptr<RowEncoder> rows_;
    std::vector<std::string> names_;
    std::vector<bool> padded_;
    protocol::WireWriter value_;
    std::string folder_;
    bool begun_ = false;
};

// What Hive writes as %XX in the name of a folder.
void escape_path(std::string_view text, std::string& out) {
    constexpr std::string_view kEscaped = "\"#%'*/:=?\\{[]^";
    for (const char c : text) {
        const auto code = static_cast<unsigned char>(c);
        if (code >= 0x20 && code != 0x7F && kEscaped.find(c) == std::string_view::npos) {
            out += c;
            continue;
        }
        std::array<char, 4> hex{};
        std::snprintf(hex.data(), hex.size(), "%%%02X", code);
        out += hex.data();
    }
}

} // namespace

UnloadColumns unload_columns(const std::vector<ColumnDescription>& columns, const UnloadOptions& options) {
    UnloadColumns split;
    std::set<std::size_t> keys;
    for (const auto& name : options.partition_by) {
        split.keys.push_back(find_key(columns, name));
        if (!keys.insert(split.keys.back()).second)
            throw SqlError(state::kDuplicateColumn, fmt::format("column \"{}\" specified more than once", name));
    }
    for (std::size_t index = 0; index < columns.size(); ++index)
        if (options.include_partitions || !keys.contains(index)) split.data.push_back(index);
    if (keys.size() == columns.size())
        throw SqlError(state::kInvalidTableDefinition,
                       "UNLOAD PARTITION BY needs at least one column that is not a partition column");
    check_data(columns, split.data, options);
    return split;
}

void order_by_partition(duckdb::SQLStatement& query, const std::vector<std::size_t>& keys) {
    auto& modifiers = query.Cast<duckdb::SelectStatement>().node->modifiers;
    duckdb::OrderModifier* order = nullptr;
    for (auto& modifier : modifiers) {
        if (modifier->type == duckdb::ResultModifierType::ORDER_MODIFIER)
            order = &modifier->Cast<duckdb::OrderModifier>();
        else if (modifier->type != duckdb::ResultModifierType::DISTINCT_MODIFIER)
            throw SqlError(state::kFeatureNotSupported, "Limit clause is not supported");
    }
    if (order == nullptr) {
        modifiers.push_back(duckdb::make_uniq<duckdb::OrderModifier>());
        order = &modifiers.back()->Cast<duckdb::OrderModifier>();
    }
    duckdb::vector<duckdb::OrderByNode> orders;
    for (const auto key : keys) {
        auto place =
            duckdb::make_uniq<duckdb::ConstantExpression>(duckdb::Value::INTEGER(static_cast<std::int32_t>(key + 1)));
        orders.emplace_back(duckdb::OrderType::ASCENDING, duckdb::OrderByNullType::NULLS_LAST, std::move(place));
    }
    for (auto& one : order->orders) orders.push_back(std::move(one));
    order->orders = std::move(orders);
}

std::string partition_folder(std::string_view name, const std::string* value) {
    std::string folder;
    escape_path(name, folder);
    folder += '=';
    if (value == nullptr || value->empty())
        folder += kDefaultPartition;
    else
        escape_path(*value, folder);
    return folder + '/';
}

EncoderFactory partitioned(const UnloadColumns& columns, EncoderFactory rows, FolderSink begin) {
    return [columns, rows = std::move(rows),
            begin = std::move(begin)](duckdb::ClientContext& context, const std::vector<duckdb::LogicalType>& types,
                                      const std::vector<std::string>& names) -> std::unique_ptr<RowEncoder> {
        return std::make_unique<PartitionedRows>(context, types, names, columns, rows, begin);
    };
}

} // namespace redstart::sql

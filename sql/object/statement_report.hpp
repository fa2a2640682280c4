// StatementReport: what a statement says that the engine's tree has no place for. It travels beside the tree from the
// parser to the resolver, which makes of it what the catalog keeps. A value.
#pragma once

#include "sql/parse/table_report.hpp"
#include "sql/refusal/cluster_refusal.hpp"

#include <optional>
#include <string>

namespace redstart::sql {

struct StatementReport {
    std::optional<TableReport> table;      // of CREATE TABLE, CREATE VIEW and ALTER TABLE
    std::string view_definition;           // CREATE VIEW: its text, as views of the catalog show it
    bool has_recursive_list = false;       // WITH RECURSIVE stands somewhere in it
    bool removes_duplicates = false;       // MERGE ... REMOVE DUPLICATES
    bool merges_tables = false;            // MERGE: its source must be a table, as on a cluster
    std::optional<ClusterRefusal> refusal; // what of it a cluster refuses, by what it reads
    std::string schema_owner;              // CREATE SCHEMA ... AUTHORIZATION user
};

} // namespace redstart::sql

// IDENTITY columns: no statement gives a value to one that has its own. Functions over a resolved statement, inside an
// engine transaction; one thread. They throw SqlError 0A000.
#pragma once

#include "sql/object/relations.hpp"

namespace duckdb {
class InsertStatement;
class MergeIntoAction;
class UpdateSetInfo;
} // namespace duckdb

namespace redstart::sql {

// DEFAULT may stand for a value, in every row.
void refuse_identity_values(duckdb::ClientContext& context, const Relation& relation,
                            const duckdb::InsertStatement& statement);
void refuse_identity_values(duckdb::ClientContext& context, const Relation& relation,
                            const duckdb::MergeIntoAction& action);
void refuse_identity_changes(duckdb::ClientContext& context, const Relation& relation,
                             const duckdb::UpdateSetInfo& set);

} // namespace redstart::sql

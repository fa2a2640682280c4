// Writing an object of S3: a small one at once, a larger one in parts, which are given up unless it is published.
// Owned by one statement, used on one thread.
#pragma once

#include "sql/storage/s3_client.hpp"
#include "sql/storage/storage.hpp"

#include <memory>

namespace redstart::sql {

// The client outlives the writer. Throws 22023 for a key that is none. Nothing is sent yet.
std::unique_ptr<ObjectWriter> create_s3_object(const S3Client& client, const ObjectName& object);

} // namespace redstart::sql

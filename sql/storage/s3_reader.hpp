// Reading an object of S3: as a stream that goes on where it broke. Owned by one statement, used on one thread.
#pragma once

#include "sql/storage/s3_client.hpp"
#include "sql/storage/storage.hpp"

#include <memory>

namespace redstart::sql {

// nullptr when there is no such object. The client outlives the reader. Throws XX000.
std::unique_ptr<ObjectReader> open_s3_object(const S3Client& client, const ObjectName& object);
// The same for parts of it, each of which is a request of its own.
std::unique_ptr<RangedObject> open_s3_ranges(const S3Client& client, const ObjectName& object);

} // namespace redstart::sql

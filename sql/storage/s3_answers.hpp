// What S3 answers, as XML: pages of a listing, errors, the name of an upload. Pure functions, whatever the bytes are;
// any thread. Source: Amazon S3 API reference.
#pragma once

#include "sql/storage/storage.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace redstart::sql {

struct ListedObjects {
    std::vector<StoredObject> objects;
    std::string next; // the continuation token; empty: the last page
};

struct S3Error {
    std::string code; // such as NoSuchKey; empty when the answer is no error of S3's
    std::string message;
    std::string request_id;
};

// nullopt: it is no listing.
std::optional<ListedObjects> read_listing(std::string_view xml);
S3Error read_error(std::string_view xml);
// Empty: there is none.
std::string read_upload_id(std::string_view xml);
// Of the parts' ETags, in order.
std::string completed_parts(const std::vector<std::string>& tags);

} // namespace redstart::sql

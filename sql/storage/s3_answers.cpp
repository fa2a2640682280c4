#include "sql/storage/s3_answers.hpp"

#include <charconv>
#include <sstream>

#include <pugixml.hpp>

namespace redstart::sql {
namespace {

// The document's element, if it is of this name.
pugi::xml_node root_of(pugi::xml_document& document, std::string_view xml, const char* name) {
    if (!document.load_buffer(xml.data(), xml.size(), pugi::parse_default, pugi::encoding_utf8)) return {};
    return document.child(name);
}

std::optional<std::uint64_t> size_of(std::string_view digits) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
    return value;
}

} // namespace

std::optional<ListedObjects> read_listing(std::string_view xml) {
    pugi::xml_document document;
    const auto root = root_of(document, xml, "ListBucketResult");
    if (!root) return std::nullopt;
    ListedObjects listed;
    for (const auto& entry : root.children("Contents")) {
        const auto size = size_of(entry.child_value("Size"));
        if (!size) return std::nullopt;
        listed.objects.push_back({entry.child_value("Key"), *size});
    }
    if (std::string_view(root.child_value("IsTruncated")) == "true") {
        listed.next = root.child_value("NextContinuationToken");
        if (listed.next.empty()) return std::nullopt;
    }
    return listed;
}

S3Error read_error(std::string_view xml) {
    pugi::xml_document document;
    const auto root = root_of(document, xml, "Error");
    return {root.child_value("Code"), root.child_value("Message"), root.child_value("RequestId")};
}

std::string read_upload_id(std::string_view xml) {
    pugi::xml_document document;
    return root_of(document, xml, "InitiateMultipartUploadResult").child_value("UploadId");
}

std::string completed_parts(const std::vector<std::string>& tags) {
    pugi::xml_document document;
    auto root = document.append_child("CompleteMultipartUpload");
    root.append_attribute("xmlns") = "http://s3.amazonaws.com/doc/2006-03-01/";
    for (std::size_t index = 0; index < tags.size(); ++index) {
        auto part = root.append_child("Part");
        part.append_child("PartNumber").text() = static_cast<unsigned long long>(index + 1);
        part.append_child("ETag").text() = tags[index].c_str();
    }
    std::ostringstream text;
    document.save(text, "", pugi::format_raw);
    return text.str();
}

} // namespace redstart::sql

#include "sql/storage/s3_answers.hpp"
#include "sql/storage/s3_signature.hpp"

#include <catch2/catch.hpp>

using namespace redstart::sql;

namespace {

constexpr std::time_t kMay24 = 1369353600; // 2013-05-24T00:00:00Z, the time of Amazon's examples

std::string authorization(const QueryFields& query, const std::string& token = {}) {
    const S3Credentials credentials{"AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", token};
    return signed_headers({"GET", "examplebucket.s3.amazonaws.com", "/", query, {}}, credentials, "us-east-1", kMay24)
        .back();
}

} // namespace

TEST_CASE("signatures are those of Amazon's examples") {
    CHECK(authorization({{"lifecycle", ""}}) ==
          "Authorization: AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
          "SignedHeaders=host;x-amz-content-sha256;x-amz-date,"
          "Signature=fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");
    CHECK(authorization({{"prefix", "J"}, {"max-keys", "2"}})
              .ends_with("Signature=34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"));
    CHECK(authorization({}, "t").find("SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token,") !=
          std::string::npos);
}

TEST_CASE("paths and queries are encoded as S3 wants them") {
    CHECK(uri_encode("a/b c+d~ä", true) == "a/b%20c%2Bd~%C3%A4");
    CHECK(uri_encode("a/b", false) == "a%2Fb");
    CHECK(query_text({{"prefix", "a/&="}, {"list-type", "2"}, {"uploads", ""}}) ==
          "list-type=2&prefix=a%2F%26%3D&uploads=");
}

TEST_CASE("listings, errors and uploads are read from XML, whatever it is") {
    const auto page =
        read_listing("<?xml version='1.0'?><ListBucketResult xmlns='http://s3.amazonaws.com/doc/2006-03-01/'>"
                     "<IsTruncated>true</IsTruncated><Contents><Key>a&amp;&#228; </Key><Size>12</Size></Contents>"
                     "<NextContinuationToken>t</NextContinuationToken></ListBucketResult>");
    REQUIRE(page);
    REQUIRE(page->objects.size() == 1);
    CHECK(page->objects[0].key == "a&ä ");
    CHECK(page->objects[0].size == 12);
    CHECK(page->next == "t");
    for (const char* bad :
         {"", "<", "<html/>", "<ListBucketResult><Contents><Key>a</Key></Contents></ListBucketResult>",
          "<ListBucketResult><Contents><Key>a</Key><Size>-1</Size></Contents></ListBucketResult>",
          "<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>"}) {
        INFO(bad);
        CHECK_FALSE(read_listing(bad));
    }
    CHECK(read_listing("<ListBucketResult/>")->objects.empty());
    CHECK(read_error("<Error><Code>NoSuchKey</Code><Message>m</Message></Error>").code == "NoSuchKey");
    CHECK(read_error("nothing").code.empty());
    CHECK(read_upload_id("<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>") ==
          "u");
    CHECK(completed_parts({"\"a\""}) ==
          "<?xml version=\"1.0\"?><CompleteMultipartUpload xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Part>"
          "<PartNumber>1</PartNumber><ETag>\"a\"</ETag></Part></CompleteMultipartUpload>");
}

#include "protocol/error.hpp"
#include "sql/format/transfer_options.hpp"

#include <catch2/catch.hpp>

using namespace redstart::sql;

namespace {

LoadStatement load(const std::string& options) {
    static std::string text;
    text = "copy s.t (a, b) from 's3://b/k' " + options;
    const auto statements = split(text);
    REQUIRE(statements.front().kind == StatementKind::Load);
    return parse_load(statements.front());
}

UnloadStatement unload(const std::string& options) {
    static std::string text;
    text = "unload ('select ''x'' a') to 's3://b/k' " + options;
    return parse_unload(split(text).front());
}

std::string error_of(const std::string& options) {
    try {
        load(options);
    } catch (const redstart::protocol::SqlError& error) { return error.sqlstate() + " " + error.message(); }
    return "";
}

} // namespace

TEST_CASE("a COPY from objects: table, columns, location, authorization") {
    const auto statement = load("iam_role 'arn:aws:iam::1:role/r' region as 'us-east-1'");
    CHECK(statement.table == QualifiedName{"s", "t"});
    CHECK(statement.columns == std::vector<std::string>{"a", "b"});
    CHECK(statement.location == "s3://b/k");
    CHECK(statement.options.authorization.role == "arn:aws:iam::1:role/r");
    CHECK(statement.options.region == "us-east-1");
    CHECK(load("iam_role default").options.authorization.role == "default");
    const auto key = load("with credentials as 'aws_access_key_id=A;aws_secret_access_key=b/c=;token=d'");
    CHECK(key.options.authorization.key_id == "A");
    CHECK(key.options.authorization.secret == "b/c=");
    CHECK(key.options.authorization.token == "d");
    CHECK(load("credentials 'aws_iam_role=arn:x'").options.authorization.role == "arn:x");
    for (const std::string wrong :
         {"", "x=y", "aws_access_key_id=A", "aws_access_key_id=A;aws_secret_access_key=",
          "aws_access_key_id=A; aws_secret_access_key=b", "aws_iam_role=a;token=b", "aws_iam_role=a;aws_iam_role=b"})
        CHECK_THROWS_AS(load("credentials '" + wrong + "'"), redstart::protocol::SqlError);
    const auto keys = load("access_key_id 'a' secret_access_key 'b' session_token 'c'").options.authorization;
    CHECK(keys.key_id + keys.secret + keys.token == "abc");
}

TEST_CASE("options of COPY, and what they are without being told") {
    const auto plain = load("").options;
    CHECK(plain.delimiter == '|');
    CHECK(plain.null_text == "\\N");
    CHECK(plain.max_errors == 0);
    CHECK(load("csv").options.delimiter == ',');
    CHECK(load("format as csv quote as '%' delimiter '\\t'").options.delimiter == '\t');
    CHECK(load("delimiter '\\101'").options.delimiter == 'A');
    CHECK(load("null as '\\000'").options.null_text == std::string(1, '\0'));
    CHECK(load("acceptinvchars").options.replacement == '?');
    CHECK(load("acceptinvchars as '^' csv").options.replacement == '^');
    CHECK(load("fixedwidth 'a:1, b: 20'").options.widths == std::vector<std::size_t>{1, 20});
    CHECK(load("json").options.json == "auto");
    CHECK(load("ignoreheader as 3 maxerror as 100000").options.header_lines == 3);
    CHECK(load("compupdate preset statupdate on comprows 1000, noload").options.no_load);
    CHECK(load("compupdate escape").options.escape);
    CHECK(load("timeformat as 'epochsecs'").options.time_format == "epochsecs");
}

TEST_CASE("a COPY from the client is Redshift's by its options") {
    const auto is_ours = [](const std::string& sql) { return has_load_options(split(sql).front()); };
    CHECK(is_ours("copy t from stdin ignoreheader 1"));
    CHECK(is_ours("copy t (a) from stdin csv gzip"));
    CHECK(!is_ours("copy t from stdin csv delimiter ';' null 'x'"));
    CHECK(!is_ours("copy t (json) from stdin"));
    CHECK(!is_ours("copy t from stdin (format csv, force_null (json))"));
    const std::string sql = "copy t from stdin json 'auto'";
    CHECK(parse_load(split(sql).front()).from_client);
}

TEST_CASE("options of COPY that are refused") {
    CHECK(error_of("orc") == "0A000 COPY ORC is not supported");
    CHECK(error_of("lzop gzip") == "42601 GZIP cannot be used with LZOP in COPY");
    CHECK(error_of("parquet region 'x'") == "0A000 REGION argument is not supported for PARQUET based COPY");
    CHECK(error_of("parquet fillrecord manifest explicit_ids statupdate iam_role default").empty());
    CHECK(error_of("csv removequotes") == "42601 CSV cannot be used with REMOVEQUOTES in COPY");
    CHECK(error_of("gzip bzip2") == "42601 GZIP cannot be used with BZIP2 in COPY");
    CHECK(error_of("escape escape") == "42601 conflicting or redundant options");
    CHECK(error_of("csv quote ','") == "22023 COPY DELIMITER and QUOTE must be different");
    CHECK(error_of("delimiter '\\n'").starts_with("22023"));
    CHECK(error_of("delimiter 'ä'").starts_with("22023"));
    CHECK(error_of("delimiter").starts_with("42601"));
    CHECK(error_of("format").starts_with("42601"));
    CHECK(error_of("ignoreheader x").starts_with("42601"));
    CHECK(error_of("ignoreheader -1").starts_with("42601"));
    CHECK(error_of("fixedwidth 'a:0'").starts_with("22023"));
    CHECK(error_of("fixedwidth ''").starts_with("22023"));
}

TEST_CASE("an UNLOAD: query, location, options") {
    const auto statement = unload("iam_role default manifest verbose maxfilesize 6.2 gb parallel off extension 'csv'");
    CHECK(statement.query == "select 'x' a");
    CHECK(statement.options.verbose);
    CHECK(!statement.options.parallel);
    CHECK(statement.options.extension == "csv");
    CHECK(statement.options.max_file_size == 6'200'000'000U);
    CHECK(unload("maxfilesize as 5 mb").options.max_file_size == 5'000'000U);
    CHECK(unload("parallel").options.parallel);
    CHECK(unload("csv").options.delimiter == ',');
    const auto parts = unload("partition by (y, \"M\") include format as parquet rowgroupsize 64 mb").options;
    CHECK(parts.partition_by == std::vector<std::string>{"y", "m"});
    CHECK(parts.include_partitions);
    CHECK(parts.format == DataFormat::Parquet);
    CHECK(parts.row_group_size == 64'000'000U);
    CHECK(unload("json").options.format == DataFormat::Json);
    CHECK_THROWS(unload("partition by ()"));
    CHECK_THROWS(unload("parquet rowgroupsize 129 mb"));
    CHECK_THROWS(unload("maxfilesize 4.9"));
    CHECK_THROWS(unload("extension '../x'"));
    CHECK_THROWS(unload("header fixedwidth 'a:1'"));
}

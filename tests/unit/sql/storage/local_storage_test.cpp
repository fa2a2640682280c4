#include "protocol/error.hpp"
#include "sql/storage/local_storage.hpp"

#include <filesystem>
#include <fstream>
#include <system_error>

#include <catch2/catch.hpp>

using namespace redstart::sql;
using redstart::protocol::SqlError;

namespace {

class Folder {
public:
    Folder() {
        std::string pattern = std::filesystem::temp_directory_path() / "redstart-storage.XXXXXX";
        REQUIRE(mkdtemp(pattern.data()) != nullptr);
        path = pattern;
        std::filesystem::create_directory(path / "b");
    }
    ~Folder() { std::filesystem::remove_all(path); }

    std::filesystem::path path;
};

void put(const ObjectStore& storage, const std::string& key, const std::string& bytes) {
    const auto writer = storage.create({"b", key});
    writer->write(bytes);
    writer->close();
    writer->publish();
}

std::string get(const ObjectStore& storage, const std::string& key) {
    const auto reader = storage.open({"b", key});
    if (!reader) return "none";
    std::string bytes(100, '\0');
    bytes.resize(reader->read(bytes));
    return bytes;
}

std::vector<std::string> keys(const ObjectStore& storage, const std::string& prefix) {
    std::vector<std::string> found;
    for (const auto& object : storage.list({"b", prefix})) found.push_back(object.key);
    return found;
}

} // namespace

TEST_CASE("locations of objects") {
    CHECK(parse_object_url("s3://b/a/c").key == "a/c");
    CHECK(parse_object_url("s3://b").bucket == "b");
    CHECK(parse_object_url("s3://b/a").url() == "s3://b/a");
    for (const char* bad : {"", "s3:/b", "s3://", "s3:///k", "http://b/k"})
        CHECK_THROWS_AS(parse_object_url(bad), SqlError);
}

TEST_CASE("objects are written as a whole, listed by prefix in order, read and removed") {
    const Folder folder;
    const LocalStorage local(folder.path);
    const auto connected = local.connect({}, [] {});
    const auto& storage = *connected;
    for (const char* key : {"a/2", "a/1", "a.b", "ab/c/d", "z"}) put(storage, key, key);
    CHECK(keys(storage, "") == std::vector<std::string>{"a.b", "a/1", "a/2", "ab/c/d", "z"});
    CHECK(keys(storage, "a/") == std::vector<std::string>{"a/1", "a/2"});
    CHECK(keys(storage, "ab/c") == std::vector<std::string>{"ab/c/d"});
    CHECK(keys(storage, "q").empty());
    CHECK(get(storage, "ab/c/d") == "ab/c/d");
    CHECK(get(storage, "ab/c") == "none");
    const auto ranged = storage.open_ranged({"b", "ab/c/d"});
    REQUIRE(ranged);
    CHECK(ranged->size() == 6);
    std::string part(3, ' ');
    ranged->read(2, part);
    CHECK(part == "/c/");
    CHECK_THROWS_AS(ranged->read(5, part), SqlError);
    CHECK(storage.open_ranged({"b", "ab/c"}) == nullptr);
    put(storage, "z", "new");
    CHECK(get(storage, "z") == "new");
    storage.remove({"b", "z"});
    storage.remove({"b", "z"});
    CHECK(get(storage, "z") == "none");
    {
        const auto writer = storage.create({"b", "z"});
        writer->write("half");
        CHECK(keys(storage, "z").empty());
    }
    CHECK(keys(storage, "").size() == 4);
    CHECK(std::distance(std::filesystem::directory_iterator(folder.path / "b"), {}) == 3);
}

TEST_CASE("nothing outside of the folder is reached") {
    const Folder folder;
    const Folder other;
    std::ofstream(other.path / "b" / "secret") << "secret";
    const LocalStorage local(folder.path);
    const auto connected = local.connect({}, [] {});
    const auto& storage = *connected;
    std::filesystem::create_symlink(other.path / "b", folder.path / "b" / "folder");
    std::filesystem::create_symlink(other.path / "b" / "secret", folder.path / "b" / "file");
    std::filesystem::create_symlink(other.path / "b", folder.path / "linked");
    CHECK(keys(storage, "").empty());
    for (const char* key : {"folder/secret", "file", "../x", "..", "a/../b", "a//b", "/a", "a/", "", ".", "./a"}) {
        INFO(key);
        CHECK(get(storage, key) == "none");
        if (std::string(key) != "file") CHECK_THROWS_AS(storage.create({"b", key}), SqlError);
    }
    for (const char* bucket : {"linked", "..", ".", "", "none", "b/folder"})
        CHECK_THROWS_AS(storage.list({bucket, ""}), SqlError);
    CHECK_THROWS_AS(LocalStorage((folder.path / "none").string()), std::system_error);
}

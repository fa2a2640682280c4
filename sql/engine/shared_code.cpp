#include "sql/engine/shared_code.hpp"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <string_view>
#include <vector>

#include <dlfcn.h>
#include <duckdb.hpp>
#include <elf.h>
#include <link.h>

namespace redstart::sql {
namespace {

// The beginnings of class names, in order.
constexpr std::string_view kSharedClasses[] = {"AdaptiveFilter",
                                               "AttachedDatabase",
                                               "Block",
                                               "BoundIndex",
                                               "Buffer",
                                               "CatalogEntryMap",
                                               "CatalogSet",
                                               "Checkpoint",
                                               "CleanupState",
                                               "ColumnCheckpoint",
                                               "ColumnData",
                                               "ColumnSegment",
                                               "CommitState",
                                               "CompressedFile",
                                               "Connection",
                                               "DBConfig",
                                               "DataTable",
                                               "DatabaseInstance",
                                               "DatabaseManager",
                                               "DefaultFunctionGenerator",
                                               "DefaultGenerator",
                                               "DefaultSchemaGenerator",
                                               "DefaultTableFunctionGenerator",
                                               "DefaultTypeGenerator",
                                               "DefaultViewGenerator",
                                               "DependencyManager",
                                               "DuckCatalog",
                                               "DuckSchemaEntry",
                                               "DuckTableEntry",
                                               "DuckTransaction",
                                               "ErrorData",
                                               "Event",
                                               "Exception",
                                               "Executor",
                                               "ExtensionHelper",
                                               "FileHandle",
                                               "FileSystem",
                                               "FixedSizeAllocator",
                                               "GlobalStorage",
                                               "LocalFileSystem",
                                               "LocalStorage",
                                               "LocalTable",
                                               "LogManager",
                                               "Logger",
                                               "MetaPipeline",
                                               "MetaTransaction",
                                               "MetadataManager",
                                               "MetadataReader",
                                               "MetadataWriter",
                                               "ObjectCache",
                                               "OptimisticData",
                                               "PartialBlock",
                                               "Pipeline",
                                               "QueryProfiler",
                                               "RollbackState",
                                               "RowGroup",
                                               "RowVersion",
                                               "SecretManager",
                                               "Segment",
                                               "SequenceCatalogEntry",
                                               "SingleFile",
                                               "StandardBuffer",
                                               "StorageManager",
                                               "TableDataWriter",
                                               "TableIOManager",
                                               "TableIndexList",
                                               "TableStatistics",
                                               "TaskScheduler",
                                               "TemporaryDirectory",
                                               "TemporaryFile",
                                               "TemporaryMemory",
                                               "TransactionContext",
                                               "TransactionManager",
                                               "UnboundIndex",
                                               "UndoBuffer",
                                               "UpdateSegment",
                                               "VersionDelete",
                                               "VirtualFileSystem",
                                               "WriteAheadLog"};
// Classes of whole names, and functions of a class that is not shared otherwise.
constexpr std::string_view kSharedWhole[] = {"ART", "Task", "ExecutorTask"};
// Once PendingPreparedStatementInternal() has handed a plan's tasks to the other threads, an exception would destroy
// the plan before anybody stops them.
constexpr std::string_view kSharedMembers[] = {"13ClientContext32PendingPreparedStatementInternal",
                                               "13ClientContext18BeginQueryInternal",
                                               "13ClientContext16EndQueryInternal",
                                               "13ClientContext15CleanupInternal",
                                               "13ClientContext14InitialCleanup",
                                               "13ClientContext7Destroy"};
constexpr std::string_view kSwallowing = "_ZN6duckdb18ExpressionExecutor17TryEvaluateScalar";
// Other libraries that the engine brings; they keep caches behind mutexes and do not expect exceptions.
constexpr std::string_view kSharedSpaces[] = {"N6icu_66", "N10duckdb_re2", "N16duckdb_moodycamel"};

struct Range {
    std::uintptr_t begin;
    std::uintptr_t end;
};

// `name` is mangled: _ZN[K]6duckdb, then the length of the class's name and the name.
bool is_shared_name(std::string_view name) {
    if (!name.starts_with("_ZN")) return false;
    name.remove_prefix(2);
    for (const auto space : kSharedSpaces)
        if (name.starts_with(space)) return true;
    name.remove_prefix(name.starts_with("NK") ? 2 : 1);
    constexpr std::string_view space = "6duckdb";
    if (!name.starts_with(space)) return false;
    name.remove_prefix(space.size());
    for (const auto member : kSharedMembers)
        if (name.starts_with(member)) return true;
    std::size_t length = 0;
    const auto digits = std::from_chars(name.data(), name.data() + name.size(), length);
    if (digits.ec != std::errc()) return false;
    const auto type = name.substr(static_cast<std::size_t>(digits.ptr - name.data()), length);
    if (std::find(std::begin(kSharedWhole), std::end(kSharedWhole), type) != std::end(kSharedWhole)) return true;
    const auto after = std::upper_bound(std::begin(kSharedClasses), std::end(kSharedClasses), type);
    return after != std::begin(kSharedClasses) && type.starts_with(*std::prev(after));
}

// How many symbols the dynamic table has, which only its hash table tells.
std::size_t symbol_count(const std::uint32_t* hash) {
    const auto buckets = hash[0];
    const auto first = hash[1];
    const auto* bucket = hash + 4 + std::size_t{hash[2]} * (sizeof(ElfW(Addr)) / sizeof(std::uint32_t));
    const auto* chain = bucket + buckets;
    const auto last = *std::max_element(bucket, bucket + buckets);
    if (last < first) return first;
    auto index = last;
    while ((chain[index - first] & 1U) == 0) ++index;
    return index + 1;
}

struct Tables {
    const ElfW(Sym) * symbols = nullptr;
    const char* names = nullptr;
    const std::uint32_t* hash = nullptr;
};

struct Ranges {
    std::vector<Range> shared;
    Range swallowing{0, 0};
};

Ranges read_ranges(std::uintptr_t base, const Tables& tables) {
    Ranges ranges;
    if (tables.symbols == nullptr || tables.names == nullptr || tables.hash == nullptr) return ranges;
    const auto count = symbol_count(tables.hash);
    for (std::size_t i = 0; i < count; ++i) {
        const auto& symbol = tables.symbols[i];
        if (ELF64_ST_TYPE(symbol.st_info) != STT_FUNC || symbol.st_shndx == SHN_UNDEF || symbol.st_size == 0) continue;
        const std::string_view name = tables.names + symbol.st_name;
        const Range range{base + symbol.st_value, base + symbol.st_value + symbol.st_size};
        if (is_shared_name(name)) ranges.shared.push_back(range);
        if (name.starts_with(kSwallowing)) ranges.swallowing = range;
    }
    std::sort(ranges.shared.begin(), ranges.shared.end(),
              [](const Range& a, const Range& b) { return a.begin < b.begin; });
    return ranges;
}

// The library's own tables, as the loader keeps them.
Ranges library_ranges() {
    Dl_info info{};
    void* map = nullptr;
    const auto* inside = reinterpret_cast<const void*>(&duckdb::DuckDB::LibraryVersion);
    if (::dladdr1(inside, &info, &map, RTLD_DL_LINKMAP) == 0 || map == nullptr) return {};
    const auto& library = *static_cast<const link_map*>(map);
    Tables tables;
    for (const auto* entry = library.l_ld; entry->d_tag != DT_NULL; ++entry) {
        if (entry->d_tag == DT_SYMTAB) tables.symbols = reinterpret_cast<const ElfW(Sym)*>(entry->d_un.d_ptr);
        if (entry->d_tag == DT_STRTAB) tables.names = reinterpret_cast<const char*>(entry->d_un.d_ptr);
        if (entry->d_tag == DT_GNU_HASH) tables.hash = reinterpret_cast<const std::uint32_t*>(entry->d_un.d_ptr);
    }
    return read_ranges(library.l_addr, tables);
}

const Ranges& ranges() {
    static const Ranges found = library_ranges();
    return found;
}

} // namespace

bool is_shared_code(std::uintptr_t address) {
    const auto& shared = ranges().shared;
    const auto after = std::upper_bound(shared.begin(), shared.end(), address,
                                        [](std::uintptr_t wanted, const Range& range) { return wanted < range.begin; });
    return after != shared.begin() && address <= std::prev(after)->end;
}

bool is_swallowing_code(std::uintptr_t address) {
    return address >= ranges().swallowing.begin && address < ranges().swallowing.end;
}

std::size_t shared_functions() { return ranges().shared.size(); }

} // namespace redstart::sql

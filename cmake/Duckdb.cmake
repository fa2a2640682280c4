# duckdb::duckdb: the engine's release library and headers as scripts/engine lays them out (include/, lib/).
set(DUCKDB_ROOT "${PROJECT_SOURCE_DIR}/build/deps/engine" CACHE PATH
    "folder with include/duckdb.hpp and lib/libduckdb.so")
if(NOT EXISTS "${DUCKDB_ROOT}/include/duckdb.hpp" OR NOT EXISTS "${DUCKDB_ROOT}/lib/libduckdb.so")
    message(FATAL_ERROR "no engine in ${DUCKDB_ROOT}: run scripts/engine, or pass -DDUCKDB_ROOT=")
endif()
add_library(duckdb::duckdb SHARED IMPORTED)
set_target_properties(duckdb::duckdb PROPERTIES
    IMPORTED_LOCATION "${DUCKDB_ROOT}/lib/libduckdb.so"
    IMPORTED_SONAME libduckdb.so
    INTERFACE_INCLUDE_DIRECTORIES "${DUCKDB_ROOT}/include")

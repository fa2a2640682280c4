# ccache as the compiler launcher where it is installed. With a precompiled header it only hits when it is told to trust
# the macros and times that went into the header, and when the compiler keeps the header's name in its output
# (gcc: -fpch-preprocess) and leaves times out of it (clang: -fno-pch-timestamp). Paths are taken relative to the source
# tree, so that a second clone hits too.
option(REDSTART_CCACHE "compile through ccache where it is installed" ON)
find_program(CCACHE_PROGRAM ccache)
mark_as_advanced(CCACHE_PROGRAM)
if(REDSTART_CCACHE AND CCACHE_PROGRAM)
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
        CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
        CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${CCACHE_PROGRAM})
    add_compile_options("$<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>"
        "$<$<CXX_COMPILER_ID:Clang>:SHELL:-Xclang -fno-pch-timestamp>")
endif()

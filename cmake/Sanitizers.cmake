# REDSTART_SANITIZE=address (with undefined) or thread; empty for none. redstart_sanitizer_environment holds what a test
# of such a build needs in its environment. The engine's library is not instrumented: thread reports from inside it are
# switched off, reports from our code stay.
set(REDSTART_SANITIZE "" CACHE STRING "address (with undefined) or thread; empty for none")
set(redstart_sanitizer_environment "")
if(REDSTART_SANITIZE STREQUAL "address")
    set(sanitizers -fsanitize=address,undefined -fno-sanitize-recover=all)
    set(redstart_sanitizer_environment ASAN_OPTIONS=detect_stack_use_after_return=1 UBSAN_OPTIONS=print_stacktrace=1
        LSAN_OPTIONS=print_suppressions=0:suppressions=${PROJECT_SOURCE_DIR}/tests/support/lsan.supp)
elseif(REDSTART_SANITIZE STREQUAL "thread")
    set(sanitizers -fsanitize=thread)
    set(suppressions ${PROJECT_SOURCE_DIR}/tests/support/tsan.supp)
    set(redstart_sanitizer_environment
        TSAN_OPTIONS=ignore_noninstrumented_modules=1:halt_on_error=1:suppressions=${suppressions})
elseif(NOT REDSTART_SANITIZE STREQUAL "")
    message(FATAL_ERROR "REDSTART_SANITIZE=${REDSTART_SANITIZE}: use address or thread")
endif()
if(REDSTART_FUZZ)
    if(NOT CMAKE_CXX_COMPILER_ID MATCHES "Clang")
        message(FATAL_ERROR "REDSTART_FUZZ needs clang: cmake --preset fuzz, or -DCMAKE_CXX_COMPILER=clang++")
    endif()
    list(APPEND sanitizers -fsanitize=fuzzer-no-link)
endif()
if(sanitizers)
    # g++ 12 warns of uninitialized members inside its own <regex> and <functional> once they are instrumented.
    add_compile_options(${sanitizers} -fno-omit-frame-pointer "$<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>")
    add_link_options(${sanitizers})
endif()

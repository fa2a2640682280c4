# redstart_warnings: what all of our own code is compiled with.
add_library(redstart_warnings INTERFACE)
target_compile_options(redstart_warnings INTERFACE -Wall -Wextra -Werror)
if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    target_compile_options(redstart_warnings INTERFACE -Wthread-safety)
endif()

# What makes a mistake in the code harder to use: addresses that nobody knows, tables that nobody can write, a stack
# that is no code and whose end is checked, the C library's checks of the sizes of buffers (not beside a sanitizer,
# which looks closer; they need an optimizing compiler). And no library is looked for anywhere but where it was when
# the program was built, or is installed: CMake's own padding of a build's RUNPATH ends in an empty element, the
# current folder.
add_compile_options(-fPIE -fstack-protector-strong)
if(NOT REDSTART_SANITIZE AND NOT CMAKE_BUILD_TYPE MATCHES "^(Debug)?$")
    add_compile_options(-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)
endif()
add_link_options(-pie -Wl,-z,relro,-z,now,-z,noexecstack)

set(CMAKE_BUILD_WITH_INSTALL_RPATH ON)
set(CMAKE_INSTALL_RPATH ${DUCKDB_ROOT}/lib)
set(redstart_installed_rpath "$ORIGIN/../lib")

# Installs the program with the RUNPATH of an installation in the place of the build's, which must not be shorter.
string(LENGTH "${redstart_installed_rpath}" wanted)
string(LENGTH "${CMAKE_INSTALL_RPATH}" length)
while(length LESS wanted)
    string(APPEND CMAKE_INSTALL_RPATH "/.")
    math(EXPR length "${length} + 2")
endwhile()
function(redstart_install target)
    install(TARGETS ${target})
    install(CODE "file(RPATH_SET FILE \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_BINDIR}/${target}\"
        NEW_RPATH [==[${redstart_installed_rpath}]==])")
endfunction()

# The quickest linker that is installed: linking the tests is a large part of a short build.
include(CheckLinkerFlag)
foreach(linker mold lld)
    check_linker_flag(CXX -fuse-ld=${linker} REDSTART_HAVE_${linker})
    if(REDSTART_HAVE_${linker})
        add_link_options(-fuse-ld=${linker})
        break()
    endif()
endforeach()

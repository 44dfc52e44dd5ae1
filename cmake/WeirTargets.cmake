# SPDX-License-Identifier: Apache-2.0
# What every Weir target shares. Rooms call the functions below; options live here and nowhere else.
include_guard()

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # ccache only caches translation units with a precompiled header when it is told that this is meant.
  set(CMAKE_CXX_COMPILER_LAUNCHER
      ${CMAKE_COMMAND} -E env
      CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
      ${CCACHE_PROGRAM})
endif()

add_library(weir_options INTERFACE)
target_compile_options(weir_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion
                                              -Wnon-virtual-dtor -Woverloaded-virtual -fpch-preprocess
                                              # Position-independent, but nobody replaces our functions one by one: inline.
                                              -fno-semantic-interposition)
target_include_directories(weir_options INTERFACE "${PROJECT_SOURCE_DIR}")
target_compile_definitions(weir_options INTERFACE QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_KEYWORDS
                                                  QT_NO_URL_CAST_FROM_STRING)

set(WEIR_SANITIZE "" CACHE STRING "Sanitizers for every target, as -fsanitize takes them")
if(WEIR_SANITIZE)
  target_compile_options(weir_options INTERFACE -fsanitize=${WEIR_SANITIZE} -fno-omit-frame-pointer)
  target_link_options(weir_options INTERFACE -fsanitize=${WEIR_SANITIZE})
  if(WEIR_SANITIZE MATCHES "undefined")
    # Without vptr: that check opens a pipe to read memory, so that it fails falsely where no descriptor is left.
    target_compile_options(weir_options INTERFACE -fno-sanitize-recover=all -fsanitize=float-cast-overflow
                                                  -fno-sanitize=vptr)
  endif()
else()
  target_compile_options(weir_options INTERFACE $<$<CONFIG:Release>:-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2>
                                                -fstack-protector-strong)
  target_link_options(weir_options INTERFACE -Wl,-z,relro,-z,now)
endif()

# weir_add_library(NAME [QT] SOURCES … LINK …): the static library weir_NAME, alias weir::NAME.
# Without QT the room is std only: no automoc, no Qt on its link line.
function(weir_add_library name)
  cmake_parse_arguments(ARG "QT" "" "SOURCES;LINK;PRECOMPILE" ${ARGN})
  add_library(weir_${name} STATIC ${ARG_SOURCES})
  add_library(weir::${name} ALIAS weir_${name})
  # How we compile is nobody's business who links what is installed.
  target_link_libraries(weir_${name} PUBLIC $<BUILD_INTERFACE:weir_options> ${ARG_LINK})
  set_target_properties(weir_${name} PROPERTIES AUTOMOC ${ARG_QT})
  if(ARG_PRECOMPILE)
    target_precompile_headers(weir_${name} PRIVATE ${ARG_PRECOMPILE})
  endif()
endfunction()

# weir_add_program(NAME SOURCES … LINK …): an executable in bin/.
function(weir_add_program name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK;PRECOMPILE" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE weir_options ${ARG_LINK})
  target_compile_definitions(${name} PRIVATE WEIR_VERSION="${PROJECT_VERSION}")
  set_target_properties(${name} PROPERTIES AUTOMOC ON)
  install(TARGETS ${name} RUNTIME COMPONENT programs)
  if(ARG_PRECOMPILE)
    target_precompile_headers(${name} PRIVATE ${ARG_PRECOMPILE})
  endif()
endfunction()

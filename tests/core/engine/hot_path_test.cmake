# SPDX-License-Identifier: Apache-2.0
# The machine code of the hot path, as the call sites of a service have it: -O2, for a program (-fPIE) and for a library
# (-fPIC), not sanitised whatever the preset. The rules it is held to are x86-64's; elsewhere the engine is compiled but not read.
if(CMAKE_SYSTEM_PROCESSOR MATCHES "^(x86_64|AMD64|amd64)$")
  find_package(Python3 REQUIRED COMPONENTS Interpreter)
  foreach(name hot_path_probe hot_path_probe_library hot_path_breaches)
    string(REPLACE _library "" source ${name})
    add_library(${name} OBJECT ${source}.cpp)
    target_include_directories(${name} PRIVATE "${PROJECT_SOURCE_DIR}")
    target_compile_definitions(${name} PRIVATE NDEBUG)
    target_compile_options(${name} PRIVATE -O2 -g0 $<IF:$<STREQUAL:${name},${source}>,-fPIE,-fPIC>)
    set_target_properties(${name} PROPERTIES AUTOMOC OFF POSITION_INDEPENDENT_CODE OFF)
  endforeach()
  add_test(NAME hot_path_test
           COMMAND Python3::Interpreter "${CMAKE_CURRENT_SOURCE_DIR}/hot_path_test.py" "${CMAKE_OBJDUMP}"
                   $<TARGET_OBJECTS:hot_path_breaches> $<TARGET_OBJECTS:hot_path_probe>
                   $<TARGET_OBJECTS:hot_path_probe_library>)
  set_tests_properties(hot_path_test PROPERTIES LABELS unit)
endif()

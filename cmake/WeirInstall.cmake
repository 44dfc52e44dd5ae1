# SPDX-License-Identifier: Apache-2.0
# What `cmake --install` puts where. Two components: "programs" for who watches, "development" for who embeds.
include_guard()
include(CMakePackageConfigHelpers)
include(GNUInstallDirs)

set(WEIR_INSTALL_CMAKEDIR "${CMAKE_INSTALL_LIBDIR}/cmake/Weir")

# weir_install_room(NAME PART [HEADERS …]): the library of core/NAME and its headers (all of them, or those named), for
# find_package(Weir). PART is Engine (no Qt) or Agent: what is found and loaded as one.
function(weir_install_room name part)
  cmake_parse_arguments(ARG "" "" "HEADERS" ${ARGN})
  set(headers ${ARG_HEADERS})
  if(NOT headers)
    file(GLOB headers CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/core/${name}/*.h")
  endif()
  set_target_properties(weir_${name} PROPERTIES EXPORT_NAME ${name})
  target_compile_features(weir_${name} INTERFACE cxx_std_20)
  target_include_directories(weir_${name} INTERFACE $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/weir>)
  install(TARGETS weir_${name} EXPORT Weir${part}Targets COMPONENT development)
  set_property(GLOBAL APPEND PROPERTY WEIR_PARTS ${part})
  install(FILES ${headers} DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/weir/core/${name}" COMPONENT development)
endfunction()

# weir_install_package(): the files that find_package(Weir) reads, once every room has been added.
function(weir_install_package)
  get_property(parts GLOBAL PROPERTY WEIR_PARTS)
  list(REMOVE_DUPLICATES parts)
  foreach(part IN LISTS parts)
    install(EXPORT Weir${part}Targets NAMESPACE weir:: DESTINATION "${WEIR_INSTALL_CMAKEDIR}" COMPONENT development)
  endforeach()
  configure_package_config_file("${PROJECT_SOURCE_DIR}/cmake/WeirConfig.cmake.in"
    "${PROJECT_BINARY_DIR}/WeirConfig.cmake" INSTALL_DESTINATION "${WEIR_INSTALL_CMAKEDIR}")
  # Before 1.0 a minor version may break what was built on the one before.
  write_basic_package_version_file("${PROJECT_BINARY_DIR}/WeirConfigVersion.cmake" COMPATIBILITY SameMinorVersion)
  install(FILES "${PROJECT_BINARY_DIR}/WeirConfig.cmake" "${PROJECT_BINARY_DIR}/WeirConfigVersion.cmake"
    DESTINATION "${WEIR_INSTALL_CMAKEDIR}" COMPONENT development)
endfunction()

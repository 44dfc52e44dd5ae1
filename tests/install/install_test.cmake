# SPDX-License-Identifier: Apache-2.0
# cmake -DSTEP=NAME … -P install_test.cmake: one of the tests of tests/install, in WORK.
set(prefix "${WORK}/prefix")

# run(COMMAND …): fails the test with what the command said when it fails.
function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE status OUTPUT_VARIABLE said ERROR_VARIABLE said TIMEOUT 120)
  if(NOT status EQUAL 0)
    list(JOIN ARGN " " command)
    message(FATAL_ERROR "${command} failed with ${status}:\n${said}")
  endif()
  set(said "${said}" PARENT_SCOPE)
endfunction()

# configure(SOURCE FOLDER OPTION…): from nothing, with this build's compiler.
function(configure source folder)
  file(REMOVE_RECURSE "${folder}")
  set(flags)
  if(SANITIZE)
    set(flags "-DCMAKE_CXX_FLAGS=-fsanitize=${SANITIZE}")
  endif()
  run(${CMAKE_COMMAND} -S "${source}" -B "${folder}" -G "${GENERATOR}" "-DCMAKE_CXX_COMPILER=${COMPILER}"
      "-DCMAKE_CXX_COMPILER_LAUNCHER=${LAUNCHER}" "-DCMAKE_PREFIX_PATH=${prefix}"
      "-DCMAKE_FIND_PACKAGE_NO_PACKAGE_REGISTRY=ON" ${flags} ${ARGN})
  set(said "${said}" PARENT_SCOPE)
endfunction()

if(STEP STREQUAL "install")
  file(REMOVE_RECURSE "${prefix}")
  run(${CMAKE_COMMAND} --install "${BUILD}" --config "${CONFIG}" --component development --prefix "${prefix}")
  file(GLOB_RECURSE files "${prefix}/*")
  foreach(file IN LISTS files)
    file(STRINGS "${file}" told REGEX "${SOURCE}|${BUILD}")
    if(told AND NOT file MATCHES "\\.a$") # of a debug build, whose line tables name the sources
      message(FATAL_ERROR "${file} names the folder it was built in: ${told}")
    endif()
  endforeach()

elseif(STEP STREQUAL "install_without_qt")
  # Where there is neither Qt nor what the dashboard needs, the engine can still be configured.
  configure("${SOURCE}" "${WORK}/without_qt" -DWEIR_BUILD_DASHBOARD=OFF -DWEIR_BUILD_AGENT=OFF
            -DCMAKE_DISABLE_FIND_PACKAGE_Qt6=ON -DCMAKE_DISABLE_FIND_PACKAGE_simdjson=ON
            -DCMAKE_DISABLE_FIND_PACKAGE_PkgConfig=ON)

elseif(STEP STREQUAL "engine_consumer")
  configure("${SOURCE}/tests/install/engine_consumer" "${WORK}/engine_consumer" -DCMAKE_DISABLE_FIND_PACKAGE_Qt6=ON
            "-DHEADERS=${prefix}/include/weir")
  run(${CMAKE_COMMAND} --build "${WORK}/engine_consumer")
  run("${WORK}/engine_consumer/engine_consumer")
  if(NOT said MATCHES "\"sent\":3,.*\"average_send_ms\":2,.*\"implementation\":\"sampled\"")
    message(FATAL_ERROR "engine_consumer says: ${said}")
  endif()

elseif(STEP STREQUAL "package")
  # Of what this build has built, checked as Debian checks its own.
  file(REMOVE_RECURSE "${WORK}/package")
  run(${CMAKE_CPACK_COMMAND} --config "${BUILD}/CPackConfig.cmake" -B "${WORK}/package")
  file(GLOB packages "${WORK}/package/*.deb")
  list(LENGTH packages count)
  if(NOT count EQUAL 2)
    message(FATAL_ERROR "there should be weir and libweir-dev: ${packages}")
  endif()
  run("${LINTIAN}" --allow-root --fail-on error,warning ${packages})

  file(GLOB programs "${WORK}/package/weir_${VERSION}_*.deb")
  run(dpkg-deb --field "${programs}" Depends)
  foreach(dependency IN ITEMS libqt6charts6 libre2 libsimdjson libqt6svg6 ca-certificates)
    if(NOT said MATCHES "${dependency}")
      message(FATAL_ERROR "weir does not depend on ${dependency}: ${said}")
    endif()
  endforeach()
  set(root "${WORK}/package/root")
  run(dpkg-deb --extract "${programs}" "${root}")
  foreach(file IN ITEMS lib/systemd/user/weir-collect.service share/icons/hicolor/scalable/apps/weir.svg
          share/icons/hicolor/48x48/apps/weir.png share/man/man1/weir.1.gz share/man/man1/weir-collect.1.gz
          share/man/man1/weir-feed.1.gz share/doc/weir/profile.schema.json share/doc/weir/configuration.md)
    if(NOT EXISTS "${root}/usr/${file}")
      message(FATAL_ERROR "weir has no /usr/${file}")
    endif()
  endforeach()
  run("${DESKTOP_FILE_VALIDATE}" "${root}/usr/share/applications/weir.desktop")
  if(said)
    message(FATAL_ERROR "desktop-file-validate says: ${said}")
  endif()
  run("${APPSTREAMCLI}" validate --no-net "${root}/usr/share/metainfo/weir.metainfo.xml")
  if(NOT said MATCHES "Validation was successful" OR said MATCHES "(^|\n)[EW]:")
    message(FATAL_ERROR "appstreamcli says: ${said}")
  endif()
  foreach(place IN ITEMS packaging/changelog resources/weir.metainfo.xml)
    file(STRINGS "${SOURCE}/${place}" told REGEX "weir \\(${VERSION}\\)|version=\"${VERSION}\"" LIMIT_COUNT 1)
    if(NOT told)
      message(FATAL_ERROR "${place} does not know version ${VERSION}")
    endif()
  endforeach()
  foreach(program IN ITEMS weir weir-collect weir-feed)
    run("${root}/usr/bin/${program}" --version)
    if(NOT said MATCHES "${program} ${VERSION}")
      message(FATAL_ERROR "${program} --version says: ${said}")
    endif()
  endforeach()

else()
  message(FATAL_ERROR "no step is called \"${STEP}\"")
endif()

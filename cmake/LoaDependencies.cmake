# What Loa stands on, all from Debian. scripts/packages.txt lists the packages.
find_package(Boost 1.81 REQUIRED CONFIG COMPONENTS url)
find_package(Threads REQUIRED)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(CLI11 REQUIRED)
find_package(date REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(OpenSSL 3.0 REQUIRED)
find_package(PkgConfig REQUIRED)
foreach(module alsa espeak-ng libavformat libavcodec libavutil libswresample libebur128 libseccomp freetype2
               libpng libpq libsodium libutf8proc libsystemd libzip pugixml xlsxwriter libical
               icu-i18n harfbuzz libarchive libgif libgpiod libqrencode libzstd cairo cairo-ft p11-kit-1)
  pkg_check_modules(${module} REQUIRED IMPORTED_TARGET GLOBAL ${module})
endforeach()
if(LOA_TESTS)
  find_package(GTest REQUIRED)
endif()

// Files that a program carries in itself (cmake/EmbedFiles.cmake).
#pragma once

#include <string_view>

namespace loa::base {

struct EmbeddedFile {
  std::string_view path;  // "/app.js"
  std::string_view bytes;
};

// The media type that browsers want for a file of a page, by the ending of its name.
constexpr std::string_view media_type_of(std::string_view path) {
  if (path.ends_with(".html")) return "text/html; charset=utf-8";
  if (path.ends_with(".js")) return "text/javascript; charset=utf-8";
  if (path.ends_with(".css")) return "text/css; charset=utf-8";
  if (path.ends_with(".json")) return "application/json";
  if (path.ends_with(".svg")) return "image/svg+xml";
  return "application/octet-stream";
}

}  // namespace loa::base

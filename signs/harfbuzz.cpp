// HarfBuzz by dlopen(3). It is never closed: what it keeps is used until the end.
#include "signs/harfbuzz.h"

#include <dlfcn.h>

#include <stdexcept>

namespace loa::signs {
namespace {

constexpr auto kLibrary = "libharfbuzz.so.0";  // packaging/debian/control has its package

std::runtime_error loading_failed() {
  const char* why = dlerror();  // NOLINT(concurrency-mt-unsafe): glibc keeps it for each thread
  return std::runtime_error(why ? why : kLibrary);
}

template <class Function>
void find(void* library, const char* name, Function& function) {
  function = reinterpret_cast<Function>(dlsym(library, name));
  if (!function) throw loading_failed();
}

HarfBuzz load() {
  void* library = dlopen(kLibrary, RTLD_NOW | RTLD_LOCAL);
  if (!library) throw loading_failed();
  HarfBuzz all{};
  find(library, "hb_buffer_create", all.buffer_create);
  find(library, "hb_buffer_destroy", all.buffer_destroy);
  find(library, "hb_buffer_add_utf32", all.buffer_add_utf32);
  find(library, "hb_buffer_guess_segment_properties", all.buffer_guess_segment_properties);
  find(library, "hb_buffer_set_direction", all.buffer_set_direction);
  find(library, "hb_buffer_get_glyph_infos", all.buffer_get_glyph_infos);
  find(library, "hb_buffer_get_glyph_positions", all.buffer_get_glyph_positions);
  find(library, "hb_shape", all.shape);
  find(library, "hb_font_destroy", all.font_destroy);
  find(library, "hb_ft_font_create_referenced", all.ft_font_create_referenced);
  find(library, "hb_ft_font_set_load_flags", all.ft_font_set_load_flags);
  return all;
}

}  // namespace

const HarfBuzz& harfbuzz() {
  static const HarfBuzz all = load();
  return all;
}

}  // namespace loa::signs

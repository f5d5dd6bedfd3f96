// HarfBuzz, brought in when an outline face first wants it: with GLib and Graphite behind it, it
// takes most of a megabyte, and a station without a board, or with the usual bitmap letters, never
// needs it.
#pragma once

#include <hb-ft.h>
#include <hb.h>

namespace loa::signs {

// The functions in use, as in HarfBuzz's manual under their names with hb_ before them.
struct HarfBuzz {
  decltype(&hb_buffer_create) buffer_create;
  decltype(&hb_buffer_destroy) buffer_destroy;
  decltype(&hb_buffer_add_utf32) buffer_add_utf32;
  decltype(&hb_buffer_guess_segment_properties) buffer_guess_segment_properties;
  decltype(&hb_buffer_set_direction) buffer_set_direction;
  decltype(&hb_buffer_get_glyph_infos) buffer_get_glyph_infos;
  decltype(&hb_buffer_get_glyph_positions) buffer_get_glyph_positions;
  decltype(&hb_shape) shape;
  decltype(&hb_font_destroy) font_destroy;
  decltype(&hb_ft_font_create_referenced) ft_font_create_referenced;
  decltype(&hb_ft_font_set_load_flags) ft_font_set_load_flags;
};

// From any thread. Reads the disk at the first call; std::runtime_error where the library is
// missing.
const HarfBuzz& harfbuzz();

}  // namespace loa::signs

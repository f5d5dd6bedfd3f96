// Letters' places, by HarfBuzz.
#include "signs/shaper.h"

#include <ft2build.h>
#include FT_FREETYPE_H

#include "signs/harfbuzz.h"

namespace loa::signs {
namespace {

struct BufferCloser {
  void operator()(hb_buffer_t* buffer) const { harfbuzz().buffer_destroy(buffer); }
};
using Buffer = std::unique_ptr<hb_buffer_t, BufferCloser>;

constexpr hb_feature_t without(const char (&tag)[5]) {
  return {HB_TAG(tag[0], tag[1], tag[2], tag[3]), 0, HB_FEATURE_GLOBAL_START,
          HB_FEATURE_GLOBAL_END};
}
constexpr hb_feature_t kFeatures[] = {without("liga"), without("clig")};

Buffer buffer_of(const std::u32string& text) {
  const HarfBuzz& hb = harfbuzz();
  Buffer buffer(hb.buffer_create());
  const auto length = static_cast<int>(text.size());
  hb.buffer_add_utf32(buffer.get(), reinterpret_cast<const std::uint32_t*>(text.data()), length, 0,
                      length);
  hb.buffer_guess_segment_properties(buffer.get());
  hb.buffer_set_direction(buffer.get(), HB_DIRECTION_LTR);
  return buffer;
}

// From 1/64 pixels.
int pixels(hb_position_t position) { return (position + 32) >> 6; }

}  // namespace

void Shaper::Closer::operator()(hb_font_t* font) const { harfbuzz().font_destroy(font); }

Shaper::Shaper(const FontFile& file) : font_(harfbuzz().ft_font_create_referenced(file.handle())) {
  harfbuzz().ft_font_set_load_flags(font_.get(), FT_LOAD_DEFAULT | FT_LOAD_TARGET_MONO);
}

std::vector<Shaped> Shaper::shape(const std::u32string& text) const {
  const HarfBuzz& hb = harfbuzz();
  const Buffer buffer = buffer_of(text);
  hb.shape(font_.get(), buffer.get(), kFeatures, std::size(kFeatures));
  unsigned count = 0;
  const auto* infos = hb.buffer_get_glyph_infos(buffer.get(), &count);
  const auto* places = hb.buffer_get_glyph_positions(buffer.get(), &count);
  std::vector<Shaped> shaped;
  shaped.reserve(count);
  for (unsigned i = 0; i < count; ++i) {
    shaped.push_back({infos[i].codepoint, infos[i].cluster, pixels(places[i].x_advance),
                      pixels(places[i].x_offset), pixels(places[i].y_offset)});
  }
  return shaped;
}

}  // namespace loa::signs

// Any bytes as a Range and a Content-Range header, of a body whose size is the first eight: what is
// asked for lies inside it, what was told makes sense and is written again the same.
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "protocol/byte_range.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace loa::protocol;
  std::uint64_t bytes = 0;
  if (size < sizeof bytes) return 0;
  std::memcpy(&bytes, data, sizeof bytes);
  const std::string_view header(reinterpret_cast<const char*>(data) + sizeof bytes,
                                size - sizeof bytes);
  const auto range = range_in(header, bytes);
  if (const auto* part = std::get_if<ByteRange>(&range)) {
    const bool inside = part->length > 0 && part->length <= bytes && part->first < bytes &&
                        part->length <= bytes - part->first;
    if (!inside) std::abort();
  }
  if (const auto sent = range_sent_in(header)) {
    if (sent->first > sent->last || sent->last >= sent->size) std::abort();
    const auto again = range_sent_in(to_text(*sent));
    if (!again || again->first != sent->first || again->last != sent->last) std::abort();
  }
  names_tag(header, "\"a\"");
  return 0;
}

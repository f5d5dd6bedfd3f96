#include "tests/firmware/link_host.h"

#include "firmware/link/crc32.h"
#include "tests/firmware/hub12_bench.h"
#include "tests/firmware/hub75_bench.h"

namespace loa::firmware {

link::Error LinkHost::show(const link::Begin& begin, const signs::Bitmap& strip) {
  const auto format = identity().format;
  const auto height = static_cast<std::uint8_t>(strip.height());
  std::vector<std::uint8_t> columns(static_cast<std::size_t>(strip.width()) *
                                    link::column_bytes(format, height));
  format == link::Format::mono ? pack(strip, columns) : pack_shades(strip, columns);
  std::uint8_t raw[link::kMaxPayload];
  const auto send = [&](link::Type type, const auto& payload) {
    link::Writer writer(raw);
    write(writer, payload);
    return tell(type, writer.written()).error;
  };
  if (const auto error = send(link::Type::begin, begin); error != link::Error::ok) return error;
  const link::Bytes all(columns);
  std::uint16_t pages = 0;
  for (std::size_t from = 0; from < all.size(); from += identity().page_bytes, ++pages) {
    const auto size = std::min<std::size_t>(identity().page_bytes, all.size() - from);
    const link::Page page{begin.strip, pages, all.subspan(from, size)};
    if (const auto error = send(link::Type::page, page); error != link::Error::ok) return error;
  }
  return send(link::Type::commit, link::Commit{begin.strip, pages, link::crc32(all), 0});
}

}  // namespace loa::firmware

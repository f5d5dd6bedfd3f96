#include "audio/decoder/declared_size.h"

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

namespace loa::audio {
namespace {

using namespace std::string_view_literals;

constexpr int kMostChunks = 100;
// Programs that write to a pipe put the greatest number there, or two gigabytes.
constexpr std::uint64_t kOpenFrom = 0x7FFF0000;
constexpr std::uint64_t kGreatest = std::uint64_t{1} << 62U;

constexpr std::string_view kAsfHeader = "\x30\x26\xB2\x75\x8E\x66\xCF\x11"sv;
constexpr std::string_view kAsfProperties = "\xA1\xDC\xAB\x8C\x47\xA9\xCF\x11"sv;

// What stands at one place of a file.
class Bytes {
 public:
  Bytes(AVIOContext& io, std::int64_t at, int count) {
    if (avio_seek(&io, at, SEEK_SET) == at) count_ = avio_read(&io, bytes_.data(), count);
    whole_ = count_ == count;
  }
  bool whole() const { return whole_; }
  bool begin_with(std::string_view text) const {
    return whole_ &&
           std::string_view(reinterpret_cast<const char*>(bytes_.data()), text.size()) == text;
  }
  std::uint64_t little(std::size_t at, std::size_t size) const {
    std::uint64_t value = 0;
    for (std::size_t i = size; i > 0; --i) value = value << 8U | bytes_.at(at + i - 1);
    return value;
  }
  std::uint64_t big(std::size_t at, std::size_t size) const {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < size; ++i) value = value << 8U | bytes_.at(at + i);
    return value;
  }

 private:
  std::array<std::uint8_t, 128> bytes_{};
  int count_ = 0;
  bool whole_ = false;
};

// How a container lays its chunks out.
struct Layout {
  std::int64_t first;    // where they begin
  int header;            // bytes of each before its content: a name, then the size
  std::size_t size_at;   // of the size in it
  std::size_t size_len;  // bytes
  bool big_endian;
  bool counts_header;  // the size does
  std::uint64_t aligned;
};

struct Chunk {
  std::int64_t at;
  std::uint64_t content;  // bytes behind its header
};

// The chunk of that name, if all before it are in order.
std::optional<Chunk> find_chunk(AVIOContext& io, const Layout& layout, std::string_view name) {
  std::int64_t at = layout.first;
  for (int i = 0; i < kMostChunks; ++i) {
    const Bytes bytes(io, at, layout.header);
    if (!bytes.whole()) return std::nullopt;
    std::uint64_t size = layout.big_endian ? bytes.big(layout.size_at, layout.size_len)
                                           : bytes.little(layout.size_at, layout.size_len);
    const auto header = static_cast<std::uint64_t>(layout.header);
    if (layout.counts_header) size = size < header ? 0 : size - header;
    if (bytes.begin_with(name)) return Chunk{at, size};
    if (size > kGreatest) return std::nullopt;
    size = (size + layout.aligned - 1) / layout.aligned * layout.aligned;
    at += static_cast<std::int64_t>(header + size);
    if (at > avio_size(&io)) return std::nullopt;
  }
  return std::nullopt;
}

std::optional<std::int64_t> end_of(const std::optional<Chunk>& chunk, const Layout& layout,
                                   std::uint64_t open_from) {
  if (!chunk || chunk->content == 0 || chunk->content >= open_from) return std::nullopt;
  return chunk->at + layout.header + static_cast<std::int64_t>(chunk->content);
}

constexpr Layout kWav{12, 8, 4, 4, false, false, 2};
constexpr Layout kW64{40, 24, 16, 8, false, true, 8};
constexpr Layout kCaf{8, 12, 4, 8, true, false, 1};
constexpr Layout kAsf{30, 24, 16, 8, false, true, 1};

// Larger than a WAV can be: the size stands in a chunk of its own (EBU Tech 3306).
std::optional<std::int64_t> end_of_rf64(AVIOContext& io) {
  const auto sizes = find_chunk(io, kWav, "ds64");
  auto data = find_chunk(io, kWav, "data");
  if (!sizes || !data) return std::nullopt;
  const Bytes bytes(io, sizes->at + kWav.header, 16);
  if (bytes.whole()) data->content = bytes.little(8, 8);
  return end_of(data, kWav, kGreatest);
}

std::optional<std::int64_t> end_of_asf(AVIOContext& io) {
  constexpr std::size_t kSizeAt = 40;
  constexpr std::size_t kFlagsAt = 88;
  const auto properties = find_chunk(io, kAsf, kAsfProperties);
  if (!properties) return std::nullopt;
  const Bytes bytes(io, properties->at, kFlagsAt + 4);
  const bool broadcast = (bytes.little(kFlagsAt, 4) & 1U) != 0;
  const std::uint64_t size = bytes.little(kSizeAt, 8);
  if (!bytes.whole() || broadcast || size == 0 || size >= kGreatest) return std::nullopt;
  return static_cast<std::int64_t>(size);
}

std::optional<std::int64_t> read_size(AVIOContext& io) {
  const Bytes magic(io, 0, 8);
  if (magic.begin_with("RIFF")) return end_of(find_chunk(io, kWav, "data"), kWav, kOpenFrom);
  if (magic.begin_with("RF64") || magic.begin_with("BW64")) return end_of_rf64(io);
  if (magic.begin_with("riff")) return end_of(find_chunk(io, kW64, "data"), kW64, kGreatest);
  if (magic.begin_with("caff")) return end_of(find_chunk(io, kCaf, "data"), kCaf, kGreatest);
  if (magic.begin_with(kAsfHeader)) return end_of_asf(io);
  return std::nullopt;
}

}  // namespace

std::optional<std::int64_t> declared_size(AVIOContext& io) {
  const auto size = read_size(io);
  avio_seek(&io, 0, SEEK_SET);
  return size;
}

}  // namespace loa::audio

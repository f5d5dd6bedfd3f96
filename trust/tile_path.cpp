#include "trust/tile_path.h"

#include <fmt/format.h>

#include <charconv>

namespace loa::trust {
namespace {

constexpr unsigned kHighestLevel = 7;  // of 8 levels of the tree each, below 2^64 entries
constexpr std::size_t kMostElements = 5;

// Decimal, without zeros in front.
template <class Number>
std::optional<Number> plain_number(std::string_view text) {
  Number value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool padded = text.size() > 1 && text.front() == '0';
  if (error != std::errc{} || end != text.data() + text.size() || padded) return std::nullopt;
  return value;
}

// "x001/x234/067": three digits an element, all but the last behind an x.
std::optional<std::uint64_t> index_in(std::string_view text) {
  std::uint64_t index = 0;
  for (std::size_t i = 0; i < kMostElements; ++i) {
    const bool more = text.starts_with('x');
    if (more) text.remove_prefix(1);
    const auto digits = text.substr(0, 3);
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (digits.size() != 3 || error != std::errc{} || end != digits.data() + 3) return std::nullopt;
    index = index * 1000 + value;
    text.remove_prefix(3);
    if (!more) return text.empty() ? std::optional(index) : std::nullopt;
    if (!text.starts_with('/')) return std::nullopt;
    text.remove_prefix(1);
  }
  return std::nullopt;
}

}  // namespace

std::string to_text(const TilePath& path) {
  auto index = fmt::format("{:03}", path.index % 1000);
  for (auto rest = path.index / 1000; rest > 0; rest /= 1000)
    index = fmt::format("x{:03}/{}", rest % 1000, index);
  const auto level = path.level ? std::to_string(*path.level) : "entries";
  const auto part = path.width == kTileWidth ? "" : fmt::format(".p/{}", path.width);
  return fmt::format("tile/{}/{}{}", level, index, part);
}

std::optional<TilePath> tile_path_from(std::string_view path) {
  constexpr std::string_view kBegin = "tile/";
  const auto whole = path;
  if (!path.starts_with(kBegin)) return std::nullopt;
  path.remove_prefix(kBegin.size());
  TilePath tile;
  const auto slash = path.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  if (const auto level = path.substr(0, slash); level != "entries") {
    tile.level = plain_number<unsigned>(level);
    if (!tile.level || *tile.level > kHighestLevel) return std::nullopt;
  }
  path.remove_prefix(slash + 1);
  if (const auto partial = path.find(".p/"); partial != std::string_view::npos) {
    const auto width = plain_number<std::uint64_t>(path.substr(partial + 3));
    if (!width || *width == 0 || *width >= kTileWidth) return std::nullopt;
    tile.width = *width;
    path = path.substr(0, partial);
  }
  const auto index = index_in(path);
  if (!index) return std::nullopt;
  tile.index = *index;
  // Written in one way only.
  return to_text(tile) == whole ? std::optional(tile) : std::nullopt;
}

}  // namespace loa::trust

// Bytes in the encodings that Vietnamese offices still send, through iconv.
#include <iconv.h>

#include <algorithm>
#include <array>
#include <memory>

#include "base/unicode.h"
#include "schedules/intake/rows.h"

namespace loa::schedules::intake {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

class Converter {
 public:
  explicit Converter(const char* from) : handle_(::iconv_open("UTF-8", from)) {}
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;
  ~Converter() {
    if (is_open()) ::iconv_close(handle_);
  }
  // NOLINTNEXTLINE(performance-no-int-to-ptr): how iconv_open(3) says that it failed.
  bool is_open() const { return handle_ != reinterpret_cast<iconv_t>(-1); }

  // `unit`: how many bytes to leave out where one character cannot be converted.
  std::string convert(std::string_view bytes, std::size_t unit) {
    std::string out;
    std::array<char, 4096> buffer{};
    auto* in = const_cast<char*>(bytes.data());  // iconv's signature; it does not write there
    std::size_t left = bytes.size();
    bool flushed = false;
    while (!flushed) {
      flushed = left == 0;
      char* to = buffer.data();
      std::size_t room = buffer.size();
      const auto result = ::iconv(handle_, flushed ? nullptr : &in, &left, &to, &room);
      const int fault = result == static_cast<std::size_t>(-1) ? errno : 0;
      out.append(buffer.data(), buffer.size() - room);
      if (fault == EILSEQ || fault == EINVAL) {
        const auto skipped = std::min(unit, left);
        in += skipped;
        left -= skipped;
        out += kReplacement;
      }
    }
    return out;
  }

 private:
  iconv_t handle_;
};

std::string converted(std::string_view bytes, const char* encoding, std::size_t unit) {
  Converter converter(encoding);
  if (converter.is_open()) return converter.convert(bytes, unit);
  std::string out;
  for (const char c : bytes) {
    static_cast<unsigned char>(c) < 0x80 ? out += c : out += kReplacement;
  }
  return out;
}

// UTF-16 without a mark: every other byte of Latin text is zero. (Vietnamese letters beyond Latin-1
// have 0x1E or 0x01 there; spaces, digits and line ends are enough to tell.)
const char* utf16_without_mark(std::string_view bytes) {
  if (bytes.size() < 4 || bytes.size() % 2 != 0) return nullptr;
  std::array<std::size_t, 2> zeros{};
  const auto looked_at = std::min<std::size_t>(bytes.size(), 4096);
  for (std::size_t i = 0; i < looked_at; ++i) zeros[i % 2] += bytes[i] == '\0' ? 1 : 0;
  const auto enough = looked_at / 8;
  if (zeros[1] > enough && zeros[0] < zeros[1] / 8) return "UTF-16LE";
  if (zeros[0] > enough && zeros[1] < zeros[0] / 8) return "UTF-16BE";
  return nullptr;
}

std::string to_utf8(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  if (bytes.starts_with("\xFF\xFE")) return converted(bytes.substr(2), "UTF-16LE", 2);
  if (bytes.starts_with("\xFE\xFF")) return converted(bytes.substr(2), "UTF-16BE", 2);
  if (const char* order = utf16_without_mark(bytes)) return converted(bytes, order, 2);
  if (!base::first_invalid_utf8(bytes)) return std::string(bytes);
  return converted(bytes, "WINDOWS-1258", 1);
}

// "\r\n", "\r", and Unicode's own line and paragraph separators become '\n'; NUL is left out.
std::string with_plain_line_ends(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\0') continue;
    if (text[i] == '\r') {
      out += '\n';
      if (i + 1 < text.size() && text[i + 1] == '\n') ++i;
    } else if (text.substr(i).starts_with("\xE2\x80\xA8") ||
               text.substr(i).starts_with("\xE2\x80\xA9")) {
      out += '\n';
      i += 2;
    } else {
      out += text[i] == '\v' || text[i] == '\f' ? '\n' : text[i];
    }
  }
  return out;
}

}  // namespace

std::string decode_text(std::string_view bytes) {
  return base::to_nfc(with_plain_line_ends(to_utf8(bytes)));
}

}  // namespace loa::schedules::intake

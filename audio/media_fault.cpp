#include "audio/media_fault.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace loa::audio {
namespace {

struct Words {
  std::string_view code;
  std::string_view vi;  // {} is the file
  std::string_view en;
};

constexpr std::array<Words, 6> kWords{{
    {"missing", "Không tìm thấy tệp âm thanh “{}”.", "The sound file “{}” is not there."},
    {"empty", "Tệp “{}” rỗng, không có gì để phát.",
     "The file “{}” is empty: there is nothing to play."},
    {"not-media",
     "Tệp “{}” không phải là tệp âm thanh mà Loa đọc được (MP3, M4A, Opus, Ogg, FLAC, WAV).",
     "The file “{}” is not sound that Loa can read (MP3, M4A, Opus, Ogg, FLAC, WAV)."},
    {"damaged", "Tệp “{}” bị hỏng hoặc chép chưa xong; hãy chép lại từ bản gốc.",
     "The file “{}” is damaged or was not copied to its end; copy it again from the original."},
    {"too-long", "Tệp “{}” dài hơn 5 giờ; hãy cắt thành nhiều phần.",
     "The file “{}” is longer than 5 hours; cut it into parts."},
    {"refused", "Không đọc được tệp “{}”.", "The file “{}” cannot be read."},
}};

}  // namespace

MediaFault media_fault(const std::string& code, const std::filesystem::path& file,
                       const std::string& detail) {
  const auto* words = std::ranges::find(kWords, code, &Words::code);
  if (words == kWords.end()) words = &kWords.back();
  const std::string more = detail.empty() ? "" : " (" + detail + ")";
  const std::string name = file.string();
  return {std::string(words->code),
          {fmt::format(fmt::runtime(words->vi), name) + more,
           fmt::format(fmt::runtime(words->en), name) + more}};
}

}  // namespace loa::audio

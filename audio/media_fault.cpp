#include "audio/media_fault.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "audio/air.h"

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
     "Tệp “{}” không phải là tệp âm thanh mà Loa đọc được (MP3, M4A, AAC, AMR, 3GP, MP4, "
     "MKV, WebM, Opus, Ogg, WMA, FLAC, WAV, AIFF, CAF, AU).",
     "The file “{}” is not sound that Loa can read (MP3, M4A, AAC, AMR, 3GP, MP4, MKV, WebM, Opus, "
     "Ogg, WMA, FLAC, WAV, AIFF, CAF, AU)."},
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

base::Text damage_text(const std::filesystem::path& file, const MediaInfo& info) {
  const auto seconds = info.frames / kRate;
  const auto length = fmt::format("{}:{:02}", seconds / 60, seconds % 60);
  const std::string name = file.string();
  return {
      fmt::format("Tệp “{}” bị hỏng một phần hoặc chép chưa xong: chỉ phát được {} phút:giây. "
                  "Hãy chép lại từ bản gốc. ({})",
                  name, length, info.damage),
      fmt::format("The file “{}” is damaged in part or was not copied to its end: {} minutes and "
                  "seconds of it can be heard. Copy it again from the original. ({})",
                  name, length, info.damage)};
}

}  // namespace loa::audio

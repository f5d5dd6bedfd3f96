#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>
#include <nlohmann/json.hpp>
#include <system_error>

#include "audio/child_process.h"
#include "audio/media.h"
#include "audio/media_fault.h"
#include "audio/media_file.h"
#include "base/clock.h"
#include "base/crypto.h"

namespace loa::audio {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kMostAnswer = 4096;
constexpr std::size_t kChunk = 256UL * 1024;
constexpr std::int64_t kMostFrames = std::int64_t{6} * 3600 * 48000;

// By pread(2): the decoder reads through the same open file, and its place in it is its own.
std::optional<std::string> hash_of(int fd, base::Steady deadline) {
  base::Sha256Stream hash;
  std::string chunk(kChunk, '\0');
  for (off_t at = 0;;) {
    const ssize_t got = ::pread(fd, chunk.data(), chunk.size(), at);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw std::system_error(errno, std::generic_category(), "read");
    if (got == 0) return base::to_hex(hash.finish());
    hash.add(std::string_view(chunk).substr(0, static_cast<std::size_t>(got)));
    at += got;
    if (base::steady_now() >= deadline) return std::nullopt;
  }
}

// The answer fits into the pipe, so it lies there whole once the decoder has ended.
std::string answer_in(int fd) {
  std::string answer(kMostAnswer, '\0');
  const ssize_t got = ::read(fd, answer.data(), answer.size());
  answer.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
  return answer;
}

bool is_plain(const std::string& text) {
  const auto plain = [](unsigned char c) { return c >= 0x20 && c < 0x7F; };
  return text.size() <= 200 && std::ranges::all_of(text, plain);
}

std::string text_in(const Json& answer, const char* key) {
  const auto found = answer.find(key);
  if (found == answer.end() || !found->is_string()) return {};
  const auto text = found->get<std::string>();
  return is_plain(text) ? text : std::string();
}

// Nothing where the decoder says what cannot be.
std::optional<MediaInfo> info_in(const Json& answer) {
  const auto frames = answer.find("frames");
  const auto peak = answer.find("peak");
  const auto true_peak = answer.find("truePeak");
  const auto loudness = answer.find("loudness");
  if (frames == answer.end() || !frames->is_number_integer()) return std::nullopt;
  if (peak == answer.end() || !peak->is_number() || loudness == answer.end()) return std::nullopt;
  if (true_peak == answer.end() || !true_peak->is_number()) return std::nullopt;
  MediaInfo info;
  info.frames = frames->get<std::int64_t>();
  info.peak = peak->get<float>();
  info.loudness_lufs = loudness->is_number() ? loudness->get<double>() : -HUGE_VAL;
  info.format = text_in(answer, "format");
  info.damage = text_in(answer, "damage");
  info.true_peak = true_peak->get<float>();
  const bool possible = info.frames > 0 && info.frames <= kMostFrames && info.peak >= 0 &&
                        info.peak <= 4 && info.true_peak >= info.peak && info.true_peak <= 16 &&
                        info.loudness_lufs <= 20 && !info.format.empty();
  return possible ? std::optional(info) : std::nullopt;
}

std::variant<MediaInfo, MediaFault> judge(const std::filesystem::path& file,
                                          const ChildProcess& decoder, const std::string& text) {
  const Json answer = Json::parse(text, nullptr, false);
  if (answer.is_object()) {
    if (auto info = info_in(answer)) return *info;
    const std::string code = text_in(answer, "error");
    if (!code.empty()) return media_fault(code, file, text_in(answer, "detail"));
  }
  return media_fault("damaged", file, "decoder: " + decoder.how_it_ended());
}

std::variant<MediaInfo, MediaFault> probe_open_file(const std::filesystem::path& decoder,
                                                    const std::filesystem::path& file,
                                                    const Fd& media, base::Steady deadline) {
  Pipe answer = Pipe::make();
  ChildProcess child(decoder, {"probe"}, media.get(), answer.write.get());
  answer.write.reset();
  const std::optional<std::string> hash = hash_of(media.get(), deadline);
  if (!hash || !child.ended_within(deadline - base::steady_now())) {
    return media_fault("refused", file, "decoding takes too long");
  }
  auto result = judge(file, child, answer_in(answer.read.get()));
  if (auto* info = std::get_if<MediaInfo>(&result)) info->sha256 = *hash;
  return result;
}

std::string code_for(const std::error_code& error) {
  return error == std::errc::no_such_file_or_directory || error == std::errc::not_a_directory
             ? "missing"
             : "refused";
}

}  // namespace

std::variant<MediaInfo, MediaFault> probe_media(const std::filesystem::path& decoder,
                                                const std::filesystem::path& file,
                                                base::Duration patience) {
  const base::Steady deadline = base::steady_now() + patience;
  Fd media;
  try {
    media = open_media_file(file);
  } catch (const std::system_error& error) {
    return media_fault(code_for(error.code()), file, error.code().message());
  }
  if (::lseek(media.get(), 0, SEEK_END) == 0) return media_fault("empty", file, "");
  ::lseek(media.get(), 0, SEEK_SET);
  return probe_open_file(decoder, file, media, deadline);
}

}  // namespace loa::audio

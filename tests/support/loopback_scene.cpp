// Speech, rooms, noise.
#include "support/loopback_scene.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <sstream>

#include "audio/decoder_child.h"
#include "audio/media.h"
#include "audio/speech_band.h"

namespace loa::tests {
namespace {

constexpr double kFramesPerMs = audio::kRate / 1000.0;

// What commune broadcasts say. Texts are their words in any order: no two have a phrase in common,
// which a synthesiser would speak alike.
constexpr std::array kPhrases{
    "Ủy ban nhân dân xã thông báo",
    "lịch tiêm chủng cho trẻ em dưới năm tuổi",
    "bà con chú ý phòng chống dịch bệnh",
    "vào lúc bảy giờ sáng ngày mai",
    "tại nhà văn hóa thôn Đông",
    "đề nghị các hộ gia đình dọn vệ sinh đường làng ngõ xóm",
    "dự báo có mưa to và gió giật mạnh",
    "hợp tác xã nông nghiệp mở cửa cống lấy nước",
    "thu hoạch lúa xuân trước khi bão đến",
    "chương trình phát thanh đến đây là hết",
    "mời đại diện các gia đình đến họp",
    "nộp thuế đất phi nông nghiệp đúng hạn",
    "cảnh báo lừa đảo qua điện thoại",
    "hội phụ nữ tổ chức ngày hội hiến máu",
    "học sinh trở lại trường từ thứ hai",
    "công an xã tiếp nhận hồ sơ căn cước",
    "giá điện sinh hoạt được điều chỉnh",
    "đoàn thanh niên trồng cây xanh ven đường",
    "người cao tuổi nhận trợ cấp tại trạm y tế",
    "không đốt rơm rạ trên đường quốc lộ",
};
constexpr std::array kVoices{"vi", "vi-vn-x-central", "vi-vn-x-south"};

std::vector<std::string> all_words() {
  std::vector<std::string> words;
  for (const char* phrase : kPhrases) {
    std::istringstream in(phrase);
    for (std::string word; in >> word;) words.push_back(word);
  }
  return words;
}

std::string text_of(int seed) {
  std::mt19937 random(static_cast<unsigned>(seed));
  const auto words = all_words();
  std::string text;
  for (int i = 0; i < 110; ++i) {
    text += words[random() % words.size()];
    text += random() % 9 == 0 ? ". " : random() % 7 == 0 ? ", " : " ";
  }
  return text;
}

std::vector<float> decode(const std::filesystem::path& decoder, const std::filesystem::path& file) {
  audio::DecoderChild child(decoder, {file.string(), false, 0});
  std::vector<float> mono;
  std::vector<float> block(9600);
  while (child.state() == audio::DecoderChild::State::running) {
    for (std::size_t frames = child.read(block); frames > 0; frames = child.read(block))
      for (std::size_t i = 0; i < frames; ++i)
        mono.push_back((block[2 * i] + block[2 * i + 1]) / 2);
  }
  return mono;
}

double power_of(const std::vector<float>& samples) {
  double sum = 0;
  for (const float sample : samples)
    sum += static_cast<double>(sample) * static_cast<double>(sample);
  return sum / static_cast<double>(samples.size());
}

void add(std::vector<float>& to, const std::vector<float>& what, double gain) {
  for (std::size_t i = 0; i < to.size(); ++i) to[i] += static_cast<float>(gain) * what[i];
}

std::vector<float> noise(std::size_t frames, bool pink, std::mt19937& random) {
  std::normal_distribution<float> normal;
  std::vector<float> samples(frames);
  // Voss: octaves of noise, each held twice as long as the one before.
  std::array<float, 10> octaves{};
  for (std::size_t i = 0; i < frames; ++i) {
    samples[i] = normal(random);
    if (!pink) continue;
    for (std::size_t octave = 0; octave < octaves.size(); ++octave) {
      if (i % (std::size_t{2} << octave) == 0) octaves[octave] = normal(random);
      samples[i] += octaves[octave];
    }
  }
  return samples;
}

// Sparse reflections that fall by 60 dB within `ms`, beside the direct sound.
std::vector<float> with_echo(const std::vector<float>& dry, double ms, std::mt19937& random) {
  std::vector<float> wet = dry;
  std::uniform_real_distribution<double> unit;
  for (int i = 0; i < 40; ++i) {
    const double at = 3 + unit(random) * ms;
    const double gain = std::pow(10.0, -3 * at / ms) * (unit(random) < 0.5 ? -0.6 : 0.6);
    const auto late = static_cast<std::size_t>(at * kFramesPerMs);
    for (std::size_t n = late; n < wet.size(); ++n)
      wet[n] += static_cast<float>(gain) * dry[n - late];
  }
  return wet;
}

}  // namespace

Speeches::Speeches(const std::filesystem::path& folder, const std::filesystem::path& decoder,
                   int texts) {
  const audio::SpeechSettings engine{
      {(decoder.parent_path() / "loa-speaker").string(), "--voice", "{voice}"}};
  for (int i = 0; i < texts; ++i) {
    const auto voice = kVoices.at(static_cast<std::size_t>(i) % kVoices.size());
    speeches_.push_back(decode(decoder, audio::speak(folder, engine, text_of(i), voice)));
  }
}

std::vector<float> Speeches::piece(std::size_t index, std::size_t frames,
                                   std::mt19937& random) const {
  const std::vector<float>& speech = speeches_.at(index);
  std::vector<float> piece(frames);
  std::size_t at = random() % speech.size();
  for (float& sample : piece) {
    sample = speech[at];
    at = (at + 1) % speech.size();
  }
  return piece;
}

const char* name_of(Disturbance disturbance) {
  switch (disturbance) {
    case Disturbance::white:
      return "white noise";
    case Disturbance::pink:
      return "pink noise";
    case Disturbance::speech:
      return "other speech";
  }
  return "";
}

Take take_of(const Scene& scene, const Speeches& speeches, double seconds, std::mt19937& random) {
  const auto frames = static_cast<std::size_t>(seconds * audio::kRate);
  const std::size_t which = random() % speeches.count();
  const std::size_t other = (which + 1 + random() % (speeches.count() - 1)) % speeches.count();
  Take take;
  take.sent = speeches.piece(which, frames, random);
  std::vector<float> heard(frames);
  const auto late = static_cast<std::size_t>(scene.delay_ms * kFramesPerMs);
  std::copy(take.sent.begin(), take.sent.end() - static_cast<std::ptrdiff_t>(late),
            heard.begin() + static_cast<std::ptrdiff_t>(late));
  if (scene.echo_ms > 0) heard = with_echo(heard, scene.echo_ms, random);
  const auto disturbing = scene.disturbance == Disturbance::speech
                              ? speeches.piece(other, frames, random)
                              : noise(frames, scene.disturbance == Disturbance::pink, random);
  const double gain = std::pow(10.0, scene.gain_db / 20);
  const double level =
      std::sqrt(power_of(heard) / power_of(disturbing)) * std::pow(10.0, -scene.snr_db / 20);
  take.captured.assign(frames, 0.0F);
  if (scene.present) add(take.captured, heard, gain);
  add(take.captured, disturbing, gain * level);
  return take;
}

std::vector<float> decimated(const std::vector<float>& mono) {
  audio::SpeechDecimator decimator;
  std::vector<float> out;
  decimator.add(mono, out);
  return out;
}

}  // namespace loa::tests

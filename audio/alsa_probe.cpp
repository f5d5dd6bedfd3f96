// Looks at sound cards with alsa-lib.
#include "audio/alsa_probe.h"

#include <alsa/asoundlib.h>

#include <array>
#include <cmath>
#include <cstdlib>
#include <memory>
#include <thread>

#include "audio/alsa_error.h"
#include "audio/alsa_output.h"
#include "audio/alsa_setup.h"
#include "audio/alsa_state.h"
#include "base/clock.h"

namespace loa::audio {
namespace {

struct ClosePcm {
  void operator()(snd_pcm_t* pcm) const { snd_pcm_close(pcm); }
};
using Pcm = std::unique_ptr<snd_pcm_t, ClosePcm>;

constexpr base::Duration kProbeBuffer = std::chrono::milliseconds{300};
constexpr base::Duration kTone = std::chrono::seconds{2};
constexpr base::Duration kTonePatience = std::chrono::seconds{5};
constexpr double kToneHertz = 1000;
constexpr double kToneGain = 0.1;  // -20 dBFS: heard, and no fright

Pcm open_playback(const std::string& name, std::error_code& error) {
  snd_pcm_t* pcm = nullptr;
  error = open_pcm(pcm, name, SND_PCM_STREAM_PLAYBACK);
  return Pcm(pcm);
}

// What the device can do before anything is chosen.
void look_at_ranges(snd_pcm_t* pcm, PcmProbe& found) {
  snd_pcm_hw_params_t* params;
  snd_pcm_hw_params_alloca(&params);
  if (snd_pcm_hw_params_any(pcm, params) < 0) return;
  snd_pcm_hw_params_get_rate_min(params, &found.least_rate, nullptr);
  snd_pcm_hw_params_get_rate_max(params, &found.most_rate, nullptr);
  for (const auto format : alsa_formats()) {
    if (snd_pcm_hw_params_test_format(pcm, params, format) == 0) {
      found.formats.emplace_back(snd_pcm_format_name(format));
    }
  }
}

// "plughw:CARD=x,DEV=0" → "hw:CARD=x,DEV=0"; "" where the PCM has no card right behind it.
std::string hardware_behind(const std::string& pcm) {
  return pcm.starts_with("plughw:") ? pcm.substr(4) : "";
}

bool has_native_rate(const std::string& hardware) {
  std::error_code error;
  const auto pcm = open_playback(hardware, error);
  if (!pcm) return true;  // not known: no reason to complain
  snd_pcm_hw_params_t* params;
  snd_pcm_hw_params_alloca(&params);
  if (snd_pcm_hw_params_any(pcm.get(), params) < 0) return true;
  return snd_pcm_hw_params_test_rate(pcm.get(), params, kRate, 0) == 0;
}

std::vector<float> tone_frames(std::int64_t first, std::int64_t count) {
  std::vector<float> frames(static_cast<std::size_t>(count * kChannels));
  for (std::int64_t i = 0; i < count; ++i) {
    const double phase = 2 * M_PI * kToneHertz * static_cast<double>(first + i) / kRate;
    const auto value = static_cast<float>(kToneGain * std::sin(phase));
    for (int c = 0; c < kChannels; ++c) {
      frames[static_cast<std::size_t>(i * kChannels + c)] = value;
    }
  }
  return frames;
}

}  // namespace

std::vector<SoundCard> sound_cards() {
  std::vector<SoundCard> cards;
  for (int number = -1; snd_card_next(&number) == 0 && number >= 0;) {
    snd_ctl_t* control = nullptr;
    if (snd_ctl_open(&control, ("hw:" + std::to_string(number)).c_str(), 0) < 0) continue;
    snd_ctl_card_info_t* info;
    snd_ctl_card_info_alloca(&info);
    if (snd_ctl_card_info(control, info) == 0) {
      cards.push_back({number, snd_ctl_card_info_get_id(info), snd_ctl_card_info_get_name(info)});
    }
    snd_ctl_close(control);
  }
  return cards;
}

PcmProbe probe_pcm(const std::string& name) {
  quiet_alsa();
  const auto pcm_named = pcm_name(name);
  PcmProbe found;
  {
    const auto pcm = open_playback(pcm_named, found.error);
    if (!pcm) return found;
    look_at_ranges(pcm.get(), found);
    AlsaSetup setup;
    found.fits = !set_up(pcm.get(), kProbeBuffer, kChannels, setup);
  }
  if (const auto hardware = hardware_behind(pcm_named); !hardware.empty()) {
    found.native_rate = has_native_rate(hardware);
  }
  return found;
}

std::error_code play_test_tone(const std::string& name, const std::function<bool()>& go_on) {
  AlsaOutput output(name, kProbeBuffer);
  if (auto error = output.open()) return error;
  const auto whole = frames_in(kTone);
  const auto deadline = base::steady_now() + kTonePatience;
  for (std::int64_t done = 0; done < whole && go_on();) {
    if (base::steady_now() > deadline) return std::make_error_code(std::errc::timed_out);
    // Before it is started the device reads as prepared, with all of its buffer to fill.
    const auto reading = output.read();
    if (reading.error) return reading.error;
    const auto count = std::min(reading.room, whole - done);
    if (count > 0) {
      if (auto error = output.write(tone_frames(done, count))) return error;
      done += count;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds{20});
  }
  if (go_on()) std::this_thread::sleep_for(kProbeBuffer);
  return {};
}

}  // namespace loa::audio

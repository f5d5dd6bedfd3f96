#include "audio/decoder/resampler.h"

extern "C" {
#include <libavutil/opt.h>
}

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "audio/air.h"
#include "audio/decoder/failure.h"
#include "audio/decoder/wire.h"

namespace loa::audio {
namespace {

constexpr int kLeastRate = 4000;
constexpr int kMostRate = 384000;
constexpr int kMostChannels = 32;

void check(int result) {
  if (result < 0) throw Failure("not-media", words_for(result));
}

// An honest file may hold any float; the wire does not.
void bound(std::span<float> samples) {
  // A sample that is not a number compares false. Counted first: none is as a rule, and a loop that
  // changes nothing is a fast one.
  int beyond = 0;
  for (const float sample : samples) beyond += std::abs(sample) <= wire::kMostSample ? 0 : 1;
  if (beyond == 0) return;
  for (float& sample : samples)
    sample = std::isfinite(sample) ? std::clamp(sample, -wire::kMostSample, wire::kMostSample) : 0;
}

}  // namespace

void Resampler::add(const AVFrame& frame, int skip, std::vector<float>& out) {
  if (!fits(frame)) {
    flush(out);
    configure(frame);
  }
  const auto format = static_cast<AVSampleFormat>(frame.format);
  const bool planar = av_sample_fmt_is_planar(format) != 0;
  const int step = skip * av_get_bytes_per_sample(format) * (planar ? 1 : channels_);
  std::array<const std::uint8_t*, kMostChannels> data{};
  for (int i = 0; i < (planar ? channels_ : 1); ++i) {
    data[static_cast<std::size_t>(i)] = frame.extended_data[i] + step;
  }
  convert(data.data(), frame.nb_samples - skip, out);
}

void Resampler::flush(std::vector<float>& out) {
  if (swr_ != nullptr) convert(nullptr, 0, out);
}

bool Resampler::fits(const AVFrame& frame) const {
  return swr_ != nullptr && frame.sample_rate == rate_ && frame.format == format_ &&
         frame.ch_layout.nb_channels == channels_;
}

void Resampler::configure(const AVFrame& frame) {
  rate_ = frame.sample_rate;
  channels_ = frame.ch_layout.nb_channels;
  format_ = frame.format;
  if (rate_ < kLeastRate || rate_ > kMostRate || channels_ < 1 || channels_ > kMostChannels) {
    throw Failure("not-media", "sample rate or channels out of range");
  }
  AVChannelLayout stereo = AV_CHANNEL_LAYOUT_STEREO;
  AVChannelLayout from{};
  if (frame.ch_layout.order == AV_CHANNEL_ORDER_UNSPEC) {
    av_channel_layout_default(&from, channels_);
  } else {
    check(av_channel_layout_copy(&from, &frame.ch_layout));
  }
  SwrContext* raw = nullptr;
  check(swr_alloc_set_opts2(&raw, &stereo, AV_SAMPLE_FMT_FLT, kRate, &from,
                            static_cast<AVSampleFormat>(format_), rate_, 0, nullptr));
  swr_.reset(raw);
  av_channel_layout_uninit(&from);
  check(av_opt_set_double(raw, "rematrix_maxval", 1.0, 0));
  // libswresample would lower mono by 3 dB.
  static constexpr std::array<double, 2> kBothSides{1.0, 1.0};
  if (channels_ == 1) check(swr_set_matrix(raw, kBothSides.data(), 1));
  check(swr_init(raw));
}

void Resampler::convert(const std::uint8_t** data, int samples, std::vector<float>& out) {
  const int most = swr_get_out_samples(swr_.get(), samples);
  check(most);
  const std::size_t before = out.size();
  out.resize(before + static_cast<std::size_t>(most) * kChannels);
  auto* to = reinterpret_cast<std::uint8_t*>(out.data() + before);
  const int made = swr_convert(swr_.get(), &to, most, data, samples);
  check(made);
  out.resize(before + static_cast<std::size_t>(made) * kChannels);
  bound(std::span(out).subspan(before));
}

}  // namespace loa::audio

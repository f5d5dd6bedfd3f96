// What every mixed frame goes through on its way to the device: a chain of small processors.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace loa::audio {

// Changes or watches interleaved stereo frames in place. Runs on the audio thread: does not block,
// allocate or throw. Its state goes on from block to block; how frames are cut into blocks makes no
// difference.
class FrameProcessor {
 public:
  virtual ~FrameProcessor() = default;
  virtual void process(std::span<float> frames) = 0;
  // What goes in comes out this many frames later; before that, silence.
  virtual std::int64_t delay_frames() const { return 0; }
  // Forgets what it still holds of earlier frames.
  virtual void reset() {}
};

// A chain. The processors belong to the caller and outlive it.
class Pipeline final : public FrameProcessor {
 public:
  explicit Pipeline(std::vector<FrameProcessor*> chain) : chain_(std::move(chain)) {}
  void process(std::span<float> frames) override {
    for (FrameProcessor* processor : chain_) processor->process(frames);
  }
  std::int64_t delay_frames() const override {
    std::int64_t delay = 0;
    for (const FrameProcessor* processor : chain_) delay += processor->delay_frames();
    return delay;
  }
  void reset() override {
    for (FrameProcessor* processor : chain_) processor->reset();
  }

 private:
  std::vector<FrameProcessor*> chain_;
};

// Multiplies by a gain that moves in a straight line to a new target within 50 ms.
class GainRamp final : public FrameProcessor {
 public:
  explicit GainRamp(float gain) : gain_(gain), target_(gain) {}
  void set(float target);
  float gain() const { return gain_; }
  void process(std::span<float> frames) override;

 private:
  float gain_;
  float target_;
  float step_ = 0;  // a frame
};

}  // namespace loa::audio

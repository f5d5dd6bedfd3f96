// Two pictures of the board: one is scanned while the next is drawn.
//
// Two contexts: the main loop draws; the scan asks for the picture at the start of each frame and
// may interrupt the main loop. A picture is shown whole or not at all.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>

namespace loa::firmware {

// What pictures are drawn on. Main loop only.
class Canvas {
 public:
  // What was presented last is being shown: the next picture may be drawn.
  virtual bool free() const = 0;
  // Only while free(). What it holds is not defined: all of it is to be drawn.
  virtual std::span<std::uint8_t> draw() = 0;
  // Only while free(). Shown from the next frame on.
  virtual void present() = 0;
  // The picture presented last; not after draw().
  virtual std::span<const std::uint8_t> last() const = 0;

 protected:
  ~Canvas() = default;
};

// A picture is the board's columns from left to right, each as the link packs it (link/pixels.h).
class Frames final : public Canvas {
 public:
  // `memory` holds two pictures, all dark to begin with, and outlives this.
  explicit Frames(std::span<std::uint8_t> memory) : size_(memory.size() / 2), memory_(memory) {}
  Frames(const Frames&) = delete;
  Frames& operator=(const Frames&) = delete;

  bool free() const override { return !presented_.load(std::memory_order_acquire); }
  std::span<std::uint8_t> draw() override { return half(1 - shown_); }
  void present() override {
    last_ = static_cast<std::uint8_t>(1 - shown_);
    presented_.store(true, std::memory_order_release);
  }
  std::span<const std::uint8_t> last() const override { return half(last_); }

  // Scan. The picture of the frame that begins.
  const std::uint8_t* next() {
    if (presented_.load(std::memory_order_acquire)) {
      shown_ = static_cast<std::uint8_t>(1 - shown_);
      presented_.store(false, std::memory_order_release);
    }
    return half(shown_).data();
  }

 private:
  std::span<std::uint8_t> half(int index) const {
    return memory_.subspan(static_cast<std::size_t>(index) * size_, size_);
  }

  std::size_t size_;
  std::span<std::uint8_t> memory_;
  std::uint8_t last_ = 0;
  std::uint8_t shown_ = 0;  // written by the scan, and only while presented_
  std::atomic<bool> presented_ = false;
};

}  // namespace loa::firmware

// A board's flash with its slots, images to put into it, and the starts of the chip.
#pragma once

#include <string>

#include "firmware/core/boot.h"
#include "firmware/core/flash_part.h"
#include "firmware/core/update.h"
#include "tests/firmware/flash_model.h"

namespace loa::firmware {

// What the tests sign with: the same key each time.
PublicKey test_key();

struct TestImage {
  std::uint8_t target = static_cast<std::uint8_t>(link::Target::hub12_f103);
  std::uint32_t counter = 1;
  std::uint32_t seed = 1;    // of the bytes
  std::uint32_t size = 300;  // at most 512
  bool by_another = false;   // not by test_key()
  bool is_signed = true;

  std::vector<std::uint8_t> image() const;
  // The header, with its signature.
  std::vector<std::uint8_t> header() const;
  // As it lies in a slot.
  std::vector<std::uint8_t> slot() const;
};

struct UpdateBench {
  static constexpr std::uint32_t kPage = 256;
  static constexpr std::uint32_t kSlot = 4 * kPage;

  FlashModel flash{kPage, 10};
  FlashPart running{flash, 0, kSlot};
  FlashPart staged{flash, kSlot, kSlot};
  FlashPart scratch{flash, 2 * kSlot, kPage};
  FlashPart log{flash, 2 * kSlot + kPage, kPage};
  PublicKey key = test_key();

  UpdateBench() = default;
  // A board in the same state, with flash of its own.
  UpdateBench(const UpdateBench& other) : flash(other.flash) {}
  UpdateBench& operator=(const UpdateBench&) = delete;

  BootFlash parts() { return {running, staged, scratch, log}; }
  Update update() { return {parts(), TestImage{}.target}; }
  // Puts an image there without the link, as a programmer does.
  static void put(Flash& slot, const TestImage& image);
  // Sends an image as a host does and asks for its trial; the first error.
  link::Error send(const TestImage& image);
  // A start of the chip: whether the running slot is run.
  bool start() { return Boot(parts(), TestImage{}.target, key).prepare(); }
  bool runs(const TestImage& image) const;
};

}  // namespace loa::firmware

// One material, several readers: each gets the same frames at the same places, whoever comes first.
#include "audio/shared_material.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace loa::audio {
namespace {

// A relay's way: what is asked for next is the next that it has, and each frame comes once.
class NextFrames final : public Material {
 public:
  void fill(base::Steady now) override {
    EXPECT_GE(now, last_) << "its clock does not go back";
    last_ = now;
  }
  int fd() const override { return -1; }
  std::span<const float> frames(std::int64_t, std::int64_t most) override {
    const std::int64_t count = std::min({most, there_, kLargest});
    there_ -= count;
    block_.clear();
    for (std::int64_t i = 0; i < count; ++i)
      block_.insert(block_.end(), 2, static_cast<float>(next_++));
    return block_;
  }
  void move_to(std::int64_t position, base::Steady) override {
    EXPECT_GT(position, moved_to_);
    moved_to_ = position;
  }
  std::optional<std::int64_t> end() const override { return std::nullopt; }
  const std::string& failure() const override { return none_; }
  std::uint64_t decoded() const override { return 0; }

  void give(std::int64_t frames) { there_ += frames; }
  std::int64_t moved_to() const { return moved_to_; }

 private:
  static constexpr std::int64_t kLargest = 1000;  // in one piece
  std::int64_t there_ = 0;
  std::int64_t next_ = 1;
  std::int64_t moved_to_ = 0;
  base::Steady last_{};
  std::vector<float> block_;
  std::string none_;
};

class SharedMaterialTest : public testing::Test {
 protected:
  SharedMaterialTest() {
    auto source = std::make_unique<NextFrames>();
    source_ = source.get();
    first_ = shared_->make_end(std::move(source));
    second_ = shared_->make_end({}, {}, {});
  }

  // As a voice does: in pieces, up to a gap. The left samples.
  static std::vector<float> read(Material& end, std::int64_t from, std::int64_t to) {
    std::vector<float> samples;
    end.move_to(from, {});
    for (std::int64_t at = from; at < to;) {
      const auto piece = end.frames(at, to - at);
      if (piece.empty()) break;
      for (std::size_t i = 0; i < piece.size(); i += 2) samples.push_back(piece[i]);
      at += static_cast<std::int64_t>(piece.size()) / kChannels;
    }
    end.move_to(to, {});
    return samples;
  }

  std::shared_ptr<SharedMaterial> shared_ = std::make_shared<SharedMaterial>();
  NextFrames* source_ = nullptr;
  std::unique_ptr<Material> first_;
  std::unique_ptr<Material> second_;
};

TEST_F(SharedMaterialTest, WhoFollowsHearsWhatTheFirstHeardWhateverTheirBlocks) {
  source_->give(100'000);
  std::vector<float> first;
  std::vector<float> second;
  for (std::int64_t at = 0; at < 90'000; at += 9'000) {
    const auto block = read(*first_, at, at + 9'000);
    first.insert(first.end(), block.begin(), block.end());
    for (std::int64_t behind = at; behind < at + 9'000; behind += 900) {
      const auto piece = read(*second_, behind, behind + 900);
      second.insert(second.end(), piece.begin(), piece.end());
    }
  }
  ASSERT_EQ(first.size(), 90'000U);
  EXPECT_EQ(first.front(), 1);
  EXPECT_EQ(first.back(), 90'000);
  EXPECT_EQ(second, first);
}

TEST_F(SharedMaterialTest, EitherMayBeTheFirst) {
  source_->give(4'000);
  const auto one = read(*first_, 0, 1'000);
  EXPECT_EQ(read(*second_, 0, 2'000).back(), 2'000);
  EXPECT_EQ(read(*first_, 1'000, 2'000).front(), 1'001);
  EXPECT_EQ(read(*first_, 2'000, 3'000).front(), 2'001);
}

TEST_F(SharedMaterialTest, WhatWasNotThereForOneIsSilentForBoth) {
  source_->give(600);
  EXPECT_EQ(read(*first_, 0, 1'000).size(), 600U);
  source_->give(1'000);
  EXPECT_EQ(read(*first_, 1'000, 2'000).front(), 601) << "a stream goes on with what comes next";
  EXPECT_EQ(read(*second_, 0, 1'000).size(), 600U);
  EXPECT_EQ(read(*second_, 1'000, 2'000).front(), 601);
}

TEST_F(SharedMaterialTest, WhoRejoinsIsWhereTheOthersAre) {
  source_->give(10 * kRate);
  for (std::int64_t at = 0; at < 9 * kRate; at += kRate) read(*first_, at, at + kRate);
  second_->move_to(8 * kRate, {});
  EXPECT_EQ(read(*second_, 8 * kRate, 8 * kRate + 100).front(), 8 * kRate + 1);
  EXPECT_TRUE(read(*second_, 9 * kRate - SharedMaterial::kKept - 1, 9 * kRate).empty())
      << "too long ago";
  EXPECT_EQ(source_->moved_to(), 9 * kRate) << "who is behind moves nothing";
}

TEST_F(SharedMaterialTest, ClocksOfTwoThreadsAreOne) {
  first_->fill(base::Steady{} + std::chrono::seconds{2});
  second_->fill(base::Steady{} + std::chrono::seconds{1});
}

}  // namespace
}  // namespace loa::audio

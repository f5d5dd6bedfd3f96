// Who is ahead fills the ring, who follows reads it.
#include "audio/shared_material.h"

#include <algorithm>

namespace loa::audio {

// What it tells is as it was at its last fill(): the source belongs to others too.
class SharedMaterial::End final : public Material {
 public:
  explicit End(std::shared_ptr<SharedMaterial> whole) : whole_(std::move(whole)) { look(); }

  void fill(base::Steady now) override {
    const std::lock_guard lock(whole_->mutex_);
    whole_->fill(now);
    look();
  }
  int fd() const override { return fd_; }
  std::span<const float> frames(std::int64_t position, std::int64_t most) override {
    const std::lock_guard lock(whole_->mutex_);
    whole_->copy(position, most, block_);
    return block_;
  }
  void move_to(std::int64_t position, base::Steady now) override {
    const std::lock_guard lock(whole_->mutex_);
    whole_->move_to(position, now);
    look();
  }
  std::optional<std::int64_t> end() const override { return end_; }
  const std::string& failure() const override { return failure_; }
  std::uint64_t decoded() const override { return decoded_; }
  Relayed relayed() const override { return relayed_; }

 private:
  void look() {
    const Material& source = *whole_->source_;
    fd_ = source.fd();
    end_ = source.end();
    if (failure_ != source.failure()) failure_ = source.failure();
    decoded_ = source.decoded();
    relayed_ = source.relayed();
  }

  std::shared_ptr<SharedMaterial> whole_;
  std::vector<float> block_;
  int fd_ = -1;
  std::optional<std::int64_t> end_;
  std::string failure_;
  std::uint64_t decoded_ = 0;
  Relayed relayed_;
};

std::unique_ptr<Material> SharedMaterial::make_end(const Cue& cue,
                                                   const std::filesystem::path& decoder,
                                                   base::Steady now) {
  const std::lock_guard lock(mutex_);
  if (!source_) {
    Cue alone = cue;
    alone.shared.reset();
    source_ = make_material(alone, decoder, now);
  }
  return std::make_unique<End>(shared_from_this());
}

std::unique_ptr<Material> SharedMaterial::make_end(std::unique_ptr<Material> source) {
  const std::lock_guard lock(mutex_);
  source_ = std::move(source);
  return std::make_unique<End>(shared_from_this());
}

// Each thread looked at the clock for itself.
base::Steady SharedMaterial::later(base::Steady now) { return latest_ = std::max(latest_, now); }

void SharedMaterial::fill(base::Steady now) { source_->fill(later(now)); }

void SharedMaterial::move_to(std::int64_t position, base::Steady now) {
  reached_ = std::max(reached_, position);
  if (position <= moved_to_) return;
  moved_to_ = position;
  source_->move_to(position, later(now));
}

void SharedMaterial::copy(std::int64_t position, std::int64_t most, std::vector<float>& to) {
  to.clear();
  if (position == reached_)
    keep(source_->frames(position, std::min<std::int64_t>(most, kRate / 2)));
  const auto piece = std::ranges::find_if(pieces_, [position](const Piece& one) {
    return one.begin <= position && position < one.end;
  });
  if (piece == pieces_.end()) return;
  const std::int64_t end = std::min(piece->end, position + most);
  for (std::int64_t at = position; at < end;) {
    const std::int64_t place = at % kKept;
    const std::int64_t count = std::min(end - at, kKept - place);
    const auto from = kept_.begin() + place * kChannels;
    to.insert(to.end(), from, from + count * kChannels);
    at += count;
  }
}

void SharedMaterial::keep(std::span<const float> frames) {
  if (frames.empty()) return;
  kept_.resize(static_cast<std::size_t>(kKept) * kChannels);
  const std::int64_t end = reached_ + static_cast<std::int64_t>(frames.size()) / kChannels;
  if (pieces_.empty() || pieces_.back().end != reached_) pieces_.push_back({reached_, reached_});
  pieces_.back().end = end;
  while (reached_ < end) {
    const std::int64_t place = reached_ % kKept;
    const std::int64_t count = std::min(end - reached_, kKept - place);
    const auto samples = static_cast<std::size_t>(count * kChannels);
    std::ranges::copy(frames.first(samples), kept_.begin() + place * kChannels);
    frames = frames.subspan(samples);
    reached_ += count;
  }
  for (Piece& piece : pieces_) piece.begin = std::max(piece.begin, reached_ - kKept);
  while (pieces_.front().begin >= pieces_.front().end) pieces_.pop_front();
}

}  // namespace loa::audio

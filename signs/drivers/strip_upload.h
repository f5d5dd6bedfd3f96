// Brings strips into a board of ours over its link: what stands on the screen first, then the
// commit, then the rest while it already moves. A machine.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "firmware/link/host_end.h"
#include "signs/board.h"

namespace loa::signs::drivers {

class StripUpload {
 public:
  using Steady = base::Steady;

  // `end` outlives this.
  explicit StripUpload(firmware::link::HostEnd& end) : end_(end) {}

  // The board was met, and nothing is known of what it shows: what it had is sent again.
  void meet(const firmware::link::Identity& identity);
  // The newest counts. What was begun is brought to its commit first.
  void want(Passage passage);
  void want(const Bitmap& picture);
  // Sends as much as the link takes.
  void pump(Steady now);
  // Of begin, page and commit.
  void answered(Steady now, firmware::link::Type type, std::uint8_t count,
                const firmware::link::Ack& ack);
  // Compares what the board shows with what it should, sends pages that it wants, times it anew if
  // it has drifted, and all of it again if it is something else.
  BoardHealth::Picture judge(Steady now, const firmware::link::Status& status);

  // Nothing is left to send.
  bool settled() const { return !wanted_ && (!job_ || (job_->committed && job_->rest.empty())); }
  // It waits for the board to have room: ask for its status when it says that it wants pages.
  bool wants_status() const {
    return job_ && job_->committed && (job_->blocked || job_->rest.empty());
  }
  // What the board has confirmed last by judge().
  const std::optional<Bitmap>& confirmed() const { return confirmed_; }
  // When pump() has something to do again after it gave up for a while.
  std::optional<Steady> paused_until() const { return paused_until_; }
  // Commits that the board took, for tests and the log.
  unsigned commits() const { return commits_; }

 private:
  struct Job {
    Passage what;
    bool moves = false;
    std::uint16_t strip = 0;
    std::vector<std::uint8_t> bytes;
    std::uint16_t pages = 0;
    std::uint16_t first = 0;  // pages before the commit
    bool begun = false;
    bool commit_sent = false;
    bool committed = false;
    bool timed = false;  // after all of it was sent
    bool blocked = false;
    std::deque<std::uint16_t> rest;  // pages to send
    int failures = 0;
    int differences = 0;
  };

  void want(Passage passage, bool moves);
  void begin_job(Steady now);
  void fail(Steady now);
  void restart(Steady now);
  void queue_pages();
  bool send_next(Steady now);
  void send_begin();
  void send_page(std::uint16_t page);
  void send_commit(Steady now, std::uint16_t pages);
  bool fits() const;
  firmware::link::Bytes page_bytes(std::uint16_t page) const;
  void want_pages(const firmware::link::Status& status);
  bool same_picture(const firmware::link::Status& status);
  bool on_time(Steady now, const firmware::link::Status& status) const;
  std::uint8_t note(std::uint8_t count, std::uint16_t page);

  firmware::link::HostEnd& end_;
  firmware::link::Identity identity_;
  bool met_ = false;
  std::optional<Job> job_;
  struct Wanted {
    Passage passage;
    bool moves;
  };
  std::optional<Wanted> wanted_;
  std::uint16_t last_strip_ = 0;
  // By the count of the frame on its way: which strip, and which page of it.
  struct Sent {
    std::uint16_t strip = 0;
    std::uint16_t page = 0;
  };
  std::array<Sent, 256> sent_{};
  std::optional<Bitmap> confirmed_;
  std::optional<Steady> paused_until_;
  unsigned commits_ = 0;
};

}  // namespace loa::signs::drivers

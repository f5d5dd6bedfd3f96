// A line to a simulated BX card, on virtual time.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "base/timers.h"
#include "onbon_card.h"
#include "signs/drivers/line.h"

namespace loa::signs::drivers::testing {

// What is at the far end, and outlives the line.
struct Post {
  explicit Post(bool generation6 = false) : card(generation6 ? 6 : 5, true) {}
  OnbonCard card;
  bool mute = false;
  bool reachable = true;
  int opened = 0;
  std::string garbage;  // before each answer
  base::Duration delay = std::chrono::milliseconds{20};
  bool twice = false;  // each answer
  std::function<void()> cut;
};

class CardLine final : public Line {
 public:
  CardLine(base::Timers& timers, Post& post) : timers_(timers), post_(post) {}
  ~CardLine() override { close(); }
  void listen(LineEvents events) override { events_ = std::move(events); }
  void open() override {
    ++post_.opened;
    post_.cut = [this] {
      close();
      events_.closed("Connection reset by peer");
    };
    later([this] { post_.reachable ? events_.opened() : events_.closed("No route to host"); });
  }
  void close() override {
    for (const auto id : pending_) timers_.cancel(id);
    pending_.clear();
  }
  void write(std::string_view bytes) override {
    std::string back = post_.card.receive(bytes);
    if (back.empty() || post_.mute) return;
    for (int i = post_.twice ? 2 : 1; i > 0; --i) {
      later([this, back] { events_.received(post_.garbage + back); });
    }
  }

 private:
  void later(std::function<void()> work) {
    pending_.push_back(timers_.at(timers_.now().steady + post_.delay, std::move(work)));
  }
  base::Timers& timers_;
  Post& post_;
  LineEvents events_;
  std::vector<base::Timers::Id> pending_;
};

}  // namespace loa::signs::drivers::testing

// A way to the centre whose other end is the test.
#pragma once

#include <deque>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "daemon/link.h"

namespace loa::daemon::testing {

// Answers what it was told to, and keeps what it was asked.
struct ScriptedLink final : Link {
  void post(const Letter& letter, std::function<void(LinkAnswer)> done) override {
    paths.push_back(letter.path);
    bodies.push_back(letter.body);
    waiting.push_back(std::move(done));
  }
  void answer(LinkAnswer with) {
    auto done = std::move(waiting.front());
    waiting.pop_front();
    done(std::move(with));
  }
  void reconnect() override { ++reconnects; }

  int reconnects = 0;
  std::vector<std::string> paths;
  std::vector<std::string> bodies;
  std::deque<std::function<void(LinkAnswer)>> waiting;
};

}  // namespace loa::daemon::testing

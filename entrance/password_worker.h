// The costly part of passwords, on a thread of its own that everything else comes before: the loop,
// and what it does for the programme, goes on meanwhile.
#pragma once

#include <functional>
#include <memory>
#include <string>

namespace loa::entrance {

class PasswordWorker {
 public:
  static constexpr std::size_t kMost =
      8;  // that wait: each holds 32 MiB only while it is worked on

  // `post`: runs its argument on the loop, from any thread.
  explicit PasswordWorker(std::function<void(std::function<void()>)> post);
  // Waits for the one that is being worked on: half a second on a small board. What waits is
  // dropped, and no `done` is posted any more.
  ~PasswordWorker();

  // False where too many wait already; then `done` is not called. Else it is, on the loop.
  // Whether `password` fits `hash`. False too where there was no memory for it.
  bool check(std::string password, std::string hash, std::function<void(bool fits)> done);
  // A new hash; "" where there was no memory for it.
  bool make(std::string password, std::function<void(std::string hash)> done);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace loa::entrance

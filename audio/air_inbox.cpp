// The queue to the audio thread.
#include "audio/air_inbox.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <system_error>
#include <utility>

namespace loa::audio {

AirInbox::AirInbox() : fd_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (fd_ < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
}

AirInbox::~AirInbox() { ::close(fd_); }

void AirInbox::put(AirCommand command) {
  {
    const std::lock_guard lock(mutex_);
    commands_.push_back(std::move(command));
  }
  signal();
}

void AirInbox::close() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  signal();
}

bool AirInbox::closed() const {
  const std::lock_guard lock(mutex_);
  return closed_;
}

std::vector<AirCommand> AirInbox::take() {
  std::uint64_t count = 0;
  if (::read(fd_, &count, sizeof count) < 0 && errno == EAGAIN) return {};
  const std::lock_guard lock(mutex_);
  return std::exchange(commands_, {});
}

void AirInbox::signal() const {
  const std::uint64_t one = 1;
  // Only a counter near 2^64 could refuse it, and then the descriptor is readable anyway.
  [[maybe_unused]] const auto done = ::write(fd_, &one, sizeof one);
}

}  // namespace loa::audio

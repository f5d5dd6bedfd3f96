#include "cli/service_pause.h"

#include <fmt/format.h>

#include <exception>
#include <utility>

namespace loa::cli {

ServicePause::~ServicePause() {
  try {
    end();
  } catch (const std::exception& error) {
    fmt::print(stderr, "loa: {}\n", error.what());
  }
}

void ServicePause::begin() {
  if (!service_ || !service_->is_wanted()) return;
  sigset_t waiting;
  sigemptyset(&waiting);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&waiting, signal);
  ::pthread_sigmask(SIG_BLOCK, &waiting, &before_);
  // Also one that is slow to end, or says that it has not.
  stopped_ = true;
  service_->stop();
}

bool ServicePause::end() {
  if (!std::exchange(stopped_, false)) return false;
  try {
    service_->start();
  } catch (const std::exception&) {
    ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
    throw;
  }
  ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  return true;
}

}  // namespace loa::cli

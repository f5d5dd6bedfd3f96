#include "daemon/schedule_importer.h"

#include <fcntl.h>
#include <fmt/format.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <list>
#include <system_error>

#include "audio/child_process.h"
#include "base/log.h"

namespace loa::daemon {
namespace {

namespace asio = boost::asio;
using Request = asio::local::stream_protocol::socket;
using Answer = asio::posix::stream_descriptor;

constexpr base::Duration kJobPatience = std::chrono::seconds{25};
// An operator looks at one file at a time; each may need half a core for a second.
constexpr std::size_t kMostAtOnce = 2;
constexpr std::size_t kMostAnswer = 64U << 20;

int own(const audio::Fd& fd) {
  const int copy = ::fcntl(fd.get(), F_DUPFD_CLOEXEC, 0);
  if (copy < 0) throw std::system_error(errno, std::generic_category(), "fcntl");
  return copy;
}

// One child and the two pipes to it. It holds itself until both are through.
class ImportJob : public std::enable_shared_from_this<ImportJob> {
 public:
  ImportJob(asio::io_context& loop, const std::filesystem::path& program, std::string input,
            audio::Pipe in, audio::Pipe out)
      : child_(program, {}, in.read.get(), out.write.get()),
        to_(loop, asio::local::stream_protocol(), own(in.write)),
        from_(loop, own(out.read)),
        input_(std::move(input)) {}

  void start(std::function<void()> ended) {
    asio::async_write(to_, asio::buffer(input_),
                      [self = shared_from_this()](const auto&, std::size_t) {
                        boost::system::error_code ignored;
                        self->to_.close(ignored);
                      });
    asio::async_read(
        from_, asio::dynamic_buffer(answer_, kMostAnswer),
        [self = shared_from_this(), ended = std::move(ended)](const auto&, std::size_t) {
          if (!self->given_up_) ended();
        });
  }
  void kill() { child_.kill(); }
  // No callback any more.
  void give_up() {
    given_up_ = true;
    child_.kill();
    boost::system::error_code ignored;
    to_.close(ignored);
    from_.close(ignored);
  }
  std::optional<std::string> answer() {
    // It closes its output by ending.
    if (child_.ended_within(std::chrono::milliseconds{200}) && child_.succeeded()) {
      return std::move(answer_);
    }
    base::log(base::LogLevel::error, fmt::format("loa-importer: {}", child_.how_it_ended()));
    return std::nullopt;
  }

 private:
  audio::ChildProcess child_;
  Request to_;
  Answer from_;
  std::string input_;
  std::string answer_;
  bool given_up_ = false;
};

}  // namespace

struct ScheduleImporter::Impl {
  struct Running {
    std::shared_ptr<ImportJob> job;
    base::Timers::Id timer;
  };

  asio::io_context& loop;
  base::Timers& timers;
  std::filesystem::path program;
  std::list<Running> running;

  std::shared_ptr<ImportJob> started(std::string input) {
    auto in = audio::Pipe::to_child();
    auto out = audio::Pipe::make();
    return std::make_shared<ImportJob>(loop, program, std::move(input), std::move(in),
                                       std::move(out));
  }
};

ScheduleImporter::ScheduleImporter(asio::io_context& loop, base::Timers& timers,
                                   std::filesystem::path program)
    : impl_(new Impl{loop, timers, std::move(program), {}}) {}

ScheduleImporter::~ScheduleImporter() {
  for (auto& one : impl_->running) {
    impl_->timers.cancel(one.timer);
    one.job->give_up();
  }
}

void ScheduleImporter::run(std::string input, const Done& done) {
  auto& self = *impl_;
  if (self.running.size() >= kMostAtOnce) return done(std::nullopt);
  try {
    self.running.push_back({self.started(std::move(input)), 0});
  } catch (const std::system_error& error) {
    base::log(base::LogLevel::error, error.what());
    return done(std::nullopt);
  }
  const auto one = std::prev(self.running.end());
  one->timer =
      self.timers.at(self.timers.now().steady + kJobPatience, [job = one->job] { job->kill(); });
  one->job->start([&self, one, done] {
    const auto job = one->job;
    self.timers.cancel(one->timer);
    self.running.erase(one);
    done(job->answer());
  });
}

}  // namespace loa::daemon

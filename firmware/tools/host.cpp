#include "firmware/tools/host.h"

#include <array>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <optional>

#include "base/clock.h"
#include "base/crypto.h"
#include "signs/drivers/asio_line.h"

namespace loa::firmware::tools {
namespace {

constexpr link::Millis kPatience = 20'000;

link::Millis now() {
  const auto time = base::steady_now().time_since_epoch();
  return static_cast<link::Millis>(
      std::chrono::duration_cast<std::chrono::milliseconds>(time).count());
}

std::uint32_t random_number() {
  return static_cast<std::uint32_t>(std::stoul(base::random_hex(4), nullptr, 16));
}

}  // namespace

struct Host::Impl final : link::HostEvents {
  boost::asio::io_context loop;
  std::unique_ptr<signs::drivers::Line> line;
  link::HostEnd end;
  std::string broken;
  std::optional<link::Identity> identity;
  std::optional<Answer> answer;
  unsigned sessions = 0;
  std::size_t bytes = 0;

  Impl(const signs::drivers::LineAddress& address, link::HostEnd::Options options)
      : line(signs::drivers::make_line(loop, address)), end(options, *this) {
    line->listen(
        {[this] { end.connect(now(), random_number()); },
         [this](std::string_view heard) {
           bytes += heard.size();
           end.receive(now(), {reinterpret_cast<const std::uint8_t*>(heard.data()), heard.size()});
         },
         [this](const std::string& why) { broken = why; }});
    line->open();
  }
  ~Impl() { line->close(); }

  void connected(const link::Identity& met) override {
    identity = met;
    ++sessions;
  }
  void answered(link::Type, std::uint8_t, const link::Ack& ack) override {
    answer = Answer{ack.error, ack.flags, {ack.data.begin(), ack.data.end()}};
  }
  void noticed(std::uint8_t) override {}
  void lost(link::Loss) override { identity.reset(); }
  void misunderstood() override { broken = "what answers is not a board of Loa's"; }

  void turn() {
    std::array<std::uint8_t, 2 * link::kMaxWire> out;
    end.step(now());
    if (const std::size_t size = end.take(now(), out); size != 0) {
      bytes += size;
      line->write({reinterpret_cast<const char*>(out.data()), size});
    }
    loop.run_for(std::chrono::milliseconds{2});
    loop.restart();
    if (!broken.empty()) throw NoBoard(broken);
  }
  template <class Condition>
  void wait(link::Millis patience, const Condition& met) {
    const link::Millis start = now();
    while (!met()) {
      turn();
      if (link::reached(now(), start + patience)) throw NoBoard("no answer");
    }
  }
};

Host::Host(const signs::drivers::LineAddress& address, std::uint16_t silence_s,
           link::Millis patience, bool half_duplex) {
  link::HostEnd::Options options;
  options.silence_s = silence_s;
  options.half_duplex = half_duplex;
  if (address.kind == signs::drivers::LineAddress::Kind::serial) {
    options.bytes_per_s = address.number / 10;
  }
  impl_ = std::make_unique<Impl>(address, options);
  impl_->wait(patience, [this] { return impl_->identity.has_value(); });
}

Host::~Host() = default;

const link::Identity& Host::identity() const { return *impl_->identity; }
std::size_t Host::bytes_on_line() const { return impl_->bytes; }

Host::Answer Host::tell(link::Type type, link::Bytes payload) {
  impl_->wait(kPatience, [&] { return impl_->end.can_send(payload.size()); });
  const unsigned session = impl_->sessions;
  impl_->answer.reset();
  impl_->end.send(type, payload);
  impl_->wait(kPatience, [&] {
    if (impl_->sessions != session || !impl_->identity) throw NoBoard("the board has restarted");
    return impl_->answer.has_value();
  });
  return *impl_->answer;
}

link::Status Host::status() {
  link::Status status;
  const Answer answer = tell(link::Type::status, {});
  if (answer.error != link::Error::ok || !read(answer.data, status)) throw NoBoard("no status");
  return status;
}

void Host::idle(link::Millis time) {
  const link::Millis start = now();
  while (!link::reached(now(), start + time)) impl_->turn();
}

void Host::await_restart(link::Millis patience) {
  const unsigned session = impl_->sessions;
  const link::Millis start = now();
  while (impl_->sessions == session || !impl_->identity) {
    // A command that the new start does not know shows that there was one.
    if (impl_->identity && impl_->end.idle() && impl_->end.can_send(0)) {
      impl_->end.send(link::Type::status, {});
    }
    impl_->turn();
    if (link::reached(now(), start + patience)) throw NoBoard("no answer after the restart");
  }
}

base::Text word_of(link::Error error) {
  using link::Error;
  switch (error) {
    case Error::ok:
      return {"xong", "done"};
    case Error::wrong_target:
      return {"ảnh firmware dành cho loại bảng khác", "the image is for another board"};
    case Error::too_old:
      return {"ảnh firmware cũ hơn mức bảng cho phép", "the image is older than the board allows"};
    case Error::no_room:
      return {"bảng không đủ chỗ", "it does not fit into the board"};
    case Error::missing_pages:
      return {"thiếu một phần dữ liệu", "a part of it is missing"};
    case Error::crc_mismatch:
      return {"dữ liệu đến nơi bị hỏng", "it arrived damaged"};
    case Error::flash:
      return {"bộ nhớ flash của bảng không ghi được", "the board's flash does not take it"};
    case Error::signature:
      return {"thiếu chữ ký hoặc chữ ký sai", "its signature is missing or wrong"};
    case Error::unsupported:
      return {"lúc này hoặc bảng này không làm được", "not now, or not on this board"};
    default:
      return {"bảng từ chối", "the board refuses it"};
  }
}

}  // namespace loa::firmware::tools

// Serial ports, TCP and Unix sockets, as one kind of stream.
#include "signs/drivers/asio_line.h"

#include <array>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/serial_port.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>

namespace loa::signs::drivers {
namespace {

namespace asio = boost::asio;
using Error = boost::system::error_code;
using asio::ip::tcp;
using Local = asio::local::stream_protocol;

// More than that waiting means that the peer takes nothing.
constexpr std::size_t kMostWaiting = 256UL * 1024;
constexpr auto kConnect = std::chrono::seconds{10};

// Reading and writing once the stream is open. Kept alive by what is on its way; deaf once closed.
template <class Stream>
class Session : public std::enable_shared_from_this<Session<Stream>> {
 public:
  Session(asio::io_context& loop, const LineEvents& events)
      : stream(loop), deadline(loop), events_(events) {}

  Stream stream;
  asio::steady_timer deadline;

  void stop() {
    stopped_ = true;
    Error ignored;
    stream.close(ignored);
    deadline.cancel();
  }
  bool stopped() const { return stopped_; }

  void opened(const Error& error) {
    deadline.cancel();
    if (stopped_) return;
    if (error) return fail(error);
    read();
    events_.opened();
  }
  void write(std::string_view bytes) {
    if (waiting_.size() + bytes.size() > kMostWaiting) {
      return asio::post(stream.get_executor(), [self = this->shared_from_this()] {
        if (!self->stopped_) self->fail(asio::error::timed_out);
      });
    }
    waiting_.append(bytes);
    if (sending_.empty()) send();
  }
  void fail(const Error& error) {
    stop();
    events_.closed(error.message());
  }

 private:
  void read() {
    stream.async_read_some(asio::buffer(buffer_),
                           [self = this->shared_from_this()](const Error& error, std::size_t size) {
                             if (self->stopped_) return;
                             if (error) return self->fail(error);
                             self->events_.received({self->buffer_.data(), size});
                             if (!self->stopped_) self->read();
                           });
  }
  void send() {
    sending_.swap(waiting_);
    asio::async_write(stream, asio::buffer(sending_),
                      [self = this->shared_from_this()](const Error& error, std::size_t) {
                        if (self->stopped_) return;
                        if (error) return self->fail(error);
                        self->sending_.clear();
                        if (!self->waiting_.empty()) self->send();
                      });
  }

  LineEvents events_;
  bool stopped_ = false;
  std::array<char, 4096> buffer_{};
  std::string sending_;
  std::string waiting_;
};

template <class Stream>
class AsioLine : public Line {
 public:
  AsioLine(asio::io_context& loop, LineAddress address)
      : loop_(loop), address_(std::move(address)) {}
  ~AsioLine() override { AsioLine::close(); }

  void listen(LineEvents events) override { events_ = std::move(events); }
  void open() override {
    close();
    session_ = std::make_shared<Session<Stream>>(loop_, events_);
    session_->deadline.expires_after(kConnect);
    session_->deadline.async_wait([session = session_](const Error& error) {
      if (!error && !session->stopped()) session->fail(asio::error::timed_out);
    });
    start(session_);
  }
  void close() override {
    if (session_) session_->stop();
    session_.reset();
  }
  void write(std::string_view bytes) override {
    if (session_) session_->write(bytes);
  }

 protected:
  using SessionPtr = std::shared_ptr<Session<Stream>>;
  virtual void start(const SessionPtr& session) = 0;

  asio::io_context& loop_;
  LineAddress address_;

 private:
  LineEvents events_;
  SessionPtr session_;
};

class SerialLine final : public AsioLine<asio::serial_port> {
 public:
  using AsioLine::AsioLine;

 private:
  void start(const SessionPtr& session) override {
    Error error;
    auto& port = session->stream;
    port.open(address_.name, error);
    const auto set = [&](const auto& option) {
      if (!error) port.set_option(option, error);
    };
    set(asio::serial_port::baud_rate(address_.number));
    set(asio::serial_port::character_size(8));
    set(asio::serial_port::parity(asio::serial_port::parity::none));
    set(asio::serial_port::stop_bits(asio::serial_port::stop_bits::one));
    set(asio::serial_port::flow_control(asio::serial_port::flow_control::none));
    asio::post(loop_, [session, error] { session->opened(error); });
  }
};

class TcpLine final : public AsioLine<tcp::socket> {
 public:
  using AsioLine::AsioLine;

 private:
  void start(const SessionPtr& session) override {
    auto resolver = std::make_shared<tcp::resolver>(loop_);
    resolver->async_resolve(
        address_.name, std::to_string(address_.number),
        [session, resolver](const Error& error, const tcp::resolver::results_type& found) {
          if (error || session->stopped()) return session->opened(error);
          asio::async_connect(session->stream, found,
                              [session](const Error& failed, const tcp::endpoint&) {
                                Error ignored;
                                // Frames are small, and each waits for its answer.
                                if (!failed)
                                  session->stream.set_option(tcp::no_delay(true), ignored);
                                session->opened(failed);
                              });
        });
  }
};

class LocalLine final : public AsioLine<Local::socket> {
 public:
  using AsioLine::AsioLine;

 private:
  void start(const SessionPtr& session) override {
    session->stream.async_connect(Local::endpoint(address_.name),
                                  [session](const Error& error) { session->opened(error); });
  }
};

}  // namespace

std::unique_ptr<Line> make_line(asio::io_context& loop, LineAddress address) {
  switch (address.kind) {
    case LineAddress::Kind::serial:
      return std::make_unique<SerialLine>(loop, std::move(address));
    case LineAddress::Kind::unix_socket:
      return std::make_unique<LocalLine>(loop, std::move(address));
    case LineAddress::Kind::tcp:
      break;
  }
  return std::make_unique<TcpLine>(loop, std::move(address));
}

}  // namespace loa::signs::drivers

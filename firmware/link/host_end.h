// The host's end of the link: greets the board, keeps a small window of commands on their way,
// sends again what is not answered, and hands out the answers. A machine: no clock, no heap.
#pragma once

#include "firmware/link/messages.h"

namespace loa::firmware::link {

enum class Loss : std::uint8_t {
  silent,     // no answer to a command that was sent several times
  restarted,  // the board does not know the session any more
};

// Called from within HostEnd::receive() and step(). They may call send().
class HostEvents {
 public:
  virtual void connected(const Identity& identity) = 0;
  // Once for each command that was sent, unless the session is lost before. Nearly always in the
  // order of sending.
  virtual void answered(Type type, std::uint8_t count, const Ack& ack) = 0;
  virtual void noticed(std::uint8_t flags) = 0;
  // What was on its way is forgotten; the end greets the board again by itself.
  virtual void lost(Loss loss) = 0;
  // Something greets back that cannot be used: a broken identity. Once for each try.
  virtual void misunderstood() = 0;

 protected:
  ~HostEvents() = default;
};

class HostEnd {
 public:
  struct Options {
    std::uint32_t bytes_per_s = 11520;  // of the line; 115,200 baud
    std::uint16_t silence_s = 30;       // Hello::silence_s
    bool half_duplex = false;           // RS-485: one frame at a time, and a pause before it
    std::uint8_t turnaround_ms = 2;     // that pause, on both sides
  };
  static constexpr std::uint8_t kWindow = 8;

  // `events` outlives this. One thread.
  HostEnd(Options options, HostEvents& events) : options_(options), events_(events) {}
  HostEnd(const HostEnd&) = delete;
  HostEnd& operator=(const HostEnd&) = delete;

  // The line is open: greets until the board answers, every 0.25 s at first and every 4 s at last.
  // `nonce` is another one each time.
  void connect(Millis now, std::uint32_t nonce);
  // The line is closed. Everything is forgotten, without an event.
  void disconnect() { state_ = State::closed; }
  bool connected() const { return state_ == State::open; }

  // Whether send() takes a payload of that size now.
  bool can_send(std::size_t payload) const;
  // The count by which answered() will know it. Only where can_send() says so.
  std::uint8_t send(Type type, Bytes payload);
  // How long the line needs for what is on its way and `payload` more, in milliseconds.
  Millis line_time(std::size_t payload) const {
    return static_cast<Millis>((bytes_in_flight() + wire_size(payload)) * 1000 /
                               options_.bytes_per_s);
  }
  // Nothing is on its way.
  bool idle() const { return base_ == next_; }

  void receive(Millis now, Bytes bytes);
  // Sends again what has waited too long.
  void step(Millis now);
  // Whole frames for the line, as many as fit; `out` has room for kMaxWire at least.
  std::size_t take(Millis now, Buffer out);
  // When step() or take() next have something to do, after `now`; false while only the line does.
  bool next_wakeup(Millis now, Millis& when) const;

  std::uint16_t bad_frames() const { return receiver_.bad(); }
  std::uint32_t sent_again() const { return sent_again_; }

 private:
  enum class State : std::uint8_t { closed, greeting, open };
  struct Slot {
    Type type = Type::status;
    std::uint8_t count = 0;
    bool answered = false;
    bool sent = false;  // since it was last due
    std::uint8_t tries = 0;
    Millis sent_at = 0;
    std::size_t size = 0;
    std::uint8_t wire[kMaxWire] = {};
  };

  Slot& slot(std::uint8_t count) { return slots_[count % kWindow]; }
  const Slot& slot(std::uint8_t count) const { return slots_[count % kWindow]; }
  std::uint8_t in_flight() const { return static_cast<std::uint8_t>(next_ - base_); }
  std::size_t bytes_in_flight() const;
  std::uint8_t session() const { return static_cast<std::uint8_t>(nonce_ % 255U + 1U); }
  void greet();
  void restart();
  void lose(Loss loss);
  void handle(Millis now, const Frame& frame);
  void handle_greeting(const Ack& ack);
  void handle_answer(Millis now, const Ack& ack);
  void resend_from(Millis now, std::uint8_t count);
  void measure(Millis now, const Slot& slot);
  Millis patience(const Slot& slot) const;
  // The first slot that is to be sent, and the first that is not answered; null if there is none.
  const Slot* to_send() const;
  const Slot* waiting() const;
  void mark_sent(Millis now, Slot& sent);
  bool my_turn(Millis now) const;

  Options options_;
  HostEvents& events_;
  FrameReceiver receiver_;
  State state_ = State::closed;
  Identity identity_;
  std::uint32_t nonce_ = 0;
  Slot slots_[kWindow];
  Slot hello_;
  std::uint8_t base_ = 1;
  std::uint8_t next_ = 1;
  Millis heard_byte_ = 0;
  Millis round_trip_ = 100;  // smoothed
  Millis variance_ = 50;
  std::uint32_t sent_again_ = 0;
};

}  // namespace loa::firmware::link

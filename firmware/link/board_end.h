// The board's end of the link: takes the line's bytes, has each command done once, in order, and
// answers. A machine: no clock, no heap.
#pragma once

#include "firmware/link/messages.h"

namespace loa::firmware::link {

// What the board does when it is told. Called from within BoardEnd::receive(). Implementations are
// quick: what they take longer than a frame on the line for must fit into the receive buffer.
class BoardCommands {
 public:
  virtual Identity identity() = 0;  // the nonce is filled in by the link
  virtual Status status() = 0;      // bad_frames is filled in by the link
  virtual Error begin(const Begin& begin) = 0;
  virtual Error page(const Page& page) = 0;
  virtual Error commit(Millis now, const Commit& commit) = 0;
  virtual Error brightness(std::uint8_t level) = 0;
  virtual Error power(bool on) = 0;
  virtual Error store(std::uint16_t strip) = 0;
  virtual Error outputs(std::uint8_t mask, std::uint8_t levels) = 0;
  virtual Error inputs_seen(std::uint8_t changes) = 0;
  virtual Error calibration(Calibration pattern) = 0;
  virtual Error update_begin(Bytes header) = 0;
  virtual Error update_page(std::uint32_t offset, Bytes bytes) = 0;
  virtual Error update_end(std::uint32_t crc) = 0;
  // Happens after the answer has left: the board asks BoardEnd::idle() first.
  virtual Error boot(Boot what) = 0;
  virtual Error confirm() = 0;
  // Bits of Ack::flags.
  virtual std::uint8_t flags() = 0;

 protected:
  ~BoardCommands() = default;
};

class BoardEnd {
 public:
  // `board` outlives this. One thread (on the board: the main loop, not an interrupt).
  explicit BoardEnd(BoardCommands& board) : board_(board) {}
  BoardEnd(const BoardEnd&) = delete;
  BoardEnd& operator=(const BoardEnd&) = delete;

  // One byte from the line.
  void receive(Millis now, std::uint8_t byte);
  // Sends a notice if the flags ask for one: a few a second, never on a half-duplex line.
  void step(Millis now);
  // The next byte for the line, or -1: nothing to send, or it is not the board's turn yet.
  int take(Millis now);
  // Everything has been taken.
  bool idle() const { return sent_ == queued_; }

  // A host has said hello and has not been silent for longer than it allowed.
  bool host_present(Millis now) const;
  std::uint16_t bad_frames() const { return receiver_.bad(); }

 private:
  static constexpr std::size_t kRemembered = 8;

  void handle(Millis now, const Frame& frame);
  void hello(const Frame& frame);
  void command(Millis now, const Frame& frame);
  Error execute(Millis now, const Frame& frame);
  Error execute_setting(const Frame& frame);
  Error execute_update(const Frame& frame);
  void answer(const Frame& frame, Error error);
  void answer_with(Seq seq, Error error, Bytes data);
  void queue(Type type, Seq seq, Bytes payload);

  BoardCommands& board_;
  FrameReceiver receiver_;
  Hello host_;
  bool session_ = false;
  std::uint8_t session_byte_ = 0;
  std::uint8_t next_ = 1;            // the count awaited
  Error results_[kRemembered] = {};  // of the last counts, by count modulo kRemembered
  Millis heard_ = 0;                 // the last good frame
  Millis heard_byte_ = 0;            // the last byte
  Millis noticed_ = 0;
  std::uint8_t out_[2 * wire_size(80)] = {};
  std::size_t queued_ = 0;
  std::size_t sent_ = 0;
};

}  // namespace loa::firmware::link

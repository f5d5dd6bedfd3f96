#include "firmware/link/host_end.h"

namespace loa::firmware::link {
namespace {

constexpr std::uint8_t kTries = 6;
constexpr Millis kLongestWait = 2000;
constexpr Millis kGreetFirst = 250;
constexpr std::uint8_t kGreetDoublings = 4;
// What two ends and the buffers between them may take on top of what was measured.
constexpr Millis kMargin = 20;

}  // namespace

void HostEnd::connect(Millis now, std::uint32_t nonce) {
  nonce_ = nonce;
  heard_byte_ = now - options_.turnaround_ms;
  round_trip_ = 100;
  variance_ = 50;
  hello_.tries = 0;
  restart();
}

void HostEnd::restart() {
  state_ = State::greeting;
  base_ = next_ = 1;
  greet();
}

void HostEnd::greet() {
  std::uint8_t raw[16];
  Writer writer(raw);
  write(writer,
        Hello{nonce_, options_.silence_s, static_cast<std::uint8_t>(options_.half_duplex ? 1 : 0),
              options_.half_duplex ? options_.turnaround_ms : std::uint8_t{0}});
  hello_.size = encode_frame(static_cast<std::uint8_t>(Type::hello), {session(), 0},
                             writer.written(), hello_.wire);
  hello_.sent = false;
}

void HostEnd::lose(Loss loss) {
  nonce_ += 0x9E3779B9U;
  hello_.tries = 0;
  restart();
  events_.lost(loss);
}

std::size_t HostEnd::bytes_in_flight() const {
  std::size_t bytes = 0;
  for (std::uint8_t count = base_; count != next_; ++count) {
    if (!slot(count).answered) bytes += slot(count).size;
  }
  return bytes;
}

bool HostEnd::can_send(std::size_t payload) const {
  if (state_ != State::open || payload > kMaxPayload) return false;
  if (in_flight() == 0) return true;
  const std::uint8_t window = identity_.window < kWindow ? identity_.window : kWindow;
  return !options_.half_duplex && in_flight() < window &&
         bytes_in_flight() + wire_size(payload) <= identity_.receive_bytes;
}

std::uint8_t HostEnd::send(Type type, Bytes payload) {
  const std::uint8_t count = next_++;
  Slot& fresh = slot(count);
  fresh.type = type;
  fresh.count = count;
  fresh.answered = false;
  fresh.sent = false;
  fresh.tries = 0;
  fresh.size =
      encode_frame(static_cast<std::uint8_t>(type), {session(), count}, payload, fresh.wire);
  return count;
}

void HostEnd::receive(Millis now, Bytes bytes) {
  for (const std::uint8_t byte : bytes) {
    heard_byte_ = now;
    if (receiver_.feed(byte) && state_ != State::closed) handle(now, receiver_.frame());
  }
}

void HostEnd::handle(Millis now, const Frame& frame) {
  if (frame.type == static_cast<std::uint8_t>(Type::notice)) {
    const bool ours = state_ == State::open && frame.seq.session == session();
    if (ours && frame.payload.size() == 1) events_.noticed(frame.payload[0]);
    return;
  }
  Ack ack;
  if (frame.type != static_cast<std::uint8_t>(Type::ack) || !read(frame.payload, ack)) return;
  if (Seq::of(ack.seq).session != session()) return;
  if (state_ == State::greeting) return handle_greeting(ack);
  handle_answer(now, ack);
}

void HostEnd::handle_greeting(const Ack& ack) {
  if (Seq::of(ack.seq).count != 0) return;
  Identity identity;
  if (ack.error != Error::ok || !read(ack.data, identity) || identity.nonce != nonce_) {
    return events_.misunderstood();
  }
  identity_ = identity;
  state_ = State::open;
  events_.connected(identity_);
}

void HostEnd::handle_answer(Millis now, const Ack& ack) {
  if (ack.error == Error::no_session) return lose(Loss::restarted);
  const std::uint8_t count = Seq::of(ack.seq).count;
  if (static_cast<std::uint8_t>(count - base_) >= in_flight()) return;
  if (ack.error == Error::out_of_order) return resend_from(now, count);
  Slot& asked = slot(count);
  if (asked.answered || asked.tries == 0) return;
  asked.answered = true;
  measure(now, asked);
  while (base_ != next_ && slot(base_).answered) ++base_;
  events_.answered(asked.type, count, ack);
}

// Every frame behind a lost one is told to be out of order: the first telling counts.
void HostEnd::resend_from(Millis now, std::uint8_t count) {
  const Slot& first = slot(count);
  if (!first.sent || !reached(now, first.sent_at + round_trip_ / 2)) return;
  for (std::uint8_t i = count; i != next_; ++i) {
    if (!slot(i).answered && slot(i).sent) slot(i).sent = false;
  }
}

// Jacobson's estimate; answers to frames that were sent twice are of no use to it (Karn).
void HostEnd::measure(Millis now, const Slot& asked) {
  if (asked.tries != 1) return;
  const Millis took = now - asked.sent_at;
  const Millis apart = took > round_trip_ ? took - round_trip_ : round_trip_ - took;
  variance_ = (3 * variance_ + apart) / 4;
  round_trip_ = (7 * round_trip_ + took) / 8;
}

// How long an answer may take. The line may still be busy with what the operating system took.
Millis HostEnd::patience(const Slot& asked) const {
  if (state_ == State::greeting) {
    return kGreetFirst << (asked.tries <= kGreetDoublings ? asked.tries - 1U : kGreetDoublings);
  }
  const auto line = static_cast<Millis>(bytes_in_flight() * 1000 / options_.bytes_per_s);
  Millis wait = round_trip_ + 4 * variance_ + line + kMargin;
  wait <<= asked.tries - 1U;
  return wait < kLongestWait ? wait : kLongestWait;
}

const HostEnd::Slot* HostEnd::waiting() const {
  if (state_ == State::greeting) return &hello_;
  for (std::uint8_t count = base_; state_ == State::open && count != next_; ++count) {
    if (!slot(count).answered) return &slot(count);
  }
  return nullptr;
}

const HostEnd::Slot* HostEnd::to_send() const {
  if (state_ == State::greeting) return hello_.sent ? nullptr : &hello_;
  for (std::uint8_t count = base_; state_ == State::open && count != next_; ++count) {
    if (!slot(count).answered && !slot(count).sent) return &slot(count);
  }
  return nullptr;
}

void HostEnd::step(Millis now) {
  const Slot* first = waiting();
  if (first == nullptr || !first->sent || !reached(now, first->sent_at + patience(*first))) return;
  if (state_ == State::greeting) return greet();
  if (first->tries >= kTries) return lose(Loss::silent);
  for (std::uint8_t count = base_; count != next_; ++count) slot(count).sent = false;
}

bool HostEnd::my_turn(Millis now) const {
  return !options_.half_duplex || reached(now, heard_byte_ + options_.turnaround_ms);
}

void HostEnd::mark_sent(Millis now, Slot& sent) {
  sent.sent = true;
  sent.sent_at = now;
  if (sent.tries > 0) ++sent_again_;
  if (sent.tries < 0xFF) ++sent.tries;
}

std::size_t HostEnd::take(Millis now, Buffer out) {
  Writer writer(out);
  if (!my_turn(now)) return 0;
  for (const Slot* due = to_send(); due != nullptr; due = to_send()) {
    if (writer.size() + due->size > out.size()) break;
    writer.bytes(Bytes(due->wire).first(due->size));
    mark_sent(now, due == &hello_ ? hello_ : slot(due->count));
  }
  return writer.size();
}

bool HostEnd::next_wakeup(Millis now, Millis& when) const {
  if (state_ == State::closed) return false;
  if (to_send() != nullptr) {
    when = my_turn(now) ? now : heard_byte_ + options_.turnaround_ms;
    return true;
  }
  const Slot* first = waiting();
  if (first == nullptr) return false;
  when = first->sent_at + patience(*first);
  return true;
}

}  // namespace loa::firmware::link

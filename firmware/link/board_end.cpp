#include "firmware/link/board_end.h"

namespace loa::firmware::link {
namespace {

constexpr Millis kNoticeEvery = 100;

// Reads a payload that is one byte, `most` at most.
bool read_byte(Bytes payload, std::uint8_t most, std::uint8_t& value) {
  Reader reader(payload);
  value = reader.u8();
  return reader.finished() && value <= most;
}

}  // namespace

void BoardEnd::receive(Millis now, std::uint8_t byte) {
  heard_byte_ = now;
  if (receiver_.feed(byte)) handle(now, receiver_.frame());
}

void BoardEnd::handle(Millis now, const Frame& frame) {
  // What is not from a host is another board on the same line.
  if ((frame.type & 0x80U) != 0) return;
  if (frame.type == static_cast<std::uint8_t>(Type::hello)) {
    heard_ = now;
    return hello(frame);
  }
  if (!session_ || frame.seq.session != session_byte_) {
    return answer_with(frame.seq, Error::no_session, {});
  }
  heard_ = now;
  command(now, frame);
}

void BoardEnd::hello(const Frame& frame) {
  Hello hello;
  if (!read(frame.payload, hello)) return answer_with(frame.seq, Error::bad_payload, {});
  const bool again = session_ && hello.nonce == host_.nonce && frame.seq.session == session_byte_;
  if (!again) next_ = 1;
  host_ = hello;
  session_ = true;
  session_byte_ = frame.seq.session;
  std::uint8_t raw[64];
  Writer writer(raw);
  Identity identity = board_.identity();
  identity.nonce = hello.nonce;
  write(writer, identity);
  answer_with(frame.seq, Error::ok, writer.written());
}

void BoardEnd::command(Millis now, const Frame& frame) {
  const auto behind = static_cast<std::uint8_t>(next_ - frame.seq.count);
  if (behind == 0) {
    const Error error = execute(now, frame);
    results_[next_ % kRemembered] = error;
    ++next_;
    return answer(frame, error);
  }
  if (behind <= kRemembered) return answer(frame, results_[frame.seq.count % kRemembered]);
  answer_with({session_byte_, next_}, Error::out_of_order, {});
}

Error BoardEnd::execute(Millis now, const Frame& frame) {
  switch (static_cast<Type>(frame.type)) {
    case Type::status:
      return frame.payload.empty() ? Error::ok : Error::bad_payload;
    case Type::begin: {
      Begin begin;
      return read(frame.payload, begin) ? board_.begin(begin) : Error::bad_payload;
    }
    case Type::page: {
      Page page;
      return read(frame.payload, page) ? board_.page(page) : Error::bad_payload;
    }
    case Type::commit: {
      Commit commit;
      return read(frame.payload, commit) ? board_.commit(now, commit) : Error::bad_payload;
    }
    case Type::update_begin:
    case Type::update_page:
    case Type::update_end:
    case Type::boot:
    case Type::confirm:
      return execute_update(frame);
    default:
      return execute_setting(frame);
  }
}

Error BoardEnd::execute_setting(const Frame& frame) {
  std::uint8_t value = 0;
  Reader reader(frame.payload);
  switch (static_cast<Type>(frame.type)) {
    case Type::brightness:
      return read_byte(frame.payload, 255, value) ? board_.brightness(value) : Error::bad_payload;
    case Type::power:
      return read_byte(frame.payload, 1, value) ? board_.power(value == 1) : Error::bad_payload;
    case Type::store: {
      const std::uint16_t strip = reader.u16();
      return reader.finished() ? board_.store(strip) : Error::bad_payload;
    }
    case Type::outputs: {
      const std::uint8_t mask = reader.u8();
      const std::uint8_t levels = reader.u8();
      return reader.finished() ? board_.outputs(mask, levels) : Error::bad_payload;
    }
    case Type::inputs_seen:
      return read_byte(frame.payload, 255, value) ? board_.inputs_seen(value) : Error::bad_payload;
    case Type::calibration:
      return read_byte(frame.payload, static_cast<std::uint8_t>(Calibration::colours), value)
                 ? board_.calibration(static_cast<Calibration>(value))
                 : Error::bad_payload;
    default:
      return Error::unknown_type;
  }
}

Error BoardEnd::execute_update(const Frame& frame) {
  constexpr std::size_t kLeastHeader = 16;
  std::uint8_t value = 0;
  Reader reader(frame.payload);
  switch (static_cast<Type>(frame.type)) {
    case Type::update_begin:
      return frame.payload.size() >= kLeastHeader ? board_.update_begin(frame.payload)
                                                  : Error::bad_payload;
    case Type::update_page: {
      const std::uint32_t offset = reader.u32();
      const Bytes bytes = reader.rest();
      return reader.ok() && !bytes.empty() ? board_.update_page(offset, bytes) : Error::bad_payload;
    }
    case Type::update_end: {
      const std::uint32_t crc = reader.u32();
      return reader.finished() ? board_.update_end(crc) : Error::bad_payload;
    }
    case Type::boot:
      return read_byte(frame.payload, static_cast<std::uint8_t>(Boot::rom), value)
                 ? board_.boot(static_cast<Boot>(value))
                 : Error::bad_payload;
    default:
      return frame.payload.empty() ? board_.confirm() : Error::bad_payload;
  }
}

void BoardEnd::answer(const Frame& frame, Error error) {
  if (frame.type != static_cast<std::uint8_t>(Type::status) || error != Error::ok) {
    return answer_with(frame.seq, error, {});
  }
  std::uint8_t raw[64];
  Writer writer(raw);
  Status status = board_.status();
  status.bad_frames = receiver_.bad();
  write(writer, status);
  answer_with(frame.seq, error, writer.written());
}

void BoardEnd::answer_with(Seq seq, Error error, Bytes data) {
  std::uint8_t raw[72];
  Writer writer(raw);
  write(writer, Ack{seq.packed(), error, board_.flags(), data});
  queue(Type::ack, seq, writer.written());
}

// What finds no room is not sent: the host asks again.
void BoardEnd::queue(Type type, Seq seq, Bytes payload) {
  if (idle()) sent_ = queued_ = 0;
  queued_ +=
      encode_frame(static_cast<std::uint8_t>(type), seq, payload, Buffer(out_).subspan(queued_));
}

void BoardEnd::step(Millis now) {
  if (host_.half_duplex != 0 || !idle() || !host_present(now)) return;
  if (!reached(now, noticed_ + kNoticeEvery)) return;
  const std::uint8_t flags = board_.flags() & (kInputsChanged | kWantsPages);
  if (flags == 0) return;
  noticed_ = now;
  queue(Type::notice, {session_byte_, 0}, Bytes(&flags, 1));
}

int BoardEnd::take(Millis now) {
  if (idle()) return -1;
  if (host_.half_duplex != 0 && !reached(now, heard_byte_ + host_.turnaround_ms)) return -1;
  return out_[sent_++];
}

bool BoardEnd::host_present(Millis now) const {
  if (!session_) return false;
  return host_.silence_s == 0 || !reached(now, heard_ + host_.silence_s * 1000U);
}

}  // namespace loa::firmware::link

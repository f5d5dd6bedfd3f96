#include "firmware/link/messages.h"

namespace loa::firmware::link {

void write(Writer& writer, const Hello& hello) {
  writer.u32(hello.nonce);
  writer.u16(hello.silence_s);
  writer.u8(hello.half_duplex);
  writer.u8(hello.turnaround_ms);
}

bool read(Bytes payload, Hello& hello) {
  Reader reader(payload);
  hello.nonce = reader.u32();
  hello.silence_s = reader.u16();
  hello.half_duplex = reader.u8();
  hello.turnaround_ms = reader.u8();
  return reader.finished() && hello.half_duplex <= 1;
}

void write(Writer& writer, const Identity& identity) {
  writer.u32(identity.nonce);
  writer.u8(identity.major);
  writer.u8(identity.minor);
  writer.u8(identity.patch);
  writer.u32(identity.git);
  writer.u8(identity.target);
  writer.u16(identity.width);
  writer.u8(identity.height);
  writer.u8(static_cast<std::uint8_t>(identity.format));
  writer.u8(identity.page_bytes);
  writer.u16(identity.pages);
  writer.u8(identity.window);
  writer.u16(identity.receive_bytes);
  writer.bytes(identity.serial);
}

namespace {

bool format_of(std::uint8_t value, Format& format) {
  format = static_cast<Format>(value);
  switch (format) {
    case Format::mono:
    case Format::red_green:
    case Format::rgb:
    case Format::rgb12:
      return true;
  }
  return false;
}

// What a host divides by, or waits for, must be something.
bool usable(const Identity& identity) {
  if (identity.width == 0 || identity.height == 0 || identity.height % 8 != 0) return false;
  if (identity.window == 0 || identity.pages == 0 || identity.page_bytes > kMaxPage) return false;
  return identity.page_bytes >= column_bytes(identity.format, identity.height) &&
         identity.receive_bytes >= wire_size(identity.page_bytes + 4U);
}

}  // namespace

bool read(Bytes payload, Identity& identity) {
  Reader reader(payload);
  identity.nonce = reader.u32();
  identity.major = reader.u8();
  identity.minor = reader.u8();
  identity.patch = reader.u8();
  identity.git = reader.u32();
  identity.target = reader.u8();
  identity.width = reader.u16();
  identity.height = reader.u8();
  const bool known_format = format_of(reader.u8(), identity.format);
  identity.page_bytes = reader.u8();
  identity.pages = reader.u16();
  identity.window = reader.u8();
  identity.receive_bytes = reader.u16();
  reader.bytes(identity.serial);
  return reader.finished() && known_format && usable(identity);
}

void write(Writer& writer, const Begin& begin) {
  writer.u16(begin.strip);
  writer.u16(begin.columns);
  writer.u8(static_cast<std::uint8_t>(begin.effect));
  writer.u16(begin.speed);
  writer.u8(begin.repeat);
}

bool read(Bytes payload, Begin& begin) {
  Reader reader(payload);
  begin.strip = reader.u16();
  begin.columns = reader.u16();
  const std::uint8_t effect = reader.u8();
  begin.effect = static_cast<Effect>(effect);
  begin.speed = reader.u16();
  begin.repeat = reader.u8();
  const bool moves = effect != 0;
  return reader.finished() && begin.strip != 0 && begin.columns != 0 && effect <= 2 &&
         begin.repeat <= 1 && (!moves || (begin.speed >= 1 && begin.speed <= 1000));
}

void write(Writer& writer, const Page& page) {
  writer.u16(page.strip);
  writer.u16(page.page);
  writer.bytes(page.columns);
}

bool read(Bytes payload, Page& page) {
  Reader reader(payload);
  page.strip = reader.u16();
  page.page = reader.u16();
  page.columns = reader.rest();
  return reader.finished() && page.strip != 0 && !page.columns.empty();
}

void write(Writer& writer, const Commit& commit) {
  writer.u16(commit.strip);
  writer.u16(commit.pages);
  writer.u32(commit.crc);
  writer.u32(commit.elapsed_ms);
}

bool read(Bytes payload, Commit& commit) {
  Reader reader(payload);
  commit.strip = reader.u16();
  commit.pages = reader.u16();
  commit.crc = reader.u32();
  commit.elapsed_ms = reader.u32();
  return reader.finished() && commit.strip != 0;
}

void write(Writer& writer, const Status& status) {
  writer.u8(static_cast<std::uint8_t>(status.showing));
  writer.u16(status.strip);
  writer.u32(status.strip_crc);
  writer.u32(static_cast<std::uint32_t>(status.left));
  writer.u32(status.frame_crc);
  writer.u16(status.wanted);
  writer.u16(status.free_pages);
  writer.u8(status.brightness);
  writer.u8(status.power);
  writer.u8(status.outputs);
  writer.u8(status.inputs);
  writer.u8(status.input_changes);
  writer.i16(status.temperature);
  writer.u32(status.uptime_s);
  writer.u8(status.reset_reason);
  writer.u32(status.crash);
  writer.u16(status.refresh_hz);
  writer.u16(status.bad_frames);
  writer.u16(status.blank_columns);
}

bool read(Bytes payload, Status& status) {
  Reader reader(payload);
  const std::uint8_t showing = reader.u8();
  status.showing = static_cast<Showing>(showing);
  status.strip = reader.u16();
  status.strip_crc = reader.u32();
  status.left = static_cast<std::int32_t>(reader.u32());
  status.frame_crc = reader.u32();
  status.wanted = reader.u16();
  status.free_pages = reader.u16();
  status.brightness = reader.u8();
  status.power = reader.u8();
  status.outputs = reader.u8();
  status.inputs = reader.u8();
  status.input_changes = reader.u8();
  status.temperature = reader.i16();
  status.uptime_s = reader.u32();
  status.reset_reason = reader.u8();
  status.crash = reader.u32();
  status.refresh_hz = reader.u16();
  status.bad_frames = reader.u16();
  status.blank_columns = reader.u16();
  return reader.finished() && showing <= 3 && status.power <= 1 && status.reset_reason <= 4;
}

void write(Writer& writer, const Ack& ack) {
  writer.u16(ack.seq);
  writer.u8(static_cast<std::uint8_t>(ack.error));
  writer.u8(ack.flags);
  writer.bytes(ack.data);
}

bool read(Bytes payload, Ack& ack) {
  Reader reader(payload);
  ack.seq = reader.u16();
  ack.error = static_cast<Error>(reader.u8());
  ack.flags = reader.u8();
  if (!reader.ok()) return false;
  ack.data = reader.rest();
  return true;
}

}  // namespace loa::firmware::link

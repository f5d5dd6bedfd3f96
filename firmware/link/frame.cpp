#include "firmware/link/frame.h"

#include "firmware/link/crc32.h"

namespace loa::firmware::link {

std::size_t encode_frame(std::uint8_t type, Seq seq, Bytes payload, Buffer out) {
  if (payload.size() > kMaxPayload) return 0;
  const std::size_t raw = kHeader + payload.size() + kTrailer;
  const std::size_t encoded = cobs_size(raw);
  if (out.size() < 1 + encoded) return 0;
  // Raw bytes at the end of the room, encoded into its beginning: a board has little memory.
  Writer writer(out.subspan(1 + encoded - raw, raw));
  writer.u8(kVersion);
  writer.u8(type);
  writer.u16(seq.packed());
  writer.u16(static_cast<std::uint16_t>(payload.size()));
  writer.bytes(payload);
  writer.u32(crc32(writer.written()));
  out[0] = 0;
  return 1 + cobs_encode(writer.written(), out.subspan(1, encoded));
}

bool FrameReceiver::feed(std::uint8_t byte) {
  const auto result = cobs_.feed(byte);
  if (result == CobsDecoder::Result::more) return false;
  if (result == CobsDecoder::Result::frame && read(cobs_.frame())) return true;
  ++bad_;
  return false;
}

bool FrameReceiver::read(Bytes raw) {
  if (raw.size() < kHeader + kTrailer) return false;
  const std::size_t length = raw.size() - kHeader - kTrailer;
  Reader trailer(raw.last(kTrailer));
  if (trailer.u32() != crc32(raw.first(raw.size() - kTrailer))) return false;
  Reader header(raw.first(kHeader));
  const std::uint8_t version = header.u8();
  frame_.type = header.u8();
  frame_.seq = Seq::of(header.u16());
  if (version != kVersion || header.u16() != length) return false;
  frame_.payload = raw.subspan(kHeader, length);
  return true;
}

}  // namespace loa::firmware::link

#include "firmware/link/cobs.h"

namespace loa::firmware::link {

std::size_t cobs_encode(Bytes data, Buffer out) {
  if (out.size() < cobs_size(data.size())) return 0;
  std::size_t code_at = 0;
  std::size_t used = 1;
  std::uint8_t code = 1;
  const auto close = [&] {
    out[code_at] = code;
    code_at = used++;
    code = 1;
  };
  for (const std::uint8_t byte : data) {
    if (code == 0xFF) close();
    if (byte == 0) {
      close();
    } else {
      out[used++] = byte;
      ++code;
    }
  }
  out[code_at] = code;
  out[used++] = 0;
  return used;
}

void CobsDecoder::restart() {
  size_ = 0;
  left_ = 0;
  zero_after_ = false;
  begun_ = false;
  overflow_ = false;
  fresh_ = false;
}

void CobsDecoder::put(std::uint8_t byte) {
  if (size_ < buffer_.size()) {
    buffer_[size_++] = byte;
  } else {
    overflow_ = true;
  }
}

CobsDecoder::Result CobsDecoder::end() {
  fresh_ = true;
  if (!begun_) return Result::more;
  return left_ == 0 && !overflow_ ? Result::frame : Result::bad;
}

CobsDecoder::Result CobsDecoder::feed(std::uint8_t byte) {
  if (fresh_) restart();
  if (byte == 0) return end();
  begun_ = true;
  if (left_ > 0) {
    put(byte);
    --left_;
    return Result::more;
  }
  if (zero_after_) put(0);
  left_ = static_cast<std::uint8_t>(byte - 1);
  zero_after_ = byte != 0xFF;
  return Result::more;
}

}  // namespace loa::firmware::link

#include "protocol/zstd.h"

#include <zstd.h>

#include <algorithm>
#include <memory>
#include <new>
#include <stdexcept>

namespace loa::protocol {
namespace {

// A batch is small: the best that the library does costs a millisecond.
constexpr int kLevel = 19;
// What a reader keeps at hand of what it has read (2^22 is the greatest body).
constexpr int kWindowLog = 22;
constexpr std::size_t kPiece = 64UL * 1024;

struct FreeContext {
  void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
  void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};

void check(std::size_t code) {
  if (ZSTD_isError(code) != 0) throw std::runtime_error(ZSTD_getErrorName(code));
}

// Compresses `in` and appends what comes of it.
void put(ZSTD_CCtx& context, std::string_view in, ZSTD_EndDirective then, std::string& out) {
  std::string piece(ZSTD_CStreamOutSize(), '\0');
  ZSTD_inBuffer input{in.data(), in.size(), 0};
  for (std::size_t left = 1; left > 0;) {
    ZSTD_outBuffer output{piece.data(), piece.size(), 0};
    left = ZSTD_compressStream2(&context, &output, &input, then);
    check(left);
    out.append(piece, 0, output.pos);
  }
}

}  // namespace

std::string zstd_frame(std::span<const std::string> parts) {
  const std::unique_ptr<ZSTD_CCtx, FreeContext> context(ZSTD_createCCtx());
  if (!context) throw std::bad_alloc();
  std::size_t whole = 0;
  for (const auto& part : parts) whole += part.size();
  check(ZSTD_CCtx_setParameter(context.get(), ZSTD_c_compressionLevel, kLevel));
  check(ZSTD_CCtx_setPledgedSrcSize(context.get(), whole));
  std::string frame;
  for (const auto& part : parts)
    if (!part.empty()) put(*context, part, ZSTD_e_flush, frame);
  put(*context, "", ZSTD_e_end, frame);
  return frame;
}

std::optional<std::string> from_zstd_frame(std::string_view frame, std::size_t most) {
  const auto said = ZSTD_getFrameContentSize(frame.data(), frame.size());
  if (said == ZSTD_CONTENTSIZE_ERROR) return std::nullopt;
  if (said != ZSTD_CONTENTSIZE_UNKNOWN && said > most) return std::nullopt;
  const std::unique_ptr<ZSTD_DCtx, FreeContext> context(ZSTD_createDCtx());
  if (!context) throw std::bad_alloc();
  check(ZSTD_DCtx_setParameter(context.get(), ZSTD_d_windowLogMax, kWindowLog));
  std::string whole;
  std::string piece(std::min(kPiece, most + 1), '\0');
  ZSTD_inBuffer input{frame.data(), frame.size(), 0};
  for (;;) {
    ZSTD_outBuffer output{piece.data(), piece.size(), 0};
    const auto before = input.pos;
    const auto left = ZSTD_decompressStream(context.get(), &output, &input);
    if (ZSTD_isError(left) != 0 || whole.size() + output.pos > most) return std::nullopt;
    whole.append(piece, 0, output.pos);
    if (left == 0) break;
    // Nothing read and nothing written: the frame is cut short.
    if (input.pos == before && output.pos == 0) return std::nullopt;
  }
  if (input.pos != frame.size()) return std::nullopt;
  return whole;
}

}  // namespace loa::protocol

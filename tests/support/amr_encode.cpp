// Encodes speech as old phones do, which the ffmpeg program of Debian cannot.
//   amr_encode nb|wb < PCM > FILE.amr      PCM: mono, 16 bits, little-endian, 8 kHz (nb) or 16 kHz
#include <opencore-amrnb/interf_enc.h>
#include <vo-amrwbenc/enc_if.h>

#include <array>
#include <cstdint>
#include <cstdio>
#include <string_view>

namespace {

constexpr std::size_t kNarrow = 160;  // 20 ms
constexpr std::size_t kWide = 320;
constexpr int kBestWide = 8;  // 23.85 kbit/s

// Writes what `encode` makes of each whole 20 ms of standard input.
template <std::size_t N, class Encode>
int run(std::string_view magic, const Encode& encode) {
  std::fwrite(magic.data(), 1, magic.size(), stdout);
  std::array<std::int16_t, N> speech{};
  std::array<unsigned char, 128> packet{};
  while (std::fread(speech.data(), sizeof(std::int16_t), N, stdin) == N) {
    const int bytes = encode(speech.data(), packet.data());
    if (bytes <= 0) return 1;
    std::fwrite(packet.data(), 1, static_cast<std::size_t>(bytes), stdout);
  }
  return std::fflush(stdout) == 0 ? 0 : 1;
}

int narrow() {
  void* encoder = Encoder_Interface_init(0);
  const int status = run<kNarrow>("#!AMR\n", [&](const std::int16_t* in, unsigned char* out) {
    return Encoder_Interface_Encode(encoder, MR122, in, out, 0);
  });
  Encoder_Interface_exit(encoder);
  return status;
}

int wide() {
  void* encoder = E_IF_init();
  const int status = run<kWide>("#!AMR-WB\n", [&](const std::int16_t* in, unsigned char* out) {
    return E_IF_encode(encoder, kBestWide, in, out, 0);
  });
  E_IF_exit(encoder);
  return status;
}

}  // namespace

int main(int count, char** arguments) {
  const std::string_view band = count == 2 ? arguments[1] : "";
  if (band == "nb") return narrow();
  if (band == "wb") return wide();
  std::fputs("usage: amr_encode nb|wb < PCM > FILE\n", stderr);
  return 2;
}

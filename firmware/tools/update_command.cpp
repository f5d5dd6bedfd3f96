// Sends an image, has it tried, and confirms it once it speaks.
#include <fmt/format.h>

#include "base/files.h"
#include "firmware/tools/boards.h"
#include "firmware/tools/commands.h"
#include "firmware/tools/host.h"
#include "firmware/tools/signed_image.h"

namespace loa::firmware::tools {
namespace {

using base::Text;
using link::Error;
using link::Type;

constexpr std::size_t kMostBytes = 4UL << 20;
constexpr link::Millis kGreeting = 10'000;
// Two slots of the slowest flash are written over.
constexpr link::Millis kRestart = 60'000;
constexpr std::size_t kPage = link::kMaxPayload - 4;

link::Bytes bytes_of(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

Error send_pages(Host& host, link::Bytes image) {
  for (std::size_t at = 0; at < image.size(); at += kPage) {
    std::uint8_t raw[link::kMaxPayload];
    link::Writer writer(raw);
    writer.u32(static_cast<std::uint32_t>(at));
    writer.bytes(image.subspan(at, std::min(kPage, image.size() - at)));
    const auto answer = host.tell(Type::update_page, writer.written());
    if (answer.error != Error::ok) return answer.error;
  }
  return Error::ok;
}

// The first error; then nothing has changed on the board.
Error send(Host& host, const SignedImage& image) {
  auto answer = host.tell(Type::update_begin, bytes_of(image.header_bytes));
  if (answer.error != Error::ok) return answer.error;
  if (const Error error = send_pages(host, bytes_of(image.image)); error != Error::ok) return error;
  std::uint8_t raw[4];
  link::Writer writer(raw);
  writer.u32(image.header.crc);
  answer = host.tell(Type::update_end, writer.written());
  if (answer.error != Error::ok) return answer.error;
  const auto once = static_cast<std::uint8_t>(link::Boot::staged_once);
  return host.tell(Type::boot, {&once, 1}).error;
}

// After the restart: what runs is the new image, or there is a reason why not.
std::optional<Text> confirm(Host& host) {
  const std::uint8_t flags = host.tell(Type::status, {}).flags;
  if ((flags & link::kRefused) != 0) return word_of(Error::signature);
  if ((flags & link::kReverted) != 0) {
    return Text{"ảnh mới không chạy được, bảng đã trở về ảnh cũ",
                "the new image did not run: the one before is back"};
  }
  if ((flags & link::kUnconfirmed) == 0) {
    return Text{"bảng không thử ảnh mới", "the board did not try the new image"};
  }
  const auto answer = host.tell(Type::confirm, {});
  if (answer.error != Error::ok) return word_of(answer.error);
  return std::nullopt;
}

}  // namespace

int update_board(const std::string& address, const std::string& file, bool half_duplex) {
  const std::string bytes = base::read_file(file, kMostBytes);
  SignedImage image;
  if (const auto wrong = read_signed_image(bytes, image)) return complain(file, *wrong);
  Host host(*signs::drivers::line_address(address), 30, kGreeting, half_duplex);
  if (host.identity().target != image.header.target) {
    return complain(
        file, {fmt::format("ảnh dành cho {}, còn bảng là {}", target_name(image.header.target),
                           target_name(host.identity().target)),
               fmt::format("the image is for {}, the board is {}", target_name(image.header.target),
                           target_name(host.identity().target))});
  }
  if (const Error error = send(host, image); error != Error::ok) {
    return complain(file, word_of(error));
  }
  host.await_restart(kRestart);
  if (const auto wrong = confirm(host)) return complain(file, *wrong);
  const auto& now = host.identity();
  fmt::print("{}: {}.{}.{} ({:08x})\n", address, now.major, now.minor, now.patch, now.git);
  return kFine;
}

}  // namespace loa::firmware::tools

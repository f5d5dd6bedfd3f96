#include "firmware/tools/update_board.h"

#include <fmt/format.h>

#include "firmware/tools/boards.h"
#include "firmware/tools/signed_image.h"

namespace loa::firmware::tools {
namespace {

using base::Text;
using link::Error;
using link::Type;

// Two slots of the slowest flash are written over.
constexpr link::Millis kRestart = 60'000;
constexpr std::size_t kPage = link::kMaxPayload - 4;

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

std::optional<Text> update_board(Host& host, std::string_view file) {
  SignedImage image;
  if (auto wrong = read_signed_image(file, image)) return wrong;
  const std::string is = target_name(host.identity().target);
  const std::string wants = target_name(image.header.target);
  if (is != wants) {
    return Text{fmt::format("ảnh dành cho {}, còn bảng là {}", wants, is),
                fmt::format("the image is for {}, the board is {}", wants, is)};
  }
  if (const Error error = send(host, image); error != Error::ok) return word_of(error);
  host.await_restart(kRestart);
  return confirm(host);
}

}  // namespace loa::firmware::tools

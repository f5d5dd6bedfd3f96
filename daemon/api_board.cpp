// GET /v1/sign.png, /v1/sign.gif, /v1/sign.txt: what the board shows now.
#include "daemon/api_answers.h"
#include "daemon/api_routes.h"

namespace loa::daemon::routes {
namespace {

// A GIF is packed on the loop's thread: so many pixels take a fifth of a second on a desk.
constexpr std::size_t kMostPixels = 8'000'000;

// `scale`, or less where the frames would have more pixels than that.
int fitting(int scale, const signs::Geometry& geometry, std::size_t frames) {
  const auto leds =
      static_cast<std::size_t>(geometry.width) * static_cast<std::size_t>(geometry.height) * frames;
  while (scale > 1 && leds * static_cast<std::size_t>(scale * scale) > kMostPixels) --scale;
  return scale;
}

protocol::HttpResponse picture_answer(std::string type, std::string body) {
  protocol::HttpResponse response;
  response.type = std::move(type);
  response.body = std::move(body);
  response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

}  // namespace

void get_picture(Context& context, const Request& request, const Reply& reply) {
  const auto scale = number(request, "scale", 4, 1, 16);
  if (!scale) return reply(bad_query("scale"));
  const auto picture = context.board.picture();
  reply(picture_answer("image/png", signs::to_png(picture, *scale)));
}

void get_motion(Context& context, const Request& request, const Reply& reply) {
  const auto scale = number(request, "scale", 2, 1, 4);
  if (!scale) return reply(bad_query("scale"));
  const auto seconds = number(request, "seconds", 5, 1, 10);
  if (!seconds) return reply(bad_query("seconds"));
  const auto frames = context.board.motion(std::chrono::seconds{*seconds});
  const int drawn = fitting(*scale, context.board.geometry(), frames.size());
  reply(picture_answer("image/gif", signs::to_gif(frames, drawn)));
}

void get_picture_as_text(Context& context, const Request& request, const Reply& reply) {
  const auto colours = number(request, "colours", 0, 0, 1);
  if (!colours) return reply(bad_query("colours"));
  const auto picture = context.board.picture();
  reply(picture_answer("text/plain; charset=utf-8", signs::to_terminal(picture, *colours == 1)));
}

}  // namespace loa::daemon::routes

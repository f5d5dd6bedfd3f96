// GET /v1/sign.png, /v1/sign.txt: what the board shows now.
#include "daemon/api_answers.h"
#include "daemon/api_routes.h"

namespace loa::daemon::routes {
namespace {

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
  const auto picture = context.board.picture(context.timers.now().steady);
  reply(picture_answer("image/png", signs::to_png(picture, *scale)));
}

void get_picture_as_text(Context& context, const Request& request, const Reply& reply) {
  const auto colours = number(request, "colours", 0, 0, 1);
  if (!colours) return reply(bad_query("colours"));
  const auto picture = context.board.picture(context.timers.now().steady);
  reply(picture_answer("text/plain; charset=utf-8", signs::to_terminal(picture, *colours == 1)));
}

}  // namespace loa::daemon::routes

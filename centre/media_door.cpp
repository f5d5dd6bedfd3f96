#include "centre/media_door.h"

#include "centre/intake.h"
#include "centre/media.h"

namespace loa::centre {
namespace {

// A proxy keeps a few connections; a stranger who opens many takes none from the stations.
constexpr std::size_t kMostConnections = 256;

protocol::HttpServerSettings settings_of(const std::string& address, unsigned short port) {
  protocol::HttpServerSettings settings;
  settings.address = address;
  settings.port = port;
  settings.max_body = 0;
  settings.max_connections = kMostConnections;
  return settings;
}

}  // namespace

MediaDoor::MediaDoor(boost::asio::io_context& loop, const std::string& address, unsigned short port,
                     const std::filesystem::path& folder)
    : store_(folder),
      server_(loop, settings_of(address, port),
              [this](const protocol::HttpRequest& request, const protocol::HttpReply& reply) {
                reply(answer(request));
              }) {}

protocol::HttpResponse MediaDoor::answer(const protocol::HttpRequest& request) const {
  const bool is_media = request.path.starts_with(kMediaPrefix);
  if (request.method != "GET" || !is_media) return refusal(404, "no-such-media");
  return media_answer(store_, std::string_view(request.path).substr(kMediaPrefix.size()), request);
}

}  // namespace loa::centre

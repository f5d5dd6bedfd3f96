// Media for caches: a plain HTTP listener beside the centre's own that gives audio files by their
// hash and nothing else, so that any HTTP proxy of a province or a district can keep them.
// What is on the air for all to hear is no secret, and a station believes only the hash that was
// signed.
#pragma once

#include <filesystem>

#include "base/content_store.h"
#include "protocol/http.h"

namespace loa::centre {

// One thread, the loop's. Blocks on the disk for a moment.
class MediaDoor {
 public:
  // Listens at once; `folder` as Media's. Throws std::system_error if the address is taken.
  MediaDoor(boost::asio::io_context& loop, const std::string& address, unsigned short port,
            const std::filesystem::path& folder);
  unsigned short port() const { return server_.port(); }

 private:
  protocol::HttpResponse answer(const protocol::HttpRequest& request) const;

  base::ContentStore store_;
  protocol::HttpServer server_;
};

}  // namespace loa::centre

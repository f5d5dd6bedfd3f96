// A host on a Unix socket that shows strips.
#pragma once

#include <filesystem>

#include "firmware/tools/host.h"
#include "signs/bitmap.h"

namespace loa::firmware {

class LinkHost : public tools::Host {
 public:
  // Connects and greets; throws if the board does not answer within 20 s.
  LinkHost(const std::filesystem::path& socket, std::uint16_t silence_s)
      : Host({signs::drivers::LineAddress::Kind::unix_socket, socket.string(), 0}, silence_s,
             20'000) {}

  // The first error, or what the board answers to the commit.
  link::Error show(const link::Begin& begin, const signs::Bitmap& strip);
  link::Error say(link::Type type, std::uint8_t value) { return tell(type, {&value, 1}).error; }
};

}  // namespace loa::firmware

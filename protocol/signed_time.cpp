#include "protocol/signed_time.h"

namespace loa::protocol {

std::string signed_time_text(std::string_view station, base::Wall wall) {
  return "LOA1-TIME\n" + std::string(station) + "\n" +
         std::to_string(wall.time_since_epoch().count()) + "\n";
}

SignedTime sign_time(const base::SigningKey& centre, std::string_view station, base::Wall wall) {
  const auto bytes = base::sign(centre, signed_time_text(station, wall));
  return {wall, std::string(bytes.begin(), bytes.end())};
}

bool is_signed_for(std::string_view centre_key, std::string_view station, const SignedTime& time) {
  return base::verify(centre_key, signed_time_text(station, time.wall), time.signature);
}

}  // namespace loa::protocol

#include "protocol/checkpoint.h"

namespace loa::protocol {

std::string checkpoint_text(std::string_view station, const Checkpoint& checkpoint) {
  std::string text = "LOA1-CHECKPOINT\n";
  for (const auto& part :
       {std::string(station), std::to_string(checkpoint.epoch), std::to_string(checkpoint.seq),
        base::to_hex(checkpoint.hash), checkpoint.boot,
        std::to_string(checkpoint.wall.time_since_epoch().count()),
        std::string(base::name_of(checkpoint.quality))}) {
    text += part;
    text += '\n';
  }
  return text;
}

Checkpoint signed_with(const base::SigningKey& key, std::string_view station,
                       Checkpoint checkpoint) {
  const auto bytes = base::sign(key, checkpoint_text(station, checkpoint));
  checkpoint.signature.assign(bytes.begin(), bytes.end());
  return checkpoint;
}

bool is_signed_by(std::string_view public_key, std::string_view station,
                  const Checkpoint& checkpoint) {
  return base::verify(public_key, checkpoint_text(station, checkpoint), checkpoint.signature);
}

}  // namespace loa::protocol

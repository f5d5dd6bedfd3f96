#include "daemon/slogan_board.h"

namespace loa::daemon {
namespace {

signs::Colour colour_named(const std::string& name) {
  if (name == "green") return signs::Colour::green;
  if (name == "yellow") return signs::Colour::yellow;
  return signs::Colour::red;
}

signs::Slogan for_board(const schedules::Slogan& slogan) {
  const auto effect =
      slogan.effect == "hold" ? signs::Slogan::Effect::hold : signs::Slogan::Effect::scroll;
  return {slogan.id, slogan.text, colour_named(slogan.colour), effect, slogan.speed};
}

}  // namespace

SloganBoard::SloganBoard(signs::Geometry geometry) : board_(geometry), playlist_(geometry) {}

void SloganBoard::show(base::Steady now, const std::vector<schedules::Slogan>& slogans) {
  std::vector<signs::Slogan> list;
  list.reserve(slogans.size());
  for (const auto& slogan : slogans) list.push_back(for_board(slogan));
  playlist_.show(now, list);
}

signs::Bitmap SloganBoard::picture(base::Steady now) {
  board_.show(playlist_.frame(now));
  const auto& geometry = board_.geometry();
  return board_.confirmed().value_or(signs::Bitmap(geometry.width, geometry.height));
}

std::string SloganBoard::text(base::Steady now) const {
  const auto current = playlist_.current(now);
  return current ? current->text : "";
}

}  // namespace loa::daemon

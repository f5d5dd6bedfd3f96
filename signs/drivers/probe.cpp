#include "signs/drivers/probe.h"

#include <net/if.h>

#include <boost/asio/io_context.hpp>
#include <stdexcept>

#include "base/asio_timers.h"
#include "base/clock.h"
#include "signs/drivers/asio_line.h"
#include "signs/drivers/firmware_board.h"
#include "signs/drivers/line_probe.h"
#include "signs/drivers/onbon_commands.h"
#include "signs/drivers/pack.h"
#include "signs/drivers/packet_probe.h"
#include "signs/drivers/packets.h"
#include "signs/drivers/pixel_protocol.h"

namespace loa::signs::drivers {
namespace {

constexpr base::Duration kPatience = std::chrono::seconds{4};
constexpr auto kTurn = std::chrono::milliseconds{50};

// A loop of its own, for as long as the search takes.
struct Search {
  boost::asio::io_context loop{1};
  base::AsioTimers timers{loop, [] {
                            return base::Now{base::steady_now(), {}, base::ClockQuality::unknown};
                          }};

  // Until it is so, or for `most`.
  template <class So>
  void run(base::Duration most, So so) {
    const base::Steady end = base::steady_now() + most;
    while (!so() && base::steady_now() < end) {
      loop.restart();
      loop.run_for(kTurn);
    }
  }
};

Found found_board(const firmware::link::Identity& identity, const std::string& address) {
  Found found;
  found.settings.kind = BoardKind::firmware;
  found.settings.address = address;
  found.settings.geometry = {identity.width, identity.height, palette_of(identity.format)};
  found.sized = true;
  found.what = described(identity);
  return found;
}

Found found_card(std::uint16_t device, const std::string& address) {
  Found found;
  found.settings.kind = BoardKind::onbon;
  found.settings.address = address;
  const auto model = onbon_model(device);
  if (model) found.settings.model = model->name;
  found.what = model ? "Onbon BX-" + std::string(model->name) : "Onbon";
  return found;
}

// Asks on one line; false if it cannot be opened.
bool ask_line(const LineAddress& line, const std::string& address, base::Duration patience,
              ProbeResult& result) {
  Search search;
  const LineProbe probe(search.timers, make_line(search.loop, line), random_nonce());
  search.run(patience, [&] { return probe.answered() || !probe.error().empty(); });
  if (probe.identity()) result.found.push_back(found_board(*probe.identity(), address));
  if (probe.onbon()) result.found.push_back(found_card(*probe.onbon(), address));
  if (!probe.error().empty()) {
    result.note = {address + ": " + probe.error(), address + ": " + probe.error()};
  }
  return probe.error().empty();
}

// At the speed of our boards, then at that of Onbon's, unless one is given.
void ask_serial(const std::string& address, ProbeResult& result) {
  if (address.find('@') != std::string::npos) {
    ask_line(*line_address(address), address, kPatience, result);
    return;
  }
  for (const std::string& tried : {address, address + "@57600"}) {
    if (!ask_line(*line_address(tried), tried, kPatience / 2, result)) return;
    if (!result.found.empty()) return;
  }
}

// Asks once, and waits for the first answer.
void ask_packets(BoardKind kind, const std::string& address, const PacketQuestion& question,
                 Packets& packets, ProbeResult& result) {
  const std::string error = packets.send(question.packet);
  if (!error.empty()) {
    result.note = {address + ": " + error, address + ": " + error};
    return;
  }
  std::optional<PacketAnswer> answer;
  Search search;
  search.run(kPatience / 4, [&] {
    for (const std::string& packet : packets.received()) {
      if (!answer) answer = question.read(packet);
    }
    return answer.has_value();
  });
  if (!answer) return;
  Found found;
  found.settings.kind = kind;
  found.settings.address = address;
  found.settings.geometry = {answer->width, answer->height, Palette::rgb};
  found.sized = answer->width > 0 && answer->height > 0;
  found.what = answer->what;
  result.found.push_back(std::move(found));
}

void ask_host(const std::string& host, ProbeResult& result) {
  const auto ask = [&](BoardKind kind, const PacketQuestion& question, std::uint16_t port,
                       std::uint16_t answers_to) {
    const auto packets = make_udp(*host_address(host, port), answers_to);
    ask_packets(kind, host, question, *packets, result);
  };
  ask(BoardKind::artnet, artnet_question(), kArtnetPort, kArtnetPort);
  ask(BoardKind::ddp, ddp_question(), kDdpPort, 0);
  const auto line = "tcp:" + host;
  ask_line(*line_address(line, kOnbonPort), line, kPatience / 2, result);
  result.note = {
      "DDP, E1.31 và nhiều bộ thu Art-Net không trả lời câu hỏi nào: chúng vẫn có thể ở đó",
      "DDP, E1.31 and many Art-Net receivers answer no question: they may be there all "
      "the same"};
}

}  // namespace

ProbeResult probe(const std::string& address) {
  ProbeResult result;
  if (address.starts_with("serial:") && line_address(address)) {
    ask_serial(address, result);
  } else if (const auto line = line_address(address, kOnbonPort)) {
    ask_line(*line, address, kPatience, result);
  } else if (::if_nametoindex(address.c_str()) != 0) {
    ask_packets(BoardKind::colorlight, address, colorlight_question(), *make_ethernet(address),
                result);
  } else if (const auto host = host_address(address, 1); host && host->host == address) {
    ask_host(address, result);
  } else {
    throw std::invalid_argument("not an address of a board");
  }
  return result;
}

}  // namespace loa::signs::drivers

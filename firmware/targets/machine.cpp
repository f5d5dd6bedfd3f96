#include "firmware/targets/machine.h"

namespace loa::firmware {
namespace {

link::ResetReason reset_reason(std::uint32_t crash) {
  const std::uint32_t flags = chip::take_reset_flags();
  if (crash != 0) return link::ResetReason::crash;
  if ((flags & hal::kResetByWatchdog) != 0) return link::ResetReason::watchdog;
  if ((flags & hal::kResetByPower) != 0) return link::ResetReason::power;
  return (flags & hal::kResetBySoftware) != 0 ? link::ResetReason::software
                                              : link::ResetReason::pin;
}

// Flash cannot be read while it erases, so no interrupt runs: no row may be left alight.
void go_dark() { Target::PanelPort::write(Target::PanelPort::kDark); }

chip::ChipFlash flash_of(Region region) { return {region.address, region.size, go_dark}; }

BoardFacts facts_of(const BoardConfig& config, std::size_t pages) {
  BoardFacts facts;
  facts.crash = hal::take_crash();
  facts.reset_reason = reset_reason(facts.crash);
  link::Identity& identity = facts.identity;
  identity.major = kMajor, identity.minor = kMinor, identity.patch = kPatch;
  identity.git = kGit;
  identity.target = Target::kTarget;
  identity.width = static_cast<std::uint16_t>(config.map.width());
  identity.height = static_cast<std::uint8_t>(config.map.height());
  identity.format = Target::kFormat;
  identity.page_bytes = Target::kPageBytes;
  identity.pages = static_cast<std::uint16_t>(pages);
  identity.window = 8;
  identity.receive_bytes = Target::kReceiveSize - 1;
  for (std::size_t i = 0; i < config.serial.size(); ++i) identity.serial[i] = config.serial[i];
  return facts;
}

link::StripStore::Screen screen_of(const PanelMap& map) {
  return {static_cast<std::uint16_t>(map.width()), static_cast<std::uint8_t>(map.height()),
          Target::kFormat};
}

}  // namespace

Machine::Machine(const BoardConfig& config, hal::Clocks clocks, std::span<std::uint8_t> pixels,
                 std::span<link::StripStore::Slot> slots)
    : screen(config.map, pixels, clocks.core),
      strips(pixels.subspan(Target::Screen::size_of(config.map)), slots, Target::kPageBytes,
             screen_of(config.map)),
      display(strips, screen.canvas, config.map),
      messages(flash_of(layout::kMessages)),
      message(messages),
      running(flash_of(layout::kRunning)),
      staged(flash_of(layout::kStaged)),
      scratch(flash_of(layout::kScratch)),
      log(flash_of(layout::kLog)),
      update({running, staged, scratch, log}, Target::kTarget),
      electronics(screen.scan, screen.rate),
      board(facts_of(config, slots.size()), strips, display, message, update, electronics),
      end(board),
      clock(screen.ticks_a_second()) {
  board.brightness(config.brightness);
}

void Machine::around() {
  const link::Millis now = clock.now(screen.scan.ticks());
  for (int byte = line.receive(); byte >= 0; byte = line.receive()) {
    end.receive(now, static_cast<std::uint8_t>(byte));
  }
  board.step(now, end.host_present(now), end.idle());
  end.step(now);
  send(now);
}

void Machine::send(link::Millis now) {
  while (line.can_send()) {
    const int byte = end.take(now);
    if (byte < 0) return;
    line.send(static_cast<std::uint8_t>(byte));
  }
  line.wake_to_send();
}

}  // namespace loa::firmware

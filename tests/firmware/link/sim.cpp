#include "sim.h"

#include <memory>

namespace loa::firmware::link::testing {

SimPanel::SimPanel(Options o)
    : options(o),
      memory_(static_cast<std::size_t>(o.pages) * o.page_bytes),
      slots_(o.pages),
      strips_(memory_, slots_, o.page_bytes, {o.width, o.height, o.format}) {}

Identity SimPanel::identity() {
  Identity identity;
  identity.major = 1;
  identity.git = 0x5EED1234;
  identity.width = options.width;
  identity.height = options.height;
  identity.format = options.format;
  identity.page_bytes = options.page_bytes;
  identity.pages = options.pages;
  identity.window = options.window;
  identity.receive_bytes = options.receive_bytes;
  return identity;
}

Status SimPanel::status() {
  Status status = state_;
  status.showing = state_.power != 0 && strips_.shown() != 0 ? Showing::strip : Showing::blank;
  status.strip = strips_.shown();
  status.strip_crc = strips_.shown_crc();
  status.left = strips_.left();
  status.frame_crc = strips_.frame_crc();
  status.wanted = strips_.wanted();
  status.free_pages = strips_.free_pages();
  status.blank_columns = strips_.blank_columns();
  return status;
}

Error SimPanel::begin(const Begin& begin) {
  ++begins;
  return strips_.begin(begin);
}

Error SimPanel::page(const Page& page) {
  ++pages;
  return strips_.page(page);
}

Error SimPanel::commit(Millis now, const Commit& commit) {
  ++commits;
  last_commit = now;
  return strips_.commit(now, commit);
}

Error SimPanel::brightness(std::uint8_t level) {
  ++settings;
  state_.brightness = level;
  return Error::ok;
}

Error SimPanel::power(bool on) {
  ++settings;
  state_.power = on ? 1 : 0;
  return Error::ok;
}

Error SimPanel::store(std::uint16_t strip) {
  return strip == 0 || strip == strips_.shown() ? Error::ok : Error::no_strip;
}

Error SimPanel::outputs(std::uint8_t mask, std::uint8_t levels) {
  ++settings;
  state_.outputs = static_cast<std::uint8_t>((state_.outputs & ~mask) | (levels & mask));
  return Error::ok;
}

Error SimPanel::inputs_seen(std::uint8_t changes) {
  seen_ = changes;
  return Error::ok;
}

Error SimPanel::calibration(Calibration) {
  ++settings;
  return Error::ok;
}

std::uint8_t SimPanel::flags() {
  std::uint8_t flags = 0;
  if (seen_ != state_.input_changes) flags |= kInputsChanged;
  if (strips_.wanted() != Status::kNoPage) flags |= kWantsPages;
  return flags;
}

std::vector<std::uint8_t> SimPanel::picture() {
  std::vector<std::uint8_t> all;
  const std::vector<std::uint8_t> blank(strips_.column_size());
  for (int x = 0; x < options.width; ++x) {
    const auto* column = strips_.column(x);
    if (column == nullptr) column = blank.data();
    all.insert(all.end(), column, column + blank.size());
  }
  return all;
}

bool SimWire::happens(double probability) {
  return probability > 0 && std::uniform_real_distribution<>(0, 1)(random_) < probability;
}

void SimWire::deliver(std::uint8_t byte, std::vector<std::uint8_t>& out) {
  if (faults.dead || happens(faults.lose)) return;
  if (happens(faults.damage)) byte = static_cast<std::uint8_t>(byte ^ (1U << (random_() % 8)));
  out.push_back(byte);
  if (happens(faults.twice)) out.push_back(byte);
  if (out.size() >= 2 && happens(faults.swap)) std::swap(out[out.size() - 1], out[out.size() - 2]);
}

std::vector<std::uint8_t> SimWire::pass() {
  std::vector<std::uint8_t> out;
  credit_ = queue_.empty() ? 0 : credit_ + bytes_per_ms_;
  while (credit_ >= 1 && !queue_.empty()) {
    deliver(queue_.front(), out);
    queue_.pop_front();
    credit_ -= 1;
  }
  if (!faults.dead && happens(faults.invent)) out.push_back(static_cast<std::uint8_t>(random_()));
  return out;
}

void SimBoard::reboot() {
  panel.strips().clear();
  end = std::make_unique<BoardEnd>(panel);
}

std::vector<std::uint8_t> SimBoard::run(Millis now, const std::vector<std::uint8_t>& bytes) {
  for (const std::uint8_t byte : bytes) end->receive(now, byte);
  panel.strips().step(now);
  end->step(now);
  std::vector<std::uint8_t> out;
  for (int byte = end->take(now); byte >= 0; byte = end->take(now)) {
    out.push_back(static_cast<std::uint8_t>(byte));
  }
  return out;
}

std::vector<std::uint8_t> pattern(std::size_t columns, std::size_t column_bytes, unsigned seed) {
  std::mt19937 random(seed);
  std::vector<std::uint8_t> bytes(columns * column_bytes);
  for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random() | 1U);
  return bytes;
}

}  // namespace loa::firmware::link::testing

#include "tests/firmware/qemu_board.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <fstream>
#include <stdexcept>

#include "firmware/core/scan_rate.h"
#include "firmware/targets/f103/layout.h"
#include "firmware/targets/f103/port.h"
#include "firmware/targets/f405/layout.h"
#include "firmware/targets/f405/port.h"
#include "tests/firmware/hub75_bench.h"
#include "tests/firmware/unix_socket.h"

namespace loa::firmware {
namespace {

namespace fs = std::filesystem;

void write_file(const fs::path& path, std::span<const std::uint8_t> bytes) {
  std::ofstream file(path, std::ios::binary);
  file.write(reinterpret_cast<const char*>(bytes.data()),
             static_cast<std::streamsize>(bytes.size()));
}

std::string loader(const fs::path& file, std::uintptr_t address) {
  return "loader,force-raw=on,file=" + file.string() + ",addr=" + std::to_string(address);
}

// The child has `line` as its descriptor kLine.
constexpr int kLine = 3;
pid_t spawn(const std::vector<std::string>& words, int line) {
  std::vector<char*> arguments;
  for (const auto& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, line, kLine);
  pid_t child = -1;
  const int error =
      posix_spawnp(&child, arguments[0], &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) throw std::runtime_error("cannot start " + words[0]);
  return child;
}

std::uint32_t hex_at(std::string_view line, std::size_t at) {
  std::uint32_t value = 0;
  for (; at < line.size() && std::isxdigit(static_cast<unsigned char>(line[at])) != 0; ++at) {
    const char digit = line[at];
    value = value << 4 | static_cast<std::uint32_t>(digit <= '9' ? digit - '0' : digit - 'a' + 10);
  }
  return value;
}

double brightest(const std::vector<std::uint64_t>& lit, std::uint64_t length) {
  return static_cast<double>(*std::max_element(lit.begin(), lit.end())) /
         static_cast<double>(length);
}

}  // namespace

const QemuChip& QemuChip::f103() {
  static const QemuChip kChip{"stm32vldiscovery", "hub12-f103",
                              "GPIOB: unimplemented device write (size 4, offset 0x010, value 0x",
                              4, f103::kConfig};
  return kChip;
}
// Its timer counts faster than that of the other, so its instructions are faster too.
const QemuChip& QemuChip::f405() {
  static const QemuChip kChip{"netduinoplus2", "hub75-f405",
                              "GPIOB: unimplemented device write (size 4, offset 0x018, value 0x",
                              1, f405::kConfig};
  return kChip;
}

QemuBoard::QemuBoard(const QemuChip& chip, const fs::path& folder, const BoardConfig& config,
                     const QemuOptions& options)
    : chip_(chip), folder_(folder), config_(config) {
  if (&chip == &QemuChip::f103()) {
    hub12_.emplace(f103::PanelPort::kPins, config.map.panels(), [this](const auto& frame) {
      take(PanelModel::on_wall(frame, config_.map.bytes(), config_.map.width(),
                               config_.map.height()),
           brightest(frame.lit, frame.ended - frame.began), frame.ended - frame.began);
    });
  } else {
    hub75_.emplace(f405::PanelPort::kPins, wiring_of(config.kind), config.map.panels(),
                   [this](const auto& frame) {
                     const auto length = frame.ended - frame.began;
                     const int units = config_.map.kind().rows * kHub75Units;
                     const double unit = static_cast<double>(length) / units - kDwellMargin;
                     take(hub75_->on_wall(frame, config_.map, unit), brightest(frame.lit, length),
                          length);
                   });
  }
  fs::remove(folder_ / "trace");
  if (mkfifo((folder_ / "trace").c_str(), 0600) != 0) throw std::runtime_error("mkfifo");
  const int trace = open((folder_ / "trace").c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  start(options);
  reader_ = std::thread([this, trace] { follow_trace(trace); });
}

QemuBoard::~QemuBoard() { stop(); }

void QemuBoard::start(const QemuOptions& options) {
  write_file(folder_ / "config", config_.bytes());
  const fs::path image = options.image.empty() ? fs::path(LOA_BUILD_DIR "/firmware/images") /
                                                     (std::string(chip_.image) + ".flash")
                                               : options.image;
  std::vector<std::string> words = {
      "qemu-system-arm", "-M", chip_.machine, "-display", "none", "-monitor", "none",
      // Time goes by instructions alone: nothing depends on how fast this machine is.
      "-icount", "shift=" + std::to_string(chip_.shift) + ",sleep=off", "-kernel", image.string(),
      "-chardev", "socket,id=line,server=on,wait=off,fd=" + std::to_string(kLine), "-serial",
      "chardev:line", "-d", "unimp", "-trace", "systick_write", "-D", (folder_ / "trace").string(),
      "-device", loader(folder_ / "config", chip_.config.address)};
  for (std::size_t i = 0; i < options.flash.size(); ++i) {
    const fs::path file = folder_ / ("flash" + std::to_string(i));
    write_file(file, options.flash[i].bytes);
    words.insert(words.end(), {"-device", loader(file, options.flash[i].where.address)});
  }
  if (options.debugged) {
    words.insert(words.end(), {"-gdb", "unix:" + debugger().string() + ",server=on,wait=off"});
  }
  // It listens before the emulator runs: who connects as soon as it is there is not refused.
  const int line = listen_at(socket());
  child_ = spawn(words, line);
  close(line);
}

void QemuBoard::stop() {
  if (child_ > 0) {
    kill(child_, SIGKILL);
    waitpid(child_, nullptr, 0);
    child_ = -1;
  }
  // An emulator that never opened its end has not closed it.
  close(open((folder_ / "trace").c_str(), O_WRONLY | O_NONBLOCK));
  if (reader_.joinable()) reader_.join();
}

// Ends when the emulator closes its end.
void QemuBoard::follow_trace(int trace) {
  std::string text;
  std::vector<char> chunk(1 << 16);
  for (;;) {
    pollfd waiting{trace, POLLIN, 0};
    poll(&waiting, 1, -1);
    const ssize_t size = read(trace, chunk.data(), chunk.size());
    if (size <= 0) break;
    text.append(chunk.data(), static_cast<std::size_t>(size));
    read_lines(text);
  }
  close(trace);
  const std::lock_guard lock(mutex_);
  ended_ = true;
  changed_.notify_all();
}

void QemuBoard::read_lines(std::string& text) {
  std::size_t from = 0;
  for (std::size_t end = text.find('\n'); end != std::string::npos; end = text.find('\n', from)) {
    read_line(std::string_view(text).substr(from, end - from));
    from = end + 1;
  }
  text.erase(0, from);
}

void QemuBoard::read_line(std::string_view line) {
  static constexpr std::string_view kTimer = "systick_write systick write addr 0x4 data 0x";
  static constexpr std::string_view kWatchdog =
      "IWDG: unimplemented device write (size 4, offset 0x000, value 0x";
  const std::string_view pins = chip_.pins;
  if (line.starts_with(pins)) return set_pins(hex_at(line, pins.size()));
  if (line.starts_with(kTimer)) {
    // The length of the phase after the one that runs.
    cycles_ += next_phase_;
    next_phase_ = hex_at(line, kTimer.size()) + 1;
  } else if (line.starts_with(kWatchdog)) {
    const std::lock_guard lock(mutex_);
    const std::uint32_t value = hex_at(line, kWatchdog.size());
    if (value == 0xCCCC) watchdog_ = true;
    if (value == 0xAAAA) ++feedings_;
  }
}

void QemuBoard::set_pins(std::uint32_t value) {
  {
    const std::lock_guard lock(mutex_);
    ++pin_writes_;
  }
  hub75_ ? hub75_->write(value, cycles_) : hub12_->write(value, cycles_);
}

void QemuBoard::take(signs::Bitmap picture, double light, std::uint64_t cycles) {
  {
    const std::lock_guard lock(mutex_);
    light_ = light;
    frame_cycles_ = cycles;
    if (!shown_.empty() && shown_.back().picture == picture) {
      ++shown_.back().frames;
    } else {
      shown_.push_back({std::move(picture), 1});
    }
  }
  changed_.notify_all();
}

template <class Condition>
bool QemuBoard::wait(const Condition& met) {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, std::chrono::seconds(20), met);
}

std::vector<QemuBoard::Shown> QemuBoard::shown() {
  const std::lock_guard lock(mutex_);
  return shown_;
}

double QemuBoard::light() {
  const std::lock_guard lock(mutex_);
  return light_;
}

std::uint64_t QemuBoard::frame_cycles() {
  const std::lock_guard lock(mutex_);
  return frame_cycles_;
}

bool QemuBoard::wait_for(const std::function<bool(const signs::Bitmap&)>& test) {
  return wait([&] { return !shown_.empty() && test(shown_.back().picture); });
}

bool QemuBoard::wait_frames(int count) {
  const auto frames = [this] {
    int sum = 0;
    for (const Shown& shown : shown_) sum += shown.frames;
    return sum;
  };
  int before = -1;
  return wait([&] {
    if (before < 0) before = frames();
    return frames() >= before + count;
  });
}

bool QemuBoard::wait_end() {
  return wait([this] { return ended_; });
}

std::uint64_t QemuBoard::pin_writes() {
  const std::lock_guard lock(mutex_);
  return pin_writes_;
}

std::uint64_t QemuBoard::feedings() {
  const std::lock_guard lock(mutex_);
  return feedings_;
}

bool QemuBoard::watchdog_started() {
  const std::lock_guard lock(mutex_);
  return watchdog_;
}

}  // namespace loa::firmware

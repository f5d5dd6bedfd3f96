// The image of a board running in QEMU: its pins go into the model of the panels, its line is a
// Unix socket.
#pragma once

#include <sys/types.h>

#include <condition_variable>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "firmware/core/board_config.h"
#include "firmware/targets/region.h"
#include "tests/firmware/hub75_model.h"
#include "tests/firmware/panel_model.h"

namespace loa::firmware {

// A chip, and the image for it.
struct QemuChip {
  const char* machine;
  const char* image;  // of build/firmware/images: the bootloader and the signed image
  const char* pins;   // how the trace tells a write to the panels' port
  int shift;          // an instruction takes 2^shift ns
  Region config;
  static const QemuChip& f103();
  static const QemuChip& f405();
};

// What lies in flash beside the image.
struct QemuFlash {
  Region where;
  std::vector<std::uint8_t> bytes;
};

struct QemuOptions {
  std::vector<QemuFlash> flash = {};
  std::filesystem::path image = {};  // another than the chip's
  bool debugged = false;
};

class QemuBoard {
 public:
  // A picture that stood for so many frames.
  struct Shown {
    signs::Bitmap picture;
    int frames;
  };
  // `folder` exists, and is this board's alone.
  QemuBoard(const QemuChip& chip, const std::filesystem::path& folder, const BoardConfig& config,
            const QemuOptions& options = {});
  ~QemuBoard();
  QemuBoard(const QemuBoard&) = delete;
  QemuBoard& operator=(const QemuBoard&) = delete;

  std::filesystem::path socket() const { return folder_ / "line"; }
  std::filesystem::path debugger() const { return folder_ / "debugger"; }
  // All pictures so far, in order, without repetitions.
  std::vector<Shown> shown();
  // How long the brightest LED was lit in the last frame, as a share of the frame.
  double light();
  // How long the last frame was, in cycles of the core, as the image programmed its timer.
  std::uint64_t frame_cycles();
  // Waits until the last picture satisfies `test`; false if it has not within 20 s.
  bool wait_for(const std::function<bool(const signs::Bitmap&)>& test);
  // Waits for `count` more frames of the scan; false if they do not come within 20 s.
  bool wait_frames(int count);
  // Waits until the emulator has given up, which it does where there is nothing to run: it has no
  // bootloader in a ROM. False if it has not within 20 s.
  bool wait_end();
  // Writes to the panels' port, and feedings of the watchdog, so far.
  std::uint64_t pin_writes();
  std::uint64_t feedings();
  bool watchdog_started();
  // Faults of the scan; only after the board was stopped.
  const PanelFaults& faults() const { return hub75_ ? hub75_->faults() : hub12_->faults(); }
  // Pulls the plug.
  void stop();

 private:
  void start(const QemuOptions& options);
  void follow_trace(int trace);
  void read_lines(std::string& text);
  void read_line(std::string_view line);
  void set_pins(std::uint32_t value);
  void take(signs::Bitmap picture, double light, std::uint64_t cycles);
  template <class Condition>
  bool wait(const Condition& met);

  const QemuChip& chip_;
  std::filesystem::path folder_;
  BoardConfig config_;
  std::optional<PanelModel> hub12_;
  std::optional<Hub75Model> hub75_;
  std::uint64_t cycles_ = 0;      // of the core, as the image programmed its timer
  std::uint64_t next_phase_ = 0;  // cycles
  pid_t child_ = -1;
  std::thread reader_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Shown> shown_;
  double light_ = 0;
  std::uint64_t frame_cycles_ = 0;
  bool ended_ = false;
  std::uint64_t pin_writes_ = 0, feedings_ = 0;
  bool watchdog_ = false;
};

// QEMU's end for debuggers (the GDB remote protocol), as far as a test needs it.
class QemuDebugger {
 public:
  // Connects, which stops the core. Throws std::runtime_error where it cannot.
  explicit QemuDebugger(const std::filesystem::path& socket);
  ~QemuDebugger();
  QemuDebugger(const QemuDebugger&) = delete;
  QemuDebugger& operator=(const QemuDebugger&) = delete;

  // Lets the core run until it is in the main loop, not in an interrupt, and stops it there.
  void stop_in_main_loop();
  void write(std::uintptr_t address, const std::string& hex);
  void set_program_counter(std::uint32_t address);
  void go_on();

 private:
  std::string ask(const std::string& packet);
  void send(const std::string& packet);
  std::string reply();

  int socket_ = -1;
  std::string heard_;
};

}  // namespace loa::firmware

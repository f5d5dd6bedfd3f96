#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <stdexcept>
#include <thread>

#include "tests/firmware/qemu_board.h"
#include "tests/firmware/unix_socket.h"

namespace loa::firmware {
namespace {

// Numbers as QEMU's description of an M-profile core has them.
constexpr const char* kProgramCounter = "f";
constexpr const char* kStatus = "19";

std::string hex_of(std::uint32_t value) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  for (int i = 0; i < 4; ++i, value >>= 8) {
    text += kDigits[value >> 4 & 0xF];
    text += kDigits[value & 0xF];
  }
  return text;
}

}  // namespace

QemuDebugger::QemuDebugger(const std::filesystem::path& socket) : socket_(connect_to(socket)) {
  // Only who has read the description may ask for single registers.
  ask("qXfer:features:read:target.xml:0,ffb");
}
QemuDebugger::~QemuDebugger() { close(socket_); }

void QemuDebugger::send(const std::string& packet) {
  unsigned sum = 0;
  for (const char c : packet) sum += static_cast<std::uint8_t>(c);
  const std::string wire = "$" + packet + "#" + hex_of(sum & 0xFF).substr(0, 2);
  if (::send(socket_, wire.data(), wire.size(), MSG_NOSIGNAL) < 0) throw std::runtime_error("gdb");
}

std::string QemuDebugger::reply() {
  for (;;) {
    const auto begin = heard_.find('$');
    const auto end = heard_.find('#', begin);
    if (begin != std::string::npos && end != std::string::npos && heard_.size() >= end + 3) {
      std::string packet = heard_.substr(begin + 1, end - begin - 1);
      heard_.erase(0, end + 3);
      ::send(socket_, "+", 1, MSG_NOSIGNAL);
      return packet;
    }
    char chunk[1024];
    const ssize_t size = read(socket_, chunk, sizeof chunk);
    if (size <= 0) throw std::runtime_error("the debugger's line is cut");
    heard_.append(chunk, static_cast<std::size_t>(size));
  }
}

std::string QemuDebugger::ask(const std::string& packet) {
  send(packet);
  std::string answer = reply();
  // The core tells by itself that it has stopped.
  while (answer.starts_with("T")) answer = reply();
  return answer;
}

void QemuDebugger::stop_in_main_loop() {
  for (;;) {
    const std::string status = ask(std::string("p") + kStatus);
    // The lowest nine bits are the number of the interrupt, lowest byte first.
    if (status.starts_with("00") && status.size() >= 4 && (status[3] == '0' || status[3] == '2')) {
      return;
    }
    go_on();
    std::this_thread::sleep_for(std::chrono::milliseconds(3));
    ::send(socket_, "\x03", 1, MSG_NOSIGNAL);
    while (!reply().starts_with("T")) {
    }
  }
}

void QemuDebugger::write(std::uintptr_t address, const std::string& hex) {
  char start[32];
  std::snprintf(start, sizeof start, "M%lx,%zx:", static_cast<unsigned long>(address),
                hex.size() / 2);
  if (ask(start + hex) != "OK") throw std::runtime_error("cannot write memory");
}

void QemuDebugger::set_program_counter(std::uint32_t address) {
  if (ask(std::string("P") + kProgramCounter + "=" + hex_of(address)) != "OK") {
    throw std::runtime_error("cannot set the program counter");
  }
}

void QemuDebugger::go_on() { send("c"); }

}  // namespace loa::firmware

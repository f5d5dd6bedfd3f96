#include "daemon/setup_machine.h"

#include <net/if.h>
#include <netdb.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <span>
#include <string_view>

namespace loa::daemon {
namespace {

// By an ioctl on an ordinary socket: the service's sandbox has no AF_NETLINK, which getifaddrs() is
// built on. IPv4 only, which is what SIOCGIFCONF knows (netdevice(7)).
std::vector<std::string> ipv4_addresses() {
  std::vector<std::string> addresses;
  std::array<ifreq, 32> found{};
  ifconf wanted{};
  wanted.ifc_len = sizeof found;
  wanted.ifc_req = found.data();
  const int fd = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return addresses;
  const bool listed = ::ioctl(fd, SIOCGIFCONF, &wanted) == 0;
  ::close(fd);
  if (!listed) return addresses;
  const auto count = static_cast<std::size_t>(wanted.ifc_len) / sizeof(ifreq);
  for (const auto& one : std::span(found).first(count)) {
    std::array<char, NI_MAXHOST> text{};
    const bool written = ::getnameinfo(&one.ifr_addr, sizeof(sockaddr_in), text.data(), text.size(),
                                       nullptr, 0, NI_NUMERICHOST) == 0;
    if (written && !std::string_view(text.data()).starts_with("127.")) {
      addresses.emplace_back(text.data());
    }
  }
  return addresses;
}

// The machine's names and numeric addresses in its networks, as a browser writes them.
std::vector<std::string> addresses_here() {
  std::vector<std::string> addresses;
  std::array<char, 256> name{};
  if (::gethostname(name.data(), name.size() - 1) == 0) {
    addresses.emplace_back(name.data());
    addresses.push_back(addresses.back() + ".local");
  }
  const auto numeric = ipv4_addresses();
  addresses.insert(addresses.end(), numeric.begin(), numeric.end());
  return addresses;
}

}  // namespace

std::optional<bool> watchdog_fed() {
  std::ifstream file("/sys/class/watchdog/watchdog0/state");
  std::string state;
  if (!std::getline(file, state)) return std::nullopt;
  return state == "active";
}

MachineFacts machine_facts() {
  std::error_code error;
  MachineFacts facts{audio::sound_cards(), gpio_chips(),
                     std::filesystem::exists("/sys/class/rtc/rtc0", error), addresses_here()};
  facts.watchdog_off = watchdog_fed() == false;
  facts.by_systemd = ::geteuid() == 0 && std::filesystem::exists("/run/systemd/system", error);
  return facts;
}

}  // namespace loa::daemon

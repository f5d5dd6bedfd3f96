#include <arpa/inet.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "signs/drivers/packets.h"

namespace loa::signs::drivers {
namespace {

constexpr std::uint16_t kAnswers = 0x0805;  // EtherType of what ColorLight cards send

class EthernetPackets final : public Packets {
 public:
  explicit EthernetPackets(std::string interface) : interface_(std::move(interface)) {}
  ~EthernetPackets() override { close(); }
  EthernetPackets(const EthernetPackets&) = delete;
  EthernetPackets& operator=(const EthernetPackets&) = delete;

  std::string send(std::string_view packet) override {
    if (socket_ < 0 && !open()) return error_;
    if (::send(socket_, packet.data(), packet.size(), MSG_DONTWAIT | MSG_NOSIGNAL) >= 0) return "";
    if (errno == EAGAIN || errno == ENOBUFS) return "";
    fail();
    return error_;
  }
  std::vector<std::string> received() override {
    return socket_ < 0 ? std::vector<std::string>{} : waiting_packets(socket_);
  }

 private:
  void close() {
    if (socket_ >= 0) ::close(socket_);
    socket_ = -1;
  }
  bool fail() {
    error_ = std::generic_category().message(errno);
    close();
    return false;
  }
  // It is handed the cards' answers, and nothing else of what passes on the cable.
  bool open() {
    socket_ = ::socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, htons(kAnswers));
    if (socket_ < 0) return fail();
    sockaddr_ll address{};
    address.sll_family = AF_PACKET;
    address.sll_ifindex = static_cast<int>(::if_nametoindex(interface_.c_str()));
    if (address.sll_ifindex == 0) return fail();
    if (::bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
      return fail();
    }
    return true;
  }

  std::string interface_;
  int socket_ = -1;
  std::string error_;
};

}  // namespace

std::unique_ptr<Packets> make_ethernet(std::string interface) {
  return std::make_unique<EthernetPackets>(std::move(interface));
}

}  // namespace loa::signs::drivers

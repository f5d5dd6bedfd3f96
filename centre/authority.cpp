#include "centre/authority.h"

#include <fmt/format.h>

#include <stdexcept>

#include "base/language.h"
#include "protocol/certificate.h"
#include "protocol/kept_identity.h"

namespace loa::centre {
namespace {

using std::chrono::hours;

constexpr auto kAuthorityName = "Loa, the centre's authority";
constexpr hours kAuthorityLife{24 * 365 * 20};
// A station asks anew after two thirds of it, so it may be off for a month.
constexpr hours kStationLife{24 * 90};
// A station's clock may be behind the centre's.
constexpr hours kEarlier{24};

std::filesystem::path file_in(const std::filesystem::path& state) {
  return state / "authority.pem";
}

[[noreturn]] void damaged(const std::filesystem::path& file) {
  throw std::runtime_error(
      base::Text{fmt::format("tệp chứng thư gốc của trung tâm {} bị hỏng; hãy khôi phục từ bản "
                             "sao, hoặc xóa nó rồi cấp mã mới để các đài ghi danh lại",
                             file.string()),
                 fmt::format("the centre's authority {} is damaged; restore it from a copy, or "
                             "delete it and give all stations new tokens to enrol again",
                             file.string())}
          .shown());
}

protocol::TlsIdentity read_or_make(const std::filesystem::path& file, base::Wall now) {
  std::optional<protocol::TlsIdentity> kept;
  try {
    kept = protocol::read_identity(file);
  } catch (const std::system_error&) {
    throw;
  } catch (const std::runtime_error&) {
    damaged(file);
  }
  if (kept) return std::move(*kept);
  auto made = protocol::make_authority(kAuthorityName, {now - kEarlier, now + kAuthorityLife});
  protocol::write_identity(file, made);
  return made;
}

}  // namespace

Authority::Authority(std::filesystem::path state, base::Wall now)
    : state_(std::move(state)), identity_(read_or_make(file_in(state_), now)) {
  const auto facts = protocol::read_certificate(identity_.certificates);
  if (!facts) damaged(file_in(state_));
  pin_ = facts->fingerprint;
}

protocol::TlsIdentity Authority::server(const std::vector<std::string>& hosts,
                                        base::Wall now) const {
  return protocol::server_identity(
      state_ / "server.pem", hosts, certificate(), now,
      [this](const std::vector<std::string>& names, const protocol::Validity& validity) {
        return protocol::issue_server(identity_, names, validity);
      });
}

std::string Authority::certify(const std::string& station, std::string_view public_key,
                               base::Wall now) const {
  return protocol::issue_client(identity_, station, public_key,
                                {now - kEarlier, now + kStationLife});
}

}  // namespace loa::centre

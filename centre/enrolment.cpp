// Tokens, keys and signatures.
#include "centre/enrolment.h"

#include <algorithm>

namespace loa::centre {
namespace {

constexpr std::size_t kTokenBytes = 10;
constexpr std::size_t kGroup = 5;
constexpr std::size_t kKeyBytes = 32;
constexpr std::size_t kMaxName = 200;

// As it is written down or read out over the telephone: groups, any case.
base::Sha256 token_hash(std::string token) {
  std::erase_if(token, [](char c) { return c == '-' || c == ' '; });
  for (char& c : token)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  return base::sha256("loa-token\n" + token);
}

std::string in_groups(std::string hex) {
  for (std::size_t at = kGroup; at < hex.size(); at += kGroup + 1) hex.insert(at, 1, '-');
  return hex;
}

std::string cut(const std::string& name) {
  if (name.size() <= kMaxName) return name;
  std::size_t end = kMaxName;
  while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xc0U) == 0x80U) --end;
  return name.substr(0, end);
}

}  // namespace

std::string Enrolment::new_token(const std::string& name, base::Wall now,
                                 const std::string& replaces) {
  std::string token = in_groups(base::random_hex(kTokenBytes));
  transact(store_.sql(), [&] {
    store_.forget_tokens(now - kTokenLife);
    store_.put_token(token_hash(token), {cut(name), now + kTokenLife, "", replaces});
  });
  return token;
}

Enrolled Enrolment::enrol(const protocol::EnrolRequest& request, base::Wall now) {
  const auto key = base::from_base64(request.public_key);
  if (!key || key->size() != kKeyBytes) return {EnrolVerdict::bad_key, ""};
  Enrolled enrolled;
  transact(store_.sql(), [&] { enrolled = enrol_key(request, *key, now); });
  return enrolled;
}

Enrolled Enrolment::enrol_key(const protocol::EnrolRequest& request, const std::string& key,
                              base::Wall now) {
  const auto hash = token_hash(request.token);
  const auto token = store_.token(hash);
  if (!token) return {EnrolVerdict::unknown_token, ""};
  const std::string station = protocol::station_id_of(key);
  const auto known = store_.station(station);
  if (known && known->revoked) return {EnrolVerdict::revoked, ""};
  if (token->station == station) return {EnrolVerdict::enrolled, station};
  if (!token->station.empty()) return {EnrolVerdict::used_token, ""};
  if (token->expires <= now) return {EnrolVerdict::expired_token, ""};
  if (!store_.claim_token(hash, station)) return {EnrolVerdict::used_token, ""};
  auto name = token->name.empty() ? cut(request.name) : token->name;
  // The old board with its own key again, restored from a copy, keeps its place.
  const bool moves = !token->replaces.empty() && token->replaces != station;
  if (moves) name = take_place(*token, station, now);
  store_.put_station({station, name, key, now});
  return {EnrolVerdict::enrolled, station, moves ? token->replaces : ""};
}

std::string Enrolment::take_place(const TokenRecord& token, const std::string& station,
                                  base::Wall now) {
  const auto before = store_.station(token.replaces).value();
  // One that was shut out before, as it was stolen, stays shut out since then.
  store_.revoke(before.id, before.revoked.value_or(now), station);
  store_.put_place(station, store_.place(before.id));
  store_.put_event({before.id, "replaced", station, "another board has taken its place", now, now});
  return token.name.empty() ? before.name : token.name;
}

bool signed_by(std::string_view public_key, const protocol::HttpRequest& request) {
  const auto bytes = base::from_base64(request.header("loa-signature"));
  const auto text = protocol::signed_text(request.method, request.path,
                                          request.header("loa-station"), request.body);
  return bytes && base::verify(public_key, text, *bytes);
}

std::optional<StationRecord> Enrolment::station_of(const protocol::HttpRequest& request,
                                                   std::string_view verified) {
  auto station = store_.station(std::string(request.header("loa-station")));
  if (!station) return std::nullopt;
  if (station->public_key != verified && !signed_by(station->public_key, request))
    return std::nullopt;
  return station;
}

}  // namespace loa::centre

#include "tests/attacks/attacker.h"

#include <cstdlib>

namespace loa::trust::testing {
namespace {

std::string week_number(std::int64_t number) {
  return R"({"id": "tuan", "version": )" + std::to_string(number) + "}";
}

}  // namespace

std::uint64_t number_told(const char* name, std::uint64_t fallback) {
  const char* told = std::getenv(name);
  return told == nullptr ? fallback : std::stoull(told);
}

Attacker::Attacker(std::uint64_t seed) : random_(seed), trusted_(beginning(office_)) {
  for (std::size_t i = 0; i < kOwnKeys; ++i) own_keys_[i] = key(static_cast<std::uint8_t>(100 + i));
  office_.delegate();
  for (std::int64_t number = 2; number <= kPublished; ++number) {
    newest_week_ = week_number(number);
    office_.records.weeks = {newest_week_, kCommunesWeek};
    office_.change_programme([&](Programme& programme) {
      put_week(programme, {{kStation}, reference_to(newest_week_), true, {}});
    });
    publish();
    trusted_ = judge(published_.back().bundle, trusted_, question()).trusted;
  }
  root_ = last_root(office_.records);
  next_snapshot_ = {trusted_.snapshot.version + 1, kNow, kNow + 7 * kDay};
  next_timestamp_ = {trusted_.timestamp.version + 1, kNow, kNow + 7 * kDay};
}

void Attacker::publish() {
  Published one{office_.seal(), {}, {}};
  one.text = write_bundle(one.bundle);
  base::Problems problems;
  for (const auto& [name, envelope] : office_.records.programmes) {
    one.programmes[name] = {read_programme(envelope, "", problems).value(), envelope};
  }
  published_.push_back(std::move(one));
}

// What the centre's keys can make of programmes, whoever signed these.
Bundle Attacker::sealed(const Programmes& programmes, std::vector<std::string> weeks) const {
  Snapshot snapshot{next_snapshot_, {}};
  Bundle bundle{office_.records.roots, {}, {}, {}, std::move(weeks)};
  for (const auto& [name, one] : programmes) {
    snapshot.programmes[name] = reference_to(one.envelope, one.programme.header.version);
    bundle.programmes.push_back(one.envelope);
  }
  bundle.snapshot = envelope_of(snapshot);
  sign(bundle.snapshot, office_.snapshot);
  bundle.timestamp = envelope_of(
      Timestamp{next_timestamp_, reference_to(bundle.snapshot, snapshot.header.version)});
  sign(bundle.timestamp, office_.timestamp);
  return bundle;
}

const base::SigningKey& Attacker::stolen_key() {
  switch (below(3)) {
    case 0:
      return office_.snapshot;
    case 1:
      return office_.timestamp;
    default:
      return office_.commune;  // a commune may be bad itself
  }
}

Envelope& Attacker::any_document(Bundle& bundle) {
  switch (below(3)) {
    case 0:
      return bundle.timestamp;
    case 1:
      return bundle.snapshot;
    default:
      return bundle.programmes[below(bundle.programmes.size())];
  }
}

// A week of its own, under a programme that it signs with what it has.
Bundle Attacker::forged() {
  const auto week = week_number(1'000 + static_cast<std::int64_t>(below(1'000)));
  auto programmes = published_.back().programmes;
  auto& [programme, envelope] = programmes.at(std::string(Programme::kFirst));
  ++programme.header.version;
  put_week(programme, {{kStation}, reference_to(week), true, {}});
  envelope = envelope_of(programme);
  for (std::size_t i = below(4); i > 0; --i)
    sign(envelope, below(2) == 0 ? own_key() : stolen_key());
  return sealed(programmes, {newest_week_, kCommunesWeek, week});
}

Bundle Attacker::mixed() {
  auto bundle = any_published().bundle;
  if (below(2) == 0) bundle.timestamp = any_published().bundle.timestamp;
  if (below(2) == 0) bundle.snapshot = any_published().bundle.snapshot;
  if (below(2) == 0) bundle.programmes = any_published().bundle.programmes;
  if (below(2) == 0) bundle.weeks = any_published().bundle.weeks;
  return bundle;
}

// An old programme of the office under new signatures of the centre, or one that takes a
// station to the bad commune.
Bundle Attacker::stolen_centre() {
  const auto& old = any_published();
  auto programmes = old.programmes;
  auto weeks = old.bundle.weeks;
  weeks.push_back(newest_week_);
  if (below(2) == 0) {
    weeks.push_back(week_number(77));
    auto& own = programmes.at("xa");
    ++own.programme.header.version;
    own.programme.weeks = {{{"*"}, reference_to(weeks.back()), true, {}}};
    own.envelope = envelope_of(own.programme);
    sign(own.envelope, office_.commune);
    if (below(2) == 0) programmes[std::string(Programme::kFirst)] = own;
  }
  return sealed(programmes, std::move(weeks));
}

Bundle Attacker::moved_signatures() {
  auto bundle = any_published().bundle;
  auto& to = any_document(bundle);
  const auto from = any_document(bundle);
  switch (below(4)) {
    case 0:
      to.signatures = from.signatures;
      break;
    case 1:
      to.type = from.type;
      break;
    case 2:
      to.payload = from.payload;
      break;
    default:
      to.signatures[0].key = own_key().public_key;
  }
  return bundle;
}

// Roots that name the attacker's keys, signed by too few.
Bundle Attacker::own_root() {
  auto bundle = forged();
  auto root = root_;
  root.header.version += static_cast<std::int64_t>(1 + below(2));
  const auto& own = own_key();
  root.programme = {{own.public_key}, 1};
  auto envelope = envelope_of(root);
  sign(envelope, office_.root[below(3)]);
  if (below(2) == 0) sign(envelope, own);
  bundle.roots.push_back(envelope);
  for (auto& programme : bundle.programmes) sign(programme, own);
  return bundle;
}

std::string Attacker::flipped() {
  auto text = any_published().text;
  for (std::size_t i = 1 + below(3); i > 0; --i) {
    const auto bit = below(text.size() * 8);
    text[bit / 8] = static_cast<char>(text[bit / 8] ^ 1 << bit % 8);
  }
  return text;
}

std::string Attacker::spliced() {
  const auto& one = any_published().text;
  const auto& other = any_published().text;
  return one.substr(0, below(one.size())) + other.substr(below(other.size()));
}

Attempt Attacker::next() {
  switch (below(10)) {
    case 0:
      return {"replayed", published_[below(published_.size() - 1)].bundle, question()};
    case 1:
      return {"mixed", mixed(), question()};
    case 2:
      return {"expired", published_.back().bundle, question(kStation, kNow + 31 * kDay)};
    case 3:
      return {"other-station", published_.back().bundle, question("st-00000000000000ff")};
    case 4:
      return {"moved-signatures", moved_signatures(), question()};
    case 5:
      return {"forged", forged(), question()};
    case 6:
      return {"stolen-centre", stolen_centre(), question()};
    case 7:
      return {"own-root", own_root(), question()};
    case 8:
      return {"spliced", spliced(), question()};
    default:
      return {"bit-flipped", flipped(), question()};
  }
}

}  // namespace loa::trust::testing

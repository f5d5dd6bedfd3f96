#include "tests/attacks/attacker.h"

namespace loa::trust::testing {
namespace {

std::string week_number(std::int64_t number) {
  return R"({"id": "tuan", "version": )" + std::to_string(number) + "}";
}

}  // namespace

Attacker::Attacker(std::uint64_t seed) : random_(seed), trusted_(beginning(office_)) {
  office_.delegate();
  for (std::int64_t number = 2; number <= kPublished; ++number) {
    newest_week_ = week_number(number);
    office_.records.weeks = {newest_week_, kCommunesWeek};
    office_.change_programme([&](Programme& programme) {
      put_week(programme, {{kStation}, reference_to(newest_week_), true, {}});
    });
    published_.push_back(office_.seal());
    trusted_ = judge(published_.back(), trusted_, question()).trusted;
  }
}

base::SigningKey Attacker::stolen_key() {
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
  auto records = office_.records;
  const auto week = week_number(1'000 + static_cast<std::int64_t>(below(1'000)));
  records.weeks.push_back(week);
  auto programme = next_programme(records, std::string(Programme::kFirst), for_days(30));
  put_week(programme, {{kStation}, reference_to(week), true, {}});
  auto envelope = envelope_of(programme);
  for (std::size_t i = below(4); i > 0; --i)
    sign(envelope, below(2) == 0 ? own_key() : stolen_key());
  records.programmes[programme.name] = envelope;
  return trust::seal(records, office_.snapshot, for_days(7), office_.timestamp, for_days(7));
}

Bundle Attacker::mixed() {
  auto bundle = any_published();
  if (below(2) == 0) bundle.timestamp = any_published().timestamp;
  if (below(2) == 0) bundle.snapshot = any_published().snapshot;
  if (below(2) == 0) bundle.programmes = any_published().programmes;
  if (below(2) == 0) bundle.weeks = any_published().weeks;
  return bundle;
}

// An old programme of the office under new signatures of the centre, or one that takes a
// station to the bad commune.
Bundle Attacker::stolen_centre() {
  auto records = office_.records;
  const auto& old = any_published();
  base::Problems problems;
  for (const auto& envelope : old.programmes) {
    records.programmes[read_programme(envelope, "", problems)->name] = envelope;
  }
  records.weeks.insert(records.weeks.end(), old.weeks.begin(), old.weeks.end());
  if (below(2) == 0) {
    const auto week = week_number(77);
    records.weeks.push_back(week);
    auto own = next_programme(records, "xa", for_days(30));
    own.weeks = {{{"*"}, reference_to(week), true, {}}};
    auto envelope = envelope_of(own);
    sign(envelope, office_.commune);
    records.programmes["xa"] = envelope;
    if (below(2) == 0) records.programmes[std::string(Programme::kFirst)] = envelope;
  }
  return trust::seal(records, office_.snapshot, for_days(7), office_.timestamp, for_days(7));
}

Bundle Attacker::moved_signatures() {
  auto bundle = any_published();
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
  auto root = last_root(office_.records);
  root.header.version += static_cast<std::int64_t>(1 + below(2));
  const auto own = own_key();
  root.programme = {{own.public_key}, 1};
  auto envelope = envelope_of(root);
  sign(envelope, office_.root[below(3)]);
  if (below(2) == 0) sign(envelope, own);
  bundle.roots.push_back(envelope);
  for (auto& programme : bundle.programmes) sign(programme, own);
  return bundle;
}

std::string Attacker::flipped() {
  auto text = write_bundle(any_published());
  for (std::size_t i = 1 + below(3); i > 0; --i) {
    const auto bit = below(text.size() * 8);
    text[bit / 8] = static_cast<char>(text[bit / 8] ^ 1 << bit % 8);
  }
  return text;
}

std::string Attacker::spliced() {
  const auto one = write_bundle(any_published());
  const auto other = write_bundle(any_published());
  return one.substr(0, below(one.size())) + other.substr(below(other.size()));
}

Attempt Attacker::next() {
  switch (below(10)) {
    case 0:
      return {"replayed", published_[below(published_.size() - 1)], question()};
    case 1:
      return {"mixed", mixed(), question()};
    case 2:
      return {"expired", published_.back(), question(kStation, kNow + 31 * kDay)};
    case 3:
      return {"other-station", published_.back(), question("st-00000000000000ff")};
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

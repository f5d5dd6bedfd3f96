#include "tests/trust/office.h"

namespace loa::trust::testing {

base::SigningKey key(std::uint8_t number) {
  std::array<std::uint8_t, 32> seed{};
  seed.fill(number);
  return base::SigningKey::from_seed(seed);
}

Role role(std::initializer_list<std::uint8_t> numbers, int threshold) {
  Role role{{}, threshold};
  for (const auto number : numbers) role.keys.push_back(key(number).public_key);
  return role;
}

Validity for_days(int days, base::Wall from) { return {from, from + days * kDay}; }

Office::Office() {
  Root first{{1, kNow, kNow + 365 * kDay}, role({1, 2, 3}, 2), role({10}), role({11}), role({12})};
  auto envelope = envelope_of(first);
  sign(envelope, root[0]);
  sign(envelope, root[1]);
  records.roots.push_back(envelope);
  records.weeks.push_back(kWeek);
  change_programme([](Programme& programme) {
    put_week(programme, {{kStation}, reference_to(kWeek), true, {}});
  });
}

Envelope Office::next_root(const std::function<void(Root&)>& change) {
  auto next = last_root(records);
  ++next.header.version;
  if (change) change(next);
  auto envelope = envelope_of(next);
  sign(envelope, root[1]);
  sign(envelope, root[2]);
  return envelope;
}

void Office::change(const std::string& name, const base::SigningKey& signer, Validity validity,
                    const std::function<void(Programme&)>& change) {
  auto next = next_programme(records, name, validity);
  change(next);
  auto envelope = envelope_of(next);
  sign(envelope, signer);
  records.programmes[name] = envelope;
}

void Office::change_programme(const std::function<void(Programme&)>& change, Validity validity) {
  this->change(std::string(Programme::kFirst), programme, validity, change);
}

void Office::change_communes(const std::function<void(Programme&)>& change, Validity validity) {
  this->change("xa", commune, validity, change);
}

void Office::delegate(int most_urgent) {
  records.weeks.push_back(kCommunesWeek);
  change_programme([&](Programme& programme) {
    programme.delegations = {{"xa", {kCommunesStation}, most_urgent, role({20})}};
  });
  change_communes([](Programme& programme) {
    put_week(programme, {{kCommunesStation}, reference_to(kCommunesWeek), true, {}});
  });
}

Bundle Office::seal(Validity fresh) {
  return trust::seal(records, snapshot, fresh, timestamp, fresh);
}

Trusted beginning(const Office& office) { return trusting(office.records.roots.front()); }

Question question(const std::string& station, base::Wall at) {
  return {station, at, true, "tuan.loa"};
}

std::string verdict(const Bundle& bundle, const Trusted& trusted, const Question& question) {
  const auto judgement = judge(bundle, trusted, question);
  return judgement.authorised ? "" : judgement.problems.at(0).code;
}

}  // namespace loa::trust::testing

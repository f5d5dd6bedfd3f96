#include "trust/judge.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace loa::trust {
namespace {

using base::Text;

// The province's word reaches a commune, and a commune's its hamlets.
constexpr int kDeepestDelegation = 4;

// Thrown within this file only: the first thing that is wrong ends the judgement.
struct Refused {
  base::Problem problem;
};

[[noreturn]] void refuse(const Question& question, std::string field, std::string code,
                         Text message) {
  throw Refused{{base::Severity::error,
                 std::move(code),
                 {question.file},
                 std::move(field),
                 std::move(message)}};
}

class Judge {
 public:
  Judge(const Bundle& bundle, const Trusted& trusted, const Question& question)
      : bundle_(bundle), question_(question), trusted_(trusted) {}

  Authorised authorised() {
    follow_roots();
    const auto timestamp = take_timestamp();
    const auto snapshot = take_snapshot(timestamp);
    note_programmes(snapshot);
    auto found = find_week(snapshot);
    found.fresh_until = std::min(timestamp.header.expires, snapshot.header.expires);
    found.issued = std::max({found.issued, timestamp.header.issued, snapshot.header.issued});
    return found;
  }
  Trusted take_trusted() { return std::move(trusted_); }

  // The newest root.
  Envelope root_of_whole() {
    require_signed(trusted_.root, read(read_root, trusted_.root, "root").root, "roots");
    follow_roots();
    for (const auto& envelope : bundle_.programmes)
      programmes_.emplace(base::sha256(envelope.payload), &envelope);
    for (const auto& week : bundle_.weeks) weeks_.insert(base::sha256(week));
    const auto snapshot = take_snapshot(take_timestamp());
    require_whole(snapshot, {std::string(Programme::kFirst), root_.programme}, 0);
    return trusted_.root;
  }
  Envelope newest_root() {
    follow_roots();
    return trusted_.root;
  }

 private:
  // A programme that may speak for the station, and by whose word.
  struct Step {
    std::string name;
    Role role;
    int most_urgent = 1;
    base::Wall expires = base::Wall::max();
  };

  template <class Document>
  Document read(std::optional<Document> (*reader)(const Envelope&, const std::string&,
                                                  base::Problems&),
                const Envelope& envelope, const std::string& field) {
    base::Problems problems;
    auto document = reader(envelope, question_.file, problems);
    if (document) return std::move(*document);
    auto problem = problems.front();
    problem.field = problem.field.empty() ? field : field + ": " + problem.field;
    throw Refused{std::move(problem)};
  }

  void require_signed(const Envelope& envelope, const Role& role, const std::string& field) {
    const auto count = static_cast<int>(signers(envelope, role).size());
    if (count >= role.threshold) return;
    refuse(
        question_, field, "unsigned",
        {fmt::format("chỉ có {} chữ ký đúng của người được quyền, cần {}", count, role.threshold),
         fmt::format("{} right signature(s) of those who may sign, {} are needed", count,
                     role.threshold)});
  }

  void require_valid(const Header& header, const std::string& field) {
    if (!question_.at || *question_.at < header.expires) return;
    const auto when = base::to_rfc3339(header.expires);
    refuse(question_, field, "expired",
           {fmt::format("đã hết hạn từ {}", when), fmt::format("expired at {}", when)});
  }

  // What arrives is not older than what was believed before, nor another of the same number.
  void require_not_older(const Reference& now, const Reference& before, const std::string& field) {
    if (!question_.arrives || before.version == 0) return;
    if (now.version < before.version) {
      refuse(question_, field, "rolled-back",
             {fmt::format("là bản {} trong khi đài đã nhận bản {}", now.version, before.version),
              fmt::format("is version {}, but the station has taken version {}", now.version,
                          before.version)});
    }
    if (now.version == before.version && now.hash != before.hash) {
      refuse(question_, field, "forked",
             {fmt::format("có hai bản {} khác nhau", now.version),
              fmt::format("there are two different versions {}", now.version)});
    }
  }

  void require_same(const Envelope& envelope, const Header& header, const Reference& told,
                    const std::string& field) {
    if (means(told, envelope.payload) && header.version == told.version) return;
    refuse(question_, field, "mixed",
           {"không phải bản mà văn bản cùng gói nêu: các phần của nhiều gói bị trộn lẫn",
            "is not the one that the other documents name: parts of several bundles are mixed"});
  }

  // TUF §5.3: each root is signed by enough of the old root's keys and of its own.
  void follow_roots() {
    root_ = read(read_root, trusted_.root, "root");
    for (const auto& envelope : bundle_.roots) {
      if (is_trusted_root(envelope)) continue;  // as in every bundle until the root changes
      auto next = read(read_root, envelope, "roots");
      if (next.header.version <= root_.header.version) continue;
      if (next.header.version != root_.header.version + 1) {
        refuse(question_, "roots", "root-chain",
               {fmt::format("thiếu bản gốc số {}", root_.header.version + 1),
                fmt::format("root version {} is missing", root_.header.version + 1)});
      }
      require_signed(envelope, root_.root, "roots");
      require_signed(envelope, next.root, "roots");
      forget_versions(next);
      trusted_.root = envelope;
      root_ = std::move(next);
    }
    if (question_.arrives) require_valid(root_.header, "root");
  }

  bool is_trusted_root(const Envelope& envelope) const {
    return envelope.type == trusted_.root.type && envelope.payload == trusted_.root.payload;
  }

  // TUF §5.3.11: whoever stole a key may have raised its numbers to the highest. New keys begin
  // anew.
  void forget_versions(const Root& next) {
    const bool timestamp = next.timestamp != root_.timestamp;
    const bool snapshot = next.snapshot != root_.snapshot;
    const bool programme = next.programme != root_.programme;
    if (timestamp || snapshot) trusted_.timestamp = {};
    if (timestamp || snapshot) trusted_.snapshot = {};
    if (snapshot || programme) trusted_.programmes.clear();
  }

  Timestamp take_timestamp() {
    const auto& envelope = bundle_.timestamp;
    require_signed(envelope, root_.timestamp, "timestamp");
    auto timestamp = read(read_timestamp, envelope, "timestamp");
    const auto reference = reference_to(envelope, timestamp.header.version);
    require_not_older(reference, trusted_.timestamp, "timestamp");
    trusted_.timestamp = reference;
    return timestamp;
  }

  Snapshot take_snapshot(const Timestamp& timestamp) {
    const auto& envelope = bundle_.snapshot;
    require_signed(envelope, root_.snapshot, "snapshot");
    auto snapshot = read(read_snapshot, envelope, "snapshot");
    require_same(envelope, snapshot.header, timestamp.snapshot, "snapshot");
    require_not_older(timestamp.snapshot, trusted_.snapshot, "snapshot");
    trusted_.snapshot = timestamp.snapshot;
    return snapshot;
  }

  void note_programmes(const Snapshot& snapshot) {
    if (question_.arrives) {
      for (const auto& [name, before] : trusted_.programmes) {
        const auto now = snapshot.programmes.find(name);
        // A programme that is named no more would let an older one of that name come back.
        const Reference reference = now == snapshot.programmes.end() ? Reference{} : now->second;
        require_not_older(reference, before, "programme " + name);
      }
    }
    trusted_.programmes = snapshot.programmes;
  }

  const Envelope* programme_of(const Reference& told) const {
    if (!programmes_.empty()) {
      const auto known = programmes_.find(told.hash);
      return known == programmes_.end() ? nullptr : known->second;
    }
    const auto found = std::ranges::find_if(
        bundle_.programmes, [&](const Envelope& one) { return means(told, one.payload); });
    return found == bundle_.programmes.end() ? nullptr : &*found;
  }

  // The first programme that has a week for the station: the root's own, then those that it names
  // for the station, in its order (TUF §5.6.7, pre-order).
  Authorised find_week(const Snapshot& snapshot) {
    auto found = look_in(snapshot, {std::string(Programme::kFirst), root_.programme}, 0);
    if (found) return std::move(*found);
    refuse(question_, "", "not-for-station",
           {fmt::format("gói này không có lịch nào cho đài {}", question_.station),
            fmt::format("the bundle has no week for station {}", question_.station)});
  }

  std::optional<Authorised> look_in(const Snapshot& snapshot, const Step& step, int depth) {
    const auto* const envelope = envelope_of_step(snapshot, step);
    if (envelope == nullptr) return std::nullopt;
    const auto programme = programme_in(*envelope, snapshot, step);
    require_valid(programme.header, field_of(step));
    if (auto week = week_in(programme, step)) {
      week->signers = signers(*envelope, step.role);
      return week;
    }
    return look_further(snapshot, programme, step, depth);
  }

  static std::string field_of(const Step& step) { return "programme " + step.name; }

  // Null for a programme that was looked at before, and for who was named but has signed nothing
  // yet: he has nothing to say.
  const Envelope* envelope_of_step(const Snapshot& snapshot, const Step& step) {
    const auto told = snapshot.programmes.find(step.name);
    if (told == snapshot.programmes.end() || !visited_.insert(step.name).second) return nullptr;
    const auto* const envelope = programme_of(told->second);
    if (envelope == nullptr) {
      refuse(question_, field_of(step), "mixed",
             {"gói thiếu bản mà gói nêu", "the version that the bundle names is not in it"});
    }
    return envelope;
  }

  Programme programme_in(const Envelope& envelope, const Snapshot& snapshot, const Step& step) {
    const auto field = field_of(step);
    require_signed(envelope, step.role, field);
    auto programme = read(read_programme, envelope, field);
    require_same(envelope, programme.header, snapshot.programmes.at(step.name), field);
    if (programme.name != step.name) {
      refuse(question_, field, "mixed", {"mang tên khác", "bears another name"});
    }
    return programme;
  }

  // Every programme that somebody has a word for, and every week that it names.
  void require_whole(const Snapshot& snapshot, const Step& step, int depth) {
    const auto* const envelope = envelope_of_step(snapshot, step);
    if (envelope == nullptr) return;
    const auto programme = programme_in(*envelope, snapshot, step);
    for (const auto& week : programme.weeks)
      if (!weeks_.contains(week.schedule.hash)) refuse_lost_week(step);
    if (depth == kDeepestDelegation) return;
    for (const auto& one : programme.delegations)
      require_whole(snapshot, {one.name, one.role}, depth + 1);
  }

  [[noreturn]] void refuse_lost_week(const Step& step) {
    refuse(question_, field_of(step), "mixed",
           {"gói thiếu đúng tệp lịch đã ký", "the schedule that was signed is not in the bundle"});
  }

  std::optional<Authorised> week_in(const Programme& programme, const Step& step) {
    for (const auto& week : programme.weeks) {
      if (!names(week.stations, question_.station)) continue;
      const auto text = std::ranges::find_if(
          bundle_.weeks, [&](const std::string& one) { return means(week.schedule, one); });
      if (text == bundle_.weeks.end()) refuse_lost_week(step);
      Authorised found;
      found.week = *text;
      found.said = week;
      found.most_urgent = step.most_urgent;
      found.programme = programme.name;
      found.version = programme.header.version;
      found.issued = programme.header.issued;
      found.expires = std::min(step.expires, programme.header.expires);
      return found;
    }
    return std::nullopt;
  }

  std::optional<Authorised> look_further(const Snapshot& snapshot, const Programme& programme,
                                         const Step& step, int depth) {
    if (depth == kDeepestDelegation) return std::nullopt;
    for (const auto& one : programme.delegations) {
      if (!names(one.stations, question_.station)) continue;
      const Step next{one.name, one.role, std::max(step.most_urgent, one.most_urgent),
                      std::min(step.expires, programme.header.expires)};
      if (auto found = look_in(snapshot, next, depth + 1)) return found;
    }
    return std::nullopt;
  }

  const Bundle& bundle_;
  const Question& question_;
  Trusted trusted_;
  Root root_;
  std::set<std::string> visited_;  // programmes; each is looked at once
  // Of a bundle that is looked at as a whole, by the payload's hash and the week's.
  std::map<base::Sha256, const Envelope*> programmes_;
  std::set<base::Sha256> weeks_;
};

}  // namespace

Trusted trusting(Envelope root) {
  const auto first = base::sha256(root.payload);
  return {first, std::move(root), {}, {}, {}};
}

Judgement judge(const Bundle& bundle, const Trusted& trusted, const Question& question) {
  Judgement judgement;
  judgement.trusted = trusted;
  try {
    Judge judge(bundle, trusted, question);
    judgement.authorised = judge.authorised();
    judgement.trusted = judge.take_trusted();
  } catch (const Refused& refused) {
    judgement.problems.push_back(refused.problem);
  }
  return judgement;
}

WholeJudgement judge_whole(const Bundle& bundle, const std::string& file) {
  const Question question{"", std::nullopt, false, file};
  WholeJudgement judgement;
  try {
    if (bundle.roots.empty())
      refuse(question, "roots", "no-root",
             {"gói không mang bản gốc (root)", "the bundle carries no root"});
    judgement.root = Judge(bundle, trusting(bundle.roots.front()), question).root_of_whole();
  } catch (const Refused& refused) {
    judgement.problems.push_back(refused.problem);
  }
  return judgement;
}

std::optional<Envelope> newest_root(const std::vector<Envelope>& roots, const Envelope& from) {
  const Question question{"", std::nullopt, false};
  Bundle bundle;
  bundle.roots = roots;
  try {
    return Judge(bundle, trusting(from), question).newest_root();
  } catch (const Refused&) {
    return std::nullopt;
  }
}

}  // namespace loa::trust

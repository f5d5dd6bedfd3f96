// A bundle of signed weeks as the centre passes it on, read once.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "trust/bundle.h"
#include "trust/judge.h"

namespace loa::centre {

class OfferedBundle {
 public:
  // Pure: on any thread; some hundreds of ms for the largest. Nothing where it cannot be read; then
  // there are errors among the problems. Signatures are looked at (judged()), but decide nothing.
  static std::shared_ptr<const OfferedBundle> read(std::string_view text, base::Problems& problems);

  const std::string& fingerprint() const { return fingerprint_; }  // trust::fingerprint
  const std::string& content() const { return content_; }          // trust::content_hash
  std::int64_t version() const { return version_; }                // the timestamp's
  const std::set<base::Sha256>& media() const { return media_; }   // that its weeks name
  // Of its weeks: "id.version", by which stations name what they play of them.
  const std::set<std::string>& schedules() const { return schedules_; }
  const std::vector<trust::Envelope>& roots() const { return head_.roots; }
  // Whether its signatures are right, by the root that it carries.
  const trust::WholeJudgement& judged() const { return judged_; }
  // As trust::cut_for() has it, without a look at what is not the station's.
  std::string text_for(const std::string& station) const;

 private:
  explicit OfferedBundle(trust::Bundle bundle);

  trust::Bundle head_;  // without the weeks
  std::vector<std::string> weeks_;
  std::unordered_map<std::string, std::set<std::size_t>> weeks_of_;  // by station; "*" for any
  std::string fingerprint_;
  std::string content_;
  trust::WholeJudgement judged_;
  std::int64_t version_ = 0;
  std::set<base::Sha256> media_;
  std::set<std::string> schedules_;
};

// As it came, read.
struct ReadBundle {
  std::shared_ptr<const OfferedBundle> bundle;  // null: `problems` say why
  base::Problems problems = {};
  base::Sha256 hash{};  // of the text
};
ReadBundle read_offer(std::string_view text);

}  // namespace loa::centre

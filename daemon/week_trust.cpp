#include "daemon/week_trust.h"

#include <fmt/format.h>

#include "base/files.h"
#include "protocol/bind_week.h"
#include "trust/desk.h"
#include "trust/trusted_file.h"

namespace loa::daemon {
namespace {

namespace fs = std::filesystem;
using schedules::ReadSchedule;
using schedules::WeeklySchedule;

constexpr std::size_t kLargestFile = 8UL * 1024 * 1024;
// A station that signs for itself says by its week how long that holds.
const trust::Validity kForEver{base::Wall{}, *base::from_rfc3339("2199-12-31T00:00:00Z")};

base::Problem unsigned_week(const std::string& file) {
  return {base::Severity::error,
          "unsigned",
          {file},
          "",
          {"đài này chỉ nhận lịch đã ký: hãy gửi lịch cho người có quyền ký (loa sign-programme)",
           "this station takes signed weeks only: have it signed by who may (loa sign-programme)"}};
}

// The very text is signed, not what could be written anew: that may be longer than is read.
std::shared_ptr<const WeeklySchedule> with_text(const WeeklySchedule& week, std::string_view text) {
  auto own = std::make_shared<WeeklySchedule>(week);
  own->warrant.bundle = text;
  return own;
}

// A root that its own keys have not signed is no root.
void require_root(const trust::Envelope& envelope, const std::string& file) {
  base::Problems problems;
  const auto root = trust::read_root(envelope, file, problems);
  if (!root) throw base::BadInput(std::move(problems));
  const auto signers = trust::signers(envelope, root->root).size();
  if (static_cast<int>(signers) >= root->root.threshold) return;
  throw base::BadInput({{base::Severity::error,
                         "unsigned",
                         {file},
                         "signatures",
                         {fmt::format("bản gốc mới có {} chữ ký, cần {} (loa root sign)", signers,
                                      root->root.threshold),
                          fmt::format("the root has {} signature(s), it needs {} (loa root sign)",
                                      signers, root->root.threshold)}}});
}

}  // namespace

bool is_own(const WeeklySchedule& week) { return week.warrant.programme.empty(); }

trust::Envelope read_first_root(std::string_view text, const std::string& file) {
  base::Problems problems;
  auto envelope = trust::read_envelope(text, file, problems);
  if (!envelope) throw base::BadInput(std::move(problems));
  require_root(*envelope, file);
  return std::move(*envelope);
}

WeekTrust::WeekTrust(const fs::path& state, std::optional<trust::Envelope> root,
                     std::string station, const base::SigningKey& key)
    : file_(state / "trust.json"),
      station_(std::move(station)),
      key_(key),
      has_office_(root.has_value()),
      trusted_(trust::trusting(root ? std::move(*root) : trust::own_root(key_, kForEver))) {
  const auto text = base::read_file_if_exists(file_, kLargestFile);
  if (!text) return;
  base::Problems problems;
  const auto remembered = trust::read_trusted(*text, file_.string(), problems);
  if (!remembered) {
    put_aside("trust-damaged", {"bị hỏng", "is damaged"});
  } else if (remembered->first != trusted_.first) {
    put_aside("trust-changed", {"thuộc về một bản gốc khác", "is of another root"});
  } else {
    trusted_ = *remembered;
  }
}

void WeekTrust::put_aside(std::string code, base::Text message) {
  const auto name = base::put_aside(file_).filename().string();
  damaged_.push_back({base::Severity::error,
                      std::move(code),
                      {file_.filename().string()},
                      "",
                      {fmt::format("tệp {}, đã cất thành {}; hãy nạp lại lịch", message.vi, name),
                       fmt::format("the file {} and was put aside as {}; load the week again",
                                   message.en, name)}});
}

std::string WeekTrust::newest() const {
  const auto& last = trusted_.timestamp;
  return last.version == 0 ? "" : base::to_hex(last.hash);
}

std::optional<trust::Role> WeekTrust::commanders() const {
  base::Problems problems;
  const auto root = trust::read_root(trusted_.root, file_.string(), problems);
  return root ? root->command : std::nullopt;
}

void WeekTrust::remember() { base::replace_file(file_, trust::write_trusted(trusted_)); }

ReadSchedule WeekTrust::read(std::string_view text, const trust::Question& question) const {
  base::Problems problems;
  const auto bundle = trust::read_bundle(text, question.file, problems);
  if (!bundle) return {nullptr, std::move(problems)};
  const auto judgement = trust::judge(*bundle, trusted_, question);
  if (!judgement.authorised) return {nullptr, judgement.problems};
  return protocol::bind_week(*judgement.authorised, text, question.file);
}

ReadSchedule WeekTrust::admit(std::string_view text, const std::string& file,
                              std::optional<base::Wall> at) const {
  if (trust::looks_like_bundle(text)) return read(text, {station_, at, true, file});
  if (has_office_) return {nullptr, {unsigned_week(file)}};
  auto read = schedules::read_schedule(text, file);
  if (read.schedule) read.schedule = with_text(*read.schedule, text);
  return read;
}

ReadSchedule WeekTrust::recall(std::string_view bundle, const std::string& file) const {
  return read(bundle, {station_, std::nullopt, false, file});
}

std::string WeekTrust::signed_here(const std::string& week,
                                   const std::optional<SignedMedia>& media) const {
  trust::SignedWeek said{{station_}, {}, !media, media.value_or(SignedMedia{})};
  return trust::write_bundle(trust::own_bundle(key_, trusted_, week, std::move(said), kForEver));
}

std::shared_ptr<const WeeklySchedule> WeekTrust::take(std::shared_ptr<const WeeklySchedule> week,
                                                      const std::optional<SignedMedia>& media) {
  auto text = week->warrant.bundle;
  const bool own = is_own(*week);
  if (own) text = signed_here(text, media);
  base::Problems problems;
  const auto bundle = trust::read_bundle(text, "", problems);
  if (!bundle) throw base::BadInput(std::move(problems));
  auto judgement = trust::judge(*bundle, trusted_, {station_, std::nullopt, true, ""});
  if (!judgement.authorised) throw base::BadInput(std::move(judgement.problems));
  if (own) {
    auto read = protocol::bind_week(*judgement.authorised, text, "");
    if (!read.schedule) throw base::BadInput(std::move(read.problems));
    week = std::move(read.schedule);
  }
  trusted_ = std::move(judgement.trusted);
  remember();
  return week;
}

}  // namespace loa::daemon

// Carries out what the uplink machine decides.
#include "daemon/uplink.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <system_error>
#include <utility>

#include "base/crypto.h"
#include "base/log.h"
#include "daemon/got_commands.h"
#include "daemon/uplink_machine.h"
#include "protocol/packed_batch.h"
#include "protocol/receipt.h"

namespace loa::daemon {

using Send = UplinkMachine::Send;

namespace {

// A batch is of one epoch, without gaps.
void keep_first_run(std::vector<journal::Row>& rows) {
  const auto end = std::adjacent_find(rows.begin(), rows.end(),
                                      [](const journal::Row& row, const journal::Row& next) {
                                        return next.epoch != row.epoch || next.seq != row.seq + 1;
                                      });
  if (end != rows.end()) rows.erase(end + 1, rows.end());
}

constexpr auto kWindowFact = "first-contact-seconds";

// Which the centre told last.
std::optional<std::chrono::seconds> kept_window(const journal::Journal& journal) {
  const auto text = journal.remembered(kWindowFact).value_or("");
  std::int64_t seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  const bool whole = error == std::errc{} && end == text.data() + text.size();
  if (!whole || seconds < 0 || seconds > protocol::kMaxFirstContact.count()) return std::nullopt;
  return std::chrono::seconds(seconds);
}

base::Duration window_of(const UplinkSettings& settings, const journal::Journal& journal) {
  const auto kept = kept_window(journal);
  return kept ? base::Duration(*kept) : settings.first_contact_window;
}

constexpr base::Duration kVouchEvery = std::chrono::hours{24};
// How long a wrong receipt is a fault, whatever came after it: people must look into it.
constexpr base::Duration kSuspectFor = std::chrono::hours{24};
// How long a centre that does not read packed batches is not sent any: it may be updated.
constexpr base::Duration kPlainFor = std::chrono::hours{24};

bool is_not_read(const LinkAnswer& answer) { return answer.status == 400 || answer.status == 415; }

bool wants_certificate(const LinkAnswer& answer) {
  const auto code = answer.status == 403 ? protocol::refusal_from(answer.body) : "";
  return code == "certificate-needed" || code == "certificate-expired";
}

}  // namespace

struct Uplink::Impl : std::enable_shared_from_this<Impl> {
  Impl(UplinkSettings wanted, base::Timers& clock, Link& way, journal::Journal& record,
       std::function<protocol::StatusReport()> report)
      : settings(std::move(wanted)),
        timers(clock),
        link(way),
        journal(record),
        status(std::move(report)),
        machine(UplinkMachine::seed_of(settings.station, settings.boot),
                window_of(settings, journal), settings.status_every) {}

  bool rows_wait() const { return resend_after || journal.unacknowledged() > 0; }

  void go_on() {
    timers.cancel(timer);
    timer = 0;
    for (auto what = next(); what != Send::nothing; what = next()) send(what);
    if (const auto wakeup = machine.next_wakeup(rows_wait())) {
      timer = timers.at(*wakeup, [self = weak_from_this()] {
        if (const auto impl = self.lock()) impl->go_on();
      });
    }
  }

  Send next() { return machine.step(timers.now().steady, rows_wait()); }

  void send(Send what) {
    switch (what) {
      case Send::rows:
        return send_rows();
      case Send::status:
      case Send::listening:
        return send_report(what);
      case Send::programme:
        asked_for = offered;
        return post({"/v1/programme", "{}"}, what);
      case Send::nothing:
        break;
    }
  }

  std::optional<protocol::Checkpoint> checkpoint_of(const journal::Row& row) const {
    if (settings.key == nullptr) return std::nullopt;
    const auto now = timers.now();
    return protocol::signed_with(
        *settings.key, settings.station,
        {row.epoch, row.seq, row.hash, settings.boot, now.wall, now.quality, ""});
  }

  void send_report(Send what) {
    auto report = status();
    const auto now = timers.now().steady;
    const auto held = what == Send::listening ? machine.listen_for() : std::chrono::seconds{0};
    if (obey) report.listening = {held, got.ids(now)};
    const bool vouches = !vouching && (!vouched_at || now - *vouched_at >= kVouchEvery);
    if (vouches) vouching = what;
    const auto newest = vouches ? journal.newest(1) : std::vector<journal::Row>{};
    if (!newest.empty()) report.checkpoint = checkpoint_of(newest.front());
    post({"/v1/status", protocol::to_json(report), false, held}, what);
  }

  void send_rows() {
    const auto [epoch, seq] = resend_after.value_or(journal.acknowledged());
    sent_after = {epoch, seq};
    protocol::JournalBatch batch{settings.station, {}, false};
    batch.rows = journal.after(epoch, seq, machine.most_rows());
    if (batch.rows.empty()) {
      // What a centre that was set back wants again was pruned here.
      resend_after.reset();
      machine.answered(timers.now().steady, Send::rows, rows_wait());
      return;
    }
    keep_first_run(batch.rows);
    const auto& first = batch.rows.front();
    // What is missing before it, a damaged record does not have any more.
    batch.checkpoint = checkpoint_of(batch.rows.back());
    // So is what the centre has put aside.
    batch.lost_before = first.seq != (first.epoch == epoch ? seq : 0) + 1 ||
                        passed_over == std::pair{first.epoch, first.seq - 1};
    post(batch_letter(batch), Send::rows);
    sent_rows = std::move(batch.rows);
  }

  // Packed, unless the centre does not read that, or the batch is nothing to pack.
  Letter batch_letter(const protocol::JournalBatch& batch) {
    const bool plain = plain_until && timers.now().steady < *plain_until;
    auto packed = plain ? std::nullopt : protocol::pack(batch);
    sent_packed = packed.has_value();
    return {"/v1/journal", packed ? std::move(*packed) : protocol::to_json(batch), sent_packed};
  }

  // A centre of an earlier version: the same rows go at once as it knows them.
  void go_on_plain(base::Steady now) {
    base::log(base::LogLevel::info, "the centre does not read packed rows");
    plain_until = now + kPlainFor;
    machine.again(now);
  }

  void post(const Letter& letter, Send what) {
    link.post(letter, [self = weak_from_this(), what](const LinkAnswer& answer) {
      if (const auto impl = self.lock()) impl->answered(what, answer);
    });
  }

  void answered(Send what, const LinkAnswer& answer) {
    const base::Now now = timers.now();
    const bool fine = answer.status == 200 && (what != Send::rows || take_ack(answer.body));
    if (vouching == what) {
      if (fine) vouched_at = now.steady;
      vouching.reset();
    }
    if (fine) {
      last_error.clear();
      last_answer = now.wall;
      take_answer(now.steady, what, answer.body);
    } else if (what == Send::rows && answer.status >= 200 && answer.status < 500) {
      rows_refused(now, answer);
    } else {
      note_failure(answer, last_error);
      if (what == Send::programme) offered.clear();
      if (answer.retry_after)
        machine.told_to_wait(now.steady, what, *answer.retry_after);
      else
        machine.failed(now.steady, what);
    }
    if (known && (fine || answer.status == 401)) known(fine);
    if (certificate_wanted && wants_certificate(answer)) certificate_wanted();
    if (change) change();
    go_on();
  }

  void rows_refused(const base::Now& now, const LinkAnswer& answer) {
    if (sent_packed && is_not_read(answer)) return go_on_plain(now.steady);
    last_answer = now.wall;
    const auto poison = poison_in(answer);
    if (!poison) note_failure(answer, refusal);
    // A record that is full of such rows is no storm either.
    machine.refused(now.steady);
    if (poison) pass_over(*poison);
  }

  // The row of the batch under way that the centre has put aside.
  std::optional<std::pair<std::uint64_t, std::uint64_t>> poison_in(const LinkAnswer& answer) const {
    const auto row = answer.status == 422 ? protocol::refused_row_from(answer.body) : std::nullopt;
    if (!row || row->code != "poison-row" || sent_rows.empty()) return std::nullopt;
    const auto& first = sent_rows.front();
    const bool sent =
        row->epoch == first.epoch && row->seq >= first.seq && row->seq <= sent_rows.back().seq;
    return sent ? std::optional(std::pair{row->epoch, row->seq}) : std::nullopt;
  }

  // The centre has it, and all that stands before it; what follows goes on, and says so.
  void pass_over(const std::pair<std::uint64_t, std::uint64_t>& row) {
    const bool news = row > journal.acknowledged();
    note_acknowledged(row);
    passed_over = row;
    base::log(base::LogLevel::warning,
              fmt::format("centre: row {}/{} is damaged and was put aside", row.first, row.second));
    if (news && row_refused) row_refused(row.first, row.second);
  }

  // A centre that was set back to a copy of itself is given again what it lost.
  void note_acknowledged(const std::pair<std::uint64_t, std::uint64_t>& acknowledged) {
    journal.acknowledge(acknowledged.first, acknowledged.second);
    resend_after.reset();
    if (acknowledged < journal.acknowledged()) resend_after = acknowledged;
  }

  void take_answer(base::Steady now, Send what, const std::string& body) {
    if (what == Send::listening) return machine.heard(now, note_offer(body));
    if (what == Send::status) note_offer(body);
    if (what == Send::programme) take_programme(body);
    if (what == Send::rows) refusal.clear();
    machine.answered(now, what, rows_wait());
    // Meanwhile the centre may have named another one.
    if (what == Send::programme && offered != asked_for && !offered.empty())
      machine.want_programme();
  }

  // Whether it had a command that is new.
  bool note_offer(const std::string& body) {
    const auto said = protocol::status_answer_from(body);
    if (!said) return false;
    if (said->time && told) told(*said->time);
    if (said->first_contact) keep_window(*said->first_contact);
    note_programme(said->programme);
    bool news = false;
    for (const auto& command : said->commands) news = obey_offered(command) || news;
    return news;
  }

  // For the next boot. What is nearly the same is not worth a write.
  void keep_window(std::chrono::seconds window) {
    machine.spread_over(window);
    const auto kept = kept_window(journal);
    if (kept && std::chrono::abs(window - *kept) * 4 <= *kept) return;
    try {
      journal.remember(kWindowFact, std::to_string(window.count()));
    } catch (const std::exception& error) {
      // The disk refused; the next answer says it again.
      base::log(base::LogLevel::error, error.what());
    }
  }

  void note_programme(const std::string& programme) {
    if (!take || programme.empty() || programme == offered || programme == have()) return;
    offered = programme;
    machine.want_programme();
  }

  // Whether it is a new one.
  bool obey_offered(const std::string& command) {
    const auto now = timers.now().steady;
    const auto id = protocol::id_of_command(command);
    if (!obey || !got.is_new(id, now)) return false;
    bool settled = false;
    try {
      settled = obey(command);
    } catch (const std::exception& error) {
      // The disk refused.
      base::log(base::LogLevel::error, error.what());
    }
    got.note(id, settled, now);
    return true;
  }

  void take_programme(const std::string& bundle) {
    try {
      take(bundle);
    } catch (const std::system_error& error) {
      // The disk refused: the next status asks for it again.
      base::log(base::LogLevel::error, error.what());
      offered.clear();
    }
  }

  bool take_ack(const std::string& body) {
    const auto ack = protocol::batch_ack_from(body);
    if (!ack) return false;
    check_receipt(ack->receipt);
    const std::pair acknowledged{ack->epoch, ack->seq};
    note_acknowledged(acknowledged);
    // No progress is not an answer to go on from at once.
    return acknowledged != sent_after;
  }

  // One that is wrong is for people to look into: the rows themselves the centre has taken.
  void check_receipt(const std::string& receipt) {
    const auto rows = std::exchange(sent_rows, {});
    const auto key = settings.centre_key ? settings.centre_key() : "";
    trust::PublicKey centre{};
    if (receipt.empty() || key.size() != centre.size()) return;
    std::copy(key.begin(), key.end(), centre.begin());
    if (!protocol::is_receipt_for(receipt, trust::centre_log(centre), settings.station, rows)) {
      base::log(base::LogLevel::error, "the centre's receipt is not of the rows that it was sent");
      wrong_receipt = timers.now().steady;
    }
  }

  std::vector<std::string> faults() const {
    const bool wrong = wrong_receipt && timers.now().steady - *wrong_receipt < kSuspectFor;
    return wrong ? std::vector<std::string>{"receipt-wrong"} : std::vector<std::string>{};
  }

  // Said once, not at every attempt.
  static void note_failure(const LinkAnswer& answer, std::string& noted) {
    const std::string error =
        answer.status == 0 ? answer.body : fmt::format("HTTP {}: {}", answer.status, answer.body);
    if (error != noted) base::log(base::LogLevel::warning, "centre: " + error);
    noted = error;
  }

  UplinkSettings settings;
  base::Timers& timers;
  Link& link;
  journal::Journal& journal;
  std::function<protocol::StatusReport()> status;
  UplinkMachine machine;
  std::vector<journal::Row> sent_rows;  // in the batch under way
  bool sent_packed = false;
  std::optional<base::Steady> plain_until;
  std::optional<base::Steady> wrong_receipt;           // when the last one came
  std::pair<std::uint64_t, std::uint64_t> sent_after;  // what the batch under way follows
  std::optional<std::pair<std::uint64_t, std::uint64_t>> resend_after;
  // The last row that the centre has put aside.
  std::optional<std::pair<std::uint64_t, std::uint64_t>> passed_over;
  std::optional<Send> vouching;            // the report under way that has a checkpoint
  std::optional<base::Steady> vouched_at;  // when one was taken last
  base::Timers::Id timer = 0;
  std::optional<base::Wall> last_answer;
  std::string last_error;  // of the last exchange
  std::string refusal;     // of the rows that the centre does not take; "" once it takes them
  std::string offered;     // the bundle that the centre named last and the station wanted
  std::string asked_for;   // the one that is or was fetched
  GotCommands got;
  std::function<std::string()> have;
  std::function<void(const std::string&)> take;
  std::function<bool(const std::string&)> obey;
  std::function<void()> change;
  std::function<void(const protocol::SignedTime&)> told;
  std::function<void(bool)> known;
  std::function<void()> certificate_wanted;
  std::function<void(std::uint64_t epoch, std::uint64_t seq)> row_refused;
};

Uplink::Uplink(UplinkSettings settings, base::Timers& timers, Link& link, journal::Journal& journal,
               std::function<protocol::StatusReport()> status)
    : impl_(std::make_shared<Impl>(std::move(settings), timers, link, journal, std::move(status))) {
}

Uplink::~Uplink() { impl_->timers.cancel(impl_->timer); }

void Uplink::start() {
  impl_->machine.start(impl_->timers.now().steady);
  impl_->go_on();
}

void Uplink::nudge() {
  impl_->machine.nudge(impl_->timers.now().steady);
  impl_->go_on();
}

void Uplink::on_command(std::function<bool(const std::string& envelope)> obey) {
  impl_->obey = std::move(obey);
  impl_->machine.listen();
}

void Uplink::on_time(std::function<void(const protocol::SignedTime& time)> told) {
  impl_->told = std::move(told);
}

UplinkView Uplink::view() const {
  const std::string& error = impl_->last_error.empty() ? impl_->refusal : impl_->last_error;
  return {impl_->machine.connected(), impl_->last_answer, error, impl_->journal.unacknowledged(),
          impl_->faults()};
}

void Uplink::on_change(std::function<void()> callback) { impl_->change = std::move(callback); }

void Uplink::fetch_programmes(std::function<std::string()> have,
                              std::function<void(const std::string&)> take) {
  impl_->have = std::move(have);
  impl_->take = std::move(take);
}

void Uplink::on_certificate_wanted(std::function<void()> callback) {
  impl_->certificate_wanted = std::move(callback);
}

void Uplink::on_row_refused(std::function<void(std::uint64_t epoch, std::uint64_t seq)> callback) {
  impl_->row_refused = std::move(callback);
}

void Uplink::on_known(std::function<void(bool)> callback) { impl_->known = std::move(callback); }

}  // namespace loa::daemon

#include "signs/drivers/strip_upload.h"

#include <algorithm>
#include <chrono>

#include "firmware/link/crc32.h"
#include "signs/drivers/pack.h"

namespace loa::signs::drivers {
namespace {

namespace link = firmware::link;

constexpr std::uint16_t kNoPage = 0xFFFF;
constexpr int kFailures = 3;
constexpr int kDifferences = 2;
constexpr base::Duration kPause = std::chrono::seconds{5};
constexpr base::Duration kJustStarted = std::chrono::seconds{1};
constexpr std::size_t kBeginSize = 8;
constexpr std::size_t kCommitSize = 12;

std::uint32_t milliseconds(base::Duration time) {
  return static_cast<std::uint32_t>(std::max<std::int64_t>(
      std::chrono::duration_cast<std::chrono::milliseconds>(time).count(), 0));
}

}  // namespace

void StripUpload::meet(const link::Identity& identity) {
  identity_ = identity;
  met_ = true;
  confirmed_.reset();
  paused_until_.reset();
  if (job_ && !wanted_) wanted_ = Wanted{std::move(job_->what), job_->moves};
  job_.reset();
}

void StripUpload::want(Passage passage) { want(std::move(passage), true); }

void StripUpload::want(const Bitmap& picture) {
  Passage passage;
  passage.strip = picture;
  want(std::move(passage), false);
}

void StripUpload::want(Passage passage, bool moves) {
  passage.until.reset();
  const bool is_wanted = wanted_ && wanted_->moves == moves && wanted_->passage == passage;
  const bool is_there = !wanted_ && job_ && job_->moves == moves && job_->what == passage;
  if (is_wanted || is_there) return;
  wanted_ = Wanted{std::move(passage), moves};
}

// Whether the whole strip can be in the board at once.
bool StripUpload::fits() const {
  const std::size_t size = link::column_bytes(identity_.format, identity_.height);
  const std::size_t a_page = identity_.page_bytes / size;
  const std::size_t screen = (identity_.width + a_page - 1) / a_page;
  return job_->pages + screen <= identity_.pages;
}

void StripUpload::begin_job(Steady now) {
  Job job;
  job.what = std::move(wanted_->passage);
  job.moves = wanted_->moves;
  wanted_.reset();
  job.bytes = pack_columns(job.what.strip, identity_.format, identity_.height);
  job_ = std::move(job);
  restart(now);
}

void StripUpload::restart(Steady now) {
  Job& job = *job_;
  const std::size_t size = link::column_bytes(identity_.format, identity_.height);
  const std::size_t a_page = identity_.page_bytes / size;
  const auto columns = static_cast<std::size_t>(job.what.strip.width());
  job.strip = ++last_strip_ == 0 ? ++last_strip_ : last_strip_;
  job.pages = static_cast<std::uint16_t>((columns + a_page - 1) / a_page);
  const std::size_t screen = (identity_.width + a_page - 1) / a_page;
  job.first = job.pages;
  if (job.moves && now - job.what.started < kJustStarted) {
    // Only its beginning is seen before the rest has come. Going right, its last columns come
    // first: they follow the commit at once.
    const std::size_t seen = job.what.rightwards ? 1 : screen;
    job.first = static_cast<std::uint16_t>(std::min<std::size_t>(seen, job.pages));
  }
  job.begun = job.commit_sent = job.committed = job.timed = job.blocked = false;
  job.differences = 0;
  queue_pages();
}

void StripUpload::queue_pages() {
  job_->rest.clear();
  for (std::uint16_t page = 0; page < job_->pages; ++page) job_->rest.push_back(page);
  if (job_->what.rightwards) std::reverse(job_->rest.begin() + 1, job_->rest.end());
}

void StripUpload::fail(Steady now) {
  confirmed_.reset();
  if (++job_->failures < kFailures) return restart(now);
  job_->failures = 0;
  paused_until_ = now + kPause;
  restart(now);
}

link::Bytes StripUpload::page_bytes(std::uint16_t page) const {
  const std::size_t size = link::column_bytes(identity_.format, identity_.height);
  const std::size_t length = identity_.page_bytes / size * size;
  const std::size_t from = page * length;
  return link::Bytes(job_->bytes).subspan(from, std::min(length, job_->bytes.size() - from));
}

void StripUpload::pump(Steady now) {
  if (!met_ || !end_.connected()) return;
  if (paused_until_ && now < *paused_until_) return;
  paused_until_.reset();
  if (wanted_ && (!job_ || job_->committed)) begin_job(now);
  while (job_ && send_next(now)) {
  }
}

// What comes next, if the link takes it. False when there is nothing to do but wait.
bool StripUpload::send_next(Steady now) {
  Job& job = *job_;
  if (wanted_ && job.committed) return false;
  if (!job.begun) {
    if (!end_.can_send(kBeginSize)) return false;
    send_begin();
    return true;
  }
  const std::size_t sent = job.pages - job.rest.size();
  if (!job.commit_sent && sent >= job.first) {
    if (!end_.can_send(kCommitSize)) return false;
    send_commit(now, job.first);
    job.commit_sent = true;
    return true;
  }
  if (!job.rest.empty() && !job.blocked) {
    const std::uint16_t page = job.rest.front();
    if (!end_.can_send(4 + page_bytes(page).size())) return false;
    job.rest.pop_front();
    send_page(page);
    return true;
  }
  if (!job.moves || job.timed || !job.committed || !fits() || !end_.idle()) return false;
  job.timed = true;
  send_commit(now, job.pages);
  return true;
}

std::uint8_t StripUpload::note(std::uint8_t count, std::uint16_t page) {
  sent_[count] = {job_->strip, page};
  return count;
}

void StripUpload::send_begin() {
  job_->begun = true;
  std::uint8_t raw[kBeginSize];
  link::Writer writer(raw);
  link::Begin begin;
  begin.strip = job_->strip;
  begin.columns = static_cast<std::uint16_t>(job_->what.strip.width());
  if (job_->moves) {
    begin.effect = job_->what.rightwards ? link::Effect::scroll_right : link::Effect::scroll_left;
    begin.speed = static_cast<std::uint16_t>(std::clamp(job_->what.speed, 1, 1000));
    begin.repeat = job_->what.repeats ? 1 : 0;
  }
  write(writer, begin);
  note(end_.send(link::Type::begin, writer.written()), kNoPage);
}

void StripUpload::send_page(std::uint16_t page) {
  std::array<std::uint8_t, link::kMaxPayload> raw{};
  link::Writer writer(raw);
  write(writer, link::Page{job_->strip, page, page_bytes(page)});
  note(end_.send(link::Type::page, writer.written()), page);
}

void StripUpload::send_commit(Steady now, std::uint16_t pages) {
  std::size_t size = 0;
  for (std::uint16_t page = 0; page < pages; ++page) size += page_bytes(page).size();
  const auto arrives = end_.line_time(kCommitSize);
  link::Commit commit{job_->strip, pages, link::crc32(link::Bytes(job_->bytes).first(size)), 0};
  if (job_->moves) commit.elapsed_ms = milliseconds(now - job_->what.started) + arrives;
  std::uint8_t raw[kCommitSize];
  link::Writer writer(raw);
  write(writer, commit);
  note(end_.send(link::Type::commit, writer.written()), kNoPage);
}

void StripUpload::answered(Steady now, link::Type type, std::uint8_t count, const link::Ack& ack) {
  const Sent sent = sent_[count];
  if (!job_ || sent.strip != job_->strip) return;
  // Before the commit, page 0 must find room; later it is one that comes round again.
  const bool may_wait = sent.page != 0 || job_->committed;
  if (type == link::Type::page && ack.error == link::Error::no_room && may_wait) {
    // What is there is shown, and the board says what it wants next.
    if (!job_->commit_sent) job_->first = std::min(job_->first, sent.page);
    job_->blocked = true;
    job_->rest.push_front(sent.page);
    return;
  }
  if (ack.error != link::Error::ok) return fail(now);
  if (type != link::Type::commit) return;
  ++commits_;
  job_->committed = true;
  job_->failures = 0;
}

// Of a strip that is larger than the board, what comes next on the screen.
void StripUpload::want_pages(const link::Status& status) {
  const bool missing = status.wanted < job_->pages && status.free_pages > 0;
  if (!missing || (!job_->blocked && !job_->rest.empty())) return;
  job_->blocked = false;
  job_->rest.clear();
  unsigned page = status.wanted;
  for (unsigned i = 0; i < status.free_pages && i < job_->pages; ++i) {
    job_->rest.push_back(static_cast<std::uint16_t>(page));
    page = (page + (job_->what.rightwards ? job_->pages - 1U : 1U)) % job_->pages;
  }
}

bool StripUpload::same_picture(const link::Status& status) {
  if (status.strip != job_->strip) return false;
  Bitmap shown = job_->what.strip.window(job_->moves ? status.left : 0, identity_.width);
  // Switched off it says that it is blank, whatever it holds.
  const bool is_off = status.power == 0 && shown.blank();
  if (status.showing != link::Showing::strip && !is_off) return false;
  if (!is_off &&
      link::crc32(pack_columns(shown, identity_.format, identity_.height)) != status.frame_crc) {
    return false;
  }
  confirmed_ = std::move(shown);
  return true;
}

// A tenth of a second, and a pixel for the rounding.
bool StripUpload::on_time(Steady now, const link::Status& status) const {
  if (!job_->moves) return true;
  const int pass = job_->what.strip.width() + identity_.width - 1;
  const int apart = std::abs(job_->what.left_at(now, identity_.width) - status.left);
  const int allowed = job_->what.speed / 10 + 1;
  return apart <= allowed || (job_->what.repeats && pass - apart <= allowed);
}

BoardHealth::Picture StripUpload::judge(Steady now, const link::Status& status) {
  using Picture = BoardHealth::Picture;
  if (!job_ || !job_->committed) return Picture::assumed;
  if (status.strip == job_->strip) want_pages(status);
  if (same_picture(status)) {
    job_->differences = 0;
    if (!on_time(now, status) && !wanted_ && end_.can_send(kCommitSize)) send_commit(now, 0);
    return Picture::confirmed;
  }
  confirmed_.reset();
  if (!job_->rest.empty() || wanted_) return Picture::assumed;
  // A status may be of the moment before the commit; one difference is no alarm.
  if (++job_->differences < kDifferences) return Picture::assumed;
  restart(now);
  return Picture::differs;
}

}  // namespace loa::signs::drivers

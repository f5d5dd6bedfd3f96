// Writes a programme out in time.
#include "daemon/rundown.h"

#include <algorithm>

namespace loa::daemon {
namespace {

using schedules::Part;

class Builder {
 public:
  Builder(Library& library, base::Duration limit) : library_(library), limit_(limit) {}

  bool full() const { return rundown_.length >= limit_; }
  base::Duration length() const { return rundown_.length; }

  void add(const schedules::Item& item) {
    Media media = library_.find(item);
    const auto* ready = std::get_if<ReadyMedia>(&media);
    const base::Duration length = ready == nullptr ? base::Duration{0} : ready->length;
    rundown_.items.push_back({item, std::move(media), rundown_.length, length});
    rundown_.length += length;
  }

  // As much of it as there is room for; nothing if that is next to nothing.
  void add_closing(const schedules::Item& item) {
    constexpr base::Duration kWorthwhile = std::chrono::seconds{4};
    const base::Duration before = rundown_.length;
    if (limit_ - before < kWorthwhile) return;
    add(item);
    const base::Duration over = std::max(base::Duration{0}, rundown_.length - limit_);
    rundown_.items.back().length -= over;
    rundown_.length -= over;
    rundown_.closing += rundown_.length - before;
  }

  void opened() { rundown_.opening = rundown_.length; }

  void add_gap(schedules::Seconds gap) {
    // A gap after nothing would only be silence at the front.
    if (rundown_.length > base::Duration{0}) rundown_.length += gap;
  }

  Rundown take() { return std::move(rundown_); }

 private:
  Library& library_;
  base::Duration limit_;
  Rundown rundown_;
};

void add_body(Builder& builder, const schedules::Programme& programme) {
  for (const schedules::Item& item : programme.items) {
    if (item.part != Part::body) continue;
    for (int i = 0; i < item.repeat && !builder.full(); ++i) {
      if (i > 0) builder.add_gap(item.gap);
      const base::Duration before = builder.length();
      builder.add(item);
      if (builder.length() == before) break;
    }
  }
}

// Nothing of the body can sound: then no chime announces it.
Rundown without_frame(const schedules::Programme& programme, Library& library,
                      base::Duration limit) {
  Builder builder(library, limit);
  add_body(builder, programme);
  return builder.take();
}

struct Describe {
  std::string operator()(const schedules::AudioFile& file) const { return file.path; }
  std::string operator()(const schedules::Speech& speech) const {
    constexpr std::size_t kEnough = 48;
    if (speech.text.size() <= kEnough) return speech.text;
    // Cut between words, so that no letter is cut in its bytes.
    const std::size_t space = speech.text.rfind(' ', kEnough);
    return space == std::string::npos ? "..." : speech.text.substr(0, space) + "...";
  }
  std::string operator()(const schedules::Relay& relay) const {
    return schedules::is_line_in(relay) ? "Đường vào " + relay.url.substr(5) : relay.url;
  }
  std::string operator()(const schedules::Chime& chime) const {
    if (chime.name == "nhac-hieu") return "Nhạc hiệu";
    if (chime.name == "ba-tieng") return "Ba tiếng chuông";
    if (chime.name == "nhac-ket") return "Nhạc kết";
    return chime.name;
  }
};

}  // namespace

Rundown make_rundown(const schedules::Programme& programme, Library& library,
                     base::Duration limit) {
  Builder builder(library, limit);
  for (const schedules::Item& item : programme.items) {
    if (item.part == Part::opening) builder.add(item);
  }
  const base::Duration opening = builder.length();
  builder.opened();
  for (int i = 0; i < programme.repeat && !builder.full(); ++i) {
    if (i > 0) builder.add_gap(programme.gap);
    const base::Duration before = builder.length();
    add_body(builder, programme);
    // Nothing of it can sound: it is said once, not a hundred times.
    if (builder.length() == before) break;
  }
  if (builder.length() == opening) return without_frame(programme, library, limit);
  for (const schedules::Item& item : programme.items) {
    if (item.part == Part::closing) builder.add_closing(item);
  }
  return builder.take();
}

std::string title_of(const schedules::Item& item) {
  return item.title.empty() ? std::visit(Describe{}, item.source) : item.title;
}

}  // namespace loa::daemon

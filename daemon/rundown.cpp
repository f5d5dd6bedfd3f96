// Writes a programme out in time.
#include "daemon/rundown.h"

namespace loa::daemon {
namespace {

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

void add_all_items(Builder& builder, const schedules::Programme& programme) {
  for (const schedules::Item& item : programme.items) {
    for (int i = 0; i < item.repeat && !builder.full(); ++i) {
      if (i > 0) builder.add_gap(item.gap);
      const base::Duration before = builder.length();
      builder.add(item);
      if (builder.length() == before) break;
    }
  }
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
  for (int i = 0; i < programme.repeat && !builder.full(); ++i) {
    if (i > 0) builder.add_gap(programme.gap);
    add_all_items(builder, programme);
    // Nothing of it can sound: it is said once, not a hundred times.
    if (builder.length() == base::Duration{0}) break;
  }
  return builder.take();
}

std::string title_of(const schedules::Item& item) {
  return item.title.empty() ? std::visit(Describe{}, item.source) : item.title;
}

}  // namespace loa::daemon

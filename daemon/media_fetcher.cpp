#include "daemon/media_fetcher.h"

#include "base/log.h"

namespace loa::daemon {

struct MediaFetcher::Impl : std::enable_shared_from_this<Impl> {
  using State = ShelfAnswer::State;

  Impl(MediaFetch made, base::Timers& clock, MediaOrigin& from, MediaShelf& to,
       MediaFetcherEvents told)
      : machine(std::move(made)), timers(clock), origin(from), shelf(to), events(std::move(told)) {}

  base::Steady now() { return timers.now().steady; }

  void go_on() {
    timers.cancel(timer);
    timer = 0;
    std::visit([this](const auto& action) { carry_out(action); }, machine.step(now()));
    if (const auto next = machine.next_wakeup()) {
      timer = timers.at(*next, [self = weak_from_this()] {
        if (const auto impl = self.lock()) impl->go_on();
      });
    }
  }

  // Called back only while this is there.
  template <class Answer>
  std::function<void(Answer)> then(void (Impl::*what)(Answer)) {
    return [self = weak_from_this(), what](Answer answer) {
      const auto impl = self.lock();
      if (!impl) return;
      (impl.get()->*what)(std::move(answer));
      impl->go_on();
    };
  }

  void carry_out(const std::monostate&) {}

  void carry_out(const MediaFetch::Open& open) {
    current = open.media;
    shelf.open(open.media, needs, then(&Impl::opened));
  }

  void opened(ShelfAnswer answer) {
    if (answer.state == State::whole) return come();
    if (answer.state == State::no_room) return machine.no_room(now());
    resumed = answer.bytes > 0;
    machine.opened(now(), answer.bytes);
  }

  void carry_out(const MediaFetch::Ask& ask) {
    asked = ask;
    origin.ask(ask.hash, ask.offset, ask.length, ask.bytes, then(&Impl::answered_by_centre));
  }

  void answered_by_centre(MediaPiece piece) {
    switch (piece.state) {
      case MediaPiece::State::come:
        shelf.append(asked.hash, asked.offset, std::move(piece.bytes), then(&Impl::appended));
        return;
      case MediaPiece::State::absent:
        return machine.absent(now());
      case MediaPiece::State::wrong:
        return was_wrong(false);
      case MediaPiece::State::failed:
        note_failure(piece.bytes);
        return machine.failed(now());
    }
  }

  // Where the part does not end where it did, somebody else was at it: it is looked at again.
  void appended(ShelfAnswer answer) {
    if (answer.state == State::no_room) return machine.no_room(now());
    if (answer.state == State::wrong) return machine.failed(now());
    failure.clear();
    machine.received(now(), asked.length);
  }

  void carry_out(const MediaFetch::Finish& finish) {
    shelf.finish(finish.hash, then(&Impl::hashed));
  }

  void hashed(ShelfAnswer answer) {
    if (answer.state == State::whole) return come();
    if (answer.state == State::wrong) return was_wrong(origin.was_wrong(current.hash) || resumed);
    machine.no_room(now());
  }

  void come() {
    machine.finished(now());
    if (events.come) events.come(current);
  }

  void was_wrong(bool perhaps_here) {
    if (!machine.wrong(now(), perhaps_here)) return;
    base::log(base::LogLevel::error, "the centre's file is not what was signed: " + current.path);
    if (events.wrong) events.wrong(current);
  }

  // Said once, not at every attempt.
  void note_failure(const std::string& why) {
    if (why != failure) base::log(base::LogLevel::warning, "media: " + why);
    failure = why;
  }

  MediaFetch machine;
  base::Timers& timers;
  MediaOrigin& origin;
  MediaShelf& shelf;
  MediaFetcherEvents events;
  DiskNeeds needs;
  WantedMedia current;
  MediaFetch::Ask asked;
  bool resumed = false;  // the one that is current was begun before
  std::string failure;
  base::Timers::Id timer = 0;
};

MediaFetcher::MediaFetcher(MediaFetch machine, base::Timers& timers, MediaOrigin& origin,
                           MediaShelf& shelf, MediaFetcherEvents events)
    : impl_(std::make_shared<Impl>(std::move(machine), timers, origin, shelf, std::move(events))) {}

MediaFetcher::~MediaFetcher() { impl_->timers.cancel(impl_->timer); }

void MediaFetcher::start() {
  impl_->machine.start(impl_->now());
  impl_->go_on();
}

void MediaFetcher::want(std::vector<WantedMedia> wanted, DiskNeeds needs) {
  impl_->needs = std::move(needs);
  impl_->machine.want(impl_->now(), std::move(wanted));
  impl_->go_on();
}

MediaFetchView MediaFetcher::view() const { return impl_->machine.view(); }

}  // namespace loa::daemon

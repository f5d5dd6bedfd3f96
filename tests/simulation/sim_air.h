// A sound device on virtual time: cues sound exactly when they should, unless it is unplugged.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "audio/air.h"
#include "base/timers.h"
#include "tests/simulation/sim_lines.h"

namespace loa::simulation {

// What was heard: [from, to) of one source, in the station's own wall time at its beginning.
struct Heard {
  std::string source;
  base::Steady from{};
  base::Steady to{};
  base::Wall wall{};
  bool trusted = true;  // whether the station could believe its wall time
  audio::ClusterSet clusters = audio::kAllClusters;
};

// A cue that was lowered, over the whole of what it sounded meanwhile.
struct Low {
  std::string source;
  base::Steady from{};
  base::Steady to{};
};

// What the master volume was from then on.
struct Loudness {
  base::Steady from{};
  float gain = 0.0F;
};

class SimAir final : public audio::Air {
 public:
  SimAir(base::Timers& timers, audio::AirEvents events)
      : timers_(timers), events_(std::move(events)) {}
  ~SimAir() override;

  void wake() override;
  void rest() override;
  void cue(const audio::Cue& cue) override;
  void stop(audio::CueId id, base::Duration fade) override;
  void lower(audio::CueId id, const audio::Lowering& lowering) override;
  void volume(float gain) override { loudness_.push_back({timers_.now().steady, gain}); }

  void unplug();
  void plug_in();
  // The next cue's decoder dies on the way.
  void fail_next() { fail_next_ = true; }
  // The decoders of the next cues die as soon as they are started.
  void fail_at_once(int cues) { fail_at_once_ = cues; }
  const std::vector<Heard>& heard() const { return heard_; }
  // When cues were on the air, whether the card gave them out or not.
  std::vector<Spell> cued() const;
  const std::vector<Low>& low() const { return low_; }
  // Of the cue that was placed last.
  std::shared_ptr<audio::LiveFeed> feed() const { return feed_; }
  const std::vector<Loudness>& loudness() const { return loudness_; }

 private:
  struct Voice {
    audio::Cue cue;
    base::Timers::Id timer = 0;
    base::Steady from{};
    base::Steady to{};
    base::Wall wall{};  // the station's, when it began
    bool trusted = true;
    base::Duration lost{0};  // while unplugged
    bool sounding = false;
    bool fails = false;
    std::optional<base::Steady> low_since;  // may be to come
  };

  void begin(audio::CueId id);
  void end(audio::CueId id, audio::CueEnd how);
  void account(Voice& voice);
  void come_up(Voice& voice);

  base::Timers& timers_;
  audio::AirEvents events_;
  std::map<audio::CueId, Voice> voices_;
  std::vector<Heard> heard_;
  std::vector<Spell> cued_;
  std::vector<Low> low_;
  std::vector<Loudness> loudness_;
  std::shared_ptr<audio::LiveFeed> feed_;
  bool plugged_ = true;
  bool awake_ = false;
  bool fail_next_ = false;
  int fail_at_once_ = 0;
  base::Steady unplugged_at_{};
};

}  // namespace loa::simulation

// The week as it is written: what a commune's schedule says, before it becomes due times.
#pragma once

#include <date/date.h>

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/problem.h"
#include "base/time.h"

namespace loa::schedules {

using Seconds = std::chrono::seconds;

// The three classes of the law (domain words: khẩn cấp, ưu tiên, thông thường). Lower wins.
enum class Level { emergency = 1, priority = 2, normal = 3 };

// How a start treats what is on the air already, among items of equal level.
struct StartRule {
  enum class Kind { hard, next, wait };  // cut it; after its current item; as next, but at most...
  Kind kind = Kind::hard;
  Seconds wait{0};  // ...this long, then cut (kind wait only)
  friend bool operator==(const StartRule&, const StartRule&) = default;
};

// What happens to a start that was missed (power cut, clock not trusted, device lost).
struct LateRule {
  enum class Kind { exact, join, play };  // skip; seek to where it should be; from the start...
  Kind kind = Kind::join;
  Seconds grace{0};  // ...if not later than this (kind play only)
  friend bool operator==(const LateRule&, const LateRule&) = default;
};

struct AudioFile {
  std::string path;         // relative to the media folder, no "..", '/' between folders
  std::string sha256{};     // what it must hold, hexadecimal; "" where nobody has signed that
  std::uint64_t bytes = 0;  // how many of them; 0 where nobody has signed that
};
struct Speech {
  std::string text;   // UTF-8, NFC
  std::string voice;  // espeak-ng's name: vi, vi-vn-x-central, vi-vn-x-south
};
// Tiếp âm: a stream on the network, or what a tuner or another line gives at the station itself.
struct Relay {
  std::string url;                    // http, https, rtp, rtsp or udp; "alsa:NAME" of a line input
  Seconds duration{0};                // always bounded
  std::vector<std::string> others{};  // where else it can be had, tried in this order
  std::optional<AudioFile> stand_in{};  // what sounds while it is silent
};
struct Chime {
  std::string name;  // a built-in station ident: nhac-hieu, ba-tieng, nhac-ket
};

// Of a programme: its items, once or repeated, between what sounds once before and once after them.
enum class Part { opening, body, closing };

struct Item {
  std::variant<AudioFile, Speech, Relay, Chime> source;
  std::string title;  // may be empty
  int repeat = 1;     // how many times in all, 1..100
  Seconds gap{0};     // silence between repeats
  base::Place place;
  Part part = Part::body;  // opening and closing: sounds once, no relay
};

struct Programme {
  std::string id;
  std::string title;
  std::vector<Item> items;
  int repeat = 1;  // the whole list, 1..100
  Seconds gap{0};
  base::Place place;
};

bool is_line_in(const Relay& relay);

// The file that an item sounds, or that stands in for its relay; null if there is none.
AudioFile* audio_file_of(Item& item);
const AudioFile* audio_file_of(const Item& item);

struct Slogan {
  std::string id;
  std::string text;    // UTF-8, NFC; may hold fields such as {clock} (docs/boards.md)
  std::string colour;  // a name or #RRGGBB; a board with fewer colours shows its nearest
  std::string effect;  // scroll, scroll-right, scroll-up, scroll-down, hold, page, wipe, flash
  int speed = 40;      // pixels a second, for what moves, 1..400
  base::Place place;
  Seconds dwell{8};             // how long each page stands, 1 s to 1 h
  int repeat = 1;               // how many times before the next slogan, 1..100
  std::string qr{};             // text of a QR code beside the words; "" for none
  std::string zone{};           // of the board; "" for its first one
  Level level = Level::normal;  // in each zone the most urgent are shown; 1 takes the whole board
  std::optional<date::local_seconds> from{};   // civil time; not shown before
  std::optional<date::local_seconds> until{};  // not shown from then on
};

// A time of the week or of one date. [start, start + length): length is 1 s to 24 h.
struct Slot {
  std::string id;
  Seconds start{0};  // civil time since midnight, 0 to 23:59:59
  Seconds length{0};
  std::string programme;  // Programme::id
  Level level = Level::normal;
  StartRule start_rule;
  LateRule late_rule;
  bool over = false;  // goes over what plays, which is lowered, instead of cutting it; not level 1
  std::vector<std::string> clusters{};  // of loudspeakers, by name; empty: all that a station has
  std::vector<std::string> slogans;     // Slogan::id, shown while the slot lasts
  std::string area;  // CCHC area code: the-che, tthc, bo-may, cong-vu, tai-chinh,
                     // chinh-quyen-so...; may be empty
  base::Place place;
};

struct WeekdaySlot {
  std::vector<date::weekday> days;  // on which it starts
  Slot slot;
};

// What differs on some civil dates: `days` of them from `date` on or, where `holiday` names one
// (schedules/holidays.h), from `offset` days after it in every year. A date that has an exception
// of its own keeps that one, whatever a holiday says. `skip` names slots of the week; `replace`
// takes the whole day's weekly slots away and puts `add` in their place.
struct DatedException {
  date::local_days date;  // 1970-01-01 where `holiday` is given
  std::string holiday;    // "" where `date` is given
  int offset = 0;
  int days = 1;
  std::string title;  // why: "Quốc tang"; may be empty
  bool replace = false;
  std::vector<std::string> skip;
  std::vector<Slot> add;
  base::Place place;
};

// What a signature says of a week beyond the file. Whoever verified it (daemon/week_trust) sets it.
struct Warrant {
  std::string programme;  // "name.version" of what was signed; "" where nobody has signed it yet
  std::string bundle;     // all of it, as it came
  std::optional<base::Wall> expires{};      // nothing starts or is shown from then on
  std::optional<base::Wall> fresh_until{};  // newer word should have come by then
};

struct WeeklySchedule {
  std::string id;   // [a-z0-9-]{1,64}
  int version = 1;  // from 1 up
  std::string title;
  std::string zone;  // IANA name
  date::local_days valid_from;
  date::local_days valid_to;  // the last day on which a slot may start (inclusive)
  std::vector<Programme> programmes;
  std::vector<Slogan> slogans;
  std::vector<WeekdaySlot> slots;
  std::vector<DatedException> exceptions;
  std::vector<std::string> default_slogans;  // shown outside slots
  Warrant warrant{};                         // not in the file

  const Programme* programme(const std::string& id) const;
  const Slogan* slogan(const std::string& id) const;
};

}  // namespace loa::schedules

// What can sound, and which of it a title means: compared without case, diacritics, spaces and
// marks. Private to the room.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "schedules/intake/understand.h"

namespace loa::schedules::intake {

// Something that a title may mean.
struct Candidate {
  std::string value;                     // how an answer names it: a path, an id, an address
  base::Text text;                       // for people
  std::vector<Item> items;               // what it plays, in order
  const Programme* programme = nullptr;  // where it is a whole programme of the templates
};

class Library {
 public:
  // `context` outlives this.
  explicit Library(const Context& context);

  // Everything whose title, id or file name is that; a programme of the templates alone if there is
  // one.
  std::vector<Candidate> meant_by(std::string_view title) const;
  // What is nearest to it, at most three.
  std::vector<Candidate> suggestions(std::string_view title) const;
  // The relays of the templates, each address once.
  const std::vector<Candidate>& relays() const { return relays_; }
  // How long the item sounds, if that is known.
  std::optional<Seconds> length_of(const Item& item) const;
  std::optional<Seconds> length_of(const Programme& programme) const;
  bool is_known_media(const std::string& path) const;
  bool knows_lengths() const { return knows_lengths_; }
  bool knows_media() const { return context_.media.has_value(); }
  // The slot of the templates that plays it: at that time if there is one, else the first; null if
  // none does.
  const Slot* last_slot_of(const std::string& programme, Seconds start) const;

 private:
  struct Named {
    std::string plain;
    std::string key;
    Candidate candidate;
  };
  void add(std::string_view name, const Candidate& candidate);
  void add_programmes(const WeeklySchedule& templates);
  void add_media(const std::vector<KnownMedia>& media);

  const Context& context_;
  std::vector<Named> names_;
  std::multimap<std::string, std::size_t> by_key_;
  std::map<std::string, Seconds> lengths_;  // of media, by path
  bool knows_lengths_ = false;
  std::vector<Candidate> relays_;
  std::multimap<std::string, const Slot*> slots_;  // by programme
};

// "Đài hiệu", "nhạc kết": a built-in chime's name, if the title is one of these words.
std::optional<std::string> chime_meant_by(std::string_view title);
// Whether the title begins with "Tiếp âm", "Tiếp sóng".
bool is_relay_title(std::string_view title);

}  // namespace loa::schedules::intake

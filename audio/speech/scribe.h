// Writes down what is said: words with one space between them, pauses as punctuation, never two of
// them in a row.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace loa::audio::speech {

class Scribe {
 public:
  // Words that stand for something else; a hyphen before them goes.
  void say(std::string_view words);
  // A word as it stands in the text; after hyphen() it is one with the last.
  void copy(std::string_view word);
  void hyphen();
  void space() { wants_space_ = true; }
  void quote(std::string_view mark);
  // One of , ; : . ! ? or …, or dots. Of two in a row the longer pause stays.
  void pause(std::string_view mark);
  // A comma, if a word follows on the line.
  void soft_pause();
  // A line ends, or a paragraph; with a full stop if nothing else ended it.
  void line(bool paragraph);

  // Whether the last words are `words` (lower case), whatever their case; a colon may follow them.
  bool said(std::string_view words) const;
  // Takes back the last `words`, of which said() is true.
  void take_back(std::string_view words);
  bool at_line_start() const { return last_ == Last::start; }
  // Whether no word waits for a pause.
  bool paused() const { return last_ != Last::word || closed_; }

  std::string finish();

 private:
  enum class Last { start, word, mark, open };
  void put_word(std::string_view word);

  std::string out_;
  Last last_ = Last::start;
  bool wants_space_ = false;
  bool hyphen_ = false;
  bool copied_ = false;  // the last word stands as in the text
  bool soft_ = false;
  bool closed_ = false;  // a pause stands inside the quotes that end here
};

}  // namespace loa::audio::speech

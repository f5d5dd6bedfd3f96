#include "audio/speech/scribe.h"

#include "audio/speech/letters.h"

namespace loa::audio::speech {
namespace {

int strength(char mark) {
  if (mark == ',') return 1;
  return mark == ';' || mark == ':' ? 2 : 3;
}

// The last `bytes` of `text`, and what belongs to the first letter of them.
std::string_view tail_of(std::string_view text, std::size_t bytes) {
  std::size_t at = text.size() > bytes ? text.size() - bytes : 0;
  while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) --at;
  return text.substr(at);
}

}  // namespace

void Scribe::put_word(std::string_view word) {
  if (soft_ && last_ == Last::word && !closed_) {
    out_ += ',';
    last_ = Last::mark;
  }
  const bool apart = last_ == Last::word || last_ == Last::mark || wants_space_;
  if (apart && last_ != Last::start) out_ += ' ';
  out_ += word;
  last_ = Last::word;
  wants_space_ = soft_ = closed_ = hyphen_ = false;
}

void Scribe::say(std::string_view words) {
  if (words.empty()) return;
  put_word(words);
  copied_ = false;
}

void Scribe::copy(std::string_view word) {
  if (hyphen_ && copied_ && last_ == Last::word) {
    out_ += '-';
    out_ += word;
    hyphen_ = false;
  } else {
    put_word(word);
  }
  copied_ = true;
}

void Scribe::hyphen() {
  hyphen_ = last_ == Last::word && copied_ && !wants_space_ && !soft_;
  if (!hyphen_) wants_space_ = true;
}

void Scribe::quote(std::string_view mark) {
  const bool closes = !wants_space_ && (last_ == Last::word || last_ == Last::mark);
  if (!closes && soft_ && last_ == Last::word && !closed_) out_ += ',';
  if (!closes && last_ != Last::start && last_ != Last::open) out_ += ' ';
  out_ += mark;
  closed_ = closes && (closed_ || last_ == Last::mark);
  last_ = closes ? Last::word : Last::open;
  copied_ = false;
  if (!closes) soft_ = false;
  wants_space_ = hyphen_ = false;
}

void Scribe::pause(std::string_view mark) {
  wants_space_ = soft_ = hyphen_ = false;
  if (last_ == Last::start || last_ == Last::open || closed_) return;
  if (last_ == Last::mark) {
    if (strength(out_.back()) >= strength(mark.front())) return;
    out_.pop_back();
  }
  out_ += mark;
  last_ = Last::mark;
}

void Scribe::soft_pause() {
  soft_ = true;
  hyphen_ = false;
}

void Scribe::line(bool paragraph) {
  wants_space_ = soft_ = hyphen_ = false;
  if (out_.empty()) return;
  if (last_ == Last::word && !closed_) out_ += '.';
  if (last_ != Last::start) out_ += '\n';
  if (paragraph && !out_.ends_with("\n\n")) out_ += '\n';
  last_ = Last::start;
  closed_ = false;
}

bool Scribe::said(std::string_view words) const {
  if (soft_) return false;
  std::string_view text = out_;
  if (last_ == Last::mark && text.ends_with(':')) {
    text.remove_suffix(1);
  } else if (last_ != Last::word) {
    return false;
  }
  // No word that was written down ends in a capital: most are told apart by their last byte.
  if (text.empty() || text.back() != words.back()) return false;
  const std::string tail = lower(tail_of(text, words.size() + 8));
  if (!tail.ends_with(words)) return false;
  const std::string_view before = std::string_view(tail).substr(0, tail.size() - words.size());
  if (before.empty()) return true;
  const auto last = tail_of(before, 1);
  return !is_letter(point_at(last, 0).value) && !is_mark(point_at(last, 0).value);
}

void Scribe::take_back(std::string_view words) {
  if (last_ == Last::mark) out_.pop_back();  // the colon
  out_.resize(out_.size() - words.size());
  while (out_.ends_with(' ')) out_.pop_back();
  wants_space_ = soft_ = hyphen_ = copied_ = false;
  last_ = out_.empty() || out_.ends_with('\n') ? Last::start : Last::open;
  if (last_ == Last::open) wants_space_ = true;
}

std::string Scribe::finish() {
  while (out_.ends_with('\n') || out_.ends_with(' ')) out_.pop_back();
  return std::move(out_);
}

}  // namespace loa::audio::speech

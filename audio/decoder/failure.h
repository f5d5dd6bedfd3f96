// Why a medium cannot be decoded: a code that media.h lists, and what libav said.
#pragma once

#include <stdexcept>
#include <string>

namespace loa::audio {

class Failure : public std::runtime_error {
 public:
  // `detail` is English, one line.
  Failure(std::string code, const std::string& detail)
      : std::runtime_error(detail), code_(std::move(code)) {}
  const std::string& code() const { return code_; }

 private:
  std::string code_;
};

// libav's words for its error number.
std::string words_for(int libav_error);

}  // namespace loa::audio

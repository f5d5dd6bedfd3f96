// The simulated BX card as a program: a line on its standard input and output, what its area shows
// in a file, as '#' and '.'. onbon_card_emulator GENERATION FILE, for one colour.
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

#include "onbon_card.h"

namespace {

using loa::signs::drivers::testing::OnbonCard;

std::string art(const OnbonCard& card) {
  std::string text;
  if (!card.area()) return text;
  const auto& picture = card.area()->pages.front().picture;
  for (int y = 0; y < picture.height(); ++y) {
    for (int x = 0; x < picture.width(); ++x) text += picture.at(x, y).lit() ? '#' : '.';
    text += '\n';
  }
  return text;
}

// Whole or not at all: somebody reads it meanwhile.
void write_file(const std::string& file, const std::string& text) {
  std::ofstream(file + ".new") << text;
  std::filesystem::rename(file + ".new", file);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  OnbonCard card(std::stoi(argv[1]), false);
  char bytes[4096];
  for (ssize_t size = 1; (size = read(STDIN_FILENO, bytes, sizeof bytes)) > 0;) {
    const auto back = card.receive({bytes, static_cast<std::size_t>(size)});
    if (!back.empty()) write_file(argv[2], art(card));
    if (write(STDOUT_FILENO, back.data(), back.size()) < 0) return 1;
  }
  return 0;
}

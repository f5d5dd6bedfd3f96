// A BX card as the maker's description has it, for the tests: takes bytes, keeps the dynamic area
// in memory that is lost with the power, and decodes it back to pixels. Shares no code with the
// driver.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "signs/bitmap.h"

namespace loa::signs::drivers::testing {

class OnbonCard {
 public:
  struct Area {
    int x = 0, y = 0, width = 0, height = 0;
    bool alone = false;
    struct Page {
      int mode = 0;
      int speed = 0;
      Bitmap picture;
    };
    std::vector<Page> pages;
  };

  // Generation 5 or 6; one colour, or red and green.
  OnbonCard(int generation, bool two_colours)
      : generation_(generation), two_colours_(two_colours) {}

  // Bytes from the line; what goes back.
  std::string receive(std::string_view bytes);
  void lose_power() { area_.reset(), inside_ = false; }

  const std::optional<Area>& area() const { return area_; }
  int brightness() const { return brightness_; }
  int frames() const { return frames_; }
  int areas() const { return areas_; }
  int bad() const { return bad_; }
  int refuse_with = 0;  // an error for every area

 private:
  std::string frame(std::string_view escaped);
  std::string reply(int group, int command, unsigned status, unsigned error) const;
  std::string obey(std::string_view data);
  bool take_area(std::string_view data);
  Bitmap pixels(std::string_view bytes, int width, int height) const;

  int generation_;
  bool two_colours_;
  bool inside_ = false;
  std::string escaped_;
  std::optional<Area> area_;
  int brightness_ = 15;
  int frames_ = 0;
  int areas_ = 0;
  int bad_ = 0;
};

}  // namespace loa::signs::drivers::testing

// Drawing on the pages of a PDF through cairo. Private to export_pdf*.cpp.
#pragma once

#include <memory>
#include <string>
#include <vector>

namespace loa::schedules::intake {

struct Colour {
  double red = 0;
  double green = 0;
  double blue = 0;
};

// Lengths are points (1/72 inch); y counts from the top of the page downwards.
class PdfPages {
 public:
  static constexpr double kWidth = 842;  // A4 landscape
  static constexpr double kHeight = 595;

  // `date` is when the file says it was made: 2026-11-23. Throws std::runtime_error where a font's
  // file is missing.
  PdfPages(const std::string& title, const std::string& date);
  ~PdfPages();
  PdfPages(const PdfPages&) = delete;
  PdfPages& operator=(const PdfPages&) = delete;

  // What is drawn from now on goes onto the next page; the first one is there.
  void next_page();

  void fill(double x, double y, double width, double height, Colour colour);
  void frame(double x, double y, double width, double height);
  // One line, its base line at y.
  void text(double x, double y, const std::string& text, double size, bool bold,
            Colour colour = {});
  void centred(double x, double y, double width, const std::string& text, double size, bool bold);
  double width_of(const std::string& text, double size, bool bold);
  // The text broken into lines that are not wider; a word that is too wide alone is broken too.
  std::vector<std::string> lines_of(const std::string& text, double width, double size, bool bold);

  // The file's bytes; nothing can be drawn any more. Throws std::runtime_error where anything
  // before went wrong.
  std::string finish();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace loa::schedules::intake

// The page images of a SQLite file and its write-ahead log, read without SQLite, for salvage. The
// format: https://www.sqlite.org/fileformat2.html
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string_view>

#include "journal/schema.h"

namespace loa::journal {

using Page = std::array<char, kPageSize>;

// Blocks. A sector that cannot be read counts as zeros: what is damaged must not stop what is not.
class PageImages {
 public:
  // Either file may be missing.
  explicit PageImages(const std::filesystem::path& path);
  PageImages(const PageImages&) = delete;
  PageImages& operator=(const PageImages&) = delete;
  ~PageImages();

  // Each image of the file and then of the log, in order; a page may come more than once.
  void each(const std::function<void(const Page&)>& take) const;
  // The newest image of a page, numbered from 1. False if there is none.
  bool read(std::uint32_t number, Page& page) const;

 private:
  int file_;
  int log_;
  std::int64_t file_pages_ = 0;
  std::int64_t log_frames_ = 0;
  std::map<std::uint32_t, std::int64_t> newest_frame_;
};

}  // namespace loa::journal

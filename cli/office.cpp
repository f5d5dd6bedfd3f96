#include "cli/office.h"

#include <algorithm>

#include "base/files.h"
#include "trust/bundle.h"

namespace loa::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLargestEnvelope = 4 * trust::kLargestPayload;

std::optional<trust::Envelope> read_if_exists(const fs::path& file) {
  const auto text = base::read_file_if_exists(file, kLargestEnvelope);
  if (!text) return std::nullopt;
  base::Problems problems;
  auto envelope = trust::read_envelope(*text, file.string(), problems);
  if (!envelope) throw base::BadInput(std::move(problems));
  return envelope;
}

std::vector<fs::path> files_in(const fs::path& folder) {
  std::vector<fs::path> files;
  if (!fs::exists(folder)) return files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  }
  std::ranges::sort(files);
  return files;
}

}  // namespace

Office::Office(fs::path folder) : folder_(std::move(folder)) {
  read_roots();
  read_programmes();
  read_weeks();
  records_.snapshot = read_if_exists(folder_ / "snapshot.json");
  records_.timestamp = read_if_exists(folder_ / "timestamp.json");
}

fs::path Office::root_file(std::size_t index) const {
  return folder_ / (std::to_string(index + 1) + ".root.json");
}

void Office::read_roots() {
  while (auto root = read_if_exists(root_file(records_.roots.size()))) {
    records_.roots.push_back(std::move(*root));
  }
}

void Office::read_programmes() {
  for (const auto& file : files_in(folder_ / "programmes")) {
    records_.programmes[file.stem().string()] = read_if_exists(file).value();
  }
}

void Office::read_weeks() {
  for (const auto& file : files_in(folder_ / "weeks")) {
    records_.weeks.push_back(base::read_file(file, trust::kLargestWeek));
  }
}

void Office::write(const fs::path& file, const trust::Envelope& envelope) const {
  fs::create_directories(file.parent_path());
  base::replace_file(file, trust::write_envelope(envelope));
}

void Office::save_root(std::size_t index) const {
  fs::create_directories(folder_);
  write(root_file(index), records_.roots.at(index));
}

void Office::save_programme(const std::string& name) const {
  write(folder_ / "programmes" / (name + ".json"), records_.programmes.at(name));
}

void Office::save_week(const std::string& week) const {
  const auto folder = folder_ / "weeks";
  fs::create_directories(folder);
  base::replace_file(folder / (base::to_hex(base::sha256(week)) + ".json"), week);
}

void Office::save_seal() const {
  write(folder_ / "snapshot.json", records_.snapshot.value());
  write(folder_ / "timestamp.json", records_.timestamp.value());
}

}  // namespace loa::cli

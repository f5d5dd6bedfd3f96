// loa speech: how a text will be read aloud, and, if wanted, its sound; without a station.
#include <fmt/format.h>

#include <unistd.h>

#include <filesystem>
#include <memory>

#include "audio/media.h"
#include "base/crypto.h"
#include "base/descriptor_io.h"
#include "base/files.h"
#include "base/language.h"
#include "cli/commands.h"
#include "cli/schedule_file.h"
#include "cli/words.h"

namespace loa::cli {
namespace {

namespace fs = std::filesystem;
using base::Text;

constexpr std::size_t kMostText = std::size_t{1} << 20;

struct SpeechArguments {
  std::string file;
  std::string voice = "vi";
  std::string abbreviations;
  std::string out;
};

std::string read_standard_input() {
  auto text = base::read_all(STDIN_FILENO, kMostText);
  if (!text) {
    throw std::runtime_error(Text{"bài dài quá 1 MB", "the text is longer than 1 MB"}.shown());
  }
  return std::move(*text);
}

// A folder of its own, so that the sound is whole before it is at its place.
class WorkFolder {
 public:
  WorkFolder() : path_(fs::temp_directory_path() / ("loa-speech-" + base::random_hex(8))) {}
  WorkFolder(const WorkFolder&) = delete;
  WorkFolder& operator=(const WorkFolder&) = delete;
  ~WorkFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

int write_sound(const SpeechArguments& arguments, const audio::SpeechSettings& settings,
                const std::string& text) {
  const WorkFolder folder;
  try {
    const auto wav = audio::speak(folder.path(), settings, text, arguments.voice);
    fs::copy_file(wav, arguments.out, fs::copy_options::overwrite_existing);
  } catch (const audio::SpeechFailure& failure) {
    return refuse(failure.why(), kProblems);
  }
  return kFine;
}

int speech(const SpeechArguments& arguments) {
  auto settings = audio::own_speech();
  if (!arguments.abbreviations.empty()) {
    try {
      settings.abbreviations = audio::read_abbreviations(arguments.abbreviations);
    } catch (const base::BadInput& bad) {
      print_problems(stderr, bad.problems());
      return kProblems;
    }
  }
  const auto text =
      arguments.file == "-" ? read_standard_input() : base::read_file(arguments.file, kMostText);
  fmt::print("{}\n", audio::spoken_text(settings, text));
  return arguments.out.empty() ? kFine : write_sound(arguments, settings, text);
}

}  // namespace

void add_speech_command(CLI::App& app, Action& chosen) {
  auto arguments = std::make_shared<SpeechArguments>();
  auto* command = app.add_subcommand("speech", Text{"xem một bài sẽ được đọc thành lời thế nào",
                                                    "show how a text will be read aloud"}
                                                   .shown());
  command
      ->add_option(
          "FILE", arguments->file,
          Text{"tệp chữ (UTF-8); - là đầu vào chuẩn", "text file (UTF-8); - is standard input"}
              .shown())
      ->required();
  command->add_option(
      "--abbreviations", arguments->abbreviations,
      Text{"tệp chữ viết tắt của đài", "the station's list of short forms"}.shown());
  command->add_option("--voice", arguments->voice,
                      Text{"giọng đọc: vi, vi-vn-x-central, vi-vn-x-south",
                           "voice: vi, vi-vn-x-central, vi-vn-x-south"}
                          .shown());
  command->add_option("-o", arguments->out,
                      Text{"đọc vào tệp WAV này", "speak into this WAV file"}.shown());
  command->callback([&chosen, arguments] { chosen = [arguments] { return speech(*arguments); }; });
}

}  // namespace loa::cli

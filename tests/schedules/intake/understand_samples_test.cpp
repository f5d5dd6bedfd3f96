// Each sample file against its golden understanding: what is understood without any help, and the
// week that comes of it once the questions are answered. LOA_WRITE_GOLDEN=1 writes them anew: read
// the difference before keeping it.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "base/files.h"
#include "schedules/intake/export_text.h"
#include "schedules/intake/understand.h"
#include "schedules/notation.h"
#include "schedules/read.h"
#include "schedules/timetable.h"

namespace loa::schedules::intake {
namespace {

const std::filesystem::path kSamples =
    std::filesystem::path(LOA_SOURCE_DIR) / "tests/schedules/intake/samples";

std::string days_text(const std::vector<date::weekday>& days) {
  std::string text;
  for (const auto day : days) text += (text.empty() ? "" : ",") + weekday_text(day);
  return text.empty() ? "?" : text;
}

std::string end_text(const UnderstoodSlot& slot) {
  if (!slot.length) return "?";
  static const char* const kFrom[] = {"",        " (length)",    " (content)",
                                      " (next)", " (last week)", " (answer)"};
  return time_of_day_text(slot.start + *slot.length) + kFrom[static_cast<int>(slot.end_from)];
}

std::string shown(const UnderstoodSlot& slot) {
  return days_text(slot.days) + " [" + place_key(slot.day_place) + "]" +
         (slot.day_inferred ? " (carried)" : "") + " | " + time_of_day_text(slot.start) + " [" +
         place_key(slot.start_place) + "] | " + end_text(slot) + " | " + slot.title +
         (slot.repeat ? " (PL)" : "") + " [" + place_key(slot.title_place) + "] | " +
         (slot.programme.empty() ? "?" : slot.programme) + " | " +
         std::to_string(static_cast<int>(slot.level)) + "\n";
}

std::string shown(const Understood& understood) {
  std::string text =
      "monday " + (understood.monday ? date_text(*understood.monday) : std::string("?")) + "\n";
  for (const auto& slot : understood.slots) text += shown(slot);
  for (const auto& one : understood.questions) {
    text += "? " + one.code + " [" + place_key(one.place) + "] x" + std::to_string(one.places) +
            " " + one.text.vi + "\n";
  }
  for (const auto& one : understood.problems) {
    text += (one.severity == base::Severity::error ? "error " : "warning ") + one.code + " [" +
            place_key(one.place) + "] " + one.message.vi + "\n";
  }
  return text;
}

Context context_for(const std::string& file) {
  Context context;
  context.file = file;
  context.today = *date_from("2026-11-22");
  return context;
}

// What an operator would answer, whatever is asked.
Answers answers_to_everything(const Understood& first) {
  Answers answers;
  for (const auto& [code, value] :
       {std::pair("week", "2026-11-23"), std::pair("days", "T2-CN"), std::pair("stray-text", "bo"),
        std::pair("two-slots", "tach"), std::pair("session-time", "cong-12"),
        std::pair("content", "doc"), std::pair("relay", "http://relay.example.invalid/vov1.mp3"),
        std::pair("end", "15 phút")}) {
    answers.push_back({code, "", value});
  }
  for (const auto& question : first.questions) {
    const bool choose = question.code == "sheet" || question.code == "day-date";
    if (choose) answers.push_back({question.code, "", question.choices.back().value});
  }
  return answers;
}

std::string understanding_of(const std::filesystem::path& sample) {
  const auto bytes = base::read_file(sample, kMostFileBytes);
  auto context = context_for(sample.filename().string());
  const auto first = understand_file(bytes, context);
  auto text = "# without answers\n" + shown(first);
  context.answers = answers_to_everything(first);
  const auto answered = understand_file(bytes, context);
  text += "# with answers\n";
  for (const auto& one : answered.problems) {
    if (one.code == "answer-unused") continue;
    text += (one.severity == base::Severity::error ? "error " : "warning ") + one.code + " [" +
            place_key(one.place) + "]\n";
  }
  if (!answered.schedule) return text + "no schedule\n";
  const auto again = read_schedule(write_schedule(*answered.schedule), "again.json");
  EXPECT_TRUE(again.schedule) << "an import must pass `loa schedule check`";
  EXPECT_FALSE(base::has_errors(again.problems));
  return text + export_text(*answered.schedule, *answered.monday);
}

std::vector<std::filesystem::path> samples() {
  std::vector<std::filesystem::path> all;
  for (const auto& entry : std::filesystem::directory_iterator(kSamples)) {
    if (!entry.is_regular_file()) continue;
    const auto kind = entry.path().extension().string();
    for (const auto* known : {".xlsx", ".docx", ".csv", ".tsv", ".txt", ".ics"}) {
      if (kind == known) all.push_back(entry.path());
    }
  }
  std::ranges::sort(all);
  return all;
}

TEST(UnderstandSamples, AreUnderstoodAsTheirGoldenFilesSay) {
  const bool writing = std::getenv("LOA_WRITE_GOLDEN") != nullptr;
  const auto all = samples();
  EXPECT_GE(all.size(), 12U);
  for (const auto& sample : all) {
    SCOPED_TRACE(sample.filename().string());
    const auto golden = kSamples / "understood" / (sample.filename().string() + ".txt");
    const auto text = understanding_of(sample);
    if (writing) {
      std::filesystem::create_directories(golden.parent_path());
      std::ofstream(golden, std::ios::binary) << text;
    }
    ASSERT_TRUE(std::filesystem::exists(golden)) << golden;
    EXPECT_EQ(text, base::read_file(golden, kMostFileBytes));
  }
}

}  // namespace
}  // namespace loa::schedules::intake

// How often the loopback is right: the tables of docs/proof.md, from seeds.
//   proof_rates [WINDOWS] [judgements]     windows a cell (200); only the last table
// Speech by espeak-ng in three voices; gains from -40 to 0 dB, delays to 600 ms, every other room
// with an echo of 400 ms.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <vector>

#include "audio/hearing.h"
#include "audio/listener.h"
#include "support/loopback_scene.h"

namespace {

using namespace loa;
using tests::Disturbance;
using tests::Scene;

constexpr double kRatios[] = {10, 0, -10};
constexpr Disturbance kDisturbances[] = {Disturbance::white, Disturbance::pink,
                                         Disturbance::speech};

Scene draw(double ratio, Disturbance disturbance, bool present, int index, std::mt19937& random) {
  Scene scene;
  scene.gain_db = -static_cast<double>(random() % 41);
  scene.delay_ms = static_cast<double>(random() % 600);
  scene.snr_db = ratio;
  scene.disturbance = disturbance;
  scene.echo_ms = index % 2 == 1 ? 400 : 0;
  scene.present = present;
  return scene;
}

struct Cell {
  int windows = 0;
  int scored = 0;
  int right_delay = 0;
  std::vector<double> gain_errors;  // of the rooms without an echo
  double worst = 1e9;               // the least score
  double best = 0;
};

Cell measure(audio::Correlator& correlator, const tests::Speeches& speeches, double ratio,
             Disturbance disturbance, bool present, int windows) {
  std::mt19937 random(static_cast<unsigned>(ratio + 100) + (present ? 0 : 7));
  Cell cell;
  for (int i = 0; cell.windows < windows; ++i) {
    const Scene scene = draw(ratio, disturbance, present, i, random);
    const auto take = tests::take_of(scene, speeches, 3.3, random);
    const auto sent = tests::decimated(take.sent);
    const auto captured = tests::decimated(take.captured);
    const auto first = static_cast<std::size_t>(-audio::Correlator::kEarliest);
    const auto match =
        correlator.compare(std::span(sent).subspan(first, audio::Correlator::kWindow),
                           std::span(captured).first(audio::Correlator::kCaptured));
    if (match.sent_db < audio::Hearing::kQuiet) continue;
    ++cell.windows;
    cell.scored += static_cast<int>(match.score >= audio::Hearing::kScore);
    cell.worst = std::min(cell.worst, match.score);
    cell.best = std::max(cell.best, match.score);
    if (!present) continue;
    const double delay = 1000.0 * static_cast<double>(match.delay) / audio::kSpeechRate;
    cell.right_delay += static_cast<int>(std::abs(delay - scene.delay_ms) < 1);
    if (scene.echo_ms == 0) cell.gain_errors.push_back(std::abs(match.gain_db - scene.gain_db));
  }
  std::ranges::sort(cell.gain_errors);
  return cell;
}

double percent(int part, int whole) { return 100.0 * part / whole; }

void print_windows(const tests::Speeches& speeches, int windows) {
  fmt::print(
      "| disturbance | ratio dB | heard % | delay right % | gain error p95 dB | least score "
      "| not sent, heard % | greatest score |\n|---|---|---|---|---|---|---|---|\n");
  audio::Correlator correlator;
  for (const auto disturbance : kDisturbances) {
    for (const double ratio : kRatios) {
      const Cell with = measure(correlator, speeches, ratio, disturbance, true, windows);
      const Cell without = measure(correlator, speeches, ratio, disturbance, false, windows);
      fmt::print("| {} | {:+.0f} | {:.1f} | {:.1f} | {:.2f} | {:.1f} | {:.1f} | {:.1f} |\n",
                 tests::name_of(disturbance), ratio, percent(with.scored, with.windows),
                 percent(with.right_delay, with.windows),
                 with.gain_errors[with.gain_errors.size() * 95 / 100], with.worst,
                 percent(without.scored, without.windows), without.best);
    }
  }
}

void print_weights(const tests::Speeches& speeches, int windows) {
  fmt::print(
      "\n| whitening | least score, sent, -10 dB | greatest score, not sent |\n|---|---|---|\n");
  for (const double whitening : {0.0, 0.5, 0.75, 1.0}) {
    audio::Correlator correlator(whitening);
    double least = 1e9;
    double greatest = 0;
    for (const auto disturbance : kDisturbances) {
      least = std::min(least, measure(correlator, speeches, -10, disturbance, true, windows).worst);
      greatest =
          std::max(greatest, measure(correlator, speeches, -10, disturbance, false, windows).best);
    }
    fmt::print("| {} | {:.1f} | {:.1f} |\n", whitening, least, greatest);
  }
}

// What the listener says while `take` comes in block by block: its verdict in the end, and when it
// first was no longer "unknown" or "heard", in seconds.
struct Said {
  audio::AirVerdict last = audio::AirVerdict::unknown;
  double alarm_at = -1;
};

Said listen(const tests::Take& take) {
  audio::Listener listener;
  audio::ReferenceBlock block;
  block.cue = 1;
  block.frames = audio::ReferenceBlock::kFrames;
  Said said;
  for (std::size_t at = 0; at + block.frames <= take.sent.size(); at += block.frames) {
    std::copy_n(take.sent.begin() + static_cast<std::ptrdiff_t>(at), block.frames,
                block.mono.begin());
    block.at =
        base::Steady{std::chrono::seconds{100}} + audio::duration_of(static_cast<std::int64_t>(at));
    listener.sent(block);
    listener.captured(block.at, std::span(take.captured).subspan(at, block.frames));
    listener.compare();
    said.last = listener.verdict();
    const bool fine =
        said.last == audio::AirVerdict::unknown || said.last == audio::AirVerdict::heard;
    if (!fine && said.alarm_at < 0) said.alarm_at = static_cast<double>(at) / audio::kRate;
  }
  return said;
}

constexpr double kFallsAt = 14;  // seconds

// A fall of `decibels` from kFallsAt on; -200 is a cut.
tests::Take falling(tests::Take take, double decibels) {
  const auto gain = static_cast<float>(std::pow(10.0, decibels / 20));
  for (auto i = static_cast<std::size_t>(kFallsAt * audio::kRate); i < take.captured.size(); ++i)
    take.captured[i] *= gain;
  return take;
}

// From kFallsAt on only the disturbance is heard: what was sent is muted somewhere before the
// input.
tests::Take muted(tests::Take take, const tests::Take& without) {
  const auto at = static_cast<std::ptrdiff_t>(kFallsAt * audio::kRate);
  std::copy(without.captured.begin() + at, without.captured.end(), take.captured.begin() + at);
  return take;
}

// What can be wrong, each as a row of the tables.
enum class Trouble { none, other, fallen, muted, dead };
constexpr Trouble kTroubles[] = {Trouble::none, Trouble::other, Trouble::fallen, Trouble::muted,
                                 Trouble::dead};
const char* name_of(Trouble trouble) {
  switch (trouble) {
    case Trouble::none:
      return "nothing";
    case Trouble::other:
      return "something else, from the beginning";
    case Trouble::fallen:
      return "-6 dB";
    case Trouble::muted:
      return "muted, the disturbance goes on";
    case Trouble::dead:
      return "dead";
  }
  return "";
}

// How often it was said, by AirVerdict, and how often there was an alarm within ten seconds.
struct Verdicts {
  int rooms = 0;
  int alarms = 0;
  std::array<int, 6> last{};

  void add(const Said& said, double from) {
    ++rooms;
    const bool in_time = said.alarm_at >= from && said.alarm_at <= from + 10;
    alarms += static_cast<int>(in_time);
    ++last.at(static_cast<std::size_t>(said.last));
  }
};

tests::Take troubled(Trouble trouble, const tests::Take& with, const tests::Take& without) {
  switch (trouble) {
    case Trouble::none:
      return with;
    case Trouble::other:
      return without;
    case Trouble::fallen:
      return falling(with, -6);
    case Trouble::muted:
      return muted(with, without);
    case Trouble::dead:
      return falling(with, -200);
  }
  return with;
}

void print_row(Disturbance disturbance, double ratio, Trouble trouble, const Verdicts& found) {
  fmt::print("| {} | {:+.0f} | {} | {:.1f} |", tests::name_of(disturbance), ratio, name_of(trouble),
             percent(found.alarms, found.rooms));
  for (const auto verdict :
       {audio::AirVerdict::heard, audio::AirVerdict::fallen, audio::AirVerdict::wrong,
        audio::AirVerdict::muted, audio::AirVerdict::dead}) {
    fmt::print(" {:.1f} |", percent(found.last.at(static_cast<std::size_t>(verdict)), found.rooms));
  }
  fmt::print("\n");
}

// Of each room the same 24 s, with each trouble; what is wrong from the beginning is judged from
// there on.
void print_judgements(const tests::Speeches& speeches, int rooms) {
  fmt::print(
      "\n| disturbance | ratio dB | what is wrong | alarm in 10 s % | heard | fallen | wrong | "
      "muted "
      "| dead |\n|---|---|---|---|---|---|---|---|---|\n");
  for (const auto disturbance : kDisturbances) {
    for (const double ratio : kRatios) {
      std::mt19937 random(static_cast<unsigned>(ratio + 200));
      std::array<Verdicts, std::size(kTroubles)> found{};
      for (int i = 0; i < rooms; ++i) {
        Scene scene = draw(ratio, disturbance, true, i, random);
        const auto with = tests::take_of(scene, speeches, 25, random);
        scene.present = false;
        const auto without = tests::take_of(scene, speeches, 25, random);
        for (const auto trouble : kTroubles) {
          const bool later = trouble != Trouble::other && trouble != Trouble::none;
          auto& verdicts = found.at(static_cast<std::size_t>(trouble));
          verdicts.add(listen(troubled(trouble, with, without)), later ? kFallsAt : 0);
        }
      }
      for (const auto trouble : kTroubles)
        print_row(disturbance, ratio, trouble, found.at(static_cast<std::size_t>(trouble)));
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  const int windows = argc > 1 ? std::atoi(argv[1]) : 200;
  const auto folder = std::filesystem::temp_directory_path() / "loa-proof-rates";
  std::filesystem::create_directories(folder);
  const tests::Speeches speeches(folder, std::filesystem::path(LOA_BUILD_DIR) / "bin/loa-decoder",
                                 12);
  if (argc <= 2) {
    print_windows(speeches, windows);
    print_weights(speeches, windows);
  }
  print_judgements(speeches, windows / 5);
}

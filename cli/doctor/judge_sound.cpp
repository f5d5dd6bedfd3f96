// The sound card: which it is, whether it can, who has it. Field failure 8: card numbers change.
#include <fmt/format.h>

#include <algorithm>

#include "cli/doctor/judge.h"

namespace loa::doctor {
namespace {

using base::Text;

// The PCM's name in "alsa:NAME"; "" for another output.
std::string pcm_of(const OutputFacts& output) {
  return output.output.starts_with("alsa:") ? output.output.substr(5) : "";
}

// "hw:1", "plughw:CARD=1,DEV=0" and "1" name a card by its number, which may be another's tomorrow.
std::optional<int> number_in(const std::string& pcm) {
  auto rest = pcm;
  for (const char* prefix : {"plughw:", "hw:", "CARD="}) {
    if (rest.starts_with(prefix)) rest = rest.substr(std::string(prefix).size());
  }
  const auto digits = rest.substr(0, rest.find(','));
  const bool number = !digits.empty() && digits.size() <= 3 &&
                      digits.find_first_not_of("0123456789") == std::string::npos;
  return number ? std::optional(std::stoi(digits)) : std::nullopt;
}

// The card's id in "Device", "plughw:CARD=Device,DEV=0" or "hw:Device"; "" where it names none.
std::string id_in(const std::string& pcm) {
  if (number_in(pcm)) return "";
  const auto colon = pcm.find(':');
  if (colon == std::string::npos) return pcm;
  if (!pcm.starts_with("hw:") && !pcm.starts_with("plughw:")) return "";
  auto rest = pcm.substr(colon + 1);
  if (rest.starts_with("CARD=")) rest = rest.substr(5);
  return rest.substr(0, rest.find(','));
}

// ALSA's own choice is the card of number 0, unless somebody has configured another.
bool goes_by_number(const SoundFacts& sound, const std::string& pcm) {
  const bool chosen = pcm == "default" || pcm == "sysdefault";
  return number_in(pcm) || (chosen && sound.cards.size() > 1);
}

const audio::SoundCard* card_named(const SoundFacts& sound, const std::string& id) {
  const auto found = std::ranges::find(sound.cards, id, &audio::SoundCard::id);
  return found == sound.cards.end() ? nullptr : &*found;
}

std::string list_of(const std::vector<audio::SoundCard>& cards) {
  std::string list;
  for (const auto& card : cards) {
    list +=
        fmt::format("{}{} ({}, hw:{})", list.empty() ? "" : ", ", card.id, card.name, card.number);
  }
  return list;
}

// Who has the number that `card` had, if that is another card which was known before.
const audio::SoundCard* swapped_with(const SoundFacts& sound, const audio::SoundCard& card,
                                     int before) {
  const auto other = std::ranges::find_if(sound.cards, [&](const audio::SoundCard& one) {
    return one.number == before && one.id != card.id && sound.remembered.contains(one.id);
  });
  return other == sound.cards.end() ? nullptr : &*other;
}

void judge_number(const SoundFacts& sound, const audio::SoundCard& card, Findings& findings) {
  const auto known = sound.remembered.find(card.id);
  if (known == sound.remembered.end() || known->second == card.number) return;
  const bool matters = std::ranges::any_of(
      sound.outputs, [&](const auto& output) { return goes_by_number(sound, pcm_of(output)); });
  const Text remedy = matters ? Text{"ghi output theo tên thẻ, thí dụ \"alsa:" + card.id +
                                         "\", rồi chạy lại loa doctor",
                                     "name the card by its id in output, as in \"alsa:" + card.id +
                                         "\", and run loa doctor again"}
                              : Text{};
  const auto grade = matters ? Grade::fail : Grade::ok;
  if (const auto* other = swapped_with(sound, card, known->second)) {
    if (other->number > card.number) return;  // told once, by the other of the two
    findings.push_back(
        {"cards-swapped",
         grade,
         {fmt::format("hai thẻ âm thanh {} và {} đã đổi số cho nhau", card.id, other->id),
          fmt::format("the sound cards {} and {} have swapped numbers", card.id, other->id)},
         remedy});
    return;
  }
  findings.push_back(
      {"card-renumbered",
       grade,
       {fmt::format("thẻ âm thanh {} đổi số từ {} sang {}", card.id, known->second, card.number),
        fmt::format("the sound card {} had number {} and now has {}", card.id, known->second,
                    card.number)},
       remedy});
}

// "Device" and "Device_1", as the kernel names cards whose names are the same, in the order in
// which it finds them. An id is cut to make room for its ending.
bool is_next_of(const std::string& id, const std::string& first) {
  const auto line = id.rfind('_');
  if (line == std::string::npos || line + 1 == id.size() || line == 0) return false;
  const bool counted = id.find_first_not_of("0123456789ABCDEF", line + 1) == std::string::npos;
  return counted && first.starts_with(id.substr(0, line));
}

bool are_alike(const audio::SoundCard& one, const audio::SoundCard& other) {
  return one.name == other.name && (is_next_of(one.id, other.id) || is_next_of(other.id, one.id));
}

// Which of them is which is told by the order of their starting alone.
void judge_alike(const SoundFacts& sound, Findings& findings) {
  std::vector<audio::SoundCard> alike;
  for (const auto& card : sound.cards) {
    const auto other = [&](const auto& one) { return &one != &card && are_alike(one, card); };
    if (std::ranges::any_of(sound.cards, other)) alike.push_back(card);
  }
  if (alike.empty()) return;
  const bool matters = std::ranges::any_of(sound.outputs, [&](const OutputFacts& output) {
    const auto used = id_in(pcm_of(output));
    return std::ranges::find(alike, used, &audio::SoundCard::id) != alike.end();
  });
  findings.push_back(
      {"cards-alike",
       matters ? Grade::warn : Grade::ok,
       {"có những thẻ âm thanh cùng tên, mỗi lần khởi động có thể đổi chỗ cho nhau: " +
            list_of(alike),
        "there are sound cards of the same name, which may change places at each boot: " +
            list_of(alike)},
       matters ? Text{"đặt cho mỗi cổng USB một tên thẻ cố định (docs/cai-dat.md, “Hai thẻ giống "
                      "nhau”), rồi ghi tên ấy vào output",
                      "give each USB port a fixed card id (docs/cai-dat.md, “Hai thẻ giống nhau”), "
                      "and name that in output"}
               : Text{}});
}

Finding gone(const SoundFacts& sound, const std::string& what) {
  const auto list = list_of(sound.cards);
  return {"sound-missing",
          Grade::fail,
          {fmt::format("không thấy thiết bị âm thanh “{}”", what),
           fmt::format("the sound device \"{}\" is not there", what)},
          list.empty()
              ? Text{"máy không có thẻ âm thanh nào: xem dây cắm USB, dmesg",
                     "this machine has no sound card at all: look at the USB plug, and at dmesg"}
              : Text{"các thẻ đang có: " + list + "; xem dây cắm, hoặc chọn lại bằng loa setup",
                     "the cards that are there: " + list + "; look at the plug, or choose anew"}};
}

Finding not_opened(const SoundFacts& sound, const std::error_code& error, const std::string& pcm) {
  if (error == std::errc::device_or_resource_busy) {
    return {"sound-busy",
            Grade::fail,
            {fmt::format("thiết bị “{}” đang bị chương trình khác giữ", pcm),
             fmt::format("another program has the device \"{}\"", pcm)},
            {"tìm chương trình ấy: fuser -v /dev/snd/*; thường là PulseAudio hay PipeWire",
             "find it: fuser -v /dev/snd/*; often it is PulseAudio or PipeWire"}};
  }
  if (error == std::errc::permission_denied) {
    return {"sound-forbidden",
            Grade::fail,
            {fmt::format("không được phép mở “{}”", pcm),
             fmt::format("no permission to open \"{}\"", pcm)},
            {"người dùng chạy đài phải ở nhóm audio: adduser TÊN audio",
             "the station's user must be in the group audio: adduser NAME audio"}};
  }
  if (error == std::errc::no_such_file_or_directory || error == std::errc::no_such_device) {
    return gone(sound, pcm);
  }
  return {"sound-error",
          Grade::fail,
          {fmt::format("không mở được “{}”: {}", pcm, error.message()),
           fmt::format("\"{}\" cannot be opened: {}", pcm, error.message())},
          {"xem tên thiết bị: aplay -L", "see the devices' names: aplay -L"}};
}

std::string formats_of(const audio::PcmProbe& probe) {
  std::string list;
  for (const auto& format : probe.formats) list += (list.empty() ? "" : ", ") + format;
  return list;
}

Finding opened(const audio::PcmProbe& probe, const std::string& pcm) {
  if (!probe.fits) {
    const auto formats = formats_of(probe);
    return {
        "sound-unsuited",
        Grade::fail,
        {fmt::format("“{}” không nhận 48 kHz hai kênh ở dạng S32, S16 hay số thực (tần số {}–{} "
                     "Hz, dạng hợp: {})",
                     pcm, probe.least_rate, probe.most_rate, formats.empty() ? "không" : formats),
         fmt::format("\"{}\" does not take 48 kHz stereo as S32, S16 or float (rates {} to {} "
                     "Hz, formats that would do: {})",
                     pcm, probe.least_rate, probe.most_rate, formats.empty() ? "none" : formats)},
        {"ghi output là tên thẻ (alsa:TÊN) để ALSA đổi giúp, hoặc dùng thẻ khác",
         "name the card in output (alsa:ID) so that ALSA converts, or take another card"}};
  }
  if (!probe.native_rate) {
    return {"sound-resampled",
            Grade::warn,
            {fmt::format("“{}” không có sẵn 48 kHz, ALSA phải đổi tần số", pcm),
             fmt::format("\"{}\" has no 48 kHz of its own, ALSA resamples", pcm)},
            {"vẫn phát được, tốn thêm sức máy; thẻ có 48 kHz thì tốt hơn",
             "it plays, at some cost; a card with 48 kHz is better"}};
  }
  return {"sound-ok",
          Grade::ok,
          {fmt::format("“{}” mở được: 48 kHz, hai kênh, {}", pcm, formats_of(probe)),
           fmt::format("\"{}\" opens: 48 kHz, stereo, {}", pcm, formats_of(probe))}};
}

// The running station has the device: what it says of it. One that it knows nothing of came into
// the configuration since it was started.
Finding told(const StationFacts& station, const std::string& output, const std::string& pcm) {
  const auto known = station.devices.find(output);
  const auto& [state, detail] =
      known != station.devices.end() ? known->second : ToldDevice{station.sound_state, ""};
  if (state == "lost" || state == "opening") {
    return {"sound-lost",
            Grade::fail,
            {fmt::format("đài đang chạy nhưng mất “{}”: {}", pcm, detail),
             fmt::format("the station runs without \"{}\": {}", pcm, detail)},
            {"xem dây cắm; cắm lại là đài tự nhận",
             "look at the plug; it takes the card back by itself"}};
  }
  return {
      "sound-in-use",
      Grade::ok,
      {fmt::format("đài đang dùng “{}”", pcm), fmt::format("the station is using \"{}\"", pcm)}};
}

void judge_output(const SoundFacts& sound, const OutputFacts& output, const StationFacts& station,
                  Findings& findings) {
  const auto pcm = pcm_of(output);
  if (pcm.empty()) {
    findings.push_back(
        {"sound-virtual",
         Grade::warn,
         {fmt::format("đầu ra là tệp ({}): loa không kêu", output.output),
          fmt::format("the output is a file ({}): no loudspeaker sounds", output.output)},
         {"chọn thẻ âm thanh bằng loa setup", "choose a sound card: loa setup"}});
    return;
  }
  if (goes_by_number(sound, pcm)) {
    findings.push_back(
        {"sound-by-number",
         Grade::warn,
         {fmt::format("output “{}” gọi thẻ theo số, số này có thể thành của thẻ khác", pcm),
          fmt::format("the output \"{}\" names a card by a number that may become another's", pcm)},
         {"dùng tên thẻ (cột thứ hai của /proc/asound/cards)",
          "use the card's id (second column of /proc/asound/cards)"}});
  }
  const auto id = id_in(pcm);
  const bool told_by_station = station.running && !output.probe;
  if (told_by_station) {
    findings.push_back(told(station, output.output, pcm));
  } else if (pcm.find(':') != std::string::npos && !id.empty() &&
             card_named(sound, id) == nullptr) {
    findings.push_back(gone(sound, pcm));
  } else if (output.probe) {
    findings.push_back(output.probe->error ? not_opened(sound, output.probe->error, pcm)
                                           : opened(*output.probe, pcm));
  }
}

}  // namespace

void judge_cards(const SoundFacts& sound, Findings& findings) {
  for (const auto& card : sound.cards) judge_number(sound, card, findings);
  judge_alike(sound, findings);
}

void judge_outputs(const SoundFacts& sound, const StationFacts& station, Findings& findings) {
  for (const auto& output : sound.outputs) judge_output(sound, output, station, findings);
}

void judge_amplifier(const std::vector<LineFacts>& lines, Findings& findings) {
  for (const auto& line : lines) {
    if (!line.fault) {
      findings.push_back(
          {"amplifier-ok",
           Grade::ok,
           {fmt::format("chân âm-ly “{}” ({}) dùng được", line.name, line.line),
            fmt::format("the amplifier's line “{}” ({}) is in order", line.name, line.line)}});
      continue;
    }
    findings.push_back(
        {"amplifier-lost",
         Grade::fail,
         {fmt::format("chân âm-ly “{}”: {}", line.name, line.fault->vi),
          fmt::format("the amplifier's line “{}”: {}", line.name, line.fault->en)},
         {"gpiodetect và gpioinfo kể các chân; người dùng loa phải ở nhóm gpio",
          "gpiodetect and gpioinfo list the lines; the user loa must be in the group gpio"}});
  }
}

}  // namespace loa::doctor

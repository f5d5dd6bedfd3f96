#include "daemon/answers_once.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <new>
#include <nlohmann/json.hpp>
#include <system_error>

#include "base/files.h"
#include "base/log.h"
#include "base/settings.h"
#include "daemon/setup_file.h"

namespace loa::daemon {
namespace {

namespace fs = std::filesystem;

void rename_durably(const fs::path& from, const fs::path& to) {
  fs::rename(from, to);
  base::sync_folder(to.parent_path());
}

// Those that the answers name by a mere name, and which lie beside them.
BroughtFiles brought_with(const fs::path& answers, const std::string& text) {
  BroughtFiles brought;
  const auto json = nlohmann::json::parse(text, nullptr, false, true);
  if (!json.is_object()) return brought;
  for (const auto* key : kOfTheOffice) {
    const auto found = json.find(key);
    if (found == json.end() || !found->is_string()) continue;
    const fs::path name = found->get<std::string>();
    if (name.has_parent_path() || !name.has_filename()) continue;
    const auto beside = answers.parent_path() / name;
    if (fs::is_regular_file(beside)) brought.emplace(key, beside);
  }
  return brought;
}

void take(const fs::path& config, const fs::path& answers) {
  const auto text = base::read_file(answers, base::kMaxSettings);
  const SetupAnswers taken{text, answers.filename().string(), true, true};
  take_answers(config, taken, brought_with(answers, text));
  change_system(system_of(taken));
}

// Whoever reads it has only the card.
std::string in_both_languages(const base::Problems& problems) {
  std::string said;
  for (const auto language : {base::Language::vietnamese, base::Language::english}) {
    for (const auto& problem : problems) said += to_string(problem, language) + "\n";
  }
  return said;
}

// What the machine refuses any answers, and may take of the same ones another time.
bool is_the_machines(const std::error_code& error) {
  constexpr std::array kOfTheMachine{
      std::errc::no_space_on_device,
      std::errc::read_only_file_system,
      std::errc::io_error,
      std::errc::permission_denied,
      std::errc::operation_not_permitted,
      std::errc::not_enough_memory,
      std::errc::too_many_files_open,
      std::errc::too_many_files_open_in_system,
  };
  return error == std::error_code(EDQUOT, std::generic_category()) ||
         std::ranges::any_of(kOfTheMachine, [&](std::errc one) { return error == one; });
}

std::string refusal_for(const std::exception& error, const fs::path& answers) {
  const std::string why = error.what();
  return in_both_languages(
      {{base::Severity::error,
        "answers-unusable",
        {answers.filename().string()},
        "",
        {"không lấy được câu trả lời: " + why, "the answers cannot be taken: " + why}}});
}

// Why they are not taken; "" if they are. What would fail again at each start of the machine is
// theirs, whatever it is.
std::string refusal_of(const fs::path& config, const fs::path& answers) {
  try {
    take(config, answers);
    return "";
  } catch (const base::BadInput& error) {
    return in_both_languages(error.problems());
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::system_error& error) {
    if (is_the_machines(error.code())) throw;
    return refusal_for(error, answers);
  } catch (const std::exception& error) {
    return refusal_for(error, answers);
  }
}

}  // namespace

void take_answers_once(const fs::path& config, const fs::path& answers) {
  if (!fs::exists(answers)) return;
  const auto file = answers.string();
  const auto refusal = refusal_of(config, answers);
  if (refusal.empty()) {
    rename_durably(answers, file + ".done");
    return base::log(base::LogLevel::info, file + ": the answers were taken");
  }
  base::log(base::LogLevel::error, file + ": " + refusal);
  base::replace_file(file + ".failed.txt", refusal);
  rename_durably(answers, file + ".failed");
}

}  // namespace loa::daemon

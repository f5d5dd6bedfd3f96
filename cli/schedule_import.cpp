// loa schedule import.
#include "cli/schedule_import.h"

#include <fmt/format.h>

#include "base/clock.h"
#include "base/files.h"
#include "base/language.h"
#include "base/unicode.h"
#include "cli/import_media.h"
#include "cli/import_table.h"
#include "cli/schedule_file.h"
#include "cli/schedule_policy.h"
#include "cli/words.h"
#include "schedules/notation.h"
#include "schedules/policy_file.h"
#include "schedules/read.h"
#include "schedules/timetable.h"

namespace loa::cli {
namespace {

using base::Text;
namespace intake = schedules::intake;

struct ImportArguments {
  std::string file;
  std::string sheet;
  std::string week_of;
  std::string media;
  std::string templates;
  std::string zone;
  std::vector<std::string> answers;
  std::string answers_file;
  std::string out;
  PolicyArguments rules;
  bool json = false;
};

struct Usage {
  Text text;
};

date::local_days today_in(const std::string& zone) {
  schedules::WeeklySchedule any;
  any.zone = zone;
  const schedules::Timetable table(std::make_shared<schedules::WeeklySchedule>(any));
  return table.local_day(base::wall_now());
}

std::shared_ptr<const schedules::WeeklySchedule> templates_in(const std::string& file) {
  auto read = read_schedule_file(file);
  if (!read.schedule) throw base::BadInput(read.problems);
  return read.schedule;
}

std::shared_ptr<const schedules::Policy> policy_in(const std::string& name) {
  auto read = schedules::policy_named(name);
  if (!read.policy) throw base::BadInput(read.problems);
  return read.policy;
}

void take_answers(const ImportArguments& arguments, intake::Context& context) {
  if (!arguments.answers_file.empty()) {
    base::Problems problems;
    const auto text = base::read_file(arguments.answers_file, intake::kMostFileBytes);
    context.answers = intake::answers_from(text, arguments.answers_file, problems);
    if (!problems.empty()) throw base::BadInput(problems);
  }
  for (const auto& text : arguments.answers) {
    auto answer = intake::answer_from(text);
    if (!answer) {
      throw Usage{{fmt::format("--answer phải có dạng MÃ=TRẢ LỜI hoặc MÃ@CHỖ=TRẢ LỜI: {}", text),
                   fmt::format("--answer must be CODE=VALUE or CODE@PLACE=VALUE: {}", text)}};
    }
    context.answers.push_back(std::move(*answer));
  }
}

intake::Context context_of(const ImportArguments& arguments) {
  intake::Context context;
  context.file = arguments.file;
  context.sheet = base::to_nfc(arguments.sheet);
  if (!arguments.templates.empty()) context.templates = templates_in(arguments.templates);
  if (context.templates) context.zone = context.templates->zone;
  if (!arguments.zone.empty()) context.zone = arguments.zone;
  context.today = today_in(context.zone);
  if (!arguments.week_of.empty()) {
    context.week_of = schedules::date_from(arguments.week_of);
    if (!context.week_of) {
      throw Usage{{"--week-of phải là một ngày dạng 2026-11-23",
                   "--week-of must be a date such as 2026-11-23"}};
    }
  }
  if (!arguments.media.empty()) context.media = media_in(arguments.media);
  if (!arguments.rules.policy.empty()) context.policy = policy_in(arguments.rules.policy);
  context.clusters = arguments.rules.clusters;
  take_answers(arguments, context);
  return context;
}

void write_out(const ImportArguments& arguments, const intake::Understood& understood) {
  if (arguments.out.empty() || !understood.schedule) return;
  base::replace_file(arguments.out, schedules::write_schedule(*understood.schedule));
}

int tell(const ImportArguments& arguments, const intake::Understood& understood) {
  if (arguments.json) {
    fmt::print("{}\n", intake::to_json(understood));
    return understood.schedule ? kFine : kProblems;
  }
  if (!understood.slots.empty()) print_slots(stdout, understood);
  print_questions(stdout, understood);
  print_problems(stdout, understood.problems);
  if (!understood.schedule) return kProblems;
  const auto& week = *understood.schedule;
  const Text fine{
      fmt::format("lịch từ {} đến {}: {} khung giờ, {} chương trình",
                  schedules::date_text(week.valid_from), schedules::date_text(week.valid_to),
                  week.slots.size(), week.programmes.size()),
      fmt::format("a schedule from {} to {}: {} slots, {} programmes",
                  schedules::date_text(week.valid_from), schedules::date_text(week.valid_to),
                  week.slots.size(), week.programmes.size())};
  fmt::print("{}\n", fine.shown());
  return kFine;
}

int import_file(const ImportArguments& arguments) {
  try {
    auto context = context_of(arguments);
    const auto bytes = base::read_file(arguments.file, intake::kMostFileBytes);
    auto understood = intake::understand_file(bytes, context);
    // The files that the week plays are known by now; their lengths say where slots end.
    if (context.media && measure(*context.media, arguments.media, understood.media)) {
      understood = intake::understand_file(bytes, context);
    }
    write_out(arguments, understood);
    return tell(arguments, understood);
  } catch (const Usage& wrong) {
    return refuse(wrong.text, kUsage);
  } catch (const base::BadInput& bad) {
    print_problems(stderr, bad.problems());
    return kProblems;
  }
}

void add_options(CLI::App& command, ImportArguments& arguments) {
  const auto option = [&](const char* name, std::string& into, Text text) {
    return command.add_option(name, into, text.shown());
  };
  option(
      "FILE", arguments.file,
      {"tệp lịch: .xlsx, .docx, .csv, .txt, .ics", "the schedule: .xlsx, .docx, .csv, .txt, .ics"})
      ->required();
  option("--sheet", arguments.sheet, {"trang tính cần đọc", "the sheet to read"});
  option("--week-of", arguments.week_of,
         {"một ngày của tuần cần lên lịch", "a day of the week it is for"})
      ->type_name("YYYY-MM-DD");
  option("--media", arguments.media, {"thư mục âm thanh của đài", "the station's media folder"})
      ->type_name("DIR");
  option("--templates", arguments.templates,
         {"lịch có sẵn chương trình và khẩu hiệu (JSON)",
          "a schedule with programmes and slogans (JSON)"});
  option("--zone", arguments.zone, {"múi giờ theo IANA", "IANA time zone"});
  command
      .add_option(
          "--answer", arguments.answers,
          Text{"trả lời một câu hỏi: MÃ[@CHỖ]=TRẢ LỜI", "answers a question: CODE[@PLACE]=VALUE"}
              .shown())
      ->allow_extra_args(false);
  option("--answers", arguments.answers_file,
         {"tệp có các câu trả lời, mỗi dòng một câu", "a file of answers, one a line"});
  option("-o", arguments.out,
         {"ghi lịch (JSON) vào tệp này", "write the schedule (JSON) to this file"});
  add_policy_options(command, arguments.rules);
  command.add_flag("--json", arguments.json,
                   Text{"in kết quả dạng JSON", "print the result as JSON"}.shown());
}

}  // namespace

void add_import(CLI::App& group, Action& chosen) {
  auto arguments = std::make_shared<ImportArguments>();
  auto* command = group.add_subcommand(
      "import", Text{"đọc lịch tuần từ Excel, Word, CSV, văn bản hoặc iCalendar",
                     "read a week from Excel, Word, CSV, text or iCalendar"}
                    .shown());
  add_options(*command, *arguments);
  command->callback(
      [&chosen, arguments] { chosen = [arguments] { return import_file(*arguments); }; });
}

}  // namespace loa::cli

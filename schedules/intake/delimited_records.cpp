#include "schedules/intake/delimited.h"

namespace loa::schedules::intake {

char RecordReader::take() {
  const char c = rest_.front();
  rest_.remove_prefix(1);
  if (c == '\n') {
    ++line_;
    column_ = 1;
  } else if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) {
    ++column_;
  }
  return c;
}

void RecordReader::take_quoted(Field& field) {
  take();
  field.quote_open = true;
  while (!rest_.empty()) {
    const char c = take();
    if (c != '"') {
      field.text += c;
    } else if (rest_.starts_with('"')) {
      field.text += take();
    } else {
      field.quote_open = false;
      return;
    }
  }
}

Field RecordReader::next_field() {
  Field field{"", line_, column_, false};
  if (rest_.starts_with('"')) take_quoted(field);
  while (!rest_.empty() && rest_.front() != separator_ && rest_.front() != '\n') {
    field.text += take();
  }
  return field;
}

std::vector<Field> RecordReader::next() {
  std::vector<Field> record;
  while (true) {
    record.push_back(next_field());
    if (rest_.empty()) return record;
    if (take() == '\n') return record;
    if (rest_.empty()) {
      record.push_back({"", line_, column_, false});
      return record;
    }
  }
}

}  // namespace loa::schedules::intake

#include "centre/schedule_name.h"

#include <cstdint>
#include <nlohmann/json.hpp>

namespace loa::centre {
namespace {

// Members "id" and "version" of the outermost object; ends the reading once both are there.
class NameReader : public nlohmann::json_sax<nlohmann::json> {
 public:
  std::string name() const {
    return id_.empty() || version_ == 0 ? "" : id_ + "." + std::to_string(version_);
  }

  bool null() override { return true; }
  bool boolean(bool /*value*/) override { return true; }
  bool number_integer(number_integer_t /*value*/) override { return true; }
  bool number_unsigned(number_unsigned_t value) override {
    if (depth_ == 1 && key_ == "version") version_ = value;
    return goes_on();
  }
  bool number_float(number_float_t /*value*/, const string_t& /*text*/) override { return true; }
  bool string(string_t& value) override {
    if (depth_ == 1 && key_ == "id") id_ = value;
    return goes_on();
  }
  bool binary(binary_t& /*value*/) override { return true; }
  bool start_object(std::size_t /*size*/) override { return enter(); }
  bool key(string_t& value) override {
    if (depth_ == 1) key_ = value;
    return true;
  }
  bool end_object() override { return leave(); }
  bool start_array(std::size_t /*size*/) override { return enter(); }
  bool end_array() override { return leave(); }
  bool parse_error(std::size_t /*position*/, const std::string& /*last*/,
                   const nlohmann::json::exception& /*error*/) override {
    return false;
  }

 private:
  bool goes_on() const { return id_.empty() || version_ == 0; }
  bool enter() {
    ++depth_;
    return true;
  }
  bool leave() {
    --depth_;
    return true;
  }

  int depth_ = 0;
  std::string key_;
  std::string id_;
  std::uint64_t version_ = 0;
};

}  // namespace

std::string schedule_name_in(std::string_view week) {
  NameReader reader;
  nlohmann::json::sax_parse(week, &reader, nlohmann::json::input_format_t::json, true, true);
  return reader.name();
}

}  // namespace loa::centre

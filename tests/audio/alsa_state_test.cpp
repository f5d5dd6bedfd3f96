// Which PCM a configured name means.
#include "audio/alsa_state.h"

#include <gtest/gtest.h>

#include <string_view>

namespace loa::audio {
namespace {

// A machine with the cards 0 Headphones and 1 Device, as alsa-lib looks one up: by id or number.
int number_of(const char* card) {
  const std::string_view name(card);
  if (name == "Headphones" || name == "0") return 0;
  if (name == "Device" || name == "1") return 1;
  return -ENODEV;
}

TEST(PcmName, OfACardIsItsFirstDeviceByIdAndAnythingElseIsLeftAlone) {
  const struct {
    const char* name;
    const char* pcm;
  } table[] = {
      {"Device", "plughw:CARD=Device,DEV=0"},
      {"Headphones", "plughw:CARD=Headphones,DEV=0"},
      {"default", "default"},  // a PCM, and no card's id
      {"Gone", "Gone"},        // alsa-lib tells that it is none
      {"1", "1"},              // a number is no id
      {"hw:Device", "hw:Device"},
      {"hw:1,0", "hw:1,0"},
      {"plughw:CARD=Device,DEV=3", "plughw:CARD=Device,DEV=3"},
      {"Device,0", "Device,0"},
      {"{ type null }", "{ type null }"},
      {"", ""},
  };
  for (const auto& row : table) EXPECT_EQ(pcm_name(row.name, number_of), row.pcm) << row.name;
}

}  // namespace
}  // namespace loa::audio

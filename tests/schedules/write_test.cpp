// What is written reads back to the same schedule.
#include <gtest/gtest.h>

#include "week.h"

namespace loa::schedules::testing {
namespace {

TEST(WriteSchedule, KeepsEverythingThatTheFileSaid) {
  const std::string text = R"({
  "id": "xa",
  "version": 3,
  "title": "Tuần 48",
  "zone": "Asia/Ho_Chi_Minh",
  "valid": {
    "from": "2026-11-23",
    "to": "2026-12-31"
  },
  "programmes": [
    {
      "id": "p",
      "title": "P",
      "repeat": 2,
      "gap": "10s",
      "items": [
        {
          "chime": "ba-tieng",
          "repeat": 3,
          "gap": "1m"
        },
        {
          "speech": "Kính thưa\nbà con",
          "voice": "vi-vn-x-south",
          "title": "Chào"
        },
        {
          "audio": "a/b.wav"
        },
        {
          "relay": "http://h/s",
          "duration": "1h30m"
        }
      ]
    }
  ],
  "slogans": [
    {
      "id": "kh1",
      "text": "Dân là gốc",
      "colour": "yellow",
      "effect": "hold",
      "speed": 9
    },
    {
      "id": "bao",
      "text": "Bão {clock}",
      "colour": "#FF8000",
      "effect": "scroll-up",
      "speed": 40,
      "dwell": "5s",
      "repeat": 2,
      "qr": "HTTPS://XA.GOV.VN",
      "zone": "chu",
      "level": 1,
      "validFrom": "2026-11-23T08:30",
      "validTo": "2026-11-24"
    }
  ],
  "defaultSlogans": [
    "kh1"
  ],
  "slots": [
    {
      "id": "sang",
      "days": [
        "T2",
        "CN"
      ],
      "start": "05:00:30",
      "length": "30m",
      "programme": "p",
      "level": 2,
      "startRule": "wait 2m",
      "lateRule": "play 5m",
      "slogans": [
        "kh1"
      ],
      "area": "tthc"
    }
  ],
  "exceptions": [
    {
      "date": "2026-11-29",
      "skip": [
        "sang"
      ]
    },
    {
      "date": "2026-12-06",
      "replace": []
    },
    {
      "date": "2026-12-25",
      "add": [
        {
          "id": "le",
          "start": "08:00",
          "length": "1h",
          "programme": "p",
          "level": 3,
          "startRule": "hard",
          "lateRule": "join"
        }
      ]
    }
  ]
}
)";
  EXPECT_EQ(write_schedule(*schedule_of(text)), text);
}

}  // namespace
}  // namespace loa::schedules::testing

// What host and board say to each other: the payloads of docs/protocol-board.md. read() is
// false for a payload of another length, or with a value out of its range.
#pragma once

#include "firmware/link/frame.h"
#include "firmware/link/pixels.h"

namespace loa::firmware::link {

enum class Type : std::uint8_t {
  // Host to board. Each is answered by one `ack`.
  hello = 0x01,         // Hello; the ack carries Identity
  status = 0x02,        // empty; the ack carries Status
  begin = 0x03,         // Begin: a strip will come
  page = 0x04,          // Page: some of its columns
  commit = 0x05,        // Commit: it is shown from now on, or is timed anew
  brightness = 0x06,    // u8, 0 dark .. 255
  power = 0x07,         // u8, 0 off, 1 on
  store = 0x08,         // u16 strip that is shown: kept for when the host is silent; 0 forgets it
  outputs = 0x09,       // u8 mask, u8 levels
  inputs_seen = 0x0A,   // u8: the Status::input_changes that the host knows
  calibration = 0x0B,   // u8, Calibration
  update_begin = 0x0C,  // the image's signed header, 16 to 240 bytes
  update_page = 0x0D,   // u32 offset, bytes
  update_end = 0x0E,    // u32 CRC-32 of the whole image
  boot = 0x0F,          // u8, Boot
  confirm = 0x10,       // empty: the image that runs now may stay
  // Board to host.
  ack = 0x80,     // Ack, then what was asked for
  notice = 0x81,  // u8 flags; not answered, may get lost; never on a half-duplex line
};

enum class Error : std::uint8_t {
  ok = 0,
  unknown_type = 1,
  bad_payload = 2,    // another length, or a value out of its range
  no_session = 3,     // the board does not know the session: say hello
  out_of_order = 4,   // a frame before it is missing; Ack::seq is the one awaited
  no_strip = 5,       // another strip, or none, was begun or is shown
  no_room = 6,        // no free page now
  missing_pages = 7,  // not all pages that the commit counts are there
  crc_mismatch = 8,
  flash = 9,          // did not take it
  signature = 10,     // missing or wrong
  wrong_target = 11,  // an image for another board
  too_old = 12,       // an image older than allowed
  unsupported = 13,   // this board has no such thing
};

// Bits of Ack::flags and of a notice.
inline constexpr std::uint8_t kInputsChanged = 0x01;  // since the last inputs_seen
inline constexpr std::uint8_t kWantsPages = 0x02;     // the shown strip misses pages
inline constexpr std::uint8_t kUnconfirmed = 0x04;    // an updated image runs on trial
inline constexpr std::uint8_t kSawCrash = 0x08;       // Status::crash tells of one
inline constexpr std::uint8_t kRefused = 0x10;        // the last update was not run
inline constexpr std::uint8_t kReverted = 0x20;       // the last update was not confirmed

struct Hello {
  std::uint32_t nonce = 0;  // of the host's choice, another each time it connects
  std::uint16_t silence_s =
      30;  // without a frame for so long, the stored message is shown; 0 never
  std::uint8_t half_duplex = 0;  // 1: the board speaks only when asked, after turnaround_ms
  std::uint8_t turnaround_ms = 0;
};

struct Identity {
  std::uint32_t nonce = 0;  // the hello's
  std::uint8_t major = 0, minor = 0, patch = 0;
  std::uint32_t git = 0;    // first 8 digits of the commit's hash
  std::uint8_t target = 0;  // Target
  std::uint16_t width = 0;  // columns
  std::uint8_t height = 0;  // rows, a multiple of 8
  Format format = Format::mono;
  std::uint8_t page_bytes = 0;      // of one page, at most kMaxPage
  std::uint16_t pages = 0;          // that the board can hold
  std::uint8_t window = 1;          // frames that may be on their way
  std::uint16_t receive_bytes = 0;  // bytes that may be on their way
  std::uint8_t serial[12] = {};     // of the chip
};

enum class Target : std::uint8_t { simulated = 0, hub12_f103 = 1, hub75_f405 = 2 };

enum class Effect : std::uint8_t { hold = 0, scroll_left = 1, scroll_right = 2 };

struct Begin {
  std::uint16_t strip = 0;    // 1..65535, of the host's choice
  std::uint16_t columns = 0;  // 1..65535
  Effect effect = Effect::hold;
  std::uint16_t speed = 0;  // pixels a second, 1..1000 where it scrolls
  std::uint8_t repeat = 0;  // 0: stays blank after it has left; 1: begins again
};

inline constexpr std::size_t kMaxPage = kMaxPayload - 4;
struct Page {
  std::uint16_t strip = 0;
  std::uint16_t page = 0;
  Bytes columns;
};

struct Commit {
  std::uint16_t strip = 0;
  std::uint16_t pages = 0;       // the first so many are there
  std::uint32_t crc = 0;         // CRC-32 of their bytes
  std::uint32_t elapsed_ms = 0;  // how long it would have run already
};

enum class Calibration : std::uint8_t {
  off = 0,
  all_on = 1,
  rows = 2,     // lit one after the other
  columns = 3,  // lit one after the other
  panels = 4,   // each panel shows its number
  colours = 5,  // each panel red on the left, green in the middle, blue on the right
};

enum class Boot : std::uint8_t { restart = 0, staged_once = 1, rom = 2 };

enum class Showing : std::uint8_t { blank = 0, strip = 1, stored = 2, calibration = 3 };

struct Status {
  Showing showing = Showing::blank;
  std::uint16_t strip = 0;         // shown; 0 none
  std::uint32_t strip_crc = 0;     // of its commit
  std::int32_t left = 0;           // the strip's column at the board's left edge
  std::uint32_t frame_crc = 0;     // of the pixels that are lit now, column by column
  std::uint16_t wanted = kNoPage;  // the next page that the shown strip misses
  std::uint16_t free_pages = 0;
  std::uint8_t brightness = 255;
  std::uint8_t power = 1;
  std::uint8_t outputs = 0;
  std::uint8_t inputs = 0;
  std::uint8_t input_changes = 0;             // counts, wraps
  std::int16_t temperature = kNoTemperature;  // tenths of a degree Celsius
  std::uint32_t uptime_s = 0;
  std::uint8_t reset_reason = 0;  // ResetReason
  std::uint32_t crash = 0;        // the program counter of the last crash; 0 none
  std::uint16_t refresh_hz = 0;
  std::uint16_t bad_frames = 0;     // received damaged; wraps
  std::uint16_t blank_columns = 0;  // shown blank because their page was late; wraps

  static constexpr std::uint16_t kNoPage = 0xFFFF;
  static constexpr std::int16_t kNoTemperature = -32768;
};

enum class ResetReason : std::uint8_t { power = 0, pin = 1, software = 2, watchdog = 3, crash = 4 };

struct Ack {
  std::uint16_t seq = 0;
  Error error = Error::ok;
  std::uint8_t flags = 0;
  Bytes data;
};

void write(Writer& writer, const Hello& hello);
void write(Writer& writer, const Identity& identity);
void write(Writer& writer, const Begin& begin);
void write(Writer& writer, const Page& page);
void write(Writer& writer, const Commit& commit);
void write(Writer& writer, const Status& status);
void write(Writer& writer, const Ack& ack);

bool read(Bytes payload, Hello& hello);
bool read(Bytes payload, Identity& identity);
bool read(Bytes payload, Begin& begin);
bool read(Bytes payload, Page& page);
bool read(Bytes payload, Commit& commit);
bool read(Bytes payload, Status& status);
bool read(Bytes payload, Ack& ack);

}  // namespace loa::firmware::link

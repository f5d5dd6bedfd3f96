// Packed batches: the same rows on the other side, in few bytes, and nothing else believed.
#include "protocol/packed_batch.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>

#include "protocol/zstd.h"
#include "support/made_record.h"
#include "tests/protocol/rfc_key.h"

namespace loa::protocol {
namespace {

using journal::Row;
using test::kGoldenStation;

constexpr std::int64_t kMorning = 1'795'471'200'000'000'000;  // 2026-11-24T05:00:00+07:00

base::Wall packed_wall(std::int64_t nanoseconds) { return base::Wall(base::Duration(nanoseconds)); }

JournalBatch batch_of(std::vector<Row> rows) {
  loa::testing::number(rows, kGoldenStation);
  JournalBatch batch{kGoldenStation, std::move(rows), false};
  const Row& last = batch.rows.back();
  batch.checkpoint = signed_with(test::rfc_key(), kGoldenStation,
                                 {last.epoch, last.seq, last.hash, last.boot,
                                  last.wall + base::Duration(1), last.quality, ""});
  return batch;
}

JournalBatch golden() {
  Row intent;
  intent.kind = journal::Kind::intent;
  intent.occurrence = "phu-van.3/sang/20261123T220000Z";
  intent.title = "Bản tin sáng";
  intent.area = "CCHC-1";
  intent.nominal = packed_wall(kMorning);
  intent.wall = packed_wall(kMorning - 4'000'000'000);
  intent.monotonic_ns = 86'400'123'456'789;
  intent.quality = base::ClockQuality::synced;
  intent.level = 3;
  Row item = intent;
  item.kind = journal::Kind::item;
  item.wall = packed_wall(kMorning + 65'000'000'001);
  item.monotonic_ns += 69'000'000'001;
  item.content = base::to_hex(base::sha256("bản tin"));
  item.frames_due = item.frames_played = 3'120'000;
  item.evidence = R"({"decoded":3120000,"peakDb":-3.1,"startErrorUs":-12})";
  item.outcome = journal::Outcome::played;
  item.reason = "completed";
  Row result = item;
  result.kind = journal::Kind::result;
  result.content = "";
  result.evidence = R"({"items":1,"peakDb":-3.1})";
  return batch_of({intent, item, result});
}

// What stands in the frame.
std::string inflated(const JournalBatch& batch) {
  return from_zstd_frame(pack(batch).value(), kMaxBody).value();
}

std::string framed(const std::string& bytes) { return zstd_frame(std::array{bytes}); }

std::vector<Row> made_days(int days, std::uint64_t seed = 1) {
  loa::testing::MadeRecord record(seed,
                                  packed_wall(kMorning / 86'400'000'000'000 * 86'400'000'000'000));
  std::vector<Row> rows;
  for (int day = 0; day < days; ++day) std::ranges::move(record.day(), std::back_inserter(rows));
  return rows;
}

// The columns of golden(), and a frame of them as one version of the library wrote it.
const std::string kGoldenColumns =
    "4c4f414201c7010303040307030303030320060303070b030499011373742d30313233343536373839616263"
    "646566020101030000000000000000000000000000000000000000000000000000000000000000a7d4cc026a"
    "52a8c8eaca7fdaa366298531f09e69a544392e3f78a9342a1009c22435663163376630652d336332612d3463"
    "36372d396630662d3064366635613666376231318294fcd5a4f3b2f5180349c44d0c29f9ba3e8e563b455a6a"
    "5152d24f166e68e4dac70d3677bf060a620f8fa5a2ae10f524757e119d21b6310acc4c36455be88af12267a4"
    "06df483f650b60656603030301000000010101c0dda5b00d000000010100010100010100000200010276c969"
    "b314130f0da0093bfb5ab1024819106a4123aada6fa72e29f54b96dcf70080eefc0200000000000000ff9fd9"
    "e61d0200d5abde95b4bdbeea3100000000003d1702000e7068752d76616e2e332f73616e670f42e1baa36e20"
    "74696e2073c3a16e6706434348432d312435663163376630652d336332612d346336372d396630662d306436"
    "66356136663762313100000009636f6d706c65746564297b226465636f646564223a032c227065616b446222"
    "3a022c2273746172744572726f725573223a017d167b226974656d73223a012c227065616b4462223a027d";
const std::string kGoldenFrame =
    "28b52ffd60e300d800004c4f414201c7010303040307030303030320060303070b030499017c0500840a1373"
    "742d303132333435363738396162636465660201010300a7d4cc026a52a8c8eaca7fdaa366298531f09e69a5"
    "44392e3f78a9342a1009c22435663163376630652d336332612d346336372d396630662d3064366635613666"
    "376231318294fcd5a4f3b2f5180349c44d0c29f9ba3e8e563b455a6a5152d24f166e68e4dac70d3677bf060a"
    "620f8fa5a2ae10f524757e119d21b6310acc4c36455be88af12267a406df483f650b010035600c1800006065"
    "6618000003030320000001000000180000010101380000c0dda5b00d00001800000001011800000001011800"
    "0000010118000000000218000000010200010076c969b314130f0da0093bfb5ab1024819106a4123aada6fa7"
    "2e29f54b96dcf73000000080eefc0200180000000000180000000000380000ff9fd9e61d0200580000d5abde"
    "95b4bdbeea3100001800000000002000003d17020094030054060e7068752d76616e2e332f73616e670f42e1"
    "baa36e2074696e2073c3a16e6706434348432d3100000009636f6d706c65746564297b226465636f64656422"
    "3a032c227065616b4462223a022c2273746172744572726f725573223a017d167b226974656d7d03004b19f0"
    "57000de0594f010000";

TEST(PackedBatch, has_these_bytes) {
  EXPECT_EQ(base::to_hex(inflated(golden())), kGoldenColumns);
  EXPECT_TRUE(unpack(base::from_hex(kGoldenFrame).value_or("")) == golden())
      << base::to_hex(pack(golden()).value());
}

TEST(PackedBatch, carries_a_quarter_in_twenty_bytes_a_row) {
  auto rows = made_days(90);
  loa::testing::number(rows, kGoldenStation);
  std::size_t bytes = 0;
  for (std::size_t at = 0; at < rows.size(); at += kMaxBatchRows) {
    const auto end = std::min(rows.size(), at + kMaxBatchRows);
    const auto place = [&](std::size_t i) { return rows.begin() + static_cast<std::ptrdiff_t>(i); };
    JournalBatch batch{kGoldenStation, {place(at), place(end)}, at == 0};
    const Row& last = batch.rows.back();
    batch.checkpoint =
        signed_with(test::rfc_key(), kGoldenStation,
                    {last.epoch, last.seq, last.hash, "boot", last.wall, last.quality, ""});
    const auto packed = pack(batch);
    ASSERT_TRUE(packed);
    EXPECT_EQ(unpack(*packed), batch);
    bytes += packed->size();
  }
  EXPECT_LE(bytes, 20 * rows.size());
}

std::string any_packed_text(std::mt19937_64& random) {
  static const std::vector<std::string> kPieces = {"a",
                                                   "\"",
                                                   "\\",
                                                   "ệ",
                                                   "𝄞",
                                                   "/",
                                                   "-1.5",
                                                   "{\"k\":",
                                                   "12",
                                                   ",",
                                                   std::string(1, '\0'),
                                                   "\1",
                                                   "\3",
                                                   "-0.0",
                                                   "1e5",
                                                   "007",
                                                   "9223372036854775807",
                                                   "-0",
                                                   "0.0",
                                                   "20261123T220000Z",
                                                   "9999999999999999.9"};
  std::string text;
  for (auto left = random() % 9; left > 0; --left) text += kPieces[random() % kPieces.size()];
  return text;
}

Row any_packed_row(std::mt19937_64& random, const std::vector<std::string>& texts) {
  const auto number = [&] { return random() >> (1 + random() % 62); };
  const auto time = [&] {
    return packed_wall(static_cast<std::int64_t>(random() >> 2U) /
                       (random() % 2 ? 1 : 1'000'000'000) * (random() % 2 ? 1 : 1));
  };
  const auto text = [&] { return texts[random() % texts.size()]; };
  Row row;
  row.kind = static_cast<journal::Kind>(random() % 4);
  row.title = text();
  row.area = text();
  row.content = random() % 2 ? base::to_hex(base::sha256(text())) : text();
  if (random() % 3 > 0) row.nominal = time();
  row.occurrence = text();
  if (row.nominal && random() % 2) {
    auto stamp = base::to_rfc3339(*row.nominal).substr(0, 19) + "Z";
    std::erase_if(stamp, [](char c) { return c == '-' || c == ':'; });
    row.occurrence += "/" + stamp;
  }
  row.wall = time();
  row.monotonic_ns = static_cast<std::int64_t>(number());
  row.quality = static_cast<base::ClockQuality>(random() % 4);
  row.frames_due = number();
  row.frames_played = random() % 2 ? number() : row.frames_due;
  row.frames_dropped = number();
  row.level = static_cast<int>(random() % 4);
  row.evidence = text() + std::to_string(row.frames_played) + text();
  row.outcome = static_cast<journal::Outcome>(random() % 6);
  row.reason = text();
  return row;
}

TEST(PackedBatch, carries_any_rows_as_they_are) {
  std::mt19937_64 random(20261127);
  for (int round = 0; round < 400; ++round) {
    std::vector<std::string> texts;
    for (auto left = 1 + random() % 6; left > 0; --left) texts.push_back(any_packed_text(random));
    std::vector<Row> rows;
    for (auto left = 1 + random() % 20; left > 0; --left)
      rows.push_back(any_packed_row(random, texts));
    auto batch = batch_of(std::move(rows));
    batch.lost_before = random() % 2 == 0;
    if (random() % 2) batch.checkpoint.reset();
    const auto packed = pack(batch);
    ASSERT_TRUE(packed) << to_json(batch);
    EXPECT_EQ(unpack(*packed), batch);
  }
}

TEST(PackedBatch, carries_a_part_of_an_epoch) {
  auto batch = batch_of(made_days(2));
  batch.checkpoint.reset();
  batch.rows.erase(batch.rows.begin(), batch.rows.begin() + 17);
  EXPECT_EQ(unpack(pack(batch).value()), batch);
}

// What then travels as JSON, by which the centre sees what is wrong.
TEST(PackedBatch, is_not_made_of_what_it_would_not_give_again) {
  const auto refused = [](auto change) {
    auto batch = golden();
    change(batch);
    return !pack(batch);
  };
  EXPECT_FALSE(refused([](JournalBatch&) {}));
  EXPECT_TRUE(refused([](JournalBatch& b) { b.rows[1].title = "khác"; })) << "hash";
  EXPECT_TRUE(refused([](JournalBatch& b) { b.rows[2].hash[0] ^= 1U; }));
  EXPECT_TRUE(refused([](JournalBatch& b) { b.rows[1].previous[0] ^= 1U; }));
  EXPECT_TRUE(refused([](JournalBatch& b) { b.rows[1].station = "st-1"; }));
  EXPECT_TRUE(refused([](JournalBatch& b) { b.rows[1].epoch = 2; }));
  EXPECT_TRUE(refused([](JournalBatch& b) { b.rows.erase(b.rows.begin() + 1); })) << "gap";
  EXPECT_TRUE(refused([](JournalBatch& b) { b.rows.clear(); }));
  EXPECT_TRUE(refused([](JournalBatch& b) { b.checkpoint->seq = 2; }));
  EXPECT_TRUE(refused([](JournalBatch& b) { b.checkpoint->hash[0] ^= 1U; }));
  EXPECT_TRUE(refused([](JournalBatch& b) { b.checkpoint->signature = "short"; }));
  const auto refused_row = [](auto change) {
    auto rows = golden().rows;
    change(rows[1]);
    return !pack(batch_of(std::move(rows)));
  };
  EXPECT_TRUE(refused_row([](Row& row) { row.title = "\xff"; }));
  EXPECT_TRUE(refused_row([](Row& row) { row.wall = packed_wall(-1); }));
  EXPECT_TRUE(refused_row([](Row& row) { row.nominal = packed_wall(-1); }));
  EXPECT_TRUE(refused_row([](Row& row) { row.monotonic_ns = -1; }));
  EXPECT_TRUE(refused_row([](Row& row) { row.level = 4; }));
  EXPECT_TRUE(refused_row([](Row& row) { row.frames_due = std::uint64_t{1} << 63U; }));
  EXPECT_TRUE(refused_row([](Row& row) { row.title = std::string(65'537, 'x'); }));
  EXPECT_TRUE(refused_row([](Row& row) { row.evidence = std::string(65'537, 'x'); }));
  EXPECT_FALSE(refused_row([](Row& row) { row.title = std::string(65'536, 'x'); }));
}

TEST(PackedBatch, has_one_to_five_hundred_rows) {
  EXPECT_TRUE(pack(batch_of(std::vector<Row>(kMaxBatchRows, golden().rows[1]))));
  EXPECT_FALSE(pack(batch_of(std::vector<Row>(kMaxBatchRows + 1, golden().rows[1]))));
}

TEST(PackedBatch, is_refused_cut_short_anywhere_or_with_something_behind_it) {
  const auto packed = pack(golden()).value();
  for (std::size_t size = 0; size < packed.size(); ++size)
    EXPECT_FALSE(unpack(packed.substr(0, size))) << size;
  EXPECT_FALSE(unpack(packed + std::string(1, '\0')));
  EXPECT_FALSE(unpack(packed + packed));
  const auto bytes = inflated(golden());
  for (std::size_t size = 0; size < bytes.size(); ++size)
    EXPECT_FALSE(unpack(framed(bytes.substr(0, size)))) << size;
  EXPECT_FALSE(unpack(framed(bytes + std::string(1, '\0'))));
}

// The hash of the last row is the hash of all of them: whatever else is changed shows.
TEST(PackedBatch, gives_no_other_rows_for_any_changed_bit) {
  const auto bytes = inflated(golden());
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    for (unsigned bit = 0; bit < 8; ++bit) {
      auto changed = bytes;
      changed[at] = static_cast<char>(static_cast<unsigned char>(changed[at]) ^ (1U << bit));
      const auto read = unpack(framed(changed));
      if (read) EXPECT_EQ(read->rows, golden().rows) << at;
    }
  }
}

// A batch of 500 rows whose one title is 64 KiB long is a hundred bytes, and would be 32 MiB of
// rows.
TEST(PackedBatch, is_refused_where_its_rows_are_larger_than_a_body_may_be) {
  auto rows = std::vector<Row>(60, golden().rows[1]);
  for (Row& row : rows) row.title = std::string(65'536, 'x');
  EXPECT_TRUE(pack(batch_of(rows)));
  rows.resize(70, rows[0]);
  EXPECT_FALSE(pack(batch_of(rows)));
}

TEST(ZstdFrame, is_inflated_up_to_its_bound_and_no_further) {
  const std::string zeros(kMaxBody, '\0');
  const auto bomb = framed(zeros);
  EXPECT_LT(bomb.size(), 1000U);
  EXPECT_EQ(from_zstd_frame(bomb, kMaxBody), zeros);
  EXPECT_FALSE(from_zstd_frame(bomb, kMaxBody - 1));
  // One that does not say beforehand how much it holds: the content size's field is taken out.
  EXPECT_FALSE(from_zstd_frame("", 10));
  EXPECT_EQ(from_zstd_frame(framed(""), 0), "");
  EXPECT_FALSE(unpack(framed(std::string(kMaxBody + 1, '\0'))));
}

TEST(ZstdFrame, without_a_size_is_bounded_all_the_same) {
  // 1 MiB of zeros as eight blocks of one repeated byte, in a frame without a content size (RFC
  // 8878, 3.1.1): magic, descriptor 0x00, window 2^20 (0x50), then blocks of type RLE.
  std::string frame("\x28\xb5\x2f\xfd\x00\x50", 6);
  for (unsigned block = 0; block < 8; ++block) {
    const unsigned header = (block == 7 ? 1U : 0U) | 1U << 1U | (128U * 1024U) << 3U;
    for (unsigned shift : {0U, 8U, 16U}) frame += static_cast<char>(header >> shift & 0xffU);
    frame += '\0';
  }
  EXPECT_EQ(from_zstd_frame(frame, 1024UL * 1024), std::string(1024UL * 1024, '\0'));
  EXPECT_FALSE(from_zstd_frame(frame, 1024UL * 1024 - 1));
}

}  // namespace
}  // namespace loa::protocol

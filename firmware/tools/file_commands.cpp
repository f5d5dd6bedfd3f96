// loa-firmware new-key, sign, factory, config.
#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "base/files.h"
#include "firmware/tools/boards.h"
#include "firmware/tools/commands.h"
#include "firmware/tools/signed_image.h"

namespace loa::firmware::tools {
namespace {

using base::Text;

constexpr std::size_t kMostBytes = 4UL << 20;

struct Arguments {
  std::string board, key, version, image, bootloader, map, serial, out;
  unsigned counter = 1;
  int panels = 0;
  int kind = 0;
  int brightness = 255;
};
using Shared = std::shared_ptr<Arguments>;

std::string without_spaces(std::string text) {
  std::erase_if(text, [](char c) { return c == '\n' || c == '\r' || c == ' '; });
  return text;
}

int new_key(const Arguments& arguments) {
  if (base::read_file_if_exists(arguments.out, 1024)) {
    return complain(arguments.out,
                    {"tệp đã có, không ghi đè khóa", "exists: a key is not replaced"});
  }
  const auto key = base::SigningKey::generate();
  const auto hex = [](const auto& bytes) {
    return base::to_hex({reinterpret_cast<const char*>(bytes.data()), bytes.size()}) + "\n";
  };
  base::replace_file(arguments.out, hex(key.seed()), 0600);
  base::replace_file(arguments.out + ".pub", hex(key.public_key));
  return kFine;
}

std::optional<base::SigningKey> read_key(const std::string& file) {
  return base::SigningKey::from_hex(without_spaces(base::read_file(file, 1024)));
}

bool read_version(const std::string& text, ImageHeader& header) {
  unsigned major = 0, minor = 0, patch = 0;
  int end = 0;
  if (std::sscanf(text.c_str(), "%3u.%3u.%3u%n", &major, &minor, &patch, &end) != 3) return false;
  if (static_cast<std::size_t>(end) != text.size() || std::max({major, minor, patch}) > 255) {
    return false;
  }
  header.major = static_cast<std::uint8_t>(major);
  header.minor = static_cast<std::uint8_t>(minor);
  header.patch = static_cast<std::uint8_t>(patch);
  return true;
}

int sign(const Arguments& arguments) {
  const auto key = read_key(arguments.key);
  if (!key) {
    return complain(arguments.key, {"không phải khóa: cần 64 chữ số hệ 16",
                                    "not a key: 64 hexadecimal digits are needed"});
  }
  ImageHeader header;
  header.target = board_named(arguments.board)->target;
  header.counter = arguments.counter;
  if (!read_version(arguments.version, header)) {
    return complain("--version", {"phải có dạng 1.2.3", "must look like 1.2.3"});
  }
  const std::string image = base::read_file(arguments.image, kMostBytes);
  const std::size_t most = board_named(arguments.board)->running.size - ImageHeader::kImageOffset;
  if (image.empty() || image.size() > most) {
    return complain(arguments.image,
                    {fmt::format("ảnh {} byte, bảng này nhận từ 1 đến {}", image.size(), most),
                     fmt::format("{} bytes, this board takes 1 to {}", image.size(), most)});
  }
  base::replace_file(arguments.out, sign_image(*key, header, image));
  return kFine;
}

int factory(const Arguments& arguments) {
  const std::string file = base::read_file(arguments.image, kMostBytes);
  SignedImage image;
  if (const auto wrong = read_signed_image(file, image)) return complain(arguments.image, *wrong);
  constexpr std::uintptr_t kFlash = 0x0800'0000;
  for (const BoardFacts& board : boards()) {
    if (board.target != image.header.target) continue;
    const std::string bootloader = base::read_file(arguments.bootloader, kMostBytes);
    base::replace_file(arguments.out,
                       factory_image(bootloader, image, board.running.address - kFlash));
    return kFine;
  }
  return complain(arguments.image, {"ảnh dành cho loại bảng lạ", "an image for an unknown board"});
}

// "2.0,1.0,0.0,0.1t": column, band, and whether the panel is turned, in the order of the chain.
std::optional<std::vector<std::uint8_t>> read_map(const std::string& text) {
  std::vector<std::uint8_t> map;
  for (std::size_t from = 0; from <= text.size();) {
    const std::size_t end = std::min(text.find(',', from), text.size());
    const std::string place = text.substr(from, end - from);
    unsigned column = 0, band = 0;
    int used = 0;
    if (std::sscanf(place.c_str(), "%2u.%1u%n", &column, &band, &used) != 2) return std::nullopt;
    const std::string rest = place.substr(static_cast<std::size_t>(used));
    if (column > 15 || band > 7 || (!rest.empty() && rest != "t")) return std::nullopt;
    map.push_back(static_cast<std::uint8_t>(column | band << 4 | (rest.empty() ? 0 : 0x80)));
    from = end + 1;
  }
  return map;
}

std::optional<PanelMap> map_of(const Arguments& arguments, const PanelKind& kind) {
  if (arguments.map.empty()) return PanelMap::line(arguments.panels, kind);
  const auto bytes = read_map(arguments.map);
  return bytes ? PanelMap::parse(*bytes, kind) : std::nullopt;
}

int config(const Arguments& arguments) {
  const BoardFacts& board = *board_named(arguments.board);
  if (static_cast<std::size_t>(arguments.kind) >= board.kinds.size()) {
    return complain("--kind", {"bảng này không có loại tấm đó", "this board has no such panel"});
  }
  if (arguments.map.empty() == (arguments.panels == 0)) {
    return complain("--panels", {"cần đúng một trong --panels và --map",
                                 "exactly one of --panels and --map is needed"});
  }
  const auto map = map_of(arguments, board.kinds[static_cast<std::size_t>(arguments.kind)]);
  if (!map || map->width() * map->height() > board.most_pixels) {
    return complain("--map", {"các tấm phải lấp đầy một hình chữ nhật vừa với bảng",
                              "the panels must fill a rectangle that the board can drive"});
  }
  BoardConfig config{*map,
                     static_cast<std::uint8_t>(arguments.brightness),
                     {},
                     static_cast<std::uint8_t>(arguments.kind)};
  std::copy(arguments.serial.begin(), arguments.serial.end(), config.serial.begin());
  const auto bytes = config.bytes();
  base::replace_file(arguments.out, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  fmt::print("{} x {}, 0x{:08x}\n", map->width(), map->height(), board.config.address);
  return kFine;
}

CLI::App* add(CLI::App& app, Action& chosen, const Shared& arguments, const char* name,
              const Text& help, int (*run)(const Arguments&)) {
  auto* command = app.add_subcommand(name, help.shown());
  command->callback([&chosen, arguments, run] { chosen = [=] { return run(*arguments); }; });
  return command;
}

void add_board_option(CLI::App* command, const Shared& arguments) {
  std::vector<std::string> names;
  for (const BoardFacts& board : boards()) names.emplace_back(board.name);
  command->add_option("--board", arguments->board, Text{"loại bảng", "which board"}.shown())
      ->required()
      ->check(CLI::IsMember(names));
}

void add_out(CLI::App* command, const Shared& arguments) {
  command->add_option("OUT", arguments->out, Text{"tệp ghi ra", "file to write"}.shown())
      ->required();
}

void add_sign(CLI::App& app, Action& chosen, const Shared& arguments) {
  auto* command =
      add(app, chosen, arguments, "sign", {"ký một ảnh firmware", "sign an image"}, sign);
  add_board_option(command, arguments);
  command->add_option("--key", arguments->key, Text{"tệp khóa ký", "the signing key"}.shown())
      ->required();
  command->add_option("--version", arguments->version, Text{"phiên bản", "its version"}.shown())
      ->required();
  command->add_option("--counter", arguments->counter,
                      Text{"số chống quay lui: bảng không nhận ảnh có số nhỏ hơn",
                           "a board takes no image whose counter is less than its own's"}
                          .shown());
  command->add_option("IMAGE", arguments->image, Text{"ảnh chưa ký", "the image"}.shown())
      ->required();
  add_out(command, arguments);
}

void add_factory(CLI::App& app, Action& chosen, const Shared& arguments) {
  auto* command = add(app, chosen, arguments, "factory",
                      {"ghép bộ nạp và ảnh đã ký thành tệp nạp cho chip trống",
                       "join bootloader and signed image for an empty chip"},
                      factory);
  command->add_option("BOOTLOADER", arguments->bootloader)->required();
  command->add_option("IMAGE", arguments->image, Text{"ảnh đã ký", "the signed image"}.shown())
      ->required();
  add_out(command, arguments);
}

void add_config(CLI::App& app, Action& chosen, const Shared& arguments) {
  auto* command = add(app, chosen, arguments, "config",
                      {"ghi trang cấu hình: các tấm LED treo ở đâu",
                       "write the configuration page: where the panels hang"},
                      config);
  add_board_option(command, arguments);
  command
      ->add_option("--panels", arguments->panels,
                   Text{"số tấm nối thành hàng, tấm đầu ở bên phải",
                        "panels in a line, the first at the right"}
                       .shown())
      ->check(CLI::Range(1, PanelMap::kMaxPanels));
  command->add_option("--map", arguments->map,
                      Text{"vị trí từng tấm theo dây: CỘT.HÀNG, thêm t nếu treo ngược",
                           "each panel in the order of the chain: COLUMN.BAND, t if turned"}
                          .shown());
  command->add_option("--kind", arguments->kind, Text{"loại tấm", "kind of panel"}.shown())
      ->check(CLI::Range(0, 255));
  command
      ->add_option("--brightness", arguments->brightness,
                   Text{"độ sáng khi mới bật", "brightness until a host says another"}.shown())
      ->check(CLI::Range(0, 255));
  command->add_option("--serial", arguments->serial, Text{"số hiệu bảng", "its serial"}.shown())
      ->check([](const std::string& text) {
        return text.size() > 12 ? "at most 12 bytes" : std::string();
      });
  add_out(command, arguments);
}

}  // namespace

void add_file_commands(CLI::App& app, Action& chosen) {
  const auto arguments = std::make_shared<Arguments>();
  auto* key =
      add(app, chosen, arguments, "new-key",
          {"tạo khóa ký firmware: OUT và OUT.pub", "make a signing key: OUT and OUT.pub"}, new_key);
  add_out(key, arguments);
  add_sign(app, chosen, arguments);
  add_factory(app, chosen, arguments);
  add_config(app, chosen, arguments);
}

}  // namespace loa::firmware::tools

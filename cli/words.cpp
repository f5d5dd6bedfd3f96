#include "cli/words.h"

#include <fmt/format.h>

#include <cmath>
#include <map>

#include "base/language.h"

namespace loa::cli {
namespace {

using base::Text;

const std::map<std::string, Text>& words() {
  static const std::map<std::string, Text> kWords{
      {"due", {"sắp tới", "due"}},
      {"waiting", {"đang chờ", "waiting"}},
      {"suspended", {"nhường mục khác", "gave way"}},
      {"on-air", {"đang phát", "on air"}},
      {"played", {"đã phát", "played"}},
      {"partial", {"phát một phần", "partly"}},
      {"failed", {"không phát được", "failed"}},
      {"missed", {"lỡ giờ", "missed"}},
      {"skipped", {"bỏ qua", "skipped"}},
      {"synced", {"tin được (đồng bộ qua mạng)", "trusted (synchronised)"}},
      {"holdover", {"tin được (chạy theo giờ đã đúng)", "trusted (was right, runs on)"}},
      {"floor", {"chưa tin được, lịch đang chờ", "not trusted, the schedule waits"}},
      {"unknown", {"chưa có giờ, lịch đang chờ", "not set, the schedule waits"}},
      {"running", {"đang chạy", "running"}},
      {"closed", {"nghỉ, tự bật trước giờ phát", "at rest, wakes before a start"}},
      {"opening", {"đang mở thiết bị", "opening the device"}},
      {"xrun", {"bị ngắt quãng, đang phục hồi", "interrupted, recovering"}},
      {"lost", {"mất thiết bị", "device lost"}},
      {"clock-untrusted", {"đồng hồ chưa tin được", "the clock is not trusted"}},
      {"device-lost", {"mất thiết bị âm thanh", "the sound device is lost"}},
      {"relay-silent", {"mất nguồn tiếp âm", "the relay is silent"}},
      {"relay-back", {"có lại nguồn tiếp âm", "the relay is back"}},
      {"relay-replaced",
       {"mất nguồn tiếp âm, có phát bài dự phòng", "what stood in for the relay sounded"}},
      {"silent-air", {"đang phát mà không có tiếng", "on the air without a sound"}},
      {"silent-air-over", {"có tiếng trở lại", "there is sound again"}},
      {"stuck-tone", {"đang phát một tiếng không đổi", "one unchanging sound on the air"}},
      {"stuck-tone-over", {"hết tiếng không đổi", "the unchanging sound is over"}},
      {"not-heard", {"nghe lại không thấy tiếng ra loa", "not heard at the loudspeakers"}},
      {"not-heard-over", {"nghe lại thấy tiếng ra loa", "heard at the loudspeakers again"}},
      {"loopback-lost", {"mất thiết bị nghe lại", "the loopback's device is lost"}},
      {"loopback-lost-over", {"có lại thiết bị nghe lại", "the loopback's device is back"}},
      {"proof-1", {"đã giải mã", "decoded"}},
      {"proof-2", {"đã ra card âm thanh", "left the sound card"}},
      {"proof-3", {"nghe lại thấy ở loa", "heard at the loudspeakers"}},
      {"amplifier-lost", {"không điều khiển được âm-ly", "the amplifier cannot be switched"}},
      {"amplifier-back", {"lại điều khiển được âm-ly", "the amplifier can be switched again"}},
      {"amplifier-on", {"bật âm-ly", "amplifier on"}},
      {"amplifier-off", {"tắt âm-ly", "amplifier off"}},
      {"amplifier-is-on", {"đang bật", "on"}},
      {"amplifier-is-off", {"tắt, tự bật trước giờ phát", "off, goes on before a start"}},
      {"page-closed",
       {"trang của đài chưa mở được, tiếng vẫn phát",
        "the station's page is closed, sound goes on"}},
      {"disk-full", {"đĩa đầy", "the disk is full"}},
      {"config-refused",
       {"cấu hình mới sai, đang dùng bản trước",
        "the configuration is wrong, the last good one is in force"}},
      {"not-set-up",
       {"đài chưa được cài đặt: chạy loa setup, hoặc mở trang của đài",
        "the station is not set up: run loa setup, or open its page"}},
      {"board-silent", {"bảng chữ không trả lời", "the slogan board does not answer"}},
      {"board-refused",
       {"bảng chữ không dùng được như đã cấu hình",
        "the slogan board cannot be used as configured"}},
      {"too-hot", {"máy quá nóng", "the machine is too hot"}},
      {"board-differs", {"bảng chữ hiện hình khác", "the slogan board shows something else"}},
      {"board-confirmed", {"bảng xác nhận", "confirmed by the board"}},
      {"board-assumed", {"giả định, bảng chưa xác nhận", "assumed, not confirmed by the board"}},
      {"board-simulated", {"bảng mô phỏng", "a simulated board"}},
      {"board-connecting", {"đang kết nối với bảng", "connecting to the board"}},
      {"no-schedule", {"chưa có lịch", "no schedule"}},
      {"safe-mode",
       {"chế độ an toàn: đài hỏng liên tiếp nên trở lại lịch trước; hãy nạp lại lịch",
        "safe mode: the station kept crashing and went back to the week before; load the week"}},
      {"programme-expired", {"chữ ký của lịch đã hết hạn", "the week's signature has expired"}},
      {"programme-stale", {"lâu chưa có lịch mới được ký", "no newly signed week for long"}},
      {"programme-refused",
       {"đã từ chối một lịch không đúng chữ ký",
        "a week without the right signatures was refused"}},
      {"command-refused",
       {"đã từ chối một lệnh không có quyền", "a command without right was refused"}},
      {"schedule-ended", {"lịch đã hết hạn", "the schedule has ended"}},
      {"media-wrong",
       {"trung tâm gửi tệp âm thanh khác với tệp đã ký",
        "the centre's audio file is not what was signed"}},
      {"receipt-wrong",
       {"biên nhận của trung tâm không đúng với nhật ký đã gửi",
        "the centre's receipt is not of the rows that it was sent"}},
      {"media-no-room",
       {"không còn chỗ cho tệp âm thanh của lịch", "no room for the week's audio files"}},
      {"media-missing", {"thiếu tệp âm thanh", "a sound file is missing"}},
      {"media-unsigned",
       {"tệp âm thanh khác tệp đã ký", "a sound file is not the one that was signed"}},
      {"media-damaged", {"tệp âm thanh hỏng", "a sound file is damaged"}},
      {"speech-failed", {"không đọc được bài thành tiếng", "a text could not be spoken"}},
      {"pre-empted", {"bị mục ưu tiên hơn ngắt", "cut by a higher level"}},
      {"power-lost", {"mất điện", "power was lost"}},
      {"station-off", {"đài đang tắt", "the station was off"}},
      {"stopped", {"dừng bằng tay", "stopped by hand"}},
      {"dropped", {"có lúc đứt tiếng", "the sound had gaps"}},
      {"not-ready", {"âm thanh chưa chuẩn bị xong", "the sound was not ready"}},
      {"station-stopped", {"đài dừng lại", "the station was stopped"}},
      {"schedule-replaced", {"lịch đã thay", "the schedule was replaced"}},
      {"boot", {"khởi động", "start"}},
      {"boot-after-cut", {"khởi động sau khi bị ngắt", "start after a cut"}},
      {"shutdown", {"tắt", "shutdown"}},
      {"approval", {"duyệt lịch", "approval of a week"}},
      {"schedule", {"dùng lịch mới", "a new schedule"}},
      {"play", {"phát bằng tay", "played by hand"}},
      {"live", {"nói trực tiếp", "spoken live"}},
      {"lowered", {"nhỏ tiếng vì có bài phát đè", "lowered under another"}},
      {"lifted", {"to tiếng lại", "as loud as before"}},
      {"stop", {"bấm dừng", "stop"}},
      {"stop-all", {"bấm dừng tất cả", "stop all"}},
      {"pause", {"tạm dừng", "pause"}},
      {"resume", {"phát tiếp", "resume"}},
      {"volume", {"đổi âm lượng", "volume"}},
      {"clock-step", {"đồng hồ bị chỉnh", "the clock was stepped"}},
      {"policy", {"đổi quy định", "a new policy"}},
      {"override", {"miễn trừ quy định", "the policy was overridden"}},
      {"override-end", {"hết miễn trừ", "the override ended"}},
      {"collision-answer", {"chọn tin ưu tiên phát trước", "the order of a collision"}},
      {"policy-hours", {"ngoài giờ được phát", "outside the allowed hours"}},
      {"policy-quiet", {"ngày không phát", "a day without broadcasts"}},
      {"policy-silent", {"thứ này không phát", "nothing on this weekday"}},
      {"policy-sessions", {"đã đủ số buổi trong ngày", "the day had its sessions"}},
      {"policy-session-length", {"hết thời lượng của buổi", "the session's time was over"}},
      {"policy-day-length", {"hết thời lượng của ngày", "the day's minutes were over"}},
      {"policy-relay", {"hết thời lượng tiếp âm", "the relay's time was over"}},
      {"device-back", {"có lại thiết bị âm thanh", "the sound device is back"}}};
  return kWords;
}

}  // namespace

std::string word_for(const std::string& code) {
  const auto found = words().find(code);
  return found == words().end() ? code : found->second.shown();
}

std::string level_word(int level) {
  switch (level) {
    case 1:
      return Text{"khẩn cấp", "emergency"}.shown();
    case 2:
      return Text{"ưu tiên", "priority"}.shown();
    case 3:
      return Text{"thông thường", "normal"}.shown();
    default:
      return "";
  }
}

std::string length_word(double seconds) {
  const auto whole = static_cast<long>(std::lround(seconds));
  return fmt::format("{}:{:02}", whole / 60, whole % 60);
}

int refuse(const base::Text& why, int code) {
  fmt::print(stderr, "loa: {}\n", why.shown());
  return code;
}

}  // namespace loa::cli

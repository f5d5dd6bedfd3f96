// Every sentence of the page, Vietnamese first. Key: [vi, en].
const words = {
  skip: ["Tới nội dung", "Skip to content"],
  offline: ["Không liên lạc được với đài. Trang tự thử lại.", "The station does not answer. Trying again."],
  now: ["Đang phát", "On air"],
  nothing: ["Không phát gì", "Nothing is on air"],
  nextAt: ["Tiếp theo: {title}, lúc {time} ({when})", "Next: {title}, at {time} ({when})"],
  noNext: ["Lịch không còn mục nào sắp tới.", "Nothing more is due."],
  inMinutes: ["còn {n} phút", "in {n} min"],
  inHours: ["còn {n} giờ", "in {n} h"],
  inSeconds: ["còn {n} giây", "in {n} s"],
  inDays: ["còn {n} ngày", "in {n} days"],
  elapsed: ["đã phát {t}", "{t} played"],
  remaining: ["còn {t}", "{t} left"],
  "chime_nhac-hieu": ["Nhạc hiệu", "Opening chime"],
  "chime_ba-tieng": ["Ba tiếng chuông", "Three strokes"],
  "chime_nhac-ket": ["Nhạc kết", "Closing chime"],
  stop: ["Dừng", "Stop"],
  pause: ["Tạm dừng", "Pause"],
  resume: ["Tiếp tục", "Resume"],
  volume: ["Âm lượng", "Volume"],
  board: ["Bảng chữ", "Slogan board"],
  boardShows: ["Bảng đang chạy: {text}", "The board shows: {text}"],
  boardBlank: ["Bảng đang trống", "The board is blank"],
  today: ["Hôm nay", "Today"],
  noSlots: ["Hôm nay không có mục nào theo lịch.", "Nothing is on today's schedule."],
  noWeek: ["Đài chưa có lịch. Hãy nạp lịch tuần ở bên dưới.", "The station has no schedule. Load a week below."],
  health: ["Tình trạng", "Condition"],
  clock: ["Đồng hồ", "Clock"],
  sound: ["Âm thanh", "Sound"],
  disk: ["Đĩa", "Disk"],
  centre: ["Trung tâm", "Centre"],
  clock_synced: ["Tin được (đồng bộ qua mạng)", "Trusted (synchronised)"],
  clock_holdover: ["Tin được (chạy theo giờ đã đúng)", "Trusted (was right, runs on)"],
  clock_floor: ["Chưa tin được. Lịch chờ đồng hồ đồng bộ.", "Not trusted yet. The schedule waits."],
  clock_unknown: ["Chưa có giờ. Lịch chờ đồng hồ đồng bộ.", "Not set. The schedule waits."],
  sound_running: ["Đang chạy", "Running"],
  sound_closed: ["Nghỉ, sẽ tự bật trước giờ phát", "At rest, wakes before a start"],
  sound_opening: ["Đang mở thiết bị", "Opening the device"],
  sound_xrun: ["Bị ngắt quãng, đang phục hồi", "Interrupted, recovering"],
  sound_suspended: ["Thiết bị đang ngủ", "The device is suspended"],
  sound_lost: ["Mất thiết bị. Kiểm tra dây và card âm thanh.", "Device lost. Check the cable and the card."],
  virtualOutput: ["{state} (đầu ra ảo, ghi vào tệp)", "{state} (virtual output, into a file)"],
  diskFree: ["Còn trống {free} trên {total}", "{free} free of {total}"],
  diskUnknown: ["Không đọc được", "Cannot be read"],
  centre_none: ["Không dùng trung tâm", "No centre is used"],
  centre_up: ["Đã gửi đủ. Trả lời lúc {time}", "Has everything. Answered at {time}"],
  centre_sending: ["Đang gửi, còn {n} dòng nhật ký", "Sending, {n} rows to go"],
  centre_down: ["Mất liên lạc, giữ lại {n} dòng để gửi sau", "Out of reach, {n} rows kept for later"],
  centre_waiting: ["Sắp gọi trung tâm", "About to call the centre"],
  "enrol_no-token": ["Chưa ghi danh: cần mã ghi danh trong cấu hình", "Not enrolled: a token is needed"],
  enrol_unreachable: ["Chưa ghi danh: chưa liên lạc được", "Not enrolled: the centre is out of reach"],
  enrol_refused: ["Chưa ghi danh: trung tâm từ chối mã ghi danh", "Not enrolled: the centre refused the token"],
  "enrol_other-id": ["Chưa ghi danh: trung tâm trả mã đài khác", "Not enrolled: the centre gave another id"],
  enrol_: ["Đang ghi danh", "Enrolling"],
  announce: ["Phát thông báo", "Announce"],
  announceText: ["Nội dung sẽ được đọc lên loa", "The text is spoken on the loudspeakers"],
  announceSend: ["Phát ngay", "Play now"],
  announceSent: ["Đã nhận, dài {t}. Đang đưa lên loa.", "Taken, {t} long. Going on air."],
  working: ["Đang chuẩn bị…", "Preparing…"],
  level: ["Mức", "Level"],
  level1: ["Khẩn cấp", "Emergency"],
  level2: ["Ưu tiên", "Priority"],
  level3: ["Thông thường", "Normal"],
  confirmTitle: ["Phát khẩn cấp?", "Play as an emergency?"],
  confirmBody: ["Thông báo khẩn cấp ngắt mọi thứ đang phát, trên tất cả các loa của đài:", "An emergency announcement cuts whatever is on air, on all of the station's loudspeakers:"],
  confirmYes: ["Phát khẩn cấp", "Play the emergency"],
  confirmNo: ["Không phát", "Do not play"],
  week: ["Lịch tuần", "Week's schedule"],
  weekCurrent: ["Đang dùng: {title}, đến hết ngày {to}", "In use: {title}, until {to}"],
  weekPending: ["Lịch mới đã nhận, chờ đồng hồ tin được rồi mới dùng.", "A new week is kept until the clock is trusted."],
  weekChoose: ["Chọn tệp lịch để kiểm tra…", "Choose a schedule file to check…"],
  weekChecking: ["Đang kiểm tra {name}…", "Checking {name}…"],
  weekTake: ["Nhận lịch này", "Take this week"],
  weekTaken: ["Đã nhận lịch “{title}”.", "“{title}” was taken."],
  weekBad: ["Có {n} lỗi, chưa thể nhận. Sửa tệp rồi chọn lại.", "{n} errors, it cannot be taken. Mend the file and choose it again."],
  weekGood: ["Lịch đọc được, không có lỗi.", "The schedule can be read and has no errors."],
  weekWarned: ["Lịch nhận được, có {n} điều cần xem.", "The schedule can be taken; {n} things to look at."],
  weekSays: ["{title}: {slots} khung giờ, {programmes} chương trình, {slogans} khẩu hiệu, từ {from} đến {to}", "{title}: {slots} slots, {programmes} programmes, {slogans} slogans, {from} to {to}"],
  weekNext: ["Các lượt phát sắp tới", "Next starts"],
  place: ["dòng {line}, cột {column}", "line {line}, column {column}"],
  error: ["Lỗi", "Error"],
  warning: ["Lưu ý", "Warning"],
  log: ["Lượt phát gần đây", "Last plays"],
  noLog: ["Chưa phát lượt nào.", "Nothing has been played yet."],
  state_due: ["sắp tới", "due"],
  state_past: ["trước khi nhận lịch", "before the week was taken"],
  state_waiting: ["đang chờ", "waiting"],
  state_suspended: ["nhường mục khác", "gave way"],
  "state_on-air": ["đang phát", "on air"],
  state_played: ["đã phát", "played"],
  state_partial: ["phát một phần", "partly"],
  state_failed: ["không phát được", "failed"],
  state_missed: ["lỡ giờ", "missed"],
  state_skipped: ["bỏ qua", "skipped"],
  reason_stopped: ["dừng bằng tay", "stopped by hand"],
  "reason_stop-all": ["dừng tất cả", "all was stopped"],
  "reason_pre-empted": ["bị mục ưu tiên hơn ngắt", "cut by a higher level"],
  "reason_power-lost": ["mất điện", "power was lost"],
  "reason_station-off": ["đài đang tắt", "the station was off"],
  "reason_station-stopped": ["đài dừng lại", "the station was stopped"],
  "reason_clock-untrusted": ["đồng hồ chưa tin được", "the clock was not trusted"],
  "reason_clock-step": ["đồng hồ bị chỉnh", "the clock was stepped"],
  "reason_device-lost": ["mất thiết bị âm thanh", "the sound device was lost"],
  "reason_media-missing": ["thiếu tệp âm thanh", "a sound file is missing"],
  "reason_media-damaged": ["tệp âm thanh hỏng", "a sound file is damaged"],
  "reason_media-failed": ["tệp âm thanh hỏng giữa chừng", "a sound file failed"],
  "reason_not-ready": ["âm thanh chưa chuẩn bị xong", "the sound was not ready"],
  "reason_disk-full": ["đĩa đầy, không ghi được nhật ký", "the disk was full"],
  "reason_schedule-replaced": ["lịch đã thay", "the schedule was replaced"],
  "reason_slot-end": ["hết khung giờ", "the slot ended"],
  "reason_joined-late": ["vào muộn", "joined late"],
  "reason_no-content": ["không có nội dung phát được", "nothing playable"],
  "reason_no-air": ["không đến lượt", "never got the air"],
  "fault_clock-untrusted": ["Đồng hồ chưa tin được: lịch đang chờ. Kiểm tra mạng.", "The clock is not trusted: the schedule waits. Check the network."],
  "fault_clock-step": ["Đồng hồ vừa bị chỉnh.", "The clock was stepped."],
  "fault_device-lost": ["Mất thiết bị âm thanh: loa không kêu. Kiểm tra dây và card.", "The sound device is lost: no sound. Check cable and card."],
  "fault_disk-full": ["Đĩa đầy: không ghi được nhật ký. Xóa bớt tệp.", "The disk is full: nothing can be recorded. Free some space."],
  "fault_no-schedule": ["Đài chưa có lịch. Hãy nạp lịch tuần.", "The station has no schedule. Load a week."],
  "fault_schedule-ended": ["Lịch đã hết hạn. Hãy nạp lịch mới.", "The schedule has ended. Load a new one."],
  "fault_media-missing": ["Thiếu tệp âm thanh cho mục sắp tới.", "A sound file of a coming item is missing."],
};

let language = localStorage.getItem("loa-language") === "en" ? 1 : 0;

export const isEnglish = () => language === 1;

export function switchLanguage() {
  language = 1 - language;
  localStorage.setItem("loa-language", isEnglish() ? "en" : "vi");
}

// The sentence `key` with {name} filled from `values`; the key's own end where there is none, so that
// a code the page does not know is still told.
export function say(key, values = {}) {
  const text = key in words ? words[key][language] : key.replace(/^[a-z]+_/, "");
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

// What is said for `key`, or `fallback` where the page has no word for it.
export const sayOr = (key, fallback) => (key in words ? say(key) : fallback);

// A {vi, en} pair from the station.
export const pick = (text) => (isEnglish() ? text.en : text.vi);

export function applyWords() {
  document.documentElement.lang = isEnglish() ? "en" : "vi";
  for (const element of document.querySelectorAll("[data-t]")) {
    element.textContent = say(element.dataset.t);
  }
}

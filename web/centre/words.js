// Every sentence of the page, Vietnamese first. Key: [vi, en].
const words = {
  skip: ["Tới nội dung", "Skip to content"],
  other: ["English", "Tiếng Việt"],
  offline: ["Không liên lạc được với trung tâm. Trang tự thử lại.", "The centre does not answer. Trying again."],
  stations: ["Các đài", "Stations"],
  noStations: ["Chưa có đài nào ghi danh. Trên máy trung tâm, chạy “loa-centre token” để lấy mã ghi danh.", "No station is enrolled. Run “loa-centre token” on the centre's machine to get a token."],
  summary: ["{total} đài, {online} đang liên lạc, {silent} mất liên lạc", "{total} stations, {online} in touch, {silent} silent"],
  presence_online: ["Đang liên lạc", "In touch"],
  presence_silent: ["Mất liên lạc", "Silent"],
  presence_never: ["Chưa gọi về", "Never called"],
  seen: ["Gặp lần cuối {when}", "Last seen {when}"],
  neverSeen: ["Chưa gọi về lần nào", "Never seen"],
  secondsAgo: ["{n} giây trước", "{n} s ago"],
  minutesAgo: ["{n} phút trước", "{n} min ago"],
  hoursAgo: ["{n} giờ trước", "{n} h ago"],
  daysAgo: ["{n} ngày trước", "{n} days ago"],
  lastKnown: ["Theo báo cáo cuối cùng:", "As last reported:"],
  onAir: ["Đang phát", "On air"],
  nothing: ["Không phát gì", "Nothing"],
  next: ["Tiếp theo", "Next"],
  noNext: ["Không còn mục nào", "Nothing is due"],
  nextAt: ["{title}, lúc {time}", "{title}, at {time}"],
  clock: ["Đồng hồ", "Clock"],
  clock_synced: ["Đồng bộ", "Synchronised"],
  clock_holdover: ["Chạy theo giờ đã đúng", "Holding over"],
  clock_floor: ["Chưa tin được", "Not trusted"],
  clock_unknown: ["Chưa có giờ", "Not set"],
  clockAhead: ["{state}, nhanh {n} giây", "{state}, {n} s ahead"],
  clockBehind: ["{state}, chậm {n} giây", "{state}, {n} s behind"],
  record: ["Nhật ký", "Record"],
  recordAll: ["Đã nhận đủ", "Complete"],
  recordWaits: ["Còn {n} dòng chưa gửi", "{n} rows to come"],
  week: ["Lịch", "Schedule"],
  noWeek: ["Chưa có lịch", "None"],
  showPlays: ["Xem lượt phát", "Show plays"],
  "fault_clock-untrusted": ["Đồng hồ chưa tin được, lịch đang chờ", "Clock not trusted, the schedule waits"],
  "fault_clock-step": ["Đồng hồ vừa bị chỉnh", "Clock was stepped"],
  "fault_device-lost": ["Mất thiết bị âm thanh", "Sound device lost"],
  "fault_disk-full": ["Đĩa đầy", "Disk full"],
  "fault_no-schedule": ["Chưa có lịch", "No schedule"],
  "fault_schedule-ended": ["Lịch đã hết hạn", "Schedule has ended"],
  "fault_media-missing": ["Thiếu tệp âm thanh", "Sound file missing"],
  plays: ["Lượt phát: {name}", "Plays: {name}"],
  day: ["Ngày", "Day"],
  dayBefore: ["Ngày trước", "Day before"],
  dayAfter: ["Ngày sau", "Day after"],
  noPlays: ["Ngày này không có lượt phát nào được ghi.", "No play is on record for this day."],
  playsSum: ["{total} lượt, {played} phát đủ", "{total} plays, {played} in full"],
  playedAt: ["phát lúc {time}", "started {time}"],
  startError: ["lệch {n} ms", "{n} ms off"],
  length: ["dài {t}", "{t} long"],
  level1: ["Khẩn cấp", "Emergency"],
  level2: ["Ưu tiên", "Priority"],
  untrusted: ["giờ chưa tin được", "clock not trusted"],
  outcome_played: ["đã phát", "played"],
  outcome_partial: ["phát một phần", "partly"],
  outcome_failed: ["không phát được", "failed"],
  outcome_missed: ["lỡ giờ", "missed"],
  outcome_skipped: ["bỏ qua", "skipped"],
  outcome_open: ["chưa có kết quả", "no result yet"],
  reason_completed: ["", ""],
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
  "reason_disk-full": ["đĩa đầy", "the disk was full"],
  "reason_schedule-replaced": ["lịch đã thay", "the schedule was replaced"],
  "reason_slot-end": ["hết khung giờ", "the slot ended"],
  "reason_joined-late": ["vào muộn", "joined late"],
  "reason_no-content": ["không có nội dung phát được", "nothing playable"],
  "reason_no-air": ["không đến lượt", "never got the air"],
  events: ["Cảnh báo an toàn", "Security events"],
  eventsSay: ["Những việc một đài bình thường không làm. Hãy hỏi lại đài trước khi tin số liệu.", "What a healthy station does not do. Ask the station before believing its figures."],
  "event_row-conflict": ["Gửi hai dòng nhật ký khác nhau cùng một số", "Sent two different rows under one number"],
  "event_poison-row": ["Dòng nhật ký bị hỏng hoặc bị sửa", "A row is damaged or was altered"],
  "event_chain-broken": ["Chuỗi nhật ký bị đứt", "The chain of the record is broken"],
  "event_rows-lost": ["Đài báo mất một đoạn nhật ký", "The station lost part of its record"],
  "event_foreign-row": ["Gửi nhật ký của đài khác", "Sent rows of another station"],
  "event_old-epoch": ["Gửi một sổ nhật ký cũ chưa từng thấy", "Sent an old record never seen before"],
  "event_bad-signature": ["Chữ ký sai", "Wrong signature"],
  "event_enrolment-refused": ["Ghi danh bị từ chối", "Enrolment refused"],
  "event_admin-refused": ["Yêu cầu quản trị bị từ chối", "Administration refused"],
  times: ["{n} lần", "{n} times"],
  unknownStation: ["Không rõ đài nào", "Unknown station"],
};

const asked = new URLSearchParams(location.search).get("lang") ?? localStorage.getItem("loa-language");
let language = asked === "en" ? 1 : 0;

export const isEnglish = () => language === 1;

export function switchLanguage() {
  language = 1 - language;
  localStorage.setItem("loa-language", isEnglish() ? "en" : "vi");
}

// The sentence `key` with {name} filled from `values`; the key's own end where there is none, so that
// a code the page does not know is still told.
export function say(key, values = {}) {
  const text = Object.hasOwn(words, key) ? words[key][language] : key.replace(/^[a-z]+_/, "");
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

export function applyWords() {
  document.documentElement.lang = isEnglish() ? "en" : "vi";
  for (const element of document.querySelectorAll("[data-t]")) {
    element.textContent = say(element.dataset.t);
  }
  for (const element of document.querySelectorAll("[data-label]")) {
    element.setAttribute("aria-label", say(element.dataset.label));
  }
}

// What the page says at its door, and of who has come in. Key: [vi, en].
export const loginWords = {
  login: ["Đăng nhập", "Log in"],
  loginSend: ["Đăng nhập", "Log in"],
  loginHelp: ["Quên mật khẩu thì nhờ người quản trị đặt lại.", "Forgotten? The administrator can set a new one."],
  personName: ["Tên", "Name"],
  password: ["Mật khẩu", "Password"],
  passwordNew: ["Mật khẩu mới, ít nhất 10 ký tự", "New password, at least 10 characters"],
  passwordOld: ["Mật khẩu đang dùng", "Present password"],
  passwordChange: ["Đổi mật khẩu", "Change password"],
  logout: ["Đăng xuất", "Log out"],
  first: ["Lập người quản trị", "The first person"],
  firstHelp: [
    "Đài chưa có ai. Người có máy trong tay lập người quản trị bằng mã một lần: lệnh sudo loa people code, hoặc nhật ký của dịch vụ lúc khởi động.",
    "Nobody is known here yet. Whoever has the machine makes the administrator by a one-time code: sudo loa people code, or the service's log at its start."],
  haveCode: ["Tôi có mã một lần do người quản trị cấp", "I have a one-time code from the administrator"],
  codeSend: ["Đặt mật khẩu và vào trang", "Set the password and come in"],
  firstCode: ["Mã một lần", "One-time code"],
  firstSend: ["Lập và vào trang", "Make and come in"],
};

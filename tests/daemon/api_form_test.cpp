// Forms with a file, as they come over the wire.
#include "daemon/api_form.h"

#include <gtest/gtest.h>

namespace loa::daemon::testing {
namespace {

const std::string kType = "multipart/form-data; boundary=----WebKitFormBoundaryAbC123";

// As Chromium sends it.
const std::string kBody =
    "------WebKitFormBoundaryAbC123\r\n"
    "Content-Disposition: form-data; name=\"answers\"\r\n"
    "\r\n"
    "[]\r\n"
    "------WebKitFormBoundaryAbC123\r\n"
    "Content-Disposition: form-data; name=\"file\"; filename=\"Lịch tuần %2248%22.xlsx\"\r\n"
    "Content-Type: application/vnd.openxmlformats-officedocument.spreadsheetml.sheet\r\n"
    "\r\n"
    "PK\x03\x04\r\n--\r\nrest\r\n"
    "------WebKitFormBoundaryAbC123--\r\n";

TEST(Form, PartsAreKnownByNameAndTheirBytesAreLeftAsTheyAre) {
  const auto form = read_form(kType, kBody);
  ASSERT_TRUE(form);
  EXPECT_EQ(form->at("answers").content, "[]");
  EXPECT_EQ(form->at("answers").file_name, "");
  EXPECT_EQ(form->at("file").content, "PK\x03\x04\r\n--\r\nrest");
  EXPECT_EQ(form->at("file").file_name, "Lịch tuần %2248%22.xlsx");
}

TEST(Form, QuotedParametersMayHoldWhatDividesOthers) {
  const auto form =
      read_form("Multipart/Form-Data; charset=x; Boundary=\"a b\"",
                "--a b\r\ncontent-disposition: form-data; filename=\"a;name=\\\"b.x\"; "
                "name=file\r\n\r\n\r\n--a b--");
  ASSERT_TRUE(form);
  EXPECT_EQ(form->at("file").content, "");
  EXPECT_EQ(form->at("file").file_name, "a;name=\"b.x");
}

TEST(Form, WhatIsNoWholeFormIsNone) {
  EXPECT_FALSE(read_form("application/json", kBody));
  EXPECT_FALSE(read_form("multipart/form-data", kBody));
  EXPECT_FALSE(read_form("multipart/form-data; boundary=", kBody));
  EXPECT_FALSE(read_form("multipart/form-data; boundary=other", kBody));
  EXPECT_FALSE(read_form(kType, ""));
  for (std::size_t size = 0; size + 4 < kBody.size(); ++size) {
    EXPECT_FALSE(read_form(kType, std::string_view(kBody).substr(0, size))) << size;
  }
  EXPECT_FALSE(
      read_form("multipart/form-data; boundary=b",
                "--b\r\nContent-Disposition: attachment; name=\"file\"\r\n\r\nx\r\n--b--"));
  EXPECT_FALSE(read_form("multipart/form-data; boundary=b", "--b\r\n\r\nx\r\n--b--"));
  std::string many;
  for (int i = 0; i < 40; ++i) {
    many += "--b\r\nContent-Disposition: form-data; name=\"n\"\r\n\r\nx\r\n";
  }
  EXPECT_FALSE(read_form("multipart/form-data; boundary=b", many + "--b--"));
}

}  // namespace
}  // namespace loa::daemon::testing

// What a centre gives out to enrol a station, in one text to copy: "abcde-12345-....PIN".
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/crypto.h"

namespace loa::protocol {

struct EnrolToken {
  std::string secret;  // what the centre knows it by, once
  std::optional<base::Sha256>
      pin;  // of the centre's authority (TlsClient::pin); none over plain HTTP
};

std::string to_text(const EnrolToken& token);
// As people copy it: spaces around it, hexadecimal in any case. What is no pin is taken for none.
EnrolToken enrol_token_from(std::string_view text);

}  // namespace loa::protocol

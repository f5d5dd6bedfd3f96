// Who the station is: a key made on its own board, and an id made of the key
// (protocol::station_id_of).
#pragma once

#include <filesystem>
#include <string>

#include "base/crypto.h"

namespace loa::daemon {

// What a centre has made of the station.
struct Membership {
  std::string url;          // of the centre; "" for none
  std::string pin;          // TlsClient::pin, hexadecimal; "" over plain HTTP
  std::string certificate;  // the station's, PEM; "" over plain HTTP
  std::string key = {};     // with which the centre signs, 32 bytes; "" from one without
};

// Kept in one file of mode 0600.
class Identity {
 public:
  // Makes and stores a key where the file is missing. Throws std::system_error, and
  // std::runtime_error where the file is damaged: a new key would be another station, which is for
  // people to decide. Blocks.
  explicit Identity(std::filesystem::path file);

  const std::string& station() const { return station_; }
  const base::SigningKey& key() const { return key_; }
  const Membership& membership() const { return membership_; }
  // Durable; throws std::system_error.
  void join(Membership membership);

 private:
  void read(const std::string& text);
  void write() const;

  std::filesystem::path file_;
  base::SigningKey key_{};
  std::string station_;
  Membership membership_;
};

}  // namespace loa::daemon

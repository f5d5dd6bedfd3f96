// The file that a centre's backup is: the centre's tables, and beside them what is not in a table
// and the sums of all. Every call blocks and throws SqlError.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>

#include "centre/backup.h"
#include "centre/table_copy.h"

namespace loa::centre {

// Of the centre's schema, not of the backup's own.
std::vector<Table> centre_tables(SqliteSql& file);

// Gives an empty database the tables of both.
void prepare_backup(SqliteSql& file);
// Files of the state folder by their names.
void put_files(SqliteSql& file, const std::map<std::string, std::string>& files);
std::map<std::string, std::string> files_in(SqliteSql& file);
void put_created(SqliteSql& file, base::Wall now);

// Writes down, as the last thing, what all tables come to: the centre's as they were `copied`, so
// that check_backup() finds what the copying itself changed, and the backup's own as they stand.
void put_sums(SqliteSql& file, std::map<std::string, TableSum> copied);
// Compares them. Throws base::BadInput: backup-foreign, backup-damaged, backup-newer.
BackupSummary check_backup(const std::filesystem::path& path);
// Makes a checked backup into a centre's database of this version.
void become_centre(SqliteSql& file);

}  // namespace loa::centre

// RUN_DIR/losses.csv as it grows.
//
// A run that is resumed goes on in the same file. After a crash the file may be ahead of the checkpoint, or
// end in half a row: rows after the checkpoint's step are dropped, since the resumed run writes them again. A
// file that is behind the checkpoint has been damaged, and is kept aside.
#pragma once

#include "core/train/LossTable.h"

#include <filesystem>

namespace latentscape {

class LossLog {
public:
    // Starts the file, keeping the rows of the steps up to `lastStep` of a file that is there. Throws Error
    // (Io).
    LossLog(std::filesystem::path file, ModelKind kind, std::int64_t lastStep);
    ~LossLog();
    LossLog(const LossLog&) = delete;
    LossLog& operator=(const LossLog&) = delete;

    // Throws Error (Io).
    void add(const Snapshot& snapshot);
    // Returns when everything added is on the disk: before a checkpoint that counts on it.
    void sync();

    LossTable table() const; // all rows, read from the file

private:
    std::filesystem::path m_file;
    ModelKind m_kind;
    int m_descriptor = -1;
};

} // namespace latentscape

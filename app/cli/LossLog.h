// RUN_DIR/losses.csv: a row a training step, with the learning rate and, of a VAE, the KL weight that were in
// force; the last step of an epoch also has the held-out losses. Which losses there are depends on the model.
//
// A run that is resumed goes on in the same file. After a crash the file may be ahead of the checkpoint, or
// end in half a row: rows after the checkpoint's step are dropped, since the resumed run writes them again.
#pragma once

#include "core/train/Snapshot.h"

#include <filesystem>
#include <string>
#include <vector>

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

    // All rows, for the picture of the curves.
    void savePlot(const std::filesystem::path& png, const std::string& title) const;

private:
    std::filesystem::path m_file;
    ModelKind m_kind;
    int m_descriptor = -1;
};

} // namespace latentscape

// Writes checkpoints beside the window, one after the other. Lives on the UI thread, where no call blocks but
// the destructor, which writes what still waits.
#pragma once

#include "core/io/Checkpoint.h"
#include "ui/Problem.h"

#include <QObject>
#include <QThreadPool>

#include <deque>
#include <memory>
#include <string>

namespace latentscape {

class CheckpointWriter : public QObject {
    Q_OBJECT

public:
    explicit CheckpointWriter(QObject* parent = nullptr);
    ~CheckpointWriter() override;

    // A newer checkpoint takes the place of one that still waits for the same file. `explore`: what travels
    // in it; empty: what it has already.
    void write(const QString& file, std::shared_ptr<const Checkpoint> checkpoint, std::string explore = {});
    // The file that is there, with all that still waits for it, is kept under the other name first.
    void writeAfterKeeping(const QString& kept, const QString& file,
                           std::shared_ptr<const Checkpoint> checkpoint, std::string explore = {});
    bool isBusy() const { return m_writing; }

signals:
    void written(const QString& file);
    void failed(const latentscape::Problem& problem);

private:
    struct Job {
        QString file;
        std::shared_ptr<const Checkpoint> checkpoint;
        std::string explore;
        QString kept; // what the file held before; empty: it is written over
    };
    void startNext();

    std::deque<Job> m_waiting;
    bool m_writing = false;
    QThreadPool m_pool;
};

} // namespace latentscape

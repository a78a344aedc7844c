#include "ui/CheckpointWriter.h"

#include "ui/Background.h"

#include <algorithm>
#include <filesystem>

namespace latentscape {

namespace {

// Empty when it went well.
QString save(const QString& file, const Checkpoint& checkpoint, const std::string& explore,
             const QString& kept) {
    std::error_code ignored; // what can't be kept is no reason not to write
    if (!kept.isEmpty() && std::filesystem::is_regular_file(file.toStdString(), ignored)) {
        std::filesystem::rename(file.toStdString(), kept.toStdString(), ignored);
    }
    QString problem;
    guarded(
        [&] {
            if (explore.empty() || explore == checkpoint.explore) {
                saveCheckpoint(file.toStdString(), checkpoint);
            } else {
                Checkpoint carrying = checkpoint;
                carrying.explore = explore;
                saveCheckpoint(file.toStdString(), carrying);
            }
        },
        [&](const QString& message) { problem = message; });
    return problem;
}

} // namespace

CheckpointWriter::CheckpointWriter(QObject* parent)
    : QObject(parent) {
    m_pool.setMaxThreadCount(1);
}

CheckpointWriter::~CheckpointWriter() {
    m_pool.waitForDone();
    for (const Job& job : m_waiting) {
        save(job.file, *job.checkpoint, job.explore, job.kept);
    }
}

void CheckpointWriter::write(const QString& file, std::shared_ptr<const Checkpoint> checkpoint,
                             std::string explore) {
    const auto waiting =
        std::find_if(m_waiting.rbegin(), m_waiting.rend(), [&](const Job& job) { return job.file == file; });
    if (waiting != m_waiting.rend()) {
        waiting->checkpoint = std::move(checkpoint);
        waiting->explore = std::move(explore);
    } else {
        m_waiting.push_back({file, std::move(checkpoint), std::move(explore), {}});
    }
    if (!m_writing) {
        startNext();
    }
}

void CheckpointWriter::writeAfterKeeping(const QString& kept, const QString& file,
                                         std::shared_ptr<const Checkpoint> checkpoint, std::string explore) {
    m_waiting.push_back({file, std::move(checkpoint), std::move(explore), kept});
    if (!m_writing) {
        startNext();
    }
}

void CheckpointWriter::startNext() {
    m_writing = !m_waiting.empty();
    if (!m_writing) {
        return;
    }
    const Job job = std::move(m_waiting.front());
    m_waiting.pop_front();
    m_pool.start([this, job] {
        yieldToTheWindow();
        const QString problem = save(job.file, *job.checkpoint, job.explore, job.kept);
        QMetaObject::invokeMethod(this, [this, file = job.file, problem] {
            startNext();
            if (problem.isEmpty()) {
                emit written(file);
            } else {
                emit failed({Problem::What::NotSaved, file, problem});
            }
        });
    });
}

} // namespace latentscape

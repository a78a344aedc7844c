#include "ui/CheckpointWriter.h"

#include "ui/Background.h"

#include <algorithm>

namespace latentscape {

namespace {

// Empty when it went well.
QString save(const QString& file, const Checkpoint& checkpoint) {
    QString problem;
    guarded([&] { saveCheckpoint(file.toStdString(), checkpoint); },
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
        save(job.file, *job.checkpoint);
    }
}

void CheckpointWriter::write(const QString& file, std::shared_ptr<const Checkpoint> checkpoint) {
    const auto waiting = std::ranges::find_if(m_waiting, [&](const Job& job) { return job.file == file; });
    if (waiting != m_waiting.end()) {
        waiting->checkpoint = std::move(checkpoint);
    } else {
        m_waiting.push_back({file, std::move(checkpoint)});
    }
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
        const QString problem = save(job.file, *job.checkpoint);
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

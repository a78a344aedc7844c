#include "ui/LatestTask.h"

#include "ui/Background.h"

namespace latentscape {

LatestTask::LatestTask(QObject* parent)
    : QObject(parent) {
    m_pool.setMaxThreadCount(1); // what is cancelled ends before the next begins
}

LatestTask::~LatestTask() {
    cancel();
    m_pool.waitForDone();
}

void LatestTask::cancel() {
    m_current = 0;
    m_stop.request_stop();
    m_pool.clear(); // what has not begun
}

void LatestTask::run(Work work) {
    cancel();
    m_stop = {};
    const std::uint64_t id = ++m_last;
    m_current = id;
    m_pool.start([this, id, job = std::move(work), stop = m_stop.get_token()] {
        yieldToTheWindow();
        const auto deliver = [this, id](const std::function<void()>& result) {
            QMetaObject::invokeMethod(this, [this, id, result] {
                if (id == m_current) {
                    m_current = 0;
                    result();
                }
            });
        };
        guarded([&] { deliver(job(stop)); },
                [&](const QString& message) { deliver([this, message] { emit failed(message); }); });
    });
}

void LatestTask::tell(std::stop_token stop, std::function<void()> news) {
    QMetaObject::invokeMethod(this, [stop = std::move(stop), news = std::move(news)] {
        if (!stop.stop_requested()) {
            news();
        }
    });
}

} // namespace latentscape

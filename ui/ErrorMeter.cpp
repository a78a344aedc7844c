#include "ui/ErrorMeter.h"

#include "core/tensor/Threads.h"
#include "ui/ModelCopy.h"

#include <utility>

namespace latentscape {

namespace {

constexpr int kProgressInterval = 100; // milliseconds

} // namespace

ErrorMeter::ErrorMeter(QObject* parent)
    : QObject(parent) {
    connect(&m_task, &LatestTask::failed, this, &ErrorMeter::failed);
}

void ErrorMeter::measure(const Subject& subject, int threads) {
    m_weights = subject.weights;
    m_since.start();
    m_task.run([this, subject, threads](const std::stop_token& stop) -> std::function<void()> {
        setComputeThreads(threads);
        const auto model = makeModel(subject.model, {}, 0);
        restoreWeights(*subject.weights, *model);
        QElapsedTimer sinceTold;
        sinceTold.start();
        const auto tell = [&](double share) {
            if (sinceTold.elapsed() > kProgressInterval) {
                sinceTold.start();
                m_task.tell(stop, [this, share] { emit progressed(share); });
            }
        };
        const auto result =
            std::make_shared<const MeasuredErrors>(measureErrors(*model, *subject.data, {stop, tell}));
        return [this, result] {
            m_result = result;
            m_took = m_since.elapsed();
            emit measured();
        };
    });
}

void ErrorMeter::cancel() {
    m_task.cancel();
}

void ErrorMeter::forget() {
    m_task.cancel();
    m_result.reset();
    m_weights.reset();
    m_took = 0;
}

} // namespace latentscape

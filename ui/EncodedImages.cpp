#include "ui/EncodedImages.h"

#include "core/tensor/Threads.h"
#include "core/train/Latents.h"
#include "core/train/Metrics.h"

namespace latentscape {

EncodedImages::EncodedImages(QObject* parent)
    : QObject(parent) {
    connect(&m_task, &LatestTask::failed, this, &EncodedImages::failed);
}

void EncodedImages::setRun(const TrainConfig& config) {
    m_model.config = config;
    m_model.weights.reset();
    forget();
}

void EncodedImages::setData(const LoadedData& data) {
    m_model.data = data;
    forget();
}

void EncodedImages::setWeights(std::shared_ptr<const Weights> weights) {
    m_model.weights = std::move(weights);
}

void EncodedImages::forget() {
    m_task.cancel();
    m_set.reset();
    m_setOf.reset();
    emit forgotten();
}

bool EncodedImages::canEncode() const {
    return m_model.isComplete() && m_model.config.model.kind == ModelKind::Vae;
}

void EncodedImages::request() {
    if (!canEncode()) {
        return;
    }
    if (m_set && m_setOf == m_model.weights) {
        emit ready(m_set);
        return;
    }
    m_task.run([this, model = m_model](const std::stop_token& stop) -> std::function<void()> {
        setComputeThreads(1);
        const auto images = asSeen(model.config, someOf(model.data.train, kMost));
        auto set = std::make_shared<EncodedSet>();
        set->means = posteriorMeans(*model.build(), *images, 0, {stop, {}});
        for (std::int64_t i = 0; images->hasLabels() && i < images->count(); ++i) {
            set->labels.push_back(images->factors(i)[0]);
        }
        set->classNames = images->classNames();
        set->step = model.weights->step;
        return [this, set, weights = model.weights] {
            m_set = set;
            m_setOf = weights;
            emit ready(m_set);
        };
    });
}

} // namespace latentscape

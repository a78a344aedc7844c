#include "ui/EncodedImages.h"

#include "core/tensor/Threads.h"
#include "core/train/Latents.h"
#include "core/train/Metrics.h"

namespace latentscape {

EncodedImages::EncodedImages(const ExploredModel* model, QObject* parent)
    : QObject(parent)
    , m_model(model) {
    connect(model, &ExploredModel::replaced, this, &EncodedImages::forget);
    connect(&m_task, &LatestTask::failed, this, &EncodedImages::failed);
}

void EncodedImages::forget() {
    m_task.cancel();
    m_set.reset();
    m_setOf.reset();
    emit forgotten();
}

void EncodedImages::request() {
    if (!m_model->canEncode()) {
        emit failed(m_model->isVae() ? tr("There are no images that this model takes: choose its data.")
                                     : tr("A GAN has no encoder that could tell where images lie."));
        return;
    }
    if (m_set && m_setOf == m_model->now().weights) {
        emit ready(m_set);
        return;
    }
    m_task.run([this, model = m_model->now()](const std::stop_token& stop) -> std::function<void()> {
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

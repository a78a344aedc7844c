#include "ui/FittedLatents.h"

#include "core/tensor/Threads.h"
#include "core/train/Latents.h"
#include "ui/ExploredModel.h"

#include <QRandomGenerator>

namespace latentscape {

namespace {

constexpr std::int64_t kMostImages = 10'000; // to fit to: some seconds

} // namespace

FittedLatents::FittedLatents(const ExploredModel* model, QObject* parent)
    : QObject(parent)
    , m_model(model) {
    connect(model, &ExploredModel::replaced, this, &FittedLatents::forget);
    connect(model, &ExploredModel::weightsArrived, this, &FittedLatents::changed);
    connect(&m_task, &LatestTask::failed, this, &FittedLatents::failed);
}

void FittedLatents::forget() {
    m_task.cancel();
    m_mixture.reset();
    m_fittedTo.reset();
    emit changed();
}

bool FittedLatents::canFit() const {
    return m_model->canEncode();
}

QString FittedLatents::whyNot() const {
    return canFit()           ? QString()
           : m_model->isVae() ? tr("needs images that this model takes")
                              : tr("a GAN has no encoder");
}

void FittedLatents::cancel() {
    m_task.cancel();
}

void FittedLatents::draw() {
    if (!canFit()) {
        return;
    }
    if (m_mixture && m_fittedTo == m_model->now().weights) {
        drawFrom(*m_mixture);
        return;
    }
    m_task.run([this, model = m_model->now()](const std::stop_token& stop) -> std::function<void()> {
        setComputeThreads(1);
        const WorkWatch watch{
            stop, [&](double share) { m_task.tell(stop, [this, share] { emit progressed(share); }); }};
        const auto images = asSeen(model.config, someOf(model.data.train, kMostImages));
        auto mixture =
            std::make_shared<const GaussianMixture>(fitLatents(*model.build(), *images, {}, watch));
        return [this, mixture, weights = model.weights] {
            m_mixture = mixture;
            m_fittedTo = weights;
            drawFrom(*mixture);
        };
    });
}

void FittedLatents::drawFrom(const GaussianMixture& mixture) {
    Random random(QRandomGenerator::global()->generate64());
    const Tensor latent = mixture.draw(1, random);
    emit drawn({latent.values().begin(), latent.values().end()});
}

} // namespace latentscape

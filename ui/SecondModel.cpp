#include "ui/SecondModel.h"

#include "core/io/Checkpoint.h"
#include "core/tensor/Threads.h"
#include "ui/Figures.h"

#include <QDir>
#include <QFileInfo>

#include <utility>

namespace latentscape {

namespace {

// "run-3, step 9,000": of a run's folder its name, since all call their file the same.
QString nameOf(const QString& file, std::int64_t step) {
    const QFileInfo info(file);
    const QString base = info.completeBaseName();
    const QString name = base == QStringLiteral("checkpoint") ? info.absoluteDir().dirName() : base;
    return SecondModel::tr("%1, step %2").arg(name, wholeNumber(step));
}

QString sizeOf(const ImageShape& shape) {
    const QString colours = shape.channels == 1 ? SecondModel::tr("grey") : SecondModel::tr("colour");
    return SecondModel::tr("%1 × %2, %3").arg(shape.width).arg(shape.height).arg(colours);
}

std::shared_ptr<const Weights> weightsOf(const Checkpoint& checkpoint) {
    const auto model = makeModel(checkpoint.model, checkpoint.optimizer, 0);
    restoreModel(checkpoint, *model);
    const auto values = model->parameters().values();
    return std::make_shared<const Weights>(
        Weights{checkpoint.weightsStep, std::vector<float>(values.begin(), values.end())});
}

} // namespace

SecondModel::SecondModel(QObject* parent)
    : QObject(parent) {
    connect(&m_task, &LatestTask::failed, this, &SecondModel::failed);
}

void SecondModel::open(const OtherModel& other) {
    m_task.run([this, other](const std::stop_token&) -> std::function<void()> {
        setComputeThreads(1);
        const Checkpoint checkpoint = loadCheckpoint(other.file.toStdString());
        const auto weights = weightsOf(checkpoint);
        const QString name = other.name.isEmpty() ? nameOf(other.file, checkpoint.weightsStep) : other.name;
        return [this, name, model = checkpoint.model, weights] { show(name, model, weights); };
    });
}

void SecondModel::show(const QString& name, const ModelConfig& model,
                       std::shared_ptr<const Weights> weights) {
    m_name = name;
    m_decoder = std::make_unique<Decoder>();
    connect(m_decoder.get(), &Decoder::reconstructed, this, &SecondModel::reconstructed);
    connect(m_decoder.get(), &Decoder::sheetDecoded, this, &SecondModel::sheetDecoded);
    connect(m_decoder.get(), &Decoder::failed, this, &SecondModel::failed);
    m_decoder->setModel(model);
    m_decoder->setWeights(std::move(weights));
    emit opened();
}

void SecondModel::close() {
    m_task.cancel();
    if (!isOpen()) {
        return;
    }
    m_decoder.reset();
    emit closed();
}

QString SecondModel::whyNot(const ModelConfig& other) const {
    const ImageShape& own = m_decoder->model().image;
    return own == other.image ? QString()
                              : tr("%1 makes images of %2; the model that is shown makes %3. Only models of "
                                   "images of one form can be compared.")
                                    .arg(m_name, sizeOf(own), sizeOf(other.image));
}

QString SecondModel::whyNotLatents(const ModelConfig& other) const {
    const std::int64_t own = m_decoder->model().latent;
    return own == other.latent ? QString() : tr("A has %1 latents, B has %2").arg(other.latent).arg(own);
}

} // namespace latentscape

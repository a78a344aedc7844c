#include "ui/PictureRecord.h"

#include "core/tensor/Error.h"
#include "ui/ModelCopy.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <utility>

namespace latentscape {

namespace {

std::unique_ptr<Model> buildModel(const PictureRecord& record) {
    auto model = makeModel(record.model, {}, 0);
    restoreWeights(*record.weights, *model);
    return model;
}

} // namespace

Provenance PictureRecord::provenance(const std::string& madeBy) const {
    Provenance made = provenanceOf(*buildModel(*this), checkpoint, weights->step, madeBy);
    made.latents = latents;
    if (model.classes > 0)
        made.classes.assign(static_cast<std::size_t>(made.pictures()), label);
    return made;
}

void OpenModel::setModel(const ModelConfig& model) {
    m_model = model;
    m_weights.clear();
}

void OpenModel::setWeights(std::shared_ptr<const Weights> weights) {
    if (m_weights.size() == kKept)
        m_weights.erase(m_weights.begin());
    m_weights.push_back(std::move(weights));
}

void OpenModel::setCheckpoint(const QString& file) {
    m_checkpoint = file.isEmpty() ? std::string() : checkpointName(file.toStdString());
}

PictureRecord OpenModel::now() const {
    return {m_model, m_weights.empty() ? nullptr : m_weights.back(), m_checkpoint};
}

std::optional<PictureRecord> OpenModel::recordOf(std::int64_t step, std::vector<float> latents,
                                                 std::uint16_t label) const {
    // A branch of the run has weights of the same step as what it branched from: the newest count.
    const auto weights = std::find_if(m_weights.rbegin(), m_weights.rend(),
                                      [step](const auto& known) { return known->step == step; });
    if (weights == m_weights.rend())
        return std::nullopt;
    return PictureRecord{m_model, *weights, m_checkpoint, std::move(latents), label};
}

std::optional<PictureRecord> OpenModel::recordOf(const DecodedImages& decoded) const {
    return recordOf(decoded.origin.step, decoded.latents, decoded.labels.front());
}

QString modelInWords(const Provenance& made) {
    const QString step = QLocale().toString(static_cast<qlonglong>(made.step));
    return made.checkpoint.empty()
               ? QCoreApplication::translate("latentscape", "a run that was not saved yet, step %1").arg(step)
               : QCoreApplication::translate("latentscape", "%1, step %2")
                     .arg(QString::fromStdString(made.checkpoint), step);
}

std::optional<Provenance> recordIn(const QString& file) {
    const RecordedPicture picture = readRecord(file, {});
    return picture.made && picture.made->pictures() > 0 ? picture.made : std::nullopt;
}

bool mayCarryRecord(const QString& file) {
    return file.endsWith(QLatin1String(".png"), Qt::CaseInsensitive) ||
           file.endsWith(QLatin1String(".apng"), Qt::CaseInsensitive);
}

RecordedPicture readRecord(const QString& file, const PictureRecord& open) {
    RecordedPicture picture;
    if (!mayCarryRecord(file))
        return picture;
    try {
        picture.made = readProvenance(file.toStdString());
    } catch (const Error& error) {
        picture.problem = QString::fromUtf8(error.what());
    }
    picture.sameModel =
        picture.made && open.weights && modelChecksum(*buildModel(open)) == picture.made->weights;
    return picture;
}

FrameSource framesOf(const PictureRecord& open, LatentPath path, std::vector<std::uint16_t> labels) {
    return [open, way = std::move(path), classes = std::move(labels),
            model = std::shared_ptr<Model>()](std::int64_t index) mutable {
        if (!model)
            model = buildModel(open);
        const auto last = std::max<std::int64_t>(1, std::ssize(classes) - 1);
        const std::vector<float> latent = way.at(static_cast<double>(index) / static_cast<double>(last));
        const std::uint16_t label = classes.at(static_cast<std::size_t>(index));
        const Tensor pixels = model->decode(Tensor({1, std::ssize(latent)}, latent),
                                            Labels(&label, open.model.classes > 0 ? 1 : 0));
        return toImage(pixels.row(0), open.model.image);
    };
}

} // namespace latentscape

#include "core/train/ModelReport.h"

#include "core/train/Batches.h"
#include "core/train/Condition.h"
#include "core/train/Disentanglement.h"

#include <algorithm>
#include <cmath>

namespace latentscape {

namespace {

constexpr std::int64_t kSearched = 100; // images whose latents a GAN searches for

std::optional<double> sigmaOf(Model& model) {
    const ParameterStore& store = model.parameters();
    const auto logSigma = std::ranges::find(store.parameters(), "decoder.log_sigma", &Parameter::name);
    if (logSigma == store.parameters().end()) {
        return std::nullopt;
    }
    return std::exp(double{store.values()[logSigma->offset]});
}

// One report in the making.
class Reporter {
public:
    Reporter(Model& model, const TrainConfig& config, const LoadedData& data, const ReportOptions& options,
             const ReportWatch& watch)
        : m_model(model)
        , m_config(config)
        , m_data(data)
        , m_options(options)
        , m_watch(watch)
        , m_heldOut(asSeen(config, std::make_shared<const Dataset>(data.heldOut->first(options.images)))) {
        m_report.kind = model.config().kind;
        m_report.images = m_heldOut->count();
    }

    ModelReport make() {
        const bool isVae = m_report.kind == ModelKind::Vae;
        if (m_options.samples > 0) {
            classCount(*m_data.train); // what is impossible is said before anything is computed
        }
        m_report.evaluation =
            evaluate(m_model, *m_heldOut, m_options.seed, {}, during(ReportPart::MeasuringLosses));
        m_report.sigma = sigmaOf(m_model);
        tell();
        measureReconstructions();
        if (isVae && m_options.nllSamples > 0) {
            measureLikelihood();
        }
        if (m_options.samples > 0) {
            judgeSamples();
        }
        return m_report;
    }

private:
    WorkWatch during(ReportPart part) const {
        return {m_watch.stop, [this, part](double share) {
                    if (m_watch.progress) {
                        m_watch.progress(part, share);
                    }
                }};
    }
    void tell() const {
        if (m_watch.found) {
            m_watch.found(m_report);
        }
    }

    void measureReconstructions() {
        const WorkWatch watch = during(ReportPart::Reconstructing);
        const bool isGan = m_report.kind == ModelKind::Gan;
        const Tensor means = posteriorMeans(m_model, *m_heldOut, isGan ? kSearched : 0, watch);
        m_report.reconstructed = means.dim(0);
        m_report.reconstructions = reconstructionQuality(m_model, *m_heldOut, means, watch);
        if (!isGan) {
            m_report.activeUnits = activeUnits(means);
        }
        tell();
        if (!isGan && hasFactors(*m_heldOut)) {
            during(ReportPart::FindingFactors).reached(0);
            m_report.informationGap = mutualInformationGap(means, *m_heldOut);
            during(ReportPart::FindingFactors).reached(0.2);
            m_report.factorVaeScore = factorVaeScore(means, *m_heldOut, m_options.seed);
            tell();
        }
    }

    void measureLikelihood() {
        const WorkWatch watch = during(ReportPart::EstimatingLikelihood);
        watch.reached(0);
        m_report.nllSamples = m_options.nllSamples;
        m_report.likelihood = estimateLikelihood(m_model, *m_heldOut, m_options.seed, m_options.nllSamples, 0,
                                                 [&](std::int64_t done) {
                                                     watch.reached(done, m_heldOut->count());
                                                     return true;
                                                 });
        tell();
    }

    Tensor drawImages() {
        const Tensor latents =
            drawLatents(m_options.latents, m_model, m_config, m_data.train, m_options.samples, m_options.seed,
                        during(ReportPart::FittingLatents));
        Tensor images({latents.dim(0), m_heldOut->shape().pixels()});
        // As the training images have them, with which the samples are compared.
        const auto labels = classesAsIn(m_model.config(), *m_data.train, latents.dim(0));
        std::int64_t first = 0;
        forEachBatch(latents, [&](const Tensor& batch) {
            const Tensor made = m_model.decode(batch, partOf(labels, first, batch.dim(0)));
            std::ranges::copy(made.values(), images.row(first).begin());
            first += batch.dim(0);
            during(ReportPart::JudgingSamples).reached(0);
        });
        return images;
    }

    // Beside the images as they are: a decoder makes expected values.
    void judgeSamples() {
        const auto trained = classifierOf(m_data, during(ReportPart::TrainingClassifier));
        const Tensor images = drawImages();
        m_report.samples = {sampleQuality(images, m_data, trained->classifier, m_options.seed,
                                          during(ReportPart::JudgingSamples)),
                            m_options.latents.source, trained->accuracy, trained->checksum};
        tell();
    }

    Model& m_model;
    const TrainConfig& m_config;
    const LoadedData& m_data;
    const ReportOptions& m_options;
    const ReportWatch& m_watch;
    std::shared_ptr<const Dataset> m_heldOut;
    ModelReport m_report;
};

} // namespace

ModelReport reportOf(Model& model, const TrainConfig& config, const LoadedData& data,
                     const ReportOptions& options, const ReportWatch& watch) {
    return Reporter(model, config, data, options, watch).make();
}

} // namespace latentscape

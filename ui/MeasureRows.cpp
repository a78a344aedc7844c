#include "ui/MeasureRows.h"

#include "core/train/Metrics.h"
#include "ui/Figures.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

#include <algorithm>

namespace latentscape {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("latentscape", text);
}

QString decimals(double value, int count) {
    return QLocale().toString(value, 'f', count);
}

QString percent(double share) {
    return tr("%1 %").arg(decimals(100 * share, 1));
}

QString nats(double value) {
    return tr("%1 nats").arg(decimals(value, 2));
}

MeasureRow heading(const QString& words, const QString& tip = {}) {
    return {words, {}, {}, {}, tip};
}

void addBound(std::vector<MeasureRow>& rows, const Evaluation& evaluation) {
    const Losses& losses = evaluation.losses;
    rows.push_back(
        {tr("Negative ELBO"),
         nats(losses[0]),
         {},
         tr("The bound that training makes small, an image: less is better"),
         tr("Here with a KL weight of 1 and one sample of z an image. With grey pixels it bounds no "
            "likelihood."),
         Term::Elbo});
    rows.push_back({tr("Reconstruction"),
                    nats(losses[1]),
                    {},
                    tr("What the decoder gets wrong, -log p(x|z)"),
                    tr("The mean over q(z|x) of -log p(x|z), an image"),
                    Term::Reconstruction});
    rows.push_back({tr("KL"),
                    nats(losses[2]),
                    {},
                    tr("How much the latents tell about an image, all together"),
                    tr("KL(q(z|x) || N(0, 1)), summed over the latents, mean over the images"),
                    Term::Kl});
}

QString klList(const std::vector<float>& klPerLatent) {
    QStringList list;
    for (std::size_t i = 0; i < klPerLatent.size(); ++i) {
        list.append(tr("z%1 %2").arg(i).arg(decimals(klPerLatent[i], 2)));
    }
    return list.join(QStringLiteral(", "));
}

void addLikelihood(std::vector<MeasureRow>& rows, const ModelReport& report) {
    if (report.likelihood) {
        rows.push_back(
            {tr("Negative log-likelihood"), nats(report.likelihood->nll),
             tr("± %1").arg(decimals(report.likelihood->standardError, 2)),
             tr("Estimated with %1 samples an image: less is better").arg(wholeNumber(report.nllSamples)),
             tr("An upper bound on average, the tighter the more samples (papers take 5,000); the error is "
                "the "
                "standard error of the mean over the images."),
             Term::NegativeLogLikelihood});
    }
}

// A variance that is learned tells how far the decoder trusts itself.
void addVariance(std::vector<MeasureRow>& rows, const ModelReport& report) {
    if (report.sigma) {
        rows.push_back(
            {tr("Sigma of a pixel"),
             tr("%1 of white").arg(decimals(*report.sigma, 4)),
             {},
             tr("How far off the decoder takes a pixel to be: the standard deviation it has learned"),
             tr("One for all pixels, learned with the weights. The bound is one on a density's "
                "logarithm and may lie below zero."),
             Term::Likelihood});
    }
}

void addReconstructions(std::vector<MeasureRow>& rows, const ModelReport& report) {
    if (!report.reconstructions) {
        return;
    }
    const ImageQuality& quality = *report.reconstructions;
    rows.push_back(
        heading(report.kind == ModelKind::Gan
                    ? tr("Reconstructions of the first %1 images").arg(wholeNumber(report.reconstructed))
                    : tr("Reconstructions"),
                report.kind == ModelKind::Gan
                    ? tr("A GAN encodes nothing: each latent is searched for by gradient descent")
                    : tr("From the mean of q(z|x)")));
    rows.push_back({tr("MSE"),
                    decimals(quality.mse, 5),
                    {},
                    tr("Squared error of a pixel between 0 and 1: less is better"),
                    tr("Mean over pixels, then over images"),
                    Term::Mse});
    rows.push_back({tr("PSNR"),
                    tr("%1 dB").arg(decimals(quality.psnr, 2)),
                    {},
                    tr("The same on a logarithmic scale: more is better"),
                    tr("10 log10(1 / MSE) of each image, then the mean"),
                    Term::Psnr});
    rows.push_back({tr("SSIM"),
                    decimals(quality.ssim, 4),
                    {},
                    tr("How alike the structures are: 1 is the original"),
                    tr("Gaussian window of 11 x 11"),
                    Term::Ssim});
}

void addLatents(std::vector<MeasureRow>& rows, const ModelReport& report) {
    if (!report.evaluation || !report.activeUnits) {
        return;
    }
    const std::vector<float>& kl = report.evaluation->klPerLatent;
    const auto ofAll = [&](int count) { return tr("%1 of %2").arg(count).arg(kl.size()); };
    rows.push_back(heading(tr("Latents")));
    rows.push_back({tr("In use"),
                    ofAll(activeLatents(kl)),
                    {},
                    tr("Latents that tell anything: a KL above %1 nats").arg(decimals(kActiveKl, 2)),
                    tr("KL of each, in nats: %1").arg(klList(kl)),
                    Term::Kl});
    rows.push_back(
        {tr("Active units"),
         ofAll(*report.activeUnits),
         {},
         tr("Latents whose mean moves with the image: a variance above %1").arg(decimals(kActiveVariance, 2)),
         tr("The variance over the images of E[z|x]"),
         Term::ActiveUnits});
    if (report.informationGap && report.factorVaeScore) {
        rows.push_back({tr("MIG"),
                        decimals(*report.informationGap, 3),
                        {},
                        tr("Whether one latent alone tells each factor: 0 to 1, more is better"),
                        tr("As worked out by Locatello et al. 2019"),
                        Term::Mig});
        rows.push_back({tr("FactorVAE score"),
                        decimals(*report.factorVaeScore, 3),
                        {},
                        tr("How surely a latent gives away the factor that is held fixed: up to 1"),
                        tr("With the sizes of Locatello et al. 2019"),
                        Term::FactorVae});
    }
}

QString className(const Dataset& images, std::size_t index) {
    return index < images.classNames().size() ? QString::fromStdString(images.classNames()[index])
                                              : QString::number(index);
}

MeasureRow classesMet(const SampleQuality& quality, const Dataset& images) {
    const std::vector<double>& shares = quality.coverage.shares;
    QStringList list;
    for (std::size_t i = 0; i < shares.size(); ++i) {
        list.append(tr("%1: %2").arg(className(images, i), percent(shares[i])));
    }
    const auto met = std::ranges::count_if(shares, [](double share) { return share > 0; });
    const auto [least, most] = std::ranges::minmax(shares);
    return {tr("Classes"), tr("%1 of %2").arg(met).arg(shares.size()),
            tr("%1 to %2").arg(decimals(100 * least, 1), percent(most)),
            tr("What the classifier takes samples for, and the least and the greatest share"),
            list.join(QStringLiteral("\n"))};
}

void addSamples(std::vector<MeasureRow>& rows, const SampleReport& report, const Dataset& images) {
    const SampleQuality& quality = report.quality;
    const auto real = [](const QString& value) { return tr("real %1").arg(value); };
    rows.push_back(heading(
        tr("%1 samples, %2")
            .arg(wholeNumber(quality.samples), report.latents == LatentSource::Fitted
                                                   ? tr("fitted latents")
                                                   : tr("latents from the prior")),
        tr("In the features of Latentscape's own classifier of %1, which is right on %2 of the held-out "
           "images "
           "(weights %3). Only figures under the same classifier compare; they are not the Inception FID.")
            .arg(QString::fromStdString(images.name()), percent(report.accuracy),
                 QString::fromStdString(report.checksum))));
    const QString besides =
        tr("\"Real\" is the same figure of %1 held-out images").arg(wholeNumber(quality.floorImages));
    rows.push_back({tr("Frechet distance"), decimals(quality.frechet, 2),
                    real(decimals(quality.floorFrechet, 2)),
                    tr("To the training images, in features of our own classifier; not the Inception FID"),
                    besides, Term::Frechet});
    const QString manifolds = tr("k = 3. %1.").arg(besides);
    rows.push_back({tr("Precision"), decimals(quality.manifold.precision, 3),
                    real(decimals(quality.floorManifold.precision, 3)),
                    tr("Share of samples that lie where real images do"), manifolds, Term::Precision});
    rows.push_back({tr("Recall"), decimals(quality.manifold.recall, 3),
                    real(decimals(quality.floorManifold.recall, 3)),
                    tr("Share of real images that lie where samples do"), manifolds, Term::Recall});
    rows.push_back(classesMet(quality, images));
    rows.push_back({tr("Clear ones"), percent(quality.coverage.sure), real(percent(quality.floorSure)),
                    tr("Samples of whose class the classifier is more than %1 sure")
                        .arg(tr("%1 %").arg(decimals(100 * double{kSure}, 0))),
                    besides});
}

} // namespace

std::vector<MeasureRow> rowsOf(const ModelReport& report, const Dataset& images) {
    std::vector<MeasureRow> rows;
    if (report.kind == ModelKind::Vae && report.evaluation) {
        rows.push_back(heading(tr("Bound and likelihood")));
        addBound(rows, *report.evaluation);
        addVariance(rows, report);
        addLikelihood(rows, report);
    }
    addReconstructions(rows, report);
    addLatents(rows, report);
    if (report.samples) {
        addSamples(rows, *report.samples, images);
    }
    return rows;
}

} // namespace latentscape

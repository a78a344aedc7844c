#include "ui/CompareWords.h"

#include "ui/ComparisonRows.h"
#include "ui/Figures.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace latentscape {

namespace {

constexpr std::size_t kEnoughForTails = 20; // images, for one in twenty to mean something

QString tr(const char* text) {
    return QCoreApplication::translate("latentscape", text);
}

} // namespace

QString wordsOfErrors(ErrorMetric metric, std::vector<float> errors) {
    if (errors.empty()) {
        return {};
    }
    std::ranges::sort(errors);
    const auto quantile = [&](double share) { // between two, of both
        const double place = share * static_cast<double>(errors.size() - 1);
        const auto at = static_cast<std::size_t>(place);
        const double next = errors[std::min(at + 1, errors.size() - 1)];
        return errorFigure(metric, errors[at] + (place - std::floor(place)) * (next - errors[at]));
    };
    const QString mean = errorFigure(metric, meanOf(errors));
    if (errors.size() < kEnoughForTails) {
        return tr("mean %1  ·  median %2").arg(mean, quantile(0.5));
    }
    return largerIsWorse(metric)
               ? tr("mean %1  ·  median %2  ·  95 % below %3").arg(mean, quantile(0.5), quantile(0.95))
               : tr("mean %1  ·  median %2  ·  95 % above %3").arg(mean, quantile(0.5), quantile(0.05));
}

QString wordsOfTwo(ErrorMetric metric, const std::vector<float>& first, const std::vector<float>& second) {
    const QString means = tr("mean of A %1  ·  of B %2")
                              .arg(errorFigure(metric, meanOf(first)), errorFigure(metric, meanOf(second)));
    if (metric == ErrorMetric::Kl) { // of which neither is better
        return means;
    }
    return tr("%1  ·  B is better on %2 of %3")
        .arg(means, wholeNumber(countBetter(metric, first, second)), wholeNumber(std::ssize(first)));
}

QString wordsOf(const CompareCaption& caption) {
    if (caption.latents) {
        return tr("Both models decode the same random latents. There is no original, so there is no error.");
    }
    if (!caption.searches) {
        return tr("How the error is spread over %1: click a bar to see them").arg(caption.images);
    }
    return caption.live
               ? tr("A GAN cannot encode an image. Shown is the nearest image that a search over its latents "
                    "has found; they are sorted when the run has ended.")
               : tr("How the error is spread over the first %1. A GAN cannot encode: each latent is searched "
                    "for.")
                     .arg(caption.images);
}

} // namespace latentscape

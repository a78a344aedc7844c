#include "ui/ComparisonRows.h"

#include "core/io/DifferenceImage.h"

#include <QLocale>

#include <algorithm>
#include <cstdlib>

namespace latentscape {

namespace {

constexpr float kLeastScale = 0.1f; // tiny errors do not look like large ones

float largestError(const std::vector<Image>& a, const std::vector<Image>& b) {
    int largest = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        for (std::size_t p = 0; p < a[i].pixels.size(); ++p) {
            largest = std::max(largest, std::abs(a[i].pixels[p] - b[i].pixels[p]));
        }
    }
    return static_cast<float>(largest) / 255;
}

std::vector<Image> inOrder(const Images& images, const std::vector<std::size_t>& order) {
    std::vector<Image> result;
    for (const std::size_t i : order) {
        result.push_back((*images)[i]);
    }
    return result;
}

std::vector<Image> differences(const std::vector<Image>& originals, const std::vector<Image>& generated,
                               float scale) {
    std::vector<Image> result;
    for (std::size_t i = 0; i < originals.size(); ++i) {
        result.push_back(differenceImage(originals[i], generated[i], scale));
    }
    return result;
}

QString scaleNote(float scale) {
    return ComparisonRows::tr("full: %1").arg(QLocale().toString(static_cast<double>(scale), 'f', 2));
}

std::vector<float> valuesOf(const ReconstructedImages& page, ErrorMetric metric,
                            const std::vector<std::size_t>& order) {
    const std::vector<float> all = page.errors.of(metric);
    std::vector<float> result;
    for (std::size_t i = 0; i < order.size() && !all.empty(); ++i) {
        result.push_back(all[order[i]]);
    }
    return result;
}

// A dash where the model has no such figure.
QStringList figuresOf(const std::vector<float>& values, ErrorMetric metric, std::size_t columns) {
    QStringList figures;
    for (std::size_t i = 0; i < columns; ++i) {
        figures.append(values.empty() ? QStringLiteral("–")
                                      : errorFigure(metric, static_cast<double>(values[i])));
    }
    return figures;
}

void markBetter(ErrorMetric metric, const std::vector<float>& first, const std::vector<float>& second,
                ComparisonRows::Line& a, ComparisonRows::Line& b) {
    for (std::size_t i = 0; i < first.size(); ++i) {
        const bool lessIsBetter = largerIsWorse(metric);
        a.strong.push_back(lessIsBetter ? first[i] < second[i] : first[i] > second[i]);
        b.strong.push_back(lessIsBetter ? second[i] < first[i] : second[i] > first[i]);
    }
}

QString metricName(ErrorMetric metric) {
    switch (metric) {
    case ErrorMetric::SquaredError:
        return ComparisonRows::tr("Error");
    case ErrorMetric::Ssim:
        return ComparisonRows::tr("SSIM");
    case ErrorMetric::Psnr:
        return ComparisonRows::tr("PSNR");
    case ErrorMetric::Kl:
        break;
    }
    return ComparisonRows::tr("KL");
}

} // namespace

QString errorFigure(ErrorMetric metric, double value) {
    const QLocale locale;
    switch (metric) {
    case ErrorMetric::SquaredError:
        return locale.toString(value, 'f', 4);
    case ErrorMetric::Ssim:
        return locale.toString(value, 'f', 3);
    case ErrorMetric::Psnr:
        return ComparisonRows::tr("%1 dB").arg(locale.toString(value, 'f', 1));
    case ErrorMetric::Kl:
        break;
    }
    return ComparisonRows::tr("%1 nats").arg(locale.toString(value, 'f', 1));
}

QString className(const Dataset& data, std::uint16_t label) {
    return label < data.classNames().size() ? QString::fromStdString(data.classNames()[label])
                                            : QString::number(label);
}

ComparisonRows ComparisonRows::of(const Page& page) {
    ComparisonRows result;
    for (const std::size_t i : page.order) {
        result.indices.push_back(page.first->indices[i]);
    }
    const std::vector<Image> originals = inOrder(page.first->originals, page.order);
    const std::vector<Image> first = inOrder(page.first->generated, page.order);
    const std::vector<float> firstErrors = valuesOf(*page.first, page.metric, page.order);
    Line line{metricName(page.metric), figuresOf(firstErrors, page.metric, first.size()), {}};
    const float scale = std::max(kLeastScale, largestError(originals, first));
    if (!page.second) {
        result.rows = {{tr("Original"), {}, originals},
                       {tr("Generated"), {}, first},
                       {tr("Difference"), scaleNote(scale), differences(originals, first, scale)}};
        result.lines.push_back(line);
    } else {
        const std::vector<Image> second = inOrder(page.second->generated, page.order);
        const std::vector<float> secondErrors = valuesOf(*page.second, page.metric, page.order);
        const float both = std::max(scale, largestError(originals, second));
        result.rows = {{tr("Original"), {}, originals},
                       {tr("A"), {}, first},
                       {tr("Difference A"), scaleNote(both), differences(originals, first, both)},
                       {tr("B"), {}, second},
                       {tr("Difference B"), scaleNote(both), differences(originals, second, both)}};
        Line other{tr("%1 of B").arg(line.name), figuresOf(secondErrors, page.metric, first.size()), {}};
        line.name = tr("%1 of A").arg(line.name);
        if (page.metric != ErrorMetric::Kl) { // of which neither is better
            markBetter(page.metric, firstErrors, secondErrors, line, other);
        }
        result.lines = {line, other};
    }
    if (page.data && page.data->hasLabels()) {
        Line labels{tr("Label"), {}, {}};
        for (const std::uint32_t index : result.indices) {
            labels.values.append(className(*page.data, page.data->factors(index)[0]));
        }
        result.lines.push_back(labels);
    }
    return result;
}

ComparisonRows ComparisonRows::ofLatents(const std::vector<Image>& first, const std::vector<Image>& second,
                                         const QStringList& classes) {
    ComparisonRows result;
    const float scale = std::max(kLeastScale, largestError(first, second));
    result.rows = {{tr("A"), {}, first},
                   {tr("B"), {}, second},
                   {tr("B less A"), scaleNote(scale), differences(first, second, scale)}};
    if (!classes.isEmpty()) {
        result.lines.push_back({tr("Label"), classes, {}});
    }
    return result;
}

} // namespace latentscape

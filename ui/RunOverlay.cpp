#include "ui/RunOverlay.h"

#include "ui/Figures.h"
#include "ui/Theme.h"

#include <qcustomplot.h>

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <utility>

namespace latentscape {

namespace {

constexpr double kKeep = 0.9;          // of the moving average, a point
constexpr int kPale = 120;             // alpha
constexpr const char* kLayer = "runs"; // behind the curves of the run that is shown

QString tr(const char* text) {
    return QCoreApplication::translate("latentscape::RunOverlay", text);
}

} // namespace

QColor runColour(const QPalette& palette, int index) {
    static const std::array<QColor, kRunColours> light{0x1a7f4b, 0xa03c8c, 0x8a6d00,
                                                       0x5b5bd6, 0xb3261e, 0x2f7f8c};
    static const std::array<QColor, kRunColours> dark{0x56c58d, 0xe08fd0, 0xd9bf4d,
                                                      0xa3a3ff, 0xff8a80, 0x7cc4d6};
    const bool isDark = palette.color(QPalette::Window).lightness() < 128;
    return (isDark ? dark : light)[static_cast<std::size_t>(index % kRunColours)];
}

RunOverlay::RunOverlay(QCustomPlot* plot, QCPAxisRect* upper, QCPAxisRect* lower)
    : m_plot(plot)
    , m_upper(upper)
    , m_lower(lower) {
    m_plot->addLayer(kLayer, m_plot->layer("main"), QCustomPlot::limBelow);
}

void RunOverlay::set(const std::vector<OverlaidRun>& runs, ModelKind kind, const QWidget* widget) {
    for (const Line& line : m_lines) {
        m_plot->removeGraph(line.train);
        m_plot->removeGraph(line.heldOut);
    }
    m_lines.clear();
    m_runs = runs;
    m_kind = kind;
    for (const OverlaidRun& run : m_runs) {
        if (run.kind != kind) {
            continue;
        }
        draw(run, 0, m_upper);
        if (kind == ModelKind::Vae) {
            draw(run, 2, m_lower);
            continue;
        }
        draw(run, 1, m_upper);
        draw(run, 2, m_lower);
        draw(run, 3, m_lower);
    }
    restyle(widget);
}

void RunOverlay::setKind(ModelKind kind, const QWidget* widget) {
    if (kind != m_kind) {
        set(std::vector(m_runs), kind, widget);
    }
}

void RunOverlay::draw(const OverlaidRun& run, std::size_t loss, QCPAxisRect* rect) {
    const auto graph = [&] {
        QCPGraph* added = m_plot->addGraph(rect->axis(QCPAxis::atBottom), rect->axis(QCPAxis::atLeft));
        added->setLayer(kLayer);
        return added;
    };
    const Line line{rect, graph(), graph(), run.colour};
    double smoothed = 0;
    bool first = true;
    for (const LossPoint& point : run.history->losses()) {
        const double keep = std::exchange(first, false) ? 0 : kKeep;
        smoothed = keep * smoothed + (1 - keep) * double{point.losses[loss]};
        line.train->addData(point.epoch, smoothed);
    }
    for (const EpochResult& epoch : run.history->epochs()) {
        line.heldOut->addData(static_cast<double>(epoch.epoch), double{epoch.heldOut[loss]});
    }
    m_lines.push_back(line);
}

std::optional<QCPRange> RunOverlay::verticalRange(const QCPAxisRect* rect, double epoch) const {
    std::optional<QCPRange> range;
    for (const Line& line : m_lines) {
        if (line.rect != rect) {
            continue;
        }
        for (const QCPGraph* graph : {line.train, line.heldOut}) {
            for (auto point = graph->data()->findBegin(epoch, false); point != graph->data()->constEnd();
                 ++point) {
                const QCPRange one(point->value, point->value);
                range = range ? QCPRange(std::min(range->lower, one.lower), std::max(range->upper, one.upper))
                              : one;
            }
        }
    }
    return range;
}

double RunOverlay::lastEpoch() const {
    double last = 0;
    for (const OverlaidRun& run : m_runs) {
        if (run.kind == m_kind && !run.history->losses().empty()) {
            last = std::max(last, run.history->losses().back().epoch);
        }
    }
    return last;
}

QString RunOverlay::describe(double epoch) const {
    QString words;
    for (const OverlaidRun& run : m_runs) {
        const auto& epochs = run.history->epochs();
        const auto after = std::ranges::upper_bound(
            epochs, epoch, {}, [](const EpochResult& result) { return static_cast<double>(result.epoch); });
        if (run.kind == m_kind && after != epochs.begin()) {
            words += '\n' + tr("%1: held out %2").arg(run.name, lossFigure(std::prev(after)->heldOut[0]));
        }
    }
    return words;
}

void RunOverlay::restyle(const QWidget* widget) {
    for (const Line& line : m_lines) {
        const QColor strong = runColour(widget->palette(), line.colour);
        QColor pale = strong;
        pale.setAlpha(kPale);
        line.train->setPen(QPen(pale, 1));
        line.heldOut->setPen(QPen(strong, 1.5, Qt::DashLine));
    }
}

} // namespace latentscape

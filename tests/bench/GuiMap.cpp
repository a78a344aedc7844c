#include "tests/bench/GuiFigures.h"

#include "core/tensor/Random.h"
#include "ui/MapColours.h"
#include "ui/MapPlot.h"

#include <QMouseEvent>

#include <cmath>

namespace latentscape {

namespace {

constexpr std::int64_t kPoints = 10'000;
constexpr int kFrames = 200;

// Milliseconds of each change and of the frame that shows it.
template <typename Change> std::vector<double> framesOf(MapPlot& plot, const Change& change) {
    std::vector<double> times;
    for (int frame = 0; frame < kFrames; ++frame) {
        QElapsedTimer timer;
        timer.start();
        change(frame);
        QCoreApplication::processEvents(); // a queued replot
        plot.repaint();
        times.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
    }
    return times;
}

void printFrames(const char* what, const std::vector<double>& times) {
    printFigure(QString("map_%1_95_ms").arg(what).toUtf8(), percentile(times, 0.95), 16,
                QString("%1 points").arg(kPoints));
    printFigure(QString("map_%1_worst_ms").arg(what).toUtf8(), percentile(times, 1), 0);
}

} // namespace

void measureMap() {
    Random random(1);
    Tensor positions({kPoints, 2});
    random.fillNormal(positions.values());
    std::vector<float> classes(kPoints);
    for (float& value : classes)
        value = static_cast<float>(random.below(10));
    MapPlot plot;
    plot.resize(1200, 800);
    plot.setAxes("PC 1", "PC 2");
    plot.setPositions(positions);
    plot.setColours(MapColours::ofClasses(classes));
    plot.show();
    waitFor([&] { return plot.isVisible(); });
    printFrames("zoom",
                framesOf(plot, [&](int frame) { plot.zoom(frame < kFrames / 2 ? 1.02 : 1 / 1.02, {}); }));
    printFrames("points", framesOf(plot, [&](int frame) {
                    positions.row(frame)[0] += 1;
                    plot.setPositions(positions);
                }));
    auto* surface = plot.findChild<QWidget*>(QString(), Qt::FindDirectChildrenOnly);
    printFrames("hover", framesOf(plot, [&](int frame) {
                    const QPointF at(600 + 200 * std::cos(0.1 * frame), 400 + 200 * std::sin(0.1 * frame));
                    QMouseEvent move(QEvent::MouseMove, at, surface->mapToGlobal(at), Qt::NoButton,
                                     Qt::NoButton, Qt::NoModifier);
                    QCoreApplication::sendEvent(surface, &move);
                }));
    printFrames("present", framesOf(plot, [&](int frame) { plot.setPresent(QPointF(0.01 * frame, 0)); }));
}

} // namespace latentscape

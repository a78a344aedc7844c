#include "tests/bench/GuiFigures.h"
#include "tests/bench/GuiScenes.h"
#include "tests/bench/UiThreadWatch.h"

#include "ui/MainWindow.h"

#include <algorithm>

namespace latentscape {

namespace {

constexpr int kTries = 3;
constexpr double kSlowerMachine = 2; // so many times the limit may be taken before the test fails

// A block that comes from the machine does not come back when the scene is played again; the least counts.
double play(const Scene& scene, MainWindow& window, TimedApplication& app) {
    double least = 0;
    for (int i = 0; i < kTries && (i == 0 || least > scene.limit); ++i) {
        app.forget();
        const UiThreadWatch watch;
        scene.play(window);
        least = i == 0 ? watch.longestBlock() : std::min(least, watch.longestBlock());
        const QString remark = QString("longest gap %1 ms; longest event %2 ms: %3")
                                   .arg(watch.longestGap(), 0, 'f', 1)
                                   .arg(percentile(app.durations(), 1), 0, 'f', 1)
                                   .arg(app.longest());
        printFigure(QByteArray(scene.name) + "_blocked_ms", watch.longestBlock(), scene.limit, remark);
    }
    return least;
}

} // namespace

bool measureBlocking(TimedApplication& app, const QStringList& names) {
    MainWindow window;
    openWindow(window);
    std::vector<Scene> scenes = basicScenes();
    std::ranges::move(labScenes(), std::back_inserter(scenes));
    std::ranges::move(takeScenes(), std::back_inserter(scenes));
    if (!names.isEmpty()) {
        std::erase_if(scenes, [&](const Scene& scene) { return !names.contains(QLatin1String(scene.name)); });
    }
    double worst = 0;
    bool kept = true;
    for (const Scene& scene : scenes) {
        const double blocked = play(scene, window, app);
        worst = std::max(worst, blocked);
        kept = kept && blocked <= kSlowerMachine * scene.limit;
    }
    printFigure("ui_blocked_max_ms", worst, 0, largestData());
    return kept;
}

} // namespace latentscape

#include "tests/bench/GuiFigures.h"

#include "ui/LossPlot.h"
#include "ui/MainWindow.h"

#include <QAbstractButton>
#include <QProcess>
#include <QStandardPaths>
#include <QThread>

#include <csignal>
#include <cstdio>

namespace latentscape {

namespace {

constexpr int kStarts = 5;

// Milliseconds from starting the program to its window being mapped; looks every few milliseconds.
double startProgram() {
    QProcess app;
    QElapsedTimer timer;
    timer.start();
    app.start(LATENTSCAPE_GUI, {});
    app.waitForStarted();
    QProcess search;
    do {
        search.start("xdotool", {"search", "--onlyvisible", "--pid", QString::number(app.processId())});
        search.waitForFinished();
    } while (search.exitCode() != 0 && timer.elapsed() < 30'000);
    const auto milliseconds = static_cast<double>(timer.nsecsElapsed()) / 1e6;
    ::kill(static_cast<pid_t>(app.processId()), SIGTERM);
    app.waitForFinished();
    return milliseconds;
}

void measureProgramStart() {
    if (QGuiApplication::platformName() == "offscreen" ||
        QStandardPaths::findExecutable("xdotool").isEmpty()) {
        std::fprintf(stderr, "gui_benchmark: no display or no xdotool, so the start is not measured\n");
        return;
    }
    std::vector<double> starts;
    for (int i = 0; i < kStarts; ++i) {
        starts.push_back(startProgram());
    }
    printFigure("start_to_window_ms", percentile(starts, 0.5), 500, "median of 5, the file cache is warm");
    printFigure("start_to_window_worst_ms", percentile(starts, 1), 500);
}

// Says when a widget has been painted.
class PaintWatch : public QObject {
public:
    explicit PaintWatch(QWidget* widget) {
        for (QWidget* part : widget->findChildren<QWidget*>()) {
            part->installEventFilter(this);
        }
        widget->installEventFilter(this);
    }
    bool eventFilter(QObject*, QEvent* event) override {
        painted = painted || event->type() == QEvent::Paint;
        return false;
    }
    bool painted = false;
};

void measureFirstPoint() {
    std::vector<double> times;
    for (int i = 0; i < kStarts; ++i) {
        MainWindow window;
        openWindow(window);
        auto* plot = window.findChild<LossPlot*>();
        QElapsedTimer timer;
        timer.start();
        window.findChild<QAbstractButton*>("mainButton")->click();
        waitFor([&] { return plot->pointCount() > 0; });
        PaintWatch watch(plot);
        waitFor([&] { return watch.painted; });
        times.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
        window.session().stop();
        waitFor([&] { return !window.session().isTraining() && !window.session().isSaving(); });
    }
    printFigure("train_to_first_point_ms", percentile(times, 0.5), 300,
                "median of 5, dense-400 on Shapes, painted");
    printFigure("train_to_first_point_worst_ms", percentile(times, 1), 300);
}

void measureWindow() {
    QElapsedTimer timer;
    timer.start();
    MainWindow window;
    PaintWatch watch(&window);
    window.show();
    waitFor([&] { return watch.painted; });
    printFigure("window_made_and_painted_ms", static_cast<double>(timer.nsecsElapsed()) / 1e6, 0);
    waitFor([&] { return window.session().state() == Session::State::Ready; });
}

} // namespace

void measureStart() {
    measureWindow();
    measureProgramStart();
    measureFirstPoint();
}

} // namespace latentscape

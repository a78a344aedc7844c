#include "tests/bench/GuiFigures.h"

#include "ui/MainWindow.h"

#include <QTimer>

namespace latentscape {

namespace {

constexpr int kSecondsAView = 3;

// The gaps between the beats of a timer of one millisecond: what waits for the UI thread waits as long.
class Heartbeat {
public:
    Heartbeat() {
        m_clock.start();
        m_timer.setTimerType(Qt::PreciseTimer);
        QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] {
            gaps.push_back(static_cast<double>(m_clock.nsecsElapsed()) / 1e6);
            m_clock.start();
        });
        m_timer.start(1);
    }
    std::vector<double> gaps; // milliseconds

private:
    QElapsedTimer m_clock;
    QTimer m_timer;
};

void stayFor(double seconds) {
    QElapsedTimer timer;
    timer.start();
    while (static_cast<double>(timer.elapsed()) < seconds * 1000) {
        QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents, 1);
    }
}

void printBlocking(const QString& when, const std::vector<double>& gaps, const TimedApplication& app) {
    const auto name = [&](const char* what) { return (when + "_" + what).toUtf8(); };
    printFigure(name("gap_max_ms"), percentile(gaps, 1), 50);
    printFigure(name("gap_99_ms"), percentile(gaps, 0.99), 50);
    printFigure(name("event_max_ms"), percentile(app.durations(), 1), 50, app.longest());
    printFigure(name("event_99_ms"), percentile(app.durations(), 0.99), 50);
}

} // namespace

void measureBlocking(TimedApplication& app) {
    MainWindow window;
    openWindow(window);
    startTraining(window);
    const std::pair<const char*, View> views[]{{"training_train_view", View::Train},
                                               {"training_explore", View::Explore},
                                               {"training_compare", View::Compare}};
    std::vector<double> all;
    for (const auto& [name, view] : views) {
        app.forget();
        Heartbeat heart;
        window.showView(view);
        stayFor(kSecondsAView / 2.0);
        window.session().saveCheckpoint(qEnvironmentVariable("XDG_DATA_HOME") + "/saved.safetensors");
        stayFor(kSecondsAView / 2.0);
        printBlocking(name, heart.gaps, app);
        all.insert(all.end(), heart.gaps.begin(), heart.gaps.end());
    }
    app.forget();
    {
        Heartbeat heart;
        window.session().stop();
        waitFor([&] { return !window.session().isTraining() && !window.session().isSaving(); });
        stayFor(0.2);
        window.open(qEnvironmentVariable("XDG_DATA_HOME") + "/saved.safetensors");
        waitFor([&] { return window.session().state() == Session::State::Ready; });
        stayFor(0.5);
        window.session().goOn(window.session().config());
        stayFor(1);
        printBlocking("stop_open_go_on", heart.gaps, app);
        all.insert(all.end(), heart.gaps.begin(), heart.gaps.end());
    }
    printFigure("ui_blocked_max_ms", percentile(all, 1), 50, "of everything above");
    window.session().stop();
    waitFor([&] { return !window.session().isTraining() && !window.session().isSaving(); });
}

} // namespace latentscape

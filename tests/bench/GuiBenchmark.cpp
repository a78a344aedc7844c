// Measures the window: QT_QPA_PLATFORM=offscreen gui_benchmark [start] [slider] [map] [blocking [SCENE...]];
// no word: all. The scenes are those of GuiScenes.h; no scene: all. With a display (xvfb-run) also the time
// from starting the program to its window. ctest runs the part on blocking, which fails when the UI thread is
// kept too long; see UiThreadWatch.h for why that holds on a busy machine.
#include "tests/bench/GuiFigures.h"

#include "core/train/Preset.h"
#include "ui/MainWindow.h"
#include "ui/Theme.h"

#include <QSettings>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>
#include <ctime>

namespace latentscape {

namespace {

// Of the processor, by the calling thread: without what it waited for.
double threadMilliseconds() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

} // namespace

bool TimedApplication::notify(QObject* receiver, QEvent* event) {
    const QEvent::Type type = event->type();
    const QString name = QString("%1 %2").arg(receiver->metaObject()->className(), receiver->objectName());
    QElapsedTimer timer;
    timer.start();
    const double workBefore = threadMilliseconds();
    ++m_depth;
    const bool result = QApplication::notify(receiver, event);
    if (--m_depth == 0) {
        const double milliseconds = static_cast<double>(timer.nsecsElapsed()) / 1e6;
        m_durations.push_back(milliseconds);
        if (milliseconds > m_longestDuration) {
            m_longestDuration = milliseconds;
            m_longest = QString("%1, event %2, of which %3 ms work")
                            .arg(name)
                            .arg(static_cast<int>(type))
                            .arg(threadMilliseconds() - workBefore, 0, 'f', 1);
        }
    }
    return result;
}

void TimedApplication::forget() {
    m_durations.clear();
    m_longest.clear();
    m_longestDuration = 0;
}

void printFigure(const char* name, double value, double limit, const QString& remark) {
    std::printf("{\"figure\": \"%s\", \"value\": %.3f", name, value);
    if (limit > 0) {
        std::printf(", \"limit\": %g, \"kept\": %s", limit, value < limit ? "true" : "false");
    }
    if (!remark.isEmpty()) {
        std::printf(", \"remark\": \"%s\"", qPrintable(remark));
    }
    std::printf("}\n");
    std::fflush(stdout);
}

bool waitFor(const std::function<bool()>& done) {
    QElapsedTimer timer;
    timer.start();
    while (!done() && timer.elapsed() < 30'000) {
        QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents, 1);
    }
    return done();
}

double percentile(std::vector<double> values, double share) {
    std::ranges::sort(values);
    return values.empty() ? 0
                          : values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
}

void openWindow(MainWindow& window) {
    window.show();
    waitFor(
        [&] { return window.session().state() == Session::State::Ready && window.session().data().train; });
}

void startTraining(MainWindow& window, const char* preset) {
    startTraining(window, findPreset(preset).config);
}

void startTraining(MainWindow& window, TrainConfig config) {
    config.epochs = 100000;
    if (config.model.kind == ModelKind::Gan) { // the GANs' presets are for such images
        config.side = 32;
        config.fit = Fit::Pad;
    }
    window.session().start(config);
    waitFor([&] { return window.session().decoder().hasWeights(); });
}

} // namespace latentscape

int main(int argc, char** argv) {
    // Nobody's settings and runs but its own.
    const QTemporaryDir home;
    qputenv("XDG_DATA_HOME", home.path().toUtf8());
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, home.path());
    latentscape::TimedApplication app(argc, argv);
    QApplication::setOrganizationName("latentscape");
    QApplication::setApplicationName("latentscape");
    latentscape::applyTheme(app, latentscape::ThemeMode::Light);
    QStringList words = QApplication::arguments().mid(1);
    const QStringList scenes =
        words.contains("blocking") ? words.mid(words.indexOf("blocking") + 1) : QStringList();
    words.resize(words.size() - scenes.size());
    const auto wanted = [&](const char* word) { return words.isEmpty() || words.contains(word); };
    if (wanted("start")) {
        latentscape::measureStart();
    }
    if (wanted("slider")) {
        latentscape::measureSlider();
    }
    if (wanted("map")) {
        latentscape::measureMap();
    }
    if (wanted("blocking") && !latentscape::measureBlocking(app, scenes)) {
        return 1;
    }
    return 0;
}

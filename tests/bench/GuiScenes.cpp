#include "tests/bench/GuiScenes.h"
#include "tests/bench/GuiFigures.h"

#include "ui/LatentSlider.h"
#include "ui/MainWindow.h"
#include "ui/MeasureView.h"

#include <QAction>
#include <QElapsedTimer>
#include <QFile>

namespace latentscape {

namespace {

// Qt gives all widgets their style sheet at once: 36 to 82 ms, longer than is wished, and rarely done.
constexpr double kColoursLimit = 100;

QString savedRun() {
    return qEnvironmentVariable("XDG_DATA_HOME") + "/saved.safetensors";
}

bool isQuiet(MainWindow& window) {
    return window.session().state() == Session::State::Ready && !window.session().isSaving();
}

} // namespace

void stayFor(int milliseconds) {
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < milliseconds) {
        QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents, 1);
    }
}

void stop(MainWindow& window) {
    window.session().stop();
    waitFor([&] { return isQuiet(window); });
}

void train(MainWindow& window, const char* preset) {
    if (!window.session().isTraining()) {
        startTraining(window, preset);
    }
    stayFor(300);
}

void look(MainWindow& window, View view) {
    for (int i = 0; i < 3; ++i) {
        window.showView(static_cast<View>((static_cast<int>(view) + 1) % 3));
        stayFor(100);
        window.showView(view);
        stayFor(400);
    }
}

void load(MainWindow& window, const QString& source) {
    stop(window);
    window.open(source);
    waitFor([&] { return isQuiet(window); });
    stayFor(300);
}

QString largestData() {
    const QString own = qEnvironmentVariable("LATENTSCAPE_MNIST");
    return own.isEmpty() ? QString::fromStdString(findData().back().source) : own;
}

namespace {

void dragSliders(MainWindow& window) {
    window.showView(View::Explore);
    stayFor(100);
    for (auto* slider : window.findChildren<LatentSlider*>().mid(0, 5)) {
        for (int share = 0; share <= 20; ++share) {
            slider->setValue(slider->minimum() + (slider->maximum() - slider->minimum()) * share / 20);
            stayFor(8);
        }
    }
}

void measure(MainWindow& window) {
    window.showView(View::Measure);
    auto* view = window.findChild<MeasureView*>();
    view->measure();
    stayFor(2000);
    view->cancel();
    stayFor(200);
}

void changeWhatRuns(MainWindow& window) {
    window.showView(View::Train);
    for (const float beta : {0.5f, 2.0f, 1.0f}) {
        TrainConfig config = window.session().config();
        config.beta = beta;
        window.session().change(config);
        window.session().newSampleLatents();
        stayFor(200);
    }
    window.session().setPaused(true);
    waitFor([&] { return window.session().state() == Session::State::Paused; });
    window.session().setPaused(false);
    stayFor(200);
}

void resizeWindow(MainWindow& window) {
    const QSize size = window.size();
    for (const View view : {View::Train, View::Explore, View::Compare, View::Measure}) {
        window.showView(view);
        for (int step = 0; step < 10; ++step) {
            window.resize(size.width() + 40 * step, size.height() + 20 * step);
            stayFor(20);
        }
    }
    window.resize(size);
    stayFor(100);
}

void changeColours(MainWindow& window) {
    for (const char* theme : {"themeDark", "themeLight"}) {
        window.findChild<QAction*>(theme)->trigger();
        stayFor(200);
    }
}

void saveWhileItTrains(MainWindow& window) {
    window.session().saveCheckpoint(savedRun());
    waitFor([&] { return QFile::exists(savedRun()) && !window.session().isSaving(); });
    stayFor(200);
}

void stopOpenAndGoOn(MainWindow& window) {
    stop(window);
    window.open(savedRun());
    waitFor([&] { return isQuiet(window); });
    stayFor(300);
    window.session().goOn(window.session().config());
    stayFor(500);
}

} // namespace

std::vector<Scene> basicScenes() {
    std::vector<Scene> all;
    const auto add = [&](const char* name, std::function<void(MainWindow&)> play) {
        all.push_back({name, std::move(play)});
    };
    add("shapes_fast_steps", [](MainWindow& w) { train(w, "dense-seed"), look(w, View::Train), stop(w); });
    add("shapes_train", [](MainWindow& w) { train(w, "dense-400"), look(w, View::Train); });
    add("shapes_explore", [](MainWindow& w) { look(w, View::Explore); });
    add("shapes_sliders", dragSliders);
    add("shapes_compare", [](MainWindow& w) { look(w, View::Compare); });
    add("load_large_data", [](MainWindow& w) { load(w, "shapes"), load(w, largestData()); });
    add("large_train", [](MainWindow& w) { train(w, "dense-400"), look(w, View::Train); });
    add("large_explore", [](MainWindow& w) { look(w, View::Explore); });
    add("large_sliders", dragSliders);
    add("large_compare", [](MainWindow& w) { look(w, View::Compare); });
    add("large_measure", measure);
    add("live_changes", changeWhatRuns);
    add("resize", resizeWindow);
    all.push_back({"colours", changeColours, kColoursLimit});
    add("save", saveWhileItTrains);
    add("stop_open_go_on", stopOpenAndGoOn);
    add("stop", stop);
    return all;
}

} // namespace latentscape

#include "tests/bench/GuiFigures.h"

#include "ui/ImageStage.h"
#include "ui/LatentSlider.h"
#include "ui/MainWindow.h"

namespace latentscape {

namespace {

constexpr int kMoves = 300;
constexpr int kBetweenMoves = 20; // ms, and some more: the moves meet the run at different moments

// Says when a picture has been painted that was not there before.
class NewPictureWatch : public QObject {
public:
    explicit NewPictureWatch(ImageStage* stage)
        : m_stage(stage)
        , m_before(stage->images()) {
        stage->installEventFilter(this);
    }
    bool eventFilter(QObject*, QEvent* event) override {
        painted = painted || (event->type() == QEvent::Paint && m_stage->images() != m_before);
        return false;
    }
    bool painted = false;

private:
    ImageStage* m_stage;
    std::shared_ptr<const std::vector<Image>> m_before; // held, so that its address is not used again
};

// Milliseconds from each move of the slider to its picture.
std::vector<double> moveSlider(MainWindow& window) {
    auto* stage = window.findChild<ImageStage*>("decodedImage");
    auto* slider = window.findChild<LatentSlider*>("latent0");
    std::vector<double> times;
    for (int move = 0; move < kMoves; ++move) {
        QElapsedTimer pause;
        pause.start();
        waitFor([&] { return pause.elapsed() >= kBetweenMoves + move % 13; });
        NewPictureWatch watch(stage);
        QElapsedTimer timer;
        timer.start();
        slider->setValue(slider->value() < 250 ? slider->value() + 7 : -250);
        waitFor([&] { return watch.painted; });
        times.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
    }
    return times;
}

void printMoves(const char* when, double limit, const std::vector<double>& times) {
    const auto name = [&](const char* what) { return QString("slider_%1_%2_ms").arg(when, what).toUtf8(); };
    printFigure(name("median"), percentile(times, 0.5), limit,
                QString("%1 moves, dense-400 on Shapes, painted").arg(times.size()));
    printFigure(name("95"), percentile(times, 0.95), 0);
    printFigure(name("worst"), percentile(times, 1), 0);
}

} // namespace

void measureSlider() {
    MainWindow window;
    openWindow(window);
    window.showView(View::Explore);
    startTraining(window, "dense-400");
    const auto* stage = window.findChild<ImageStage*>("decodedImage");
    waitFor([&] { return stage->images() != nullptr; });
    printMoves("training", 33, moveSlider(window));
    window.session().stop();
    waitFor([&] { return !window.session().isTraining() && !window.session().isSaving(); });
    printMoves("idle", 16, moveSlider(window));
}

} // namespace latentscape

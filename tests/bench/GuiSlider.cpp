#include "tests/bench/GuiFigures.h"

#include "core/train/Preset.h"
#include "ui/ImageStage.h"
#include "ui/LatentSlider.h"
#include "ui/MainWindow.h"

namespace latentscape {

namespace {

constexpr int kMoves = 300;
constexpr double kMost = 50;      // ms, of 95 %
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

void printMoves(const QString& model, const char* when, double limit, const std::vector<double>& times) {
    const auto name = [&](const char* what) {
        return QString("slider_%1_%2_%3_ms").arg(model, when, what).toUtf8();
    };
    printFigure(name("median"), percentile(times, 0.5), limit,
                QString("%1 moves, painted").arg(times.size()));
    printFigure(name("95"), percentile(times, 0.95), kMost);
    printFigure(name("worst"), percentile(times, 1), 0);
}

void measureModel(const char* preset, std::int64_t latents) {
    MainWindow window;
    openWindow(window);
    window.showView(View::Explore);
    TrainConfig config = findPreset(preset).config;
    if (latents > 0) {
        config.model.latent = latents;
    }
    const QString name = QString("%1_%2").arg(preset).arg(config.model.latent);
    startTraining(window, std::move(config));
    const auto* stage = window.findChild<ImageStage*>("decodedImage");
    waitFor([&] { return stage->images() != nullptr; });
    printMoves(name, "training", 33, moveSlider(window));
    window.session().stop();
    waitFor([&] { return !window.session().isTraining() && !window.session().isSaving(); });
    printMoves(name, "idle", 16, moveSlider(window));
}

} // namespace

void measureSlider() {
    measureModel("dense-400", 0);
    measureModel("dense-400", 512);
    measureModel("conv-vae", 0);
    measureModel("dcgan", 0);
}

} // namespace latentscape

#include "tests/bench/GuiFigures.h"
#include "tests/bench/GuiHands.h"

#include "core/train/Preset.h"
#include "ui/AroundCard.h"
#include "ui/DrawCanvas.h"
#include "ui/ExploreView.h"
#include "ui/HistoryStrip.h"
#include "ui/LatentPoint.h"
#include "ui/LatentSliderGrid.h"
#include "ui/MapPlot.h"

#include <QAbstractButton>
#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QListWidget>

namespace latentscape {

namespace {

QWidget* surfaceOfMap(MainWindow& window) {
    return child<MapPlot>(window, "mapPlot")->findChild<QWidget*>(QString(), Qt::FindDirectChildrenOnly);
}

void makeMap(MainWindow& window, int kind) {
    window.showView(View::Explore);
    press(window, "showMap");
    choose(window, "mapKind", kind);
    auto* plot = child<MapPlot>(window, "mapPlot");
    waitFor([&] { return plot->isVisible() && plot->present(); });
}

void useMap(MainWindow& window) {
    QWidget* surface = surfaceOfMap(window);
    moveRound(surface, Qt::NoButton);
    moveRound(surface, Qt::LeftButton);
    moveRound(surface, Qt::RightButton, 40);
    turnWheel(surface);
    auto* colours = child<QComboBox>(window, "mapColours");
    for (int i = colours->count() - 1; i >= 0; --i) {
        colours->setCurrentIndex(i);
        stayFor(300);
    }
    auto* manifold = child<QCheckBox>(window, "mapManifold");
    manifold->setChecked(true);
    stayFor(1000);
    turnWheel(surface);
    manifold->setChecked(false);
}

void mapOfComponents(MainWindow& window) {
    train(window, "dense-400");
    makeMap(window, 0);
    useMap(window);
}

void arrangeMap(MainWindow& window) {
    makeMap(window, 2);
    press(window, "mapAction"); // t-SNE begins
    stayFor(4000);
    moveRound(surfaceOfMap(window), Qt::NoButton);
    choose(window, "mapKind", 0); // and ends
    press(window, "showDimensions");
}

void findDirections(MainWindow& window) {
    window.showView(View::Explore);
    press(window, "showDirections");
    const bool isFirst = child<QAbstractButton>(window, "findDirections")->isVisible();
    press(window, isFirst ? "findDirections" : "findAgain");
    stayFor(1500);
    movePoint(window);
    press(window, "showDimensions");
}

void drawPicture(MainWindow& window) {
    window.showView(View::Explore);
    press(window, "showOwn");
    for (int i = 0; i < 3; ++i) {
        moveRound(window.findChild<DrawCanvas*>(), Qt::LeftButton, 30);
        stayFor(200);
    }
    press(window, "clearCanvas");
    press(window, "showDimensions");
}

void fillGallery(MainWindow& window) {
    window.showView(View::Explore);
    AroundCard* around = child<ExploreView>(window, "exploreView")->around();
    press(window, "showGallery");
    for (int i = 0; i < 40; ++i) {
        movePoint(window, 1);
        around->keep();
        stayFor(kFrame);
    }
    movePoint(window);
}

void walkPath(MainWindow& window) {
    window.showView(View::Explore);
    press(window, "showPath");
    for (int i = 0; i < 6; ++i) {
        movePoint(window, 3);
        press(window, "addStop");
    }
    for (int way = 0; way < 3; ++way) {
        choose(window, "pathWay", way);
        press(window, "playPath");
        stayFor(1500);
        press(window, "playPath");
    }
}

void lookForNearest(MainWindow& window) {
    window.showView(View::Explore);
    press(window, "showNearest");
    movePoint(window);
    stayFor(1000);
    press(window, "showTraversals");
}

void goToThePast(MainWindow& window) {
    train(window, "dense-400");
    window.showView(View::Train);
    Session& session = window.session();
    for (int i = 0; i < 8; ++i) { // each leaves a moment before it
        TrainConfig config = session.config();
        config.beta = i % 2 == 0 ? 0.5f : 1.0f;
        session.change(config);
        stayFor(150);
    }
    auto* history = child<HistoryStrip>(window, "history");
    history->play();
    stayFor(1500);
    history->stop();
    const auto steps = [&] {
        std::vector<std::int64_t> all;
        for (const auto& entry : session.moments().entries()) {
            all.push_back(entry.step);
        }
        return all;
    }();
    for (const std::int64_t step : steps) {
        session.lookAt(step);
        stayFor(150);
    }
    for (const View view : {View::Explore, View::Compare, View::Train}) {
        window.showView(view);
        stayFor(300);
    }
    session.lookAtNow();
    stayFor(200);
}

void manySliders(MainWindow& window) {
    stop(window);
    TrainConfig config = findPreset("dense-400").config;
    config.model.latent = 512;
    startTraining(window, std::move(config));
    window.showView(View::Explore);
    stayFor(1000);
    movePoint(window);
    for (int order = 0; order < 3; ++order) {
        choose(window, "sortLatents", order);
    }
    auto* search = child<ExploreView>(window, "exploreView")->sliders()->findChild<QLineEdit*>();
    for (const char* words : {"1", "12", "", "5"}) {
        search->setText(words);
        stayFor(100);
    }
    search->clear();
    look(window, View::Explore);
    makeMap(window, 0);
    press(window, "showDimensions");
    stop(window);
}

void trainGan(MainWindow& window) {
    stop(window);
    startTraining(window, "gan-dense");
    stayFor(2000);
    look(window, View::Train);
    look(window, View::Compare);
}

void exploreGan(MainWindow& window) {
    if (!window.session().isTraining()) {
        startTraining(window, "gan-dense");
    }
    makeMap(window, 0);
    useMap(window);
    press(window, "showDimensions");
    movePoint(window);
    stop(window);
}

// Its latent is searched for.
void drawForGan(MainWindow& window) {
    if (!window.session().isTraining()) {
        startTraining(window, "gan-dense");
        stayFor(1000);
    }
    drawPicture(window);
    stop(window);
    drawPicture(window);
}

// A thousand epochs, whose curves, marks and moments are as many as are ever kept.
void longRun(MainWindow& window) {
    load(window, "shapes");
    TrainConfig config = findPreset("dense-seed").config;
    config.batch = 2000;
    startTraining(window, std::move(config));
    window.showView(View::Train);
    Session& session = window.session();
    double epoch = 0;
    QObject watch;
    QObject::connect(&session, &Session::snapshotArrived, &watch,
                     [&](const Snapshot& snapshot) { epoch = snapshot.epoch; });
    for (int i = 0; epoch < 1000 && i < 300; ++i) {
        if (i % 5 == 0) {
            TrainConfig changed = session.config();
            changed.beta = changed.beta == 1 ? 0.9f : 1.0f;
            session.change(changed);
        }
        stayFor(100);
    }
    moveRound(child<QWidget>(window, "lossPlot"), Qt::NoButton);
    goToThePast(window);
    look(window, View::Train);
    stop(window);
    load(window, largestData());
}

} // namespace

std::vector<Scene> labScenes() {
    return {{"map", mapOfComponents},    {"map_tsne", arrangeMap},    {"directions", findDirections},
            {"draw", drawPicture},       {"gallery", fillGallery},    {"path", walkPath},
            {"nearest", lookForNearest}, {"moments", goToThePast},    {"sliders_512", manySliders},
            {"gan_train", trainGan},     {"gan_explore", exploreGan}, {"gan_draw", drawForGan},
            {"long_run", longRun}};
}

} // namespace latentscape

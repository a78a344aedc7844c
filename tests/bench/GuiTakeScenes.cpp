#include "tests/bench/GuiFigures.h"
#include "tests/bench/GuiHands.h"

#include "ui/AroundCard.h"
#include "ui/CompareView.h"
#include "ui/ExploreView.h"
#include "ui/RunsPage.h"
#include "ui/SecondModel.h"

#include <QAbstractButton>
#include <QApplication>
#include <QClipboard>
#include <QFile>
#include <QKeyEvent>
#include <QLineEdit>
#include <QTemporaryDir>

namespace latentscape {

namespace {

// Of the run that is shown, which goes on.
QString savedRun(MainWindow& window, const QTemporaryDir& folder) {
    train(window, "dense-400");
    stayFor(500);
    const QString file = folder.filePath("run.latentscape");
    window.session().saveCheckpoint(file);
    waitFor([&] { return QFile::exists(file); });
    return file;
}

void compareTwoModels(MainWindow& window) {
    const QTemporaryDir folder;
    const QString file = savedRun(window, folder);
    window.showView(View::Compare);
    child<CompareView>(window, "compareView")->openSecond({"another", file});
    stayFor(1500);
    choose(window, "comparePairing", 1); // the same latents
    choose(window, "comparePairing", 0);
    press(window, "errorMap");
    stayFor(1500);
    press(window, "errorMap");
    for (int metric = 0; metric < 3; ++metric) {
        choose(window, "compareMetric", metric);
    }
    trigger(window, "closeSecond");
}

void compareRuns(MainWindow& window) {
    const QTemporaryDir folder;
    const QString file = savedRun(window, folder);
    window.showView(View::Train);
    press(window, "compareRuns");
    auto* page = child<RunsPage>(window, "runsPage");
    page->add(file);
    stayFor(1000);
    moveRound(child<QWidget>(window, "lossPlot"), Qt::NoButton);
    press(window, "removeRun");
    press(window, "compareRuns");
}

void saveEverything(MainWindow& window) {
    const QTemporaryDir folder;
    train(window, "dense-400");
    window.showView(View::Explore);
    press(window, "showPath");
    for (int i = 0; i < 3; ++i) {
        movePoint(window, 2);
        press(window, "addStop");
    }
    AroundCard* around = child<ExploreView>(window, "exploreView")->around();
    around->savePath();
    stayFor(100);
    saveAs(window, folder.filePath("path.gif"));
    around->savePathStrip();
    stayFor(500);
    saveAs(window, folder.filePath("strip.png"));
    press(window, "showMap");
    stayFor(2000);
    trigger(window, "saveMapPicture");
    saveAs(window, folder.filePath("map.png"));
    trigger(window, "saveMapPoints");
    saveAs(window, folder.filePath("map.csv"));
    press(window, "showDimensions");
    window.showView(View::Train);
    trigger(window, "saveStrips");
    saveAs(window, folder.filePath("losses.svg"));
    stop(window);
    for (const auto& [action, name] :
         {std::pair("saveReport", "run.html"), {"saveEncodings", "z.npy"}, {"saveLosses", "losses.csv"}}) {
        trigger(window, action);
        saveAs(window, folder.filePath(name));
    }
}

void goOnFromThePast(MainWindow& window) {
    train(window, "dense-400");
    Session& session = window.session();
    waitFor([&] { return session.moments().entries().size() > 1; });
    session.lookAt(session.moments().entries().front().step);
    stayFor(500);
    session.branch();
    waitFor([&] { return session.isTraining(); });
    stayFor(1500);
}

void lookThingsUp(MainWindow& window) {
    trigger(window, "searchCommands");
    if (auto* words = qobject_cast<QLineEdit*>(QApplication::focusWidget())) {
        for (const char* typed : {"l", "la", "lat", "kl", ""}) {
            words->setText(typed);
            stayFor(100);
        }
        QKeyEvent leave(QEvent::KeyPress, Qt::Key_Escape, Qt::NoModifier);
        QCoreApplication::sendEvent(words, &leave);
    }
    for (const char* page : {"showTerms", "showWelcome", "showTrain"}) {
        trigger(window, page);
        stayFor(300);
    }
}

void dropAndPaste(MainWindow& window) {
    const QTemporaryDir folder;
    train(window, "dense-400");
    window.showView(View::Explore);
    QImage picture(900, 700, QImage::Format_RGB32);
    picture.fill(Qt::darkCyan);
    const QString file = folder.filePath("mine.png");
    picture.save(file);
    window.open(file);
    stayFor(1000);
    QApplication::clipboard()->setImage(picture);
    trigger(window, "pastePicture");
    stayFor(1000);
    press(window, "showDimensions");
}

} // namespace

std::vector<Scene> takeScenes() {
    return {{"compare_two_models", compareTwoModels}, {"compare_runs", compareRuns},
            {"save_everything", saveEverything},      {"go_on_from_the_past", goOnFromThePast},
            {"look_things_up", lookThingsUp},         {"drop_and_paste", dropAndPaste}};
}

} // namespace latentscape

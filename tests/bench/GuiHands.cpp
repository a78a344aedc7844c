#include "tests/bench/GuiHands.h"

#include "tests/bench/GuiFigures.h"
#include "ui/ChoiceLink.h"
#include "ui/ExploreView.h"
#include "ui/LatentPoint.h"

#include <QAbstractButton>
#include <QAction>
#include <QFile>
#include <QFileDialog>
#include <QLineEdit>
#include <QMouseEvent>
#include <QWheelEvent>

#include <cmath>

namespace latentscape {

void press(MainWindow& window, const char* button) {
    child<QAbstractButton>(window, button)->click();
    stayFor(100);
}

void choose(MainWindow& window, const char* link, int choice) {
    child<ChoiceLink>(window, link)->setCurrent(choice);
    stayFor(200);
}

namespace {

void send(QWidget* widget, QEvent::Type type, const QPointF& at, Qt::MouseButton button) {
    const Qt::MouseButton changed = type == QEvent::MouseMove ? Qt::NoButton : button;
    QMouseEvent event(type, at, widget->mapToGlobal(at), changed,
                      type == QEvent::MouseButtonRelease ? Qt::NoButton : button, Qt::NoModifier);
    QCoreApplication::sendEvent(widget, &event);
}

QPointF onCircle(const QWidget* widget, double angle) {
    return QPointF(widget->width() * (0.5 + 0.35 * std::cos(angle)),
                   widget->height() * (0.5 + 0.35 * std::sin(angle)));
}

} // namespace

void moveRound(QWidget* widget, Qt::MouseButton button, int moves) {
    if (button != Qt::NoButton) {
        send(widget, QEvent::MouseButtonPress, onCircle(widget, 0), button);
    }
    for (int i = 0; i <= moves; ++i) {
        send(widget, QEvent::MouseMove, onCircle(widget, 6.28 * i / moves), button);
        stayFor(kFrame);
    }
    if (button != Qt::NoButton) {
        send(widget, QEvent::MouseButtonRelease, onCircle(widget, 0), button);
    }
}

void turnWheel(QWidget* widget) {
    for (int i = 0; i < 40; ++i) {
        const QPointF at(widget->width() / 2.0, widget->height() / 2.0);
        QWheelEvent event(at, widget->mapToGlobal(at), {}, QPoint(0, i < 20 ? 60 : -60), Qt::NoButton,
                          Qt::NoModifier, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(widget, &event);
        stayFor(kFrame);
    }
}

void movePoint(MainWindow& window, int moves) {
    LatentPoint* point = child<ExploreView>(window, "exploreView")->point();
    for (int i = 0; i < moves; ++i) {
        std::vector<float> latent = point->latent();
        for (std::size_t j = 0; j < latent.size(); ++j) {
            latent[j] = static_cast<float>(std::sin(0.3 * i + static_cast<double>(j)));
        }
        point->move(std::move(latent), LatentPoint::Move::Jump);
        stayFor(3 * kFrame);
    }
}

void trigger(MainWindow& window, const char* action) {
    child<QAction>(window, action)->trigger();
    stayFor(100);
}

void saveAs(MainWindow& window, const QString& file) {
    for (auto* panel : window.findChildren<QWidget*>("savePanel")) {
        if (panel->isVisible()) {
            panel->findChild<QAbstractButton*>("saveChoose")->click();
        }
    }
    auto* dialog = child<QFileDialog>(window, "saveDialog");
    dialog->findChild<QLineEdit*>("fileNameEdit")
        ->setText(file); // selectFile() leaves it while it has the focus
    QMetaObject::invokeMethod(dialog, "accept");
    waitFor([&] { return QFile::exists(file); });
    stayFor(200);
}

} // namespace latentscape

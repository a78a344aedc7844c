// What saving a picture or an animation asks before the file dialog.
#pragma once

#include <QAbstractButton>
#include <QTest>
#include <QWidget>

namespace latentscape {

// The panel that is open somewhere in `window`; null if none is.
inline QWidget* openSavePanel(const QWidget& window) {
    for (auto* panel : window.findChildren<QWidget*>("savePanel")) {
        if (panel->isVisible()) {
            return panel;
        }
    }
    return nullptr;
}

// Presses its button that leads to the file dialog. False when no panel is open.
inline bool passSavePanel(const QWidget& window) {
    QWidget* panel = openSavePanel(window);
    if (panel == nullptr) {
        return false;
    }
    QTest::mouseClick(panel->findChild<QAbstractButton*>("saveChoose"), Qt::LeftButton);
    return true;
}

} // namespace latentscape
